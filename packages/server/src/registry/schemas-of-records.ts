import type { Caller } from '@leat/access'
import type { Clock } from '@leat/base'
import type { Control } from '@leat/control'
import type { KafkaRestOptions } from '@leat/kafka-rest'
import { registryFor } from '@leat/registry'
import { schemaReader, writeBySchema } from '@leat/registry/serde'
import type { Registry } from './open-registry.ts'

export interface SchemasOptions {
  readonly control: Control
  readonly registry: () => Promise<Registry>
  readonly clock: Clock
}

/** How views of a cluster read and write records by the schemas of its environment, as far as the caller may read their subjects. */
export function schemasOfRecords({
  control,
  registry,
  clock,
}: SchemasOptions): Required<Pick<KafkaRestOptions, 'schemas' | 'schemaWriters'>> {
  const { context } = control
  const sourceOf = (cluster: string, caller: Caller) => {
    const { state } = context.store
    const environment = state.cluster.get(cluster)?.environment
    const found = [...state['registry-cluster'].values()].find((one) => one.environment === environment)
    if (found === undefined) return null
    const { id, organization } = found
    const mayRead = (name: string): boolean =>
      context.may(caller, {
        operation: 'Read',
        on: 'Subject',
        scope: { organization, environment: found.environment, registry: id, resource: { type: 'subject', name } },
      })
    const source = registry().then(({ service }) => registryFor(service, { tenant: id, mayRead }))
    // Told to whoever asks it.
    source.catch(() => {})
    return source
  }
  return {
    schemas(cluster, caller) {
      const source = sourceOf(cluster, caller)
      if (source === null) return null
      const read = schemaReader(async (ref) => (await source).lookUp(ref), clock)
      return (bytes, { part, headers }) => read(bytes, { part, headers: headers.map(([key, value]) => ({ key, value })) })
    },
    schemaWriters(cluster, caller) {
      const source = sourceOf(cluster, caller)
      if (source === null) return null
      return writeBySchema(
        { lookUp: async (ref) => (await source).lookUp(ref), latestId: async (subject) => (await source).latestId(subject) },
        clock,
      )
    },
  }
}
