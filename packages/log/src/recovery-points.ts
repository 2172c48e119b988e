import type { Bytes, Fs, Offset } from '@leat/base'
import { encodeOffsets } from './checkpoint-file.ts'
import { LEADER_EPOCHS, SNAPSHOT, parseNumbered } from './file-names.ts'
import type { Partition } from './partition.ts'
import { writeProducerSnapshot } from './roll.ts'
import type { OpenPartition } from './partition-log.ts'

/** Snapshots kept beside those at the start of segments: a torn newest one must leave an older. */
const SNAPSHOTS_KEPT = 2

export interface RecoveryPoint {
  readonly partition: Partition
  readonly offset: Offset
  /** Of those written since the log was opened, how many lie below. */
  readonly bytes: Bytes
}

/**
 * A new recovery point for a partition, the end of what is written now, when at least
 * `bytesMin` came since the last, or a segment was sealed; else null. Before it counts, all
 * that a recovery will believe below it reaches the disk: records, indexes, producers, leader epochs. Throws `FsError`.
 */
export async function findRecoveryPoint({ partition, writer, sync }: OpenPartition, bytesMin: Bytes): Promise<RecoveryPoint | null> {
  const { shared, writtenOffset: offset, writtenBytes: bytes } = partition
  const hasSealed = partition.active.baseOffset > partition.recoveryPoint
  const isDue = bytes - partition.recoveryPointBytes >= bytesMin || hasSealed
  if (!partition.health.ok || !isDue || offset <= partition.recoveryPoint) return null

  const epochsPath = `${partition.directory}/${LEADER_EPOCHS}`
  if (partition.active.index !== null) shared.indexes.write(partition.active)
  const snapshot = writeProducerSnapshot(partition, writer.queuedUndos)
  if (shared.durability === 'none') {
    partition.epochs.writeUnsynced(shared.fs, epochsPath)
  } else {
    partition.epochs.write(shared.fs, epochsPath)
    await syncFile(shared.fs, snapshot)
    for (const segment of partition.segments) if (!segment.isDeleted) await shared.indexes.sync(segment)
    if (partition.syncedOffset < offset) await sync.request()
    if (!partition.health.ok || partition.syncedOffset < offset) return null
    partition.syncDirectories()
  }
  dropOldSnapshots(partition)
  return { partition, offset, bytes }
}

/** Replaces a checkpoint of the directory without blocking on its data. */
export async function writeOffsets(fs: Fs, path: string, offsets: ReadonlyMap<string, Offset>, isSynced: boolean): Promise<void> {
  const temporary = `${path}.tmp`
  const file = fs.openSync(temporary, 'create')
  try {
    file.truncateSync(0)
    file.writevSync([Buffer.from(encodeOffsets(offsets))], 0)
    if (isSynced) await file.datasync()
  } finally {
    file.closeSync()
  }
  fs.renameSync(temporary, path)
  if (isSynced) fs.syncDirSync(path.slice(0, path.lastIndexOf('/')))
}

async function syncFile(fs: Fs, path: string): Promise<void> {
  const file = fs.openSync(path, 'write')
  try {
    await file.datasync()
  } finally {
    file.closeSync()
  }
}

function dropOldSnapshots(partition: Partition): void {
  const { fs } = partition.shared
  const bases = new Set(partition.segments.map(({ baseOffset }) => baseOffset))
  const offsets = fs
    .listSync(partition.directory)
    .map(({ name }) => parseNumbered(name))
    .flatMap((file) => (file?.suffix === SNAPSHOT ? [file.offset] : []))
  const old = offsets
    .toSorted((a, b) => b - a)
    .slice(SNAPSHOTS_KEPT)
    .filter((offset) => !bases.has(offset))
  for (const offset of old) fs.removeSync(`${partition.directory}/${String(offset).padStart(20, '0')}${SNAPSHOT}`)
}
