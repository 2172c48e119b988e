import { readUuid } from './uuid.ts'
import { WireError } from './wire-error.ts'

/** What compiled decoders call. Positions are absolute; `end` is the end of the frame. */

export const EMPTY = Buffer.alloc(0)

/** Where the last variable-length read ended: a second result without an allocation. */
export const cursor = { position: 0 }

/**
 * Elements of arrays that one request may hold, all arrays together. Two bytes on the wire can become a hundred in memory: without this bound a
 * frame of 100 MiB becomes gigabytes of objects, and holds everybody up while it does. Far above what a cluster with tens of thousands of partitions needs.
 */
export const REQUEST_ELEMENTS_MAX = 200_000
/** Numbers and the like are small: so many of them count as one. */
const SCALARS_PER_ELEMENT_SHIFT = 3
/** Tagged fields that nobody here knows, in one section: no client sends more than a few. */
const UNKNOWN_TAGS_MAX = 10_000

/** What the message that is being read may still hold. Decoding never yields, so one place is enough for all. */
export const room = { elements: Number.POSITIVE_INFINITY }

export function admit(elements: number, what: string): void {
  room.elements -= elements
  if (room.elements < 0) malformed(what, `more than ${REQUEST_ELEMENTS_MAX} elements`)
}

export function admitScalars(count: number, what: string): void {
  admit(count >>> SCALARS_PER_ELEMENT_SHIFT, what)
}

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
  if (count > UNKNOWN_TAGS_MAX) malformed(what, `more than ${UNKNOWN_TAGS_MAX} tagged fields`)
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
