import { FsError } from '@leat/base'
import { RecordError } from '@leat/wire/records'
import { CLEANED, INDEX, LOG, TIME_INDEX } from '../file-names.ts'
import type { Partition } from '../partition.ts'
import { CompactionStopped, DamagedSegment, groupSegments, mapNewest, refuseWhenOver, writeCleaned } from './clean-segments.ts'
import type { CleanRules } from './clean-batch.ts'
import { type Dirt, findDirt } from './cleanable.ts'
import { swapIn } from './swap.ts'

/** Compacts all partitions that are dirty enough, the dirtiest first. A partition that cannot be compacted is reported and left alone. Throws `FsError` when the disk is full. */
export async function compactDirtiest(partitions: readonly Partition[]): Promise<void> {
  const dirty = partitions.flatMap((partition) => findDirt(partition, partition.shared.clock.now()) ?? [])
  for (const { partition } of dirty.toSorted((a, b) => b.ratio - a.ratio)) {
    // A full offset map ends a round early; the next one goes on behind it.
    for (
      let dirt = findDirt(partition, partition.shared.clock.now());
      dirt !== null && !partition.shared.isClosing();
      dirt = findDirt(partition, partition.shared.clock.now())
    ) {
      await attempt(dirt)
    }
  }
}

async function attempt(dirt: Dirt): Promise<void> {
  const { partition } = dirt
  const { logger, meter } = partition.shared
  try {
    await compactPartition(dirt)
    meter.add('log_compactions', 1)
  } catch (error) {
    removeUnfinished(partition)
    if (error instanceof CompactionStopped) return
    if (error instanceof FsError && error.code === 'ENOSPC') throw error
    if (!(error instanceof FsError || error instanceof RecordError || error instanceof DamagedSegment)) throw error
    partition.isUncleanable = true
    logger.event('error', 'compaction-failed', { partition: partition.name, reason: error.message })
  }
}

async function compactPartition({ partition, from, to }: Dirt): Promise<void> {
  const { clock, logger } = partition.shared
  const { newest, end } = await mapNewest(partition, from, to)
  const rules: CleanRules = {
    newest,
    mappedEnd: end,
    now: clock.now(),
    deleteRetentionMs: partition.config.deleteRetentionMs,
    highWatermark: partition.highWatermark,
    isLastOfProducer: (producerId, producerEpoch, lastOffset) => partition.producers.isLast(producerId, producerEpoch, lastOffset),
  }
  const before = partition.sizeBytes
  const segments = partition.segments.filter(
    (segment, i) => (partition.segments[i + 1]?.baseOffset ?? Number.POSITIVE_INFINITY) <= to && segment.baseOffset < end,
  )
  for (const group of groupSegments(segments, partition.config.segmentBytes)) {
    const cleaned = await writeCleaned(partition, group, rules)
    refuseWhenOver(partition)
    swapIn(partition, cleaned, group)
  }
  partition.cleanedOffset = end
  logger.event('info', 'compacted', { partition: partition.name, before, after: partition.sizeBytes, from, end })
}

function removeUnfinished(partition: Partition): void {
  const { fs } = partition.shared
  if (partition.isRemoved) return
  try {
    for (const segment of partition.segments) for (const suffix of [LOG, INDEX, TIME_INDEX]) fs.removeSync(segment.path(suffix) + CLEANED)
  } catch (error) {
    if (!(error instanceof FsError)) throw error // the next start removes them
  }
}
