import type { Millis, Offset } from '@leat/base'
import { DELETED, INDEX, LOG, SNAPSHOT, TIME_INDEX, numbered } from './file-names.ts'
import type { Partition } from './partition.ts'
import { decodeSnapshot } from './producer-snapshot.ts'
import type { Undo } from './producer-state.ts'
import { rollSegment } from './roll.ts'
import type { Segment } from './segment.ts'

/** Readers see nothing below from now on; files follow with the next round of retention. Answers the new start. */
export function moveStartOffset(partition: Partition, offset: Offset): Offset {
  if (offset <= partition.startOffset) return partition.startOffset
  partition.startOffset = offset
  partition.epochs.cutBefore(offset)
  partition.notify()
  return offset
}

/**
 * What must go: segments below the start, and under `cleanup.policy=delete` those that are too old (`retention.ms`, by their largest
 * timestamp) or too much (`retention.bytes`). Nothing above the high watermark. The active segment is sealed first when it, too, must go.
 * Throws `FsError`.
 */
export function sealDoomed(partition: Partition, queued: readonly Undo[]): void {
  if (!partition.health.ok || countDoomed(partition) < partition.segments.length) return
  if (partition.active.sizeBytes > 0) rollSegment(partition, queued)
}

/**
 * Removes what must go and lies below the recovery point: the producers that only those segments tell of are then durable in its
 * snapshot. A full disk does not wait for the next recovery point; the snapshot is then made durable here. Throws `FsError`.
 */
export function deleteDoomed(partition: Partition, isDiskFull: boolean): void {
  if (!partition.health.ok) return
  const doomed = Math.min(countDoomed(partition), partition.segments.length - 1)
  const deletable = partition.segments
    .slice(0, doomed)
    .findIndex((_segment, i) => partition.segments[i + 1]!.baseOffset > partition.recoveryPoint)
  const count = deletable === -1 || isDiskFull ? doomed : deletable
  const gone = partition.segments.slice(0, count)
  const first = partition.segments[count]
  if (gone.length === 0 || first === undefined) return
  if (first.baseOffset > partition.recoveryPoint) keepProducers(partition, first.baseOffset)
  partition.segments = partition.segments.slice(count)
  moveStartOffset(partition, first.baseOffset)
  for (const segment of gone) retireSegment(partition, segment)
  partition.shared.logger.event('info', 'segments-deleted', { partition: partition.name, count, startOffset: partition.startOffset })
}

/**
 * Makes a snapshot durable that tells of the producers before `offset`: the one made there, or, where an earlier power loss tore it, a newer one.
 * The loop waits for this sync, which is rare, so that room is made at once.
 */
function keepProducers(partition: Partition, offset: Offset): void {
  const { shared, directory, syncedOffset, snapshotOffset } = partition
  const { fs, clock, durability } = shared
  if (durability === 'none') return
  // A newer one counts only where the log itself cannot end before it.
  const candidates = [offset, ...(snapshotOffset > offset && snapshotOffset <= syncedOffset ? [snapshotOffset] : [])]
  const path = candidates
    .map((at) => `${directory}/${numbered(at, SNAPSHOT)}`)
    .find((one) => fs.statSync(one) !== null && decodeSnapshot(fs.readFileSync(one), clock.monotonic()) !== null)
  if (path === undefined) return
  const file = fs.openSync(path, 'write')
  try {
    file.datasyncSync()
  } finally {
    file.closeSync()
  }
  fs.syncDirSync(directory)
}

function countDoomed(partition: Partition): number {
  const { segments, config, shared, startOffset, highWatermark } = partition
  const now = shared.clock.now()
  let excessBytes = config.cleanupPolicy.delete && config.retentionBytes >= 0 ? partition.sizeBytes - config.retentionBytes : -1
  let count = 0
  for (const [i, segment] of segments.entries()) {
    const end = segments[i + 1]?.baseOffset ?? partition.writtenOffset
    const isTooMuch = excessBytes >= segment.sizeBytes && segment !== partition.active
    const isGone = end <= startOffset && segment !== partition.active
    if (
      end > highWatermark ||
      (segment === partition.active && segment.sizeBytes === 0) ||
      !(isGone || isTooOld(partition, segment, now) || isTooMuch)
    )
      break
    excessBytes -= segment.sizeBytes
    count++
  }
  return count
}

function isTooOld({ config }: Partition, segment: Segment, now: Millis): boolean {
  return config.cleanupPolicy.delete && config.retentionMs >= 0 && now - segment.largestTimestamp > config.retentionMs
}

/** Out of the log at once; off the disk when its readers had their time (`file.delete.delay.ms`), or at the next start. */
export function retireSegment(partition: Partition, segment: Segment): void {
  const { fs, clock, files, indexes, logger } = partition.shared
  indexes.forget(segment)
  let mark = DELETED
  // An earlier compaction may have left one of the same name.
  for (let n = 1; fs.statSync(segment.path(LOG) + mark) !== null; n++) mark = `.${n}${DELETED}`
  for (const suffix of [LOG, INDEX, TIME_INDEX]) {
    const path = segment.path(suffix)
    if (fs.statSync(path) !== null) fs.renameSync(path, path + mark)
  }
  const snapshot = `${partition.directory}/${numbered(segment.baseOffset, SNAPSHOT)}`
  if (segment.baseOffset < partition.startOffset && fs.statSync(snapshot) !== null) fs.unlinkSync(snapshot)
  segment.mark = mark
  partition.namesChanged()
  clock.after(partition.config.fileDeleteDelayMs, () => {
    try {
      files.close(segment)
      for (const suffix of [LOG, INDEX, TIME_INDEX]) fs.removeSync(segment.path(suffix) + mark)
    } catch (error) {
      logger.event('warn', 'segment-not-removed', { path: segment.logPath, reason: String(error) }) // the next start tries again
    }
  })
}
