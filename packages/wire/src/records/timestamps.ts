import { baseOffset, lastOffset, maxTimestamp, timestampType } from './batch.ts'
import { type ReadLimits, forEachRecord } from './records.ts'

export interface OffsetAndTimestamp {
  readonly offset: number
  readonly timestamp: number
}

/**
 * The first record of the batch, at `fromOffset` or behind it, whose timestamp is at least `target`; null when there is none (ListOffsets with a time).
 * The records before `fromOffset` may have been deleted: batches are cut nowhere, the log start moves into them.
 */
export function findByTimestamp(batch: Buffer, at: number, target: number, fromOffset = 0, limits?: ReadLimits): OffsetAndTimestamp | null {
  if (maxTimestamp(batch, at) < target) return null
  if (timestampType(batch, at) === 'LogAppendTime')
    return { offset: Math.max(baseOffset(batch, at), fromOffset), timestamp: maxTimestamp(batch, at) }
  let found: OffsetAndTimestamp | null = null
  forEachRecord(
    batch,
    at,
    ({ offset, timestamp }) => {
      if (timestamp < target || offset < fromOffset) return true
      found = { offset, timestamp }
      return false
    },
    limits,
  )
  return found
}

/** The first record that carries the batch's largest timestamp (ListOffsets -3); null for a batch that compaction has emptied. */
export function maxTimestampRecord(batch: Buffer, at: number, limits?: ReadLimits): OffsetAndTimestamp | null {
  if (timestampType(batch, at) === 'LogAppendTime') return { offset: lastOffset(batch, at), timestamp: maxTimestamp(batch, at) }
  return findByTimestamp(batch, at, maxTimestamp(batch, at), 0, limits)
}
