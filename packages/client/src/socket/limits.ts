import type { Bytes, Millis } from '@leat/base'

export interface SocketLimits {
  /** Requests on their way on one connection; those above it wait for an answer. */
  readonly requestsInFlightMax: number
  /** Bytes of those requests. One request may be larger. */
  readonly bytesInFlightMax: Bytes
  /** Calls that wait for their turn, or for the connection, to one broker; more are refused (`TransportBusy`). */
  readonly callsWaitingMax: number
  /** Connections at once; a call that needs one more is refused (`TransportBusy`). */
  readonly connectionsMax: number
  /** The largest answer; a larger one ends its connection. */
  readonly responseBytesMax: Bytes
  /** From the first byte to the end of the login. */
  readonly connectMsMax: Millis
  /** From the request to its answer, beyond the time that the request itself lets the broker wait [request.timeout.ms]. */
  readonly answerMsMax: Millis
}

const MIB = 1024 * 1024

export const defaultSocketLimits: SocketLimits = {
  requestsInFlightMax: 32,
  bytesInFlightMax: 16 * MIB,
  callsWaitingMax: 10_000,
  connectionsMax: 256,
  responseBytesMax: 200 * MIB,
  connectMsMax: 10_000,
  answerMsMax: 30_000,
}
