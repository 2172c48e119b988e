import { type Bytes, FsError, type Millis } from '@leat/base'
import { findByTimestamp, lastOffset, maxTimestamp, maxTimestampRecord, partitionLeaderEpoch, RecordError } from '@leat/wire/records'
import type { TimestampAndOffset } from './contract.ts'
import type { Partition } from './partition.ts'
import { scan } from './scan.ts'
import type { Segment } from './segment.ts'

/** ListOffsets with a time: the first record at or behind the start of the log whose timestamp is at least `timestamp`. */
export async function offsetForTimestamp(partition: Partition, timestamp: Millis): Promise<TimestampAndOffset | null> {
  const segments = partition.segments.filter((segment) => segment.maxTimestamp >= timestamp && segment.lastOffset >= partition.startOffset)
  for (const segment of segments) {
    const { index, timeIndex } = partition.shared.indexes.of(partition, segment)
    const from = index.positionOf(Math.max(timeIndex.offsetBefore(timestamp), partition.startOffset - segment.baseOffset))
    const found = await findInSegment(partition, segment, from, (bytes, at) => {
      if (maxTimestamp(bytes, at) < timestamp || lastOffset(bytes, at) < partition.startOffset) return null
      return findByTimestamp(bytes, at, timestamp, partition.startOffset)
    })
    if (found !== null) return found
  }
  return null
}

/** ListOffsets -3 (KIP-734): the record with the largest timestamp, the first of several. */
export async function maxTimestampOffset(partition: Partition): Promise<TimestampAndOffset | null> {
  let newest: Segment | null = null
  for (const segment of partition.segments) {
    if (segment.maxTimestamp >= 0 && (newest === null || segment.maxTimestamp > newest.maxTimestamp)) newest = segment
  }
  if (newest === null) return null
  const target = newest.maxTimestamp
  const from = partition.shared.indexes.of(partition, newest).index.positionOf(newest.offsetOfMaxTimestamp - newest.baseOffset)
  return findInSegment(partition, newest, from, (bytes, at) => (maxTimestamp(bytes, at) === target ? maxTimestampRecord(bytes, at) : null))
}

async function findInSegment(
  partition: Partition,
  segment: Segment,
  from: Bytes,
  find: (bytes: Buffer, at: number) => { readonly offset: number; readonly timestamp: number } | null,
): Promise<TimestampAndOffset | null> {
  const { files } = partition.shared
  let found: TimestampAndOffset | null = null
  const file = files.acquire(segment)
  try {
    await scan(file, from, segment.sizeBytes, segment.baseOffset, (bytes, at) => {
      if (lastOffset(bytes, at) >= partition.highWatermark) return false
      const record = find(bytes, at)
      if (record === null || record.offset < partition.startOffset) return true
      found = { ...record, leaderEpoch: partitionLeaderEpoch(bytes, at) }
      return false
    })
  } catch (error) {
    // A batch whose records nobody has opened yet (they are opaque to us) may turn out to be unreadable.
    if (error instanceof RecordError) return null
    if (error instanceof FsError)
      partition.shared.logger.event('error', 'read-failed', { partition: partition.name, reason: error.message })
    throw error
  } finally {
    files.release(segment)
  }
  return found
}
