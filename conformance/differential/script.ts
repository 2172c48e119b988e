/** A sequence of requests, played alike against Apache Kafka and against the engine. */
import type { Api, Encodable, RequestOf, ResponseOf } from '@leat/wire'

/** The answer to an earlier step of the same script. Throws when it was none. */
export type Seen = <A extends Api>(label: string, api: A) => ResponseOf<A>

export interface Step {
  readonly label: string
  readonly api: Api
  readonly version: number
  readonly message: unknown
  /** Which client connection asks: `main` unless told. */
  readonly connection: string
  /** Sent and left waiting: the script goes on, and the answer stands where `collect` names it. */
  readonly isLeftWaiting: boolean
}

export interface Collect {
  readonly collect: string
}

export interface Script {
  /** Also the prefix of all names it makes: scripts share a cluster when they are recorded. */
  readonly name: string
  readonly moves: readonly (Step | Collect)[]
}

type MessageOf<A extends Api> = Encodable<RequestOf<A>> | ((seen: Seen) => Encodable<RequestOf<A>>)

/** Asks and waits for the answer. */
export function ask<A extends Api>(label: string, api: A, version: number, message: MessageOf<A>, connection = 'main'): Step {
  return { label, api, version, message, connection, isLeftWaiting: false }
}

/** Asks and goes on: the answer comes when others have done something. */
export function begin<A extends Api>(label: string, api: A, version: number, message: MessageOf<A>, connection: string): Step {
  return { label, api, version, message, connection, isLeftWaiting: true }
}

export function collect(label: string): Collect {
  return { collect: label }
}
