import type { Api, Encodable, RequestOf, ResponseOf } from '@leat/wire'
import type { ServedVersions } from './version.ts'

export interface CallOptions {
  /** Ends the wait; the request itself may still take effect. */
  readonly signal?: AbortSignal
  /** The broker to ask, for requests that only one may answer; without it, any. */
  readonly node?: number
}

/** How a client's requests reach a Kafka: a backend in this process, one behind a link to another thread, brokers behind sockets. */
export interface Transport {
  /** What the other side serves; `call` uses the newest version that both know. Empty until `ready`. */
  readonly apis: ServedVersions
  /**
   * Requests are sent in the order of the calls, and take effect in it.
   * @throws TransportClosed when the other side is gone; WireError when it answers what nobody can read.
   */
  call<A extends Api>(api: A, message: Encodable<RequestOf<A>>, options?: CallOptions): Promise<ResponseOf<A>>
}

/** The other side is gone, or closed the connection on this request. */
export class TransportClosed extends Error {
  override readonly name = 'TransportClosed'
}
