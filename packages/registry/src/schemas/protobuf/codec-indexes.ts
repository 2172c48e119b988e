/**
 * Which message of its schema a record is: zigzag varints, first how many follow, then the place of the message in the file, of the message in that one, and so on.
 * The first of the file, `1 0`, is written as one zero.
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
import { NotOfSchema } from '../codec.ts'
import { SCHEMA_LIMITS } from '../limits.ts'

export interface Indexed {
  readonly indexes: readonly number[]
  /** What follows them. */
  readonly rest: Buffer
}

/** @throws NotOfSchema */
export function readIndexes(bytes: Buffer): Indexed {
  const from = { bytes, offset: 0 }
  const count = readInt(from)
  if (count < 0 || count > SCHEMA_LIMITS.depthMax) throw new NotOfSchema(`the bytes name a message by ${count} indexes`)
  const indexes = count === 0 ? [0] : Array.from({ length: count }, () => readInt(from))
  return { indexes, rest: bytes.subarray(from.offset) }
}

export function writeIndexes(indexes: readonly number[]): Buffer {
  const isFirst = indexes.length === 1 && indexes[0] === 0
  return Buffer.from(isFirst ? [0] : [indexes.length, ...indexes].flatMap(varint))
}

const VARINT_BYTES_MAX = 5

function readInt(from: { readonly bytes: Buffer; offset: number }): number {
  let raw = 0
  for (let place = 0; place < VARINT_BYTES_MAX; place++) {
    const byte = from.bytes[from.offset++]
    if (byte === undefined) throw new NotOfSchema('the bytes end within the indexes of a message')
    raw |= (byte & 0x7f) << (7 * place)
    if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1)
  }
  throw new NotOfSchema('an index of a message is longer than 32 bits')
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let left = (value << 1) ^ (value >> 31)
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80)
  return [...bytes, left]
}
