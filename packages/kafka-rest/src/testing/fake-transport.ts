import type { Transport } from '@leat/client'
import type { Api, ApiTable, Encodable, RequestOf, ResponseOf } from '@leat/wire'

/** One API of a Kafka that a test plays: what it was asked, what it answers. */
export interface Played {
  readonly api: Api
  readonly answer: (request: unknown, node: number | undefined) => unknown
}

export function plays<A extends Api>(
  api: A,
  answer: (request: Encodable<RequestOf<A>>, node: number | undefined) => Encodable<ResponseOf<A>> | Promise<Encodable<ResponseOf<A>>>,
): Played {
  return { api, answer: answer as Played['answer'] }
}

/** A Kafka that serves these APIs only. Answers are as a decoder would give them: whole. */
export function fakeTransport(...played: readonly Played[]): Transport {
  const byKey = new Map(played.map((one) => [one.api.key, one]))
  const apis: ApiTable = new Map(played.map(({ api }) => [api.key, { api, min: api.versions[0], max: api.versions[1] }]))
  return {
    apis,
    async call<A extends Api>(api: A, message: Encodable<RequestOf<A>>, options: { readonly node?: number } = {}): Promise<ResponseOf<A>> {
      const one = byKey.get(api.key)
      if (one === undefined) throw new Error(`${api.name} is not played`)
      return (await one.answer(message, options.node)) as ResponseOf<A>
    },
  }
}
