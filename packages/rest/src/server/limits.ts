import type { Bytes, Millis } from '@leat/base'

/** Every bound of the HTTP server. Those of a request's body and logic stand in `../limits.ts`. */
export interface HttpLimits {
  /** Open connections over all addresses. One more takes the place of the one that has waited longest without a request; where all are busy it is closed at accept. */
  readonly connectionsMax: number
  /** Requests being answered, over all connections; more are answered 503. With bodies of 1 MiB this bounds their memory. */
  readonly requestsInFlightMax: number
  /** Of these, requests whose body is slow or a stream that pauses; more are answered 503, so that slow senders leave places to others. */
  readonly slowBodiesMax: number
  /** A body of which no byte comes for so long is slow. */
  readonly slowBodyMs: Millis
  /** Requests that a connection may send ahead; they are answered one after the other. With more it is cut. */
  readonly requestsAheadMax: number
  /** Request line and headers. */
  readonly headerBytesMax: Bytes
  /** The time for the first request's headers to be complete, from accept. */
  readonly headersMs: Millis
  /** The same for every later request, from the end of the answer before: how long a connection may idle. */
  readonly idleMs: Millis
  /** A body that is waited for and of which no byte comes for so long: a stream of records may pause. What is read whole has `bodyMs` in all. */
  readonly bodyIdleMs: Millis
  /** An answer of which the peer takes nothing for so long. */
  readonly writeIdleMs: Millis
  /** After an answer, the time in which what is left of the request's body is read and thrown away, before the connection is cut. */
  readonly lingerMs: Millis
  readonly tlsHandshakeMs: Millis
}

export const defaultHttpLimits: HttpLimits = {
  connectionsMax: 1_000,
  requestsInFlightMax: 128,
  slowBodiesMax: 96,
  slowBodyMs: 250,
  requestsAheadMax: 32,
  headerBytesMax: 16 * 1024,
  headersMs: 10_000,
  idleMs: 65_000,
  bodyIdleMs: 120_000,
  writeIdleMs: 30_000,
  lingerMs: 1_000,
  tlsHandshakeMs: 10_000,
}
