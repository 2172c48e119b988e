/**
 * Raw Snappy:
 *
 *   length   the decoded size as a little-endian varint of at most 32 bits
 *   elements tag byte by its low two bits:
 *            00  literal; high 6 bits: count - 1, or 60 to 63 for 1 to 4 further bytes that hold it
 *            01  copy of 4 to 11 (bits 2-4) from 11 bits of distance (bits 5-7 and one byte)
 *            10  copy of 1 to 64 (high 6 bits + 1), distance uint16
 *            11  copy of 1 to 64, distance uint32; integers are little-endian
 */
import { RecordError } from '../errors.ts'
import { copyLiteral, copyMatch } from './copy.ts'

/** No element gives more than 64 bytes for 3 (or 11 for 2): a length beyond this ratio is a lie. */
const RATIO_MAX = 22
const HASH_BITS = 13
const SKIP_SHIFT = 5
/** The encoder's matches reach back this far at most, so that every copy has a 16-bit distance. */
const FRAGMENT_BYTES_MAX = 65_535

/** Positions + 1 of recent four-byte words; reused, since compression never yields. */
const seen = new Int32Array(1 << HASH_BITS)

/** The decoded size that `from[start, end)` states, checked against its plausibility. */
export function snappyLength(from: Buffer, start: number, end: number): number {
  const length = readLength(from, start, end).value
  if (length > (end - start) * RATIO_MAX) throw malformed()
  return length
}

/** Decodes `from[start, end)` into `to` at `at`, which has room for `snappyLength` bytes. Answers the position behind. */
export function decodeSnappy(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  const { value: length, next } = readLength(from, start, end)
  const limit = at + length
  let source = next
  let target = at
  while (source < end) {
    const tag = from[source++]!
    const kind = tag & 3
    if (kind === 0) {
      let count = tag >>> 2
      if (count >= 60) {
        const width = count - 59
        if (end - source < width) throw malformed()
        count = from.readUIntLE(source, width)
        source += width
      }
      count++
      if (count > end - source || count > limit - target) throw malformed()
      copyLiteral(from, source, to, target, count)
      source += count
      target += count
      continue
    }
    const width = kind === 3 ? 4 : kind
    if (end - source < width) throw malformed()
    const count = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
    const distance = kind === 1 ? ((tag >>> 5) << 8) | from[source]! : from.readUIntLE(source, width)
    source += width
    if (distance === 0 || distance > target - at || count > limit - target) throw malformed()
    copyMatch(to, target, distance, count)
    target += count
  }
  if (target !== limit) throw malformed()
  return target
}

/** Room that `size` bytes fit into once encoded. */
export function snappyBound(size: number): number {
  return 32 + size + Math.ceil(size / 6)
}

/** Encodes `from[start, end)`, at most 65,535 bytes, into `to` at `at`, which has `snappyBound` bytes of room. Answers the position behind. */
export function encodeSnappy(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  if (end - start > FRAGMENT_BYTES_MAX) throw new RangeError('a snappy fragment is at most 65,535 bytes')
  seen.fill(0)
  let target = writeLength(to, at, end - start)
  let anchor = start
  let source = start
  let misses = 0
  while (source <= end - 4) {
    const word = from.readInt32LE(source)
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS)
    const candidate = seen[slot]! - 1 + start
    seen[slot] = source - start + 1
    if (candidate < start || from.readInt32LE(candidate) !== word) {
      source += 1 + (misses++ >>> SKIP_SHIFT)
      continue
    }
    misses = 0
    let length = 4
    while (source + length < end && from[source + length] === from[candidate + length]) length++
    if (anchor < source) target = writeLiteral(from, anchor, source, to, target)
    target = writeCopy(to, target, source - candidate, length)
    source += length
    anchor = source
  }
  return anchor < end ? writeLiteral(from, anchor, end, to, target) : target
}

function writeLiteral(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  const code = end - start - 1
  let target = at
  if (code < 60) {
    to[target++] = code << 2
  } else if (code < 256) {
    to[target++] = 60 << 2
    to[target++] = code
  } else {
    to[target++] = 61 << 2
    to[target++] = code & 255
    to[target++] = code >>> 8
  }
  copyLiteral(from, start, to, target, end - start)
  return target + (end - start)
}

function writeCopy(to: Buffer, at: number, distance: number, length: number): number {
  let target = at
  for (let left = length; left > 0;) {
    const count = Math.min(left, 64)
    to[target++] = ((count - 1) << 2) | 2
    to[target++] = distance & 255
    to[target++] = distance >>> 8
    left -= count
  }
  return target
}

function readLength(from: Buffer, start: number, end: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let i = 0; i < 5 && start + i < end; i++) {
    const byte = from[start + i]!
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) {
      if (value > 0xffff_ffff) break
      return { value, next: start + i + 1 }
    }
  }
  throw malformed()
}

function writeLength(to: Buffer, at: number, length: number): number {
  let target = at
  let left = length
  for (; left >= 0x80; left >>>= 7) to[target++] = (left & 0x7f) | 0x80
  to[target++] = left
  return target
}

function malformed(): RecordError {
  return new RecordError('malformed', 'not a Snappy block')
}
