import type { Result } from '@leat/base'
import type { JsonNode } from './json-text/index.ts'
import { JSON_LIMITS } from './json-text/index.ts'

/**
 * Turns the bytes of one record into JSON and back, by one schema. Values are JSON without loss: a 64-bit integer keeps its digits. Both ways cost time and memory
 * bounded by CODEC_LIMITS whatever the bytes are, and fail with a reason, never with an exception.
 */
export interface ValueCodec {
  decode(bytes: Buffer): Result<JsonNode, string>
  encode(value: JsonNode): Result<Buffer, string>
}

/** What one value may be at most. What was decoded can be printed, read and encoded again. */
export const CODEC_LIMITS = {
  /** Values of all kinds within one: a few hostile bytes may claim an array of any length. */
  valuesMax: JSON_LIMITS.nodesMax,
  depthMax: JSON_LIMITS.depthMax,
} as const

/** Thrown within codecs only: `decode` and `encode` answer it as a value. */
export class NotOfSchema extends Error {
  override readonly name = 'NotOfSchema'
}

/** Runs what may throw NotOfSchema. */
export function attemptCodec<T>(work: () => T): Result<T, string> {
  try {
    return { ok: true, value: work() }
  } catch (error) {
    if (error instanceof NotOfSchema) return { ok: false, error: error.message }
    throw error
  }
}
