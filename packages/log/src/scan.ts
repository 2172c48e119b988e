import type { Bytes, FsFile, Offset } from '@leat/base'
import { BATCH_OVERHEAD, LOG_OVERHEAD, MAGIC_V2, magic, sizeInBytes } from '@leat/wire/records'
import { BATCH_BYTES_MAX, SCAN_BYTES } from './limits.ts'

/** A safe integer's upper half is at most this. */
const INT64_HIGH_MAX = 0x1f_ffff

/** Sees a batch at `bytes[at, at + size)`, which begins at `position` of the file; false stops before it. */
export type BatchVisitor = (bytes: Buffer, at: number, position: Bytes, size: Bytes) => boolean | void

export interface Scanned {
  /** Where the first byte lies that was not passed. */
  readonly end: Bytes
  /** `bad`: what lies there is no batch, or not a whole one. */
  readonly stop: 'end' | 'bad' | 'visitor'
}

/** The size of a batch whose header could be one: magic, length and offset. -1 when it could not. Needs `BATCH_OVERHEAD` bytes at `at`. */
export function plausibleSize(bytes: Buffer, at: number, offsetMin: Offset): Bytes {
  const high = bytes.readInt32BE(at)
  if (high < 0 || high > INT64_HIGH_MAX || magic(bytes, at) !== MAGIC_V2) return -1
  if (high * 0x1_0000_0000 + bytes.readUInt32BE(at + 4) < offsetMin || bytes.readInt32BE(at + 23) < 0) return -1
  const size = sizeInBytes(bytes, at)
  return size < BATCH_OVERHEAD || size > BATCH_BYTES_MAX ? -1 : size
}

/** Walks the batches of a file from `from` to `to`. Blocks the loop: for recovery. */
export function scanSync(file: FsFile, from: Bytes, to: Bytes, offsetMin: Offset, visit: BatchVisitor): Scanned {
  const walk = walkBatches(from, to, offsetMin, visit, SCAN_BYTES)
  let step = walk.next()
  while (step.done !== true) step = walk.next(file.readSync(step.value.target, step.value.length, step.value.position))
  return step.value
}

/** The same without blocking, in reads of `readBytes` or one batch. */
export async function scan(
  file: FsFile,
  from: Bytes,
  to: Bytes,
  offsetMin: Offset,
  visit: BatchVisitor,
  readBytes: Bytes = SCAN_BYTES,
): Promise<Scanned> {
  const walk = walkBatches(from, to, offsetMin, visit, readBytes)
  let step = walk.next()
  while (step.done !== true) step = walk.next(await file.read(step.value.target, step.value.length, step.value.position))
  return step.value
}

interface ReadRequest {
  readonly target: Buffer
  readonly length: number
  readonly position: Bytes
}

function* walkBatches(
  from: Bytes,
  to: Bytes,
  offsetMin: Offset,
  visit: BatchVisitor,
  readBytes: Bytes,
): Generator<ReadRequest, Scanned, number> {
  let buffer = Buffer.allocUnsafe(Math.min(readBytes, Math.max(0, to - from)))
  let position = from
  let nextOffsetMin = offsetMin
  while (position < to) {
    const length = Math.min(buffer.length, to - position)
    const filled = yield { target: buffer, length, position }
    let at = 0
    while (filled - at >= BATCH_OVERHEAD) {
      const size = plausibleSize(buffer, at, nextOffsetMin)
      if (size < 0 || size > to - position - at) return { end: position + at, stop: 'bad' }
      if (size > filled - at) {
        if (size > buffer.length) buffer = Buffer.allocUnsafe(size)
        break
      }
      if (visit(buffer, at, position + at, size) === false) return { end: position + at, stop: 'visitor' }
      nextOffsetMin = lastOffsetOf(buffer, at) + 1
      at += size
    }
    if (at === 0 && (filled < length || to - position < BATCH_OVERHEAD)) return { end: position, stop: 'bad' }
    position += at
  }
  return { end: position, stop: 'end' }
}

function lastOffsetOf(bytes: Buffer, at: number): Offset {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4) + bytes.readInt32BE(at + LOG_OVERHEAD + 11)
}
