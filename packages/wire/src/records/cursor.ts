import { RecordError } from './errors.ts'

/**
 * Reads the varints of records (KIP-98: zigzag, seven bits a byte, low bits first) out of `bytes[at, end)` without allocating.
 * One per batch; every reading past the end is a RecordError.
 */
export class Cursor {
  readonly bytes: Buffer
  readonly end: number
  at: number

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get remaining(): number {
    return this.end - this.at
  }

  byte(): number {
    if (this.at >= this.end) throw pastEnd()
    return this.bytes[this.at++]!
  }

  /** A varint of 32 bits: at most 5 bytes. Short enough to be inlined; most have one byte or two. */
  varint(): number {
    const at = this.at
    if (at + 1 < this.end) {
      const first = this.bytes[at]!
      if (first < 0x80) {
        this.at = at + 1
        return (first >>> 1) ^ -(first & 1)
      }
      const second = this.bytes[at + 1]!
      if (second < 0x80) {
        this.at = at + 2
        const raw = (first & 0x7f) | (second << 7)
        return (raw >>> 1) ^ -(raw & 1)
      }
    }
    return this.#longVarint()
  }

  #longVarint(): number {
    let raw = 0
    for (let shift = 0; shift <= 28; shift += 7) {
      const next = this.byte()
      raw |= (next & 0x7f) << shift
      if (next < 0x80) return (raw >>> 1) ^ -(raw & 1)
    }
    throw new RecordError('malformed', 'varint is longer than 5 bytes')
  }

  /** A varint of 64 bits: at most 10 bytes, and a safe integer. */
  varlong(): number {
    const start = this.at
    let raw = 0
    for (let shift = 0; shift <= 21; shift += 7) {
      const next = this.byte()
      raw |= (next & 0x7f) << shift
      if (next < 0x80) return (raw >>> 1) ^ -(raw & 1)
    }
    let weight = 2 ** 28 // beyond this, bit operations would lose bits
    while (this.at < start + 10) {
      const next = this.byte()
      raw += (next & 0x7f) * weight
      if (next < 0x80) {
        if (raw > Number.MAX_SAFE_INTEGER) break
        return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
      }
      weight *= 128
    }
    throw new RecordError('malformed', 'varlong is longer than 10 bytes or beyond the safe integers')
  }

  skip(count: number): void {
    if (count > this.end - this.at) throw pastEnd()
    this.at += count
  }

  /** A view of the next `count` bytes. */
  take(count: number): Buffer {
    const start = this.at
    this.skip(count)
    return this.bytes.subarray(start, this.at)
  }
}

function pastEnd(): RecordError {
  return new RecordError('malformed', 'a record ends before its fields do')
}

/** Bytes of `value` as a varint. For |value| up to 2^52. */
export function varintSize(value: number): number {
  let raw = zigzag(value)
  let size = 1
  while (raw >= 0x80) {
    raw = Math.floor(raw / 128)
    size++
  }
  return size
}

/** Writes `value` as a varint; answers the position behind it. For |value| up to 2^52. */
export function writeVarint(bytes: Buffer, at: number, value: number): number {
  let raw = zigzag(value)
  let to = at
  while (raw >= 0x80) {
    bytes[to++] = (raw % 128) | 0x80
    raw = Math.floor(raw / 128)
  }
  bytes[to++] = raw
  return to
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1
}
