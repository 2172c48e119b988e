import type { Bytes, Millis } from '@leat/base'

/** Every bound of the edge, per edge unless its name says otherwise. Names of Kafka's configs in brackets. */
export interface EdgeLimits {
  /** Open connections, TLS handshakes included; more are closed at accept [max.connections]. */
  readonly connectionsMax: number
  /** Open connections from one address [max.connections.per.ip]. */
  readonly connectionsPerAddressMax: number
  /** Open connections that have not logged in where they are asked to; more are closed at accept. */
  readonly connectionsBeforeLoginMax: number
  /** Connections accepted in a second; null: any number [max.connection.creation.rate]. */
  readonly connectionsPerSecondMax: number | null
  /** The largest request; a larger one closes its connection [socket.request.max.bytes]. */
  readonly requestBytesMax: Bytes
  /** The largest request before login [sasl.server.max.receive.size]. */
  readonly requestBytesBeforeLoginMax: Bytes
  /** Requests of one connection that are executed or wait for their turn to be answered; above it, reading stops. */
  readonly requestsInFlightPerConnectionMax: number
  /** Bytes of those requests. One request may be larger. */
  readonly requestBytesInFlightPerConnectionMax: Bytes
  /** Request bytes in memory over all connections; above it, reading stops and resumes in order of arrival. */
  readonly requestBytesInFlightMax: Bytes
  /** Response bytes one connection has not taken yet; above it, it starts no new requests. */
  readonly responseBytesPendingPerConnectionMax: Bytes
  /** Response bytes over all connections; above it, those start no new requests that have any pending. */
  readonly responseBytesPendingMax: Bytes
  /** A connection without traffic and without requests in flight is closed [connections.max.idle.ms]. */
  readonly idleMs: Millis
  /** The time a client has to log in. */
  readonly loginMs: Millis
  readonly tlsHandshakeMs: Millis
  /** A request that has begun and of which no byte came for so long: the connection is cut. */
  readonly slowReadMs: Millis
  /**
   * While others wait for room because `requestBytesInFlightMax` is used up, a request that has begun and comes slower than this (bytes per second,
   * over `slowReadUnderPressureMs` at least) is cut: large requests that are announced and never come must not hold up everybody.
   */
  readonly requestBytesPerSecondMinUnderPressure: Bytes
  readonly slowReadUnderPressureMs: Millis
  /** Responses wait and the peer takes no byte for so long: the connection is cut. */
  readonly slowWriteMs: Millis
  /** After the last response, the time a peer has to go before it is cut. */
  readonly lingerMs: Millis
  /** A login holds so long, then the client must log in again on its connection [connections.max.reauth.ms]; null: for ever. */
  readonly reauthMs: Millis | null
  /** A failed login is answered after this time, doubled with each failure from the same address [connection.failed.authentication.delay.ms]. */
  readonly loginFailureDelayMs: Millis
  readonly loginFailureDelayMaxMs: Millis
  /** A login that is refused is held for so long in case its key is on its way here, where keys are told (facts). */
  readonly loginHoldMs: Millis
  /** Logins held at once; those above it are refused at once. */
  readonly loginsHeldMax: number
  readonly loginsHeldPerAddressMax: number
  /** Addresses whose failed logins are remembered. */
  readonly loginFailureAddressesMax: number
}

const MIB = 1024 * 1024

export const defaultEdgeLimits: EdgeLimits = {
  connectionsMax: 10_000,
  connectionsPerAddressMax: 10_000,
  connectionsBeforeLoginMax: 2_000,
  connectionsPerSecondMax: null,
  requestBytesMax: 100 * MIB,
  requestBytesBeforeLoginMax: 512 * 1024,
  requestsInFlightPerConnectionMax: 64,
  requestBytesInFlightPerConnectionMax: 16 * MIB,
  requestBytesInFlightMax: 256 * MIB,
  responseBytesPendingPerConnectionMax: 8 * MIB,
  responseBytesPendingMax: 256 * MIB,
  idleMs: 600_000,
  loginMs: 30_000,
  tlsHandshakeMs: 10_000,
  slowReadMs: 30_000,
  requestBytesPerSecondMinUnderPressure: 64 * 1024,
  slowReadUnderPressureMs: 1_000,
  slowWriteMs: 30_000,
  lingerMs: 5_000,
  reauthMs: null,
  loginFailureDelayMs: 100,
  loginFailureDelayMaxMs: 3_000,
  loginHoldMs: 1_000,
  loginsHeldMax: 256,
  loginsHeldPerAddressMax: 16,
  loginFailureAddressesMax: 1_024,
}
