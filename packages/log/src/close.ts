import { LEADER_EPOCHS } from './file-names.ts'
import type { OpenPartition } from './partition-log.ts'
import type { CleanFacts } from './recovery.ts'
import { writeProducerSnapshot } from './roll.ts'

/**
 * Ends a partition in good order: everything written, synced, and its side files brought up to date. Null when it is not in order;
 * it is then recovered at the next start. Side files are not synced: a power loss right after costs a scan, not data.
 */
export async function closePartition({ partition, writer, sync }: OpenPartition): Promise<CleanFacts | null> {
  const { shared } = partition
  await writer.drain()
  if (shared.durability !== 'none' && partition.syncedOffset < partition.writtenOffset) await sync.request()
  if (!partition.health.ok || partition.endOffset !== partition.writtenOffset) return null
  if (shared.durability !== 'none' && partition.syncedOffset < partition.writtenOffset) return null

  const isUntouched = partition.writtenBytes === 0 && partition.recoveryPoint === partition.endOffset
  const hasProducers = partition.producers.size > 0
  if (!isUntouched) {
    if ((partition.active.index?.count ?? 0) > 0) {
      partition.active.seal()
      shared.indexes.write(partition.active)
    }
    if (hasProducers) writeProducerSnapshot(partition, [])
  }
  partition.epochs.writeUnsynced(shared.fs, `${partition.directory}/${LEADER_EPOCHS}`)
  return {
    startOffset: partition.startOffset,
    endOffset: partition.endOffset,
    segments: partition.segments.map(({ facts }) => facts),
    epochs: partition.epochs.entries.map(({ epoch, startOffset }) => [epoch, startOffset] as const),
    hasProducers,
  }
}
