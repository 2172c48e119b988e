import type { Bytes } from '@leat/base'
import { CLOSE_MS_MAX } from './limits.ts'
import type { OpenPartition } from './partition-log.ts'
import type { Shared } from './partition.ts'
import { encodeSnapshot } from './producer-snapshot.ts'
import type { CleanFacts } from './recovery.ts'
import { writeProducerSnapshot } from './roll.ts'
import { syncAll } from './sync-schedule.ts'

/** In the marker itself: a file for each of thousands of partitions would take seconds. */
const INLINE_PRODUCERS_BYTES_MAX: Bytes = 1024

/**
 * Writes all that is queued, and waits for the background work and for syncs as long as a stop may take. What is not synced by then is
 * left to the kernel: no end of the process can take it, and a power loss no more than `process` allows.
 */
export async function settleForClose(opened: readonly OpenPartition[], { durability, clock }: Shared, background: Promise<void>) {
  let isOver = false
  const { promise: deadline, resolve } = Promise.withResolvers<void>()
  const timer = clock.after(CLOSE_MS_MAX, resolve)
  // Whoever still waits for the files of a first record, or for the pool, was told nothing.
  await Promise.race([Promise.all(opened.map(({ writer }) => writer.drain())), deadline])
  const syncs = new Map(opened.map(({ partition, sync }) => [partition, sync]))
  const dirty = [...syncs.keys()].filter(({ syncedOffset, writtenOffset }) => syncedOffset < writtenOffset)
  const synced =
    durability === 'none'
      ? null
      : syncAll(
          dirty,
          (partition) => syncs.get(partition) ?? null,
          () => isOver,
        )
  await Promise.race([Promise.all([background, synced]), deadline])
  isOver = true
  timer.cancel()
}

/**
 * Ends a partition in good order: all is written and synced, and what the marker does not say itself (indexes, producers) is in its
 * files. Null when it is not in order; it is then recovered at the next start. These files are not synced, and the recovery point stays
 * where it is: a power loss right after costs a scan.
 */
export function closePartition({ partition }: OpenPartition): CleanFacts | null {
  const { shared } = partition
  if (!partition.health.ok || partition.endOffset !== partition.writtenOffset) return null
  // The marker is believed, also after a power loss: what that could still take must be scanned.
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
