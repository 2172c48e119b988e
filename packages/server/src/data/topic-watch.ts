import type { Engine } from '@leat/engine'

/** An engine and its topics in the two words that the authorizing step takes. */
export function watchTopics(
  engine: Engine,
  _settings: Readonly<Record<string, string>>,
): Promise<Pick<Engine, 'topics'> & { readonly backend: Engine }> {
  return Promise.resolve({ backend: engine, topics: engine.topics })
}
