import { SCHEMA_LIMITS } from '../limits.ts'

/** What a JSON text may be at most. */
export const JSON_LIMITS = {
  textBytesMax: SCHEMA_LIMITS.textBytesMax,
  /** Objects and arrays within each other. */
  depthMax: SCHEMA_LIMITS.depthMax,
  /** Values of all kinds; a field of a schema takes about four. */
  nodesMax: 4 * SCHEMA_LIMITS.nodesMax,
  /** As in Jackson. */
  numberCharsMax: 1_000,
} as const
