import type { Bytes, Fs, Offset } from '@leat/base'
import { encodeOffsets, replaceCheckpoint } from './checkpoint-file.ts'
import { LEADER_EPOCHS, SNAPSHOT, parseNumbered } from './file-names.ts'
import type { Partition } from './partition.ts'
import { writeProducerSnapshot } from './roll.ts'
import type { OpenPartition } from './partition-log.ts'

/** Snapshots kept below the recovery point's own, beside those at the start of segments: one that turns out torn must leave an older. */
const OLDER_SNAPSHOTS_KEPT = 1

export interface RecoveryPoint {
  readonly partition: Partition
  readonly offset: Offset
  /** Of those written since the log was opened, how many lie below. */
  readonly bytes: Bytes
}

/**
 * A new recovery point for a partition, the end of what is written now, when at least
 * `bytesMin` came since the last, or a segment was sealed; else null. Before it counts, all
 * that a recovery will believe below it reaches the disk: records, indexes, producers, leader epochs. Given up when the directory closes. Throws `FsError`.
 */
export async function findRecoveryPoint({ partition, writer, sync }: OpenPartition, bytesMin: Bytes): Promise<RecoveryPoint | null> {
  const { shared, writtenOffset: offset, writtenBytes: bytes } = partition
  const hasSealed = partition.active.baseOffset > partition.recoveryPoint
  const isDue = bytes - partition.recoveryPointBytes >= bytesMin || hasSealed
  if (!partition.health.ok || !partition.isMade || !isDue || offset <= partition.recoveryPoint) return null

  const epochsPath = `${partition.directory}/${LEADER_EPOCHS}`
  if (partition.active.index !== null) shared.indexes.write(partition.active)
  const snapshot = writeProducerSnapshot(partition, writer.queuedUndos)
  if (shared.durability === 'none') {
    await partition.epochs.write(shared.fs, epochsPath, false)
  } else {
    if (await partition.epochs.write(shared.fs, epochsPath, true)) partition.namesChanged()
    await syncFile(shared.fs, snapshot)
    for (const segment of partition.segments) if (!segment.isDeleted && !shared.isClosing()) await shared.indexes.sync(segment)
    if (partition.syncedOffset < offset && !shared.isClosing()) await sync.request()
    if (!partition.health.ok || partition.syncedOffset < offset || shared.isClosing()) return null
    await partition.syncNames()
  }
  dropOldSnapshots(partition, offset)
  return { partition, offset, bytes }
}

/** Replaces a checkpoint of the directory without blocking the loop on the disk. */
export async function writeOffsets(fs: Fs, path: string, offsets: ReadonlyMap<string, Offset>, isSynced: boolean): Promise<void> {
  await replaceCheckpoint(fs, path, encodeOffsets(offsets), isSynced)
  if (isSynced) await fs.syncDir(path.slice(0, path.lastIndexOf('/')))
}

async function syncFile(fs: Fs, path: string): Promise<void> {
  const file = fs.openSync(path, 'write')
  try {
    await file.datasync()
  } finally {
    file.closeSync()
  }
}

/** Newer ones than the recovery point's stay: they were made while it was synced, and may not be on the disk. */
function dropOldSnapshots(partition: Partition, recoveryPoint: Offset): void {
  const { fs } = partition.shared
  const bases = new Set(partition.segments.map(({ baseOffset }) => baseOffset))
  const offsets = fs
    .listSync(partition.directory)
    .map(({ name }) => parseNumbered(name))
    .flatMap((file) => (file?.suffix === SNAPSHOT && file.offset < recoveryPoint ? [file.offset] : []))
  const old = offsets
    .toSorted((a, b) => b - a)
    .slice(OLDER_SNAPSHOTS_KEPT)
    .filter((offset) => !bases.has(offset))
  for (const offset of old) fs.removeSync(`${partition.directory}/${String(offset).padStart(20, '0')}${SNAPSHOT}`)
}
