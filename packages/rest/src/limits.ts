import type { Bytes, Millis } from '@leat/base'

/** Every bound of a service. Those of connections stand in `server/limits.ts`. */
export interface ServiceLimits {
  /** The largest body where the endpoint names no other. */
  readonly bodyBytesMax: Bytes
  /** The time a body may take to arrive, from the first read to its last byte. Streaming endpoints are exempt. */
  readonly bodyMs: Millis
  /** Levels of objects and lists within each other in a body. */
  readonly jsonDepthMax: number
  /** The time the logic of an operation has; streaming endpoints are exempt. */
  readonly requestMs: Millis
  /** Segments of a path; longer ones are not found. */
  readonly pathSegmentsMax: number
}

export const defaultServiceLimits: ServiceLimits = {
  bodyBytesMax: 1024 * 1024,
  bodyMs: 30_000,
  jsonDepthMax: 64,
  requestMs: 60_000,
  pathSegmentsMax: 32,
}
