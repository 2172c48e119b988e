import { type Bytes, FsError, type FsFile, type Offset } from '@leat/base'
import { BATCH_OVERHEAD, baseOffset, lastOffset } from '@leat/wire/records'
import type { ReadOptions, ReadOutcome } from './contract.ts'
import { READ_BYTES_MAX, READ_BYTES_MIN } from './limits.ts'
import type { Partition } from './partition.ts'
import { plausibleSize } from './scan.ts'
import type { Segment } from './segment.ts'

const NOTHING: ReadOutcome = { kind: 'data', chunks: [], bytes: 0 }

/** From the tail's memory at once, else from disk. */
export function readLog(partition: Partition, options: ReadOptions): ReadOutcome | Promise<ReadOutcome> {
  const { offset, bytesMax, atLeastOne } = options
  if (!partition.health.ok) return { kind: 'storage', reason: partition.health.reason }
  if (offset < partition.startOffset || offset > partition.endOffset) return { kind: 'out-of-range' }
  const limit = options.upTo === 'end' ? partition.writtenOffset : partition.highWatermark
  if (offset >= limit) return NOTHING
  const cached = partition.shared.tails.read(partition.tail, offset, limit, bytesMax, atLeastOne)
  return cached === null ? readFromDisk(partition, options, limit) : { kind: 'data', ...cached }
}

async function readFromDisk(partition: Partition, options: ReadOptions, limit: Offset): Promise<ReadOutcome> {
  const { files, indexes, meter } = partition.shared
  // The list as it is now: segments deleted or compacted meanwhile stay readable for a while.
  const segments = partition.segments.slice(partition.segmentAt(options.offset))
  meter.add('log_disk_reads', 1)
  for (const segment of segments) {
    if (segment.baseOffset >= limit) break
    if (segment.lastOffset < options.offset || segment.sizeBytes === 0) continue // compaction left a gap
    try {
      const { index } = indexes.of(partition, segment)
      const from = index.positionOf(Math.max(0, options.offset - segment.baseOffset))
      const file = files.acquire(segment)
      try {
        const found = await readSegment(file, segment, from, options, limit)
        if (found === 'none') continue
        if (found !== 'corrupt') return found
      } finally {
        files.release(segment)
      }
    } catch (error) {
      if (error instanceof FsError) return { kind: 'storage', reason: error.message }
      throw error
    }
    if (!segment.isDeleted) partition.goOffline(`corrupt batch in ${segment.logPath}`)
    return { kind: 'storage', reason: `corrupt batch in ${segment.logPath}` }
  }
  return NOTHING
}

/** Reads from `from`, looks for the batch that holds the offset, and answers whole batches from there. */
async function readSegment(
  file: FsFile,
  segment: Segment,
  from: Bytes,
  options: ReadOptions,
  limit: Offset,
): Promise<ReadOutcome | 'none' | 'corrupt'> {
  const end = segment.sizeBytes
  let position = from
  let want = Math.min(Math.max(options.bytesMax, READ_BYTES_MIN), READ_BYTES_MAX)
  let offsetMin = segment.baseOffset
  for (;;) {
    const length = Math.min(want, end - position)
    if (length < BATCH_OVERHEAD) return length === 0 ? 'none' : 'corrupt'
    const buffer = Buffer.allocUnsafeSlow(length)
    if ((await file.read(buffer, length, position)) < length) return 'corrupt'
    const found = findBatch(buffer, options.offset, offsetMin, limit, end - position)
    if (found.kind === 'corrupt') return 'corrupt'
    if (found.kind === 'beyond') return 'none'
    if (found.kind === 'more') {
      position += found.at
      offsetMin = found.offsetMin
      want = Math.max(want, found.size)
      continue
    }
    return wholeBatches(buffer, found, options, limit)
  }
}

type Found =
  | { readonly kind: 'batch'; readonly at: number; readonly size: Bytes }
  /** Not in these bytes: read on at `at`, at least `size` bytes. */
  | { readonly kind: 'more'; readonly at: number; readonly size: Bytes; readonly offsetMin: Offset }
  | { readonly kind: 'beyond' }
  | { readonly kind: 'corrupt' }

function findBatch(buffer: Buffer, offset: Offset, segmentOffsetMin: Offset, limit: Offset, segmentBytes: Bytes): Found {
  let at = 0
  let offsetMin = segmentOffsetMin
  while (buffer.length - at >= BATCH_OVERHEAD) {
    const size = plausibleSize(buffer, at, offsetMin)
    if (size < 0 || size > segmentBytes - at) return { kind: 'corrupt' }
    if (baseOffset(buffer, at) >= limit) return { kind: 'beyond' }
    const last = lastOffset(buffer, at)
    if (last >= offset) return size > buffer.length - at ? { kind: 'more', at, size, offsetMin } : { kind: 'batch', at, size }
    at += size
    offsetMin = last + 1
    if (at > buffer.length) break
  }
  return { kind: 'more', at, size: BATCH_OVERHEAD, offsetMin }
}

function wholeBatches(
  buffer: Buffer,
  first: { readonly at: number; readonly size: Bytes },
  options: ReadOptions,
  limit: Offset,
): ReadOutcome | 'corrupt' {
  if (first.size > options.bytesMax && !options.atLeastOne) return NOTHING
  let end = first.at + first.size
  let offsetMin = lastOffset(buffer, first.at) + 1
  while (buffer.length - end >= BATCH_OVERHEAD) {
    const size = plausibleSize(buffer, end, offsetMin)
    if (size < 0) return 'corrupt'
    if (size > buffer.length - end || end + size - first.at > options.bytesMax || lastOffset(buffer, end) >= limit) break
    offsetMin = lastOffset(buffer, end) + 1
    end += size
  }
  return { kind: 'data', chunks: [buffer.subarray(first.at, end)], bytes: end - first.at }
}
