import type { Bytes, Millis } from '@leat/base'

/** Every bound of the gateway. Connections are bounded by the edge: one upstream per client connection and broker. */
export interface GatewayLimits {
  /** A broker that does not take the connection in this time is not there. */
  readonly connectMs: Millis
  /** An answer of the exchange at open (ApiVersions, Metadata) that takes longer. */
  readonly discoveryMs: Millis
  /** The largest answer; the broker's `fetch.max.bytes` is 55 MiB, and one batch may exceed it. */
  readonly responseBytesMax: Bytes
  /** After the client has gone, the time the broker has to close its side. */
  readonly lingerMs: Millis
}

export const DEFAULT_GATEWAY_LIMITS: GatewayLimits = {
  connectMs: 10_000,
  discoveryMs: 10_000,
  responseBytesMax: 256 * 1024 * 1024,
  lingerMs: 5_000,
}
