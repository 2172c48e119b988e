import { WireError } from './wire-error.ts'

/** Longer bytes are referenced: one more chunk for the socket costs about as much as copying this many bytes. */
const COPY_BYTES_MAX = 512
/** Text up to this length is written in JavaScript: a call into the runtime costs more. */
const SHORT_TEXT_LENGTH_MAX = 48
const STRING_BYTES_MAX = 32_767

/**
 * Collects an encoded message as a list of chunks. Small fields go into a buffer that grows; record bytes are referenced in between.
 * Positions count from the start of the buffer and stay valid when it grows.
 */
export class Writer {
  buffer: Buffer
  position = 0
  /** From here on the buffer is not yet part of a chunk. */
  #start = 0
  readonly #chunks: Buffer[] = []

  constructor(sizeBytes: number) {
    this.buffer = Buffer.allocUnsafe(sizeBytes)
  }

  /** Makes room for `size` bytes and returns where they go. */
  reserve(size: number): number {
    const at = this.position
    const end = at + size
    if (end > this.buffer.length) this.#grow(end)
    this.position = end
    return at
  }

  finish(): Buffer[] {
    this.#cut()
    return this.#chunks
  }

  #cut(): void {
    if (this.position > this.#start) this.#chunks.push(this.buffer.subarray(this.#start, this.position))
    this.#start = this.position
  }

  #grow(end: number): void {
    const larger = Buffer.allocUnsafe(Math.max(end, this.buffer.length * 2))
    this.buffer.copy(larger, this.#start, this.#start, this.position)
    this.buffer = larger
  }

  uint8(value: number): void {
    const at = this.reserve(1)
    this.buffer[at] = value
  }

  int16(value: number): void {
    const at = this.reserve(2)
    this.buffer[at] = value >> 8
    this.buffer[at + 1] = value
  }

  int32(value: number): void {
    this.setInt32(this.reserve(4), value)
  }

  setInt32(at: number, value: number): void {
    const buffer = this.buffer
    buffer[at] = value >> 24
    buffer[at + 1] = value >> 16
    buffer[at + 2] = value >> 8
    buffer[at + 3] = value
  }

  uvarint(value: number): void {
    while (value > 127) {
      this.uint8((value & 0x7f) | 0x80)
      value >>>= 7
    }
    this.uint8(value)
  }

  /** Length or count: negative for null. `bytes` is the width of the length in versions that are not flexible. */
  length(length: number, compact: boolean, bytes: 2 | 4): void {
    if (compact) this.uvarint(length + 1)
    else if (bytes === 2) this.int16(length)
    else this.int32(length)
  }

  string(text: string, compact: boolean, what: string): void {
    if (typeof text !== 'string') throw new WireError('invalid-value', `${what} is ${String(text)} where a string is due`)
    if (text.length <= SHORT_TEXT_LENGTH_MAX && this.#shortAscii(text, compact)) return
    const size = Buffer.byteLength(text)
    if (size > STRING_BYTES_MAX) throw new WireError('invalid-value', `${what} is longer than ${STRING_BYTES_MAX} bytes`)
    this.length(size, compact, 2)
    const at = this.reserve(size)
    this.buffer.write(text, at, size, 'utf8')
  }

  /** Gives up, with nothing written, at the first character beyond ASCII. */
  #shortAscii(text: string, compact: boolean): boolean {
    const before = this.position
    this.length(text.length, compact, 2)
    const at = this.reserve(text.length)
    const buffer = this.buffer
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > 127) {
        this.position = before
        return false
      }
      buffer[at + i] = code
    }
    return true
  }

  /** `inTag`: tagged fields need their size in front, so their bytes are copied. */
  bytes(value: Buffer | readonly Buffer[], compact: boolean, inTag: boolean, what: string): void {
    if (value instanceof Uint8Array) {
      this.length(value.length, compact, 4)
      this.#append(value, inTag)
    } else if (Array.isArray(value)) {
      const chunks: readonly Buffer[] = value
      this.length(totalBytes(chunks), compact, 4)
      for (const chunk of chunks) this.#append(chunk, inTag)
    } else {
      throw new WireError('invalid-value', `${what} is ${String(value)} where bytes are due`)
    }
  }

  #append(bytes: Buffer, inTag: boolean): void {
    if (inTag || bytes.length <= COPY_BYTES_MAX) {
      const at = this.reserve(bytes.length)
      this.buffer.set(bytes, at)
      return
    }
    this.#cut()
    this.#chunks.push(bytes)
  }

  /** Begins the value of a tagged field, whose size is known only at its end. Pass the result to `endTagged`. */
  beginTagged(tag: number): number {
    this.uvarint(tag)
    return this.reserve(1)
  }

  endTagged(at: number): void {
    const size = this.position - at - 1
    let width = 1
    for (let rest = size >>> 7; rest > 0; rest >>>= 7) width++
    if (width > 1) {
      this.reserve(width - 1)
      this.buffer.copyWithin(at + width, at + 1, at + 1 + size)
    }
    const end = this.position
    this.position = at
    this.uvarint(size)
    this.position = end
  }
}

export function totalBytes(chunks: readonly Buffer[]): number {
  let size = 0
  for (const chunk of chunks) size += chunk.length
  return size
}
