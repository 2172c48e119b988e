import type { Bytes } from '@leat/base'
import type { OpenPartition } from './partition-log.ts'
import { encodeSnapshot } from './producer-snapshot.ts'
import type { CleanFacts } from './recovery.ts'
import { writeProducerSnapshot } from './roll.ts'

/** In the marker itself: a file for each of thousands of partitions would take seconds. */
const INLINE_PRODUCERS_BYTES_MAX: Bytes = 1024

/**
 * Ends a partition in good order: all is written and synced, and what the marker does not say itself (indexes, producers) is in its
 * files. Null when it is not in order; it is then recovered at the next start. These files are not synced, and the recovery point stays
 * where it is: a power loss right after costs a scan.
 */
export async function closePartition({ partition, writer, sync }: OpenPartition): Promise<CleanFacts | null> {
  const { shared } = partition
  await writer.drain()
  if (shared.durability !== 'none' && partition.syncedOffset < partition.writtenOffset) await sync.request()
  if (!partition.health.ok || partition.endOffset !== partition.writtenOffset) return null
  if (shared.durability !== 'none' && partition.syncedOffset < partition.writtenOffset) return null

  const isUntouched = partition.writtenBytes === 0 && partition.isRestored
  const producers = encodeSnapshot(new Map(partition.producers.entries()))
  const isInline = producers.length <= INLINE_PRODUCERS_BYTES_MAX
  if (!isUntouched) {
    if ((partition.active.index?.count ?? 0) > 0) {
      partition.active.seal()
      shared.indexes.write(partition.active)
    }
    if (!isInline) writeProducerSnapshot(partition, [])
  }
  return {
    startOffset: partition.startOffset,
    endOffset: partition.endOffset,
    segments: partition.segments.map(({ facts }) => facts),
    epochs: partition.epochs.entries.map(({ epoch, startOffset }) => [epoch, startOffset] as const),
    producers: isInline ? producers.toString('base64') : null,
  }
}
