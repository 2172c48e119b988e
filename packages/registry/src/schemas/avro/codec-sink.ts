import { CODEC_LIMITS } from '../codec.ts'

/** Bytes that grow, and where in the value the writer is, for messages. */
export interface Sink {
  bytes: Buffer
  length: number
  valuesLeft: number
  readonly path: (string | number)[]
}

const FIRST_BYTES = 256

export function openSink(): Sink {
  return { bytes: Buffer.allocUnsafe(FIRST_BYTES), length: 0, valuesLeft: CODEC_LIMITS.valuesMax, path: [] }
}

export function writtenBytes(sink: Sink): Buffer {
  return sink.bytes.subarray(0, sink.length)
}

/** Room for so many bytes; where they start. */
export function room(sink: Sink, bytes: number): number {
  const start = sink.length
  sink.length += bytes
  if (sink.length > sink.bytes.length) {
    const larger = Buffer.allocUnsafe(Math.max(2 * sink.bytes.length, sink.length))
    sink.bytes.copy(larger, 0, 0, start)
    sink.bytes = larger
  }
  return start
}

/** A zigzag varint. */
export function writeLong(sink: Sink, value: bigint): void {
  let left = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  while (left >= 0x80n) {
    writeByte(sink, Number(left & 0x7fn) | 0x80)
    left >>= 7n
  }
  writeByte(sink, Number(left))
}

export function writeByte(sink: Sink, byte: number): void {
  const at = room(sink, 1)
  sink.bytes[at] = byte
}

export function writeText(sink: Sink, text: string, encoding: 'utf8' | 'latin1'): void {
  const bytes = Buffer.byteLength(text, encoding)
  writeLong(sink, BigInt(bytes))
  const at = room(sink, bytes)
  sink.bytes.write(text, at, encoding)
}
