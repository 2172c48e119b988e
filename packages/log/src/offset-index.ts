/**
 * `.index`: where batches begin, one entry per `index.interval.bytes` or more; big-endian, 8 bytes:
 *
 *   0  4  last offset of the batch, less the segment's base offset
 *   4  4  position of the batch in the `.log` file
 */
import type { Bytes } from '@leat/base'

export const OFFSET_ENTRY_BYTES = 8
const FIRST_ENTRIES = 16

export class OffsetIndex {
  #offsets = new Uint32Array(0)
  #positions = new Uint32Array(0)
  #count = 0

  get count(): number {
    return this.#count
  }

  get memoryBytes(): Bytes {
    return this.#offsets.byteLength + this.#positions.byteLength
  }

  append(relativeOffset: number, position: Bytes): void {
    if (this.#count === this.#offsets.length) this.#grow()
    this.#offsets[this.#count] = relativeOffset
    this.#positions[this.#count] = position
    this.#count++
  }

  /** Position of a batch at or before the one that holds the offset; 0 when the index knows none. */
  positionOf(relativeOffset: number): Bytes {
    const at = this.#countUpTo(relativeOffset) - 1
    return at < 0 ? 0 : this.#positions[at]!
  }

  /** Last offset, relative, of the indexed batch that begins at `position`. */
  offsetAt(position: Bytes): number {
    return this.#offsets[this.#positions.subarray(0, this.#count).indexOf(position)] ?? 0
  }

  /** Forgets the entries of batches that begin at or behind `position`. */
  cutAt(position: Bytes): void {
    while (this.#count > 0 && this.#positions[this.#count - 1]! >= position) this.#count--
  }

  encode(from = 0): Buffer {
    const bytes = Buffer.allocUnsafe((this.#count - from) * OFFSET_ENTRY_BYTES)
    for (let i = from, at = 0; i < this.#count; i++, at += OFFSET_ENTRY_BYTES) {
      bytes.writeUInt32BE(this.#offsets[i]!, at)
      bytes.writeUInt32BE(this.#positions[i]!, at + 4)
    }
    return bytes
  }

  /** The entries that can belong to a log of `logBytes`; not complete when others follow (a torn write, a foreign file). */
  static decode(bytes: Buffer, logBytes: Bytes): { readonly index: OffsetIndex; readonly isComplete: boolean } {
    const index = new OffsetIndex()
    let lastOffset = -1
    let lastPosition = -1
    let at = 0
    for (; at + OFFSET_ENTRY_BYTES <= bytes.length; at += OFFSET_ENTRY_BYTES) {
      const offset = bytes.readUInt32BE(at)
      const position = bytes.readUInt32BE(at + 4)
      if (offset <= lastOffset || position <= lastPosition || position >= logBytes) break
      index.append(offset, position)
      lastOffset = offset
      lastPosition = position
    }
    return { index, isComplete: at === bytes.length }
  }

  #countUpTo(relativeOffset: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#offsets[middle]! <= relativeOffset) low = middle + 1
      else high = middle
    }
    return low
  }

  #grow(): void {
    const entries = Math.max(FIRST_ENTRIES, this.#offsets.length * 2)
    const offsets = new Uint32Array(entries)
    const positions = new Uint32Array(entries)
    offsets.set(this.#offsets)
    positions.set(this.#positions)
    this.#offsets = offsets
    this.#positions = positions
  }
}
