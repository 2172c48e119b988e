import { readUuid } from './uuid.ts'
import { WireError } from './wire-error.ts'

/** What compiled decoders call. Positions are absolute; `end` is the end of the frame. */

export const EMPTY = Buffer.alloc(0)

/** Where the last variable-length read ended: a second result without an allocation. */
export const cursor = { position: 0 }

export function short(what: string): never {
  throw new WireError('truncated', `${what}: the bytes end before the message does`)
}

export function malformed(what: string, problem: string): never {
  throw new WireError('malformed', `${what}: ${problem}`)
}

export function long(high: number, low: number, what: string): number {
  const value = high * 0x1_0000_0000 + low
  if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)
    throw new WireError('unsafe-integer', `${what}: an int64 beyond 2^53 - 1`)
  return value
}

/** At most five bytes, as Kafka reads it. */
export function uvarint(buffer: Buffer, position: number, end: number, what: string): number {
  let value = 0
  for (let shift = 0; shift <= 28; shift += 7) {
    if (position >= end) short(what)
    const byte = buffer[position++]!
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      cursor.position = position
      return value >>> 0
    }
  }
  return malformed(what, 'an unsigned varint of more than five bytes')
}

export function text(buffer: Buffer, from: number, to: number): string {
  return from === to ? '' : buffer.toString('utf8', from, to)
}

/** Skips a tag section of which no tag is known: a newer client may send what we do not know (KIP-482). */
export function skipTags(buffer: Buffer, position: number, end: number, what: string): number {
  let count = uvarint(buffer, position, end, what)
  position = cursor.position
  for (; count > 0; count--) {
    uvarint(buffer, position, end, what)
    const size = uvarint(buffer, cursor.position, end, what)
    position = cursor.position
    if (size > end - position) short(what)
    position += size
  }
  return position
}

export const uuid = readUuid
