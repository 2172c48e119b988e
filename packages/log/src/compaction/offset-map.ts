import { hash } from 'node:crypto'
import type { Offset } from '@leat/base'

const FIRST_SLOTS = 1024
/** Of slots; probing gets long beyond. */
const LOAD_MAX = 0.75
const HASH_WORDS = 4

/**
 * The newest offset of each key, keys as 128 bits of their SHA-256: 24 bytes a slot whatever the keys are. Two keys that share a hash
 * would cost the older record; at a million keys the chance is below 10^-26.
 */
export class OffsetMap {
  readonly #keysMax: number
  #hashes = new Int32Array(FIRST_SLOTS * HASH_WORDS)
  /** Offset + 1; 0 for a free slot. */
  #offsets = new Float64Array(FIRST_SLOTS)
  #count = 0

  constructor(keysMax: number) {
    this.#keysMax = keysMax
  }

  get size(): number {
    return this.#count
  }

  /** Takes note of a newer offset. False when the map is full and the key is not in it. */
  put(key: Buffer, offset: Offset): boolean {
    const words = hashOf(key)
    let slot = this.#slotOf(words)
    if (this.#offsets[slot] === 0) {
      if (this.#count >= this.#keysMax) return false
      if (this.#count + 1 > this.#offsets.length * LOAD_MAX) {
        this.#grow()
        slot = this.#slotOf(words)
      }
      this.#hashes.set(words, slot * HASH_WORDS)
      this.#count++
    }
    this.#offsets[slot] = offset + 1
    return true
  }

  /** -1 for a key that is not known. */
  get(key: Buffer): Offset {
    return this.#offsets[this.#slotOf(hashOf(key))]! - 1
  }

  #slotOf(words: Int32Array): number {
    const mask = this.#offsets.length - 1
    for (let slot = words[0]! & mask; ; slot = (slot + 1) & mask) {
      if (this.#offsets[slot] === 0) return slot
      const at = slot * HASH_WORDS
      if (
        this.#hashes[at] === words[0] &&
        this.#hashes[at + 1] === words[1] &&
        this.#hashes[at + 2] === words[2] &&
        this.#hashes[at + 3] === words[3]
      )
        return slot
    }
  }

  #grow(): void {
    const hashes = this.#hashes
    const offsets = this.#offsets
    this.#hashes = new Int32Array(hashes.length * 2)
    this.#offsets = new Float64Array(offsets.length * 2)
    for (const [old, offset] of offsets.entries()) {
      if (offset === 0) continue
      const words = hashes.subarray(old * HASH_WORDS, (old + 1) * HASH_WORDS)
      const slot = this.#slotOf(words)
      this.#hashes.set(words, slot * HASH_WORDS)
      this.#offsets[slot] = offset
    }
  }
}

function hashOf(key: Buffer): Int32Array {
  const digest = hash('sha256', key, 'buffer')
  const words = new Int32Array(HASH_WORDS)
  for (let i = 0; i < HASH_WORDS; i++) words[i] = digest.readInt32LE(i * 4)
  return words
}
