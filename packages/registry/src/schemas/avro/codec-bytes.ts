import { CODEC_LIMITS, NotOfSchema } from '../codec.ts'

/** Bytes that are being read, and what reading them may still cost. */
export interface BytesReader {
  readonly bytes: Buffer
  offset: number
  valuesLeft: number
  depth: number
}

const VARINT_BYTES_MAX = 10
const INT_MIN = -2_147_483_648
const INT_MAX = 2_147_483_647

export function openBytes(bytes: Buffer): BytesReader {
  return { bytes, offset: 0, valuesLeft: CODEC_LIMITS.valuesMax, depth: 0 }
}

/** Nothing may follow the value. */
export function readAll<T>(from: BytesReader, read: (from: BytesReader) => T): T {
  const value = read(from)
  const left = from.bytes.length - from.offset
  if (left > 0) throw new NotOfSchema(`${left} ${left === 1 ? 'byte follows' : 'bytes follow'} the value`)
  return value
}

export function readBytes(from: BytesReader, length: number): Buffer {
  const left = from.bytes.length - from.offset
  if (length > left) throw new NotOfSchema(`the bytes end at ${from.bytes.length}, within a value of ${length} bytes at ${from.offset}`)
  const start = from.offset
  from.offset += length
  return from.bytes.subarray(start, from.offset)
}

/** A zigzag varint of at most 64 bits. */
export function readLong(from: BytesReader): bigint {
  const start = from.offset
  let raw = 0n
  for (let place = 0; place < VARINT_BYTES_MAX; place++) {
    const byte = from.bytes[from.offset++]
    if (byte === undefined) throw new NotOfSchema(`the bytes end at ${from.bytes.length}, within a number`)
    raw |= BigInt(byte & 0x7f) << BigInt(7 * place)
    if (byte < 0x80) return BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n))
  }
  throw new NotOfSchema(`the number at ${start} is longer than 64 bits`)
}

export function readInt(from: BytesReader): number {
  const start = from.offset
  const value = Number(readLong(from))
  if (value < INT_MIN || value > INT_MAX) throw new NotOfSchema(`the int at ${start} is longer than 32 bits`)
  return value
}

/** Of bytes, a string or a block: what is negative or not there is told. */
export function readLength(from: BytesReader): number {
  const start = from.offset
  const length = readLong(from)
  if (length < 0n) throw new NotOfSchema(`the length at ${start} is negative`)
  if (length > BigInt(from.bytes.length)) throw new NotOfSchema(`the length at ${start} is ${length}, of ${from.bytes.length} bytes in all`)
  return Number(length)
}
