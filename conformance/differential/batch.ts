/** Record batches as producers send them, right and wrong. */
import { type BatchInput, type RecordInput, buildBatch, writeCrc } from '@leat/wire/records'

/** All scripts write at this moment: answers that carry it can be compared as they are. */
export const WRITTEN_AT_MS = Date.UTC(2025, 5, 1)

export function records(...values: string[]): RecordInput[] {
  return values.map((value, index) => ({ key: Buffer.from(`key-${index}`), value: Buffer.from(value), timestamp: WRITTEN_AT_MS + index }))
}

/** In a buffer of its own: the engine patches what it is given. */
export function batch(values: readonly string[], more: Partial<BatchInput> = {}): Buffer {
  return buildBatch({ records: records(...values), ...more })
}

/** The same batch with bytes changed after its checksum was made. */
export function damaged(good: Buffer, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(good)
  change(bytes)
  return bytes
}

/** The same batch with bytes changed and a checksum that agrees with them. */
export function forged(good: Buffer, change: (bytes: Buffer) => void): Buffer {
  const bytes = damaged(good, change)
  writeCrc(bytes, 0)
  return bytes
}
