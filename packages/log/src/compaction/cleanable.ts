import type { Bytes, Millis, Offset } from '@leat/base'
import type { Partition } from '../partition.ts'

/** What a partition has to compact. */
export interface Dirt {
  readonly partition: Partition
  readonly from: Offset
  readonly to: Offset
  /** Share of the bytes up to `to` that were never compacted. */
  readonly ratio: number
}

/** Kafka's choice: dirty enough (`min.cleanable.dirty.ratio`), or waiting for too long (`max.compaction.lag.ms`). Null when there is nothing to do. */
export function findDirt(partition: Partition, now: Millis): Dirt | null {
  const { config, health, segments } = partition
  if (!config.cleanupPolicy.compact || !health.ok || partition.isUncleanable) return null
  const from = Math.max(partition.cleanedOffset, segments[0]!.baseOffset)
  const to = uncleanableFrom(partition, from, now)
  if (to <= from) return null
  let cleanBytes: Bytes = 0
  let dirtyBytes: Bytes = 0
  let oldest: Millis = now
  for (const segment of segments) {
    if (segment.baseOffset >= to) break
    if (segment.lastOffset < from) {
      cleanBytes += segment.sizeBytes
      continue
    }
    dirtyBytes += segment.sizeBytes
    if (segment.firstTimestamp >= 0) oldest = Math.min(oldest, segment.firstTimestamp)
  }
  if (dirtyBytes === 0) return null
  const ratio = dirtyBytes / (cleanBytes + dirtyBytes)
  const waitsTooLong = now - oldest > config.maxCompactionLagMs
  return ratio >= config.minCleanableDirtyRatio || waitsTooLong ? { partition, from, to, ratio } : null
}

/** Never the active segment, nothing above the high watermark, nothing younger than `min.compaction.lag.ms`, nothing recovery would still read. */
function uncleanableFrom(partition: Partition, from: Offset, now: Millis): Offset {
  const { config, segments, active } = partition
  const durable = Math.min(active.baseOffset, partition.highWatermark, partition.recoveryPoint)
  let end = from
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1]?.baseOffset
    if (next === undefined || next > durable) break
    if (next <= from) continue
    if (config.minCompactionLagMs > 0 && segment.largestTimestamp > now - config.minCompactionLagMs) break
    end = next
  }
  return end
}
