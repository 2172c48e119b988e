/**
 * `.timeindex`: the largest timestamp so far and the batch that carries it; timestamps strictly grow; big-endian, 12 bytes:
 *
 *   0  8  timestamp, milliseconds
 *   8  4  last offset of the batch with that timestamp, less the segment's base offset
 */
import type { Millis } from '@leat/base'
import { readInt64, writeInt64 } from '@leat/wire/records'

export const TIME_ENTRY_BYTES = 12
const FIRST_ENTRIES = 16
/** A safe integer's upper half is at most this. */
const INT64_HIGH_MAX = 0x1f_ffff

export interface TimeEntry {
  readonly timestamp: Millis
  readonly relativeOffset: number
}

export class TimeIndex {
  #timestamps = new Float64Array(0)
  #offsets = new Uint32Array(0)
  #count = 0

  get count(): number {
    return this.#count
  }

  get memoryBytes(): number {
    return this.#timestamps.byteLength + this.#offsets.byteLength
  }

  get last(): TimeEntry | null {
    return this.#count === 0 ? null : { timestamp: this.#timestamps[this.#count - 1]!, relativeOffset: this.#offsets[this.#count - 1]! }
  }

  /** Does nothing unless the timestamp is larger than the last. */
  append(timestamp: Millis, relativeOffset: number): void {
    if (timestamp < 0 || (this.#count > 0 && timestamp <= this.#timestamps[this.#count - 1]!)) return
    if (this.#count === this.#timestamps.length) this.#grow()
    this.#timestamps[this.#count] = timestamp
    this.#offsets[this.#count] = relativeOffset
    this.#count++
  }

  /** An offset at or before the first record with a timestamp of at least `timestamp`: all batches up to it are older. */
  offsetBefore(timestamp: Millis): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#timestamps[middle]! < timestamp) low = middle + 1
      else high = middle
    }
    return low === 0 ? 0 : this.#offsets[low - 1]!
  }

  /** Forgets entries of offsets from `relativeOffset` on. */
  cutAt(relativeOffset: number): void {
    while (this.#count > 0 && this.#offsets[this.#count - 1]! >= relativeOffset) this.#count--
  }

  encode(from = 0): Buffer {
    const bytes = Buffer.allocUnsafe((this.#count - from) * TIME_ENTRY_BYTES)
    for (let i = from, at = 0; i < this.#count; i++, at += TIME_ENTRY_BYTES) {
      writeInt64(bytes, at, this.#timestamps[i]!)
      bytes.writeUInt32BE(this.#offsets[i]!, at + 8)
    }
    return bytes
  }

  /** The entries that can be one; not complete when others follow (a torn write, a foreign file). */
  static decode(bytes: Buffer): { readonly index: TimeIndex; readonly isComplete: boolean } {
    const index = new TimeIndex()
    let at = 0
    for (; at + TIME_ENTRY_BYTES <= bytes.length; at += TIME_ENTRY_BYTES) {
      const high = bytes.readInt32BE(at)
      if (high < 0 || high > INT64_HIGH_MAX) break
      const { last } = index
      const timestamp = readInt64(bytes, at)
      const offset = bytes.readUInt32BE(at + 8)
      if (last !== null && (timestamp <= last.timestamp || offset <= last.relativeOffset)) break
      index.append(timestamp, offset)
    }
    return { index, isComplete: at === bytes.length }
  }

  #grow(): void {
    const entries = Math.max(FIRST_ENTRIES, this.#timestamps.length * 2)
    const timestamps = new Float64Array(entries)
    const offsets = new Uint32Array(entries)
    timestamps.set(this.#timestamps)
    offsets.set(this.#offsets)
    this.#timestamps = timestamps
    this.#offsets = offsets
  }
}
