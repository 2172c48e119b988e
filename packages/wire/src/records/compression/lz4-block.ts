/**
 * LZ4 block: a row of sequences, each
 *
 *   token      high 4 bits literal count, low 4 bits match length - 4; 15 means that further bytes are added, as long as they are 255
 *   literals
 *   distance   uint16, little-endian, 1 to 65535 back from here; absent in the last sequence, which has literals only
 *
 * The last five bytes are literals, and the last match begins at least twelve bytes before the end.
 */
import { RecordError } from '../errors.ts'
import { copyLiteral, copyMatch } from './copy.ts'

const MATCH_MIN = 4
const LAST_LITERALS = 5
const LAST_MATCH = 12
const DISTANCE_MAX = 65_535
const HASH_BITS = 13
/** After this many misses in a row the search takes larger steps: bytes that do not compress are passed quickly. */
const SKIP_SHIFT = 6

/** Positions + 1 of recent four-byte words; reused, since compression never yields. */
const seen = new Int32Array(1 << HASH_BITS)

/**
 * Decodes `from[start, end)` into `to` at `at`, writing nothing at or behind `limit`; matches may reach back to the start of `to`.
 * Answers the position behind the last byte written.
 */
export function decodeLz4Block(from: Buffer, start: number, end: number, to: Buffer, at: number, limit: number): number {
  let source = start
  let target = at
  while (source < end) {
    const token = from[source++]!
    let literals = token >>> 4
    if (literals === 15) {
      let more: number
      do {
        if (source >= end) throw malformed()
        more = from[source++]!
        literals += more
      } while (more === 255)
    }
    if (literals > end - source || literals > limit - target) throw malformed()
    copyLiteral(from, source, to, target, literals)
    source += literals
    target += literals
    if (source === end) return target

    if (end - source < 2) throw malformed()
    const distance = from[source]! | (from[source + 1]! << 8)
    source += 2
    let length = (token & 15) + MATCH_MIN
    if (length === 15 + MATCH_MIN) {
      let more: number
      do {
        if (source >= end) throw malformed()
        more = from[source++]!
        length += more
      } while (more === 255)
    }
    if (distance === 0 || distance > target || length > limit - target) throw malformed()
    copyMatch(to, target, distance, length)
    target += length
  }
  throw malformed() // a block ends with literals
}

/** Room that any block of `size` bytes fits into once encoded. */
export function lz4BlockBound(size: number): number {
  return size + Math.ceil(size / 255) + 16
}

/** Encodes `from[start, end)`, at most 64 KiB, into `to` at `at`, which has `lz4BlockBound` bytes of room. Answers the position behind. */
export function encodeLz4Block(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  seen.fill(0)
  let target = at
  let anchor = start
  let source = start
  let misses = 0
  while (source <= end - LAST_MATCH - 1) {
    const word = from.readInt32LE(source)
    const slot = Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS)
    const candidate = seen[slot]! - 1 + start
    seen[slot] = source - start + 1
    if (candidate < start || source - candidate > DISTANCE_MAX || from.readInt32LE(candidate) !== word) {
      source += 1 + (misses++ >>> SKIP_SHIFT)
      continue
    }
    misses = 0
    let length = MATCH_MIN
    while (source + length < end - LAST_LITERALS && from[source + length] === from[candidate + length]) length++
    target = writeSequence(from, anchor, source, to, target, length - MATCH_MIN)
    to[target++] = (source - candidate) & 255
    to[target++] = (source - candidate) >>> 8
    if (length - MATCH_MIN >= 15) target = writeMore(to, target, length - MATCH_MIN - 15)
    source += length
    anchor = source
  }
  return writeSequence(from, anchor, end, to, target, 0)
}

/** Token and literals. */
function writeSequence(from: Buffer, anchor: number, end: number, to: Buffer, at: number, matchCode: number): number {
  const literals = end - anchor
  to[at] = (Math.min(literals, 15) << 4) | Math.min(matchCode, 15)
  let target = at + 1
  if (literals >= 15) target = writeMore(to, target, literals - 15)
  copyLiteral(from, anchor, to, target, literals)
  return target + literals
}

function writeMore(to: Buffer, at: number, count: number): number {
  let target = at
  let left = count
  for (; left >= 255; left -= 255) to[target++] = 255
  to[target++] = left
  return target
}

function malformed(): RecordError {
  return new RecordError('malformed', 'not an LZ4 block')
}
