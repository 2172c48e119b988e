/**
 * Opens what a partition's directory holds. After a clean shutdown the marker says it all. Else all below the recovery point is
 * believed (it was synced, with its indexes), and what follows is read batch by batch, checksums included. The log ends at the first
 * batch that is not whole: it can only belong to the unsynced tail. A bad batch below the recovery point is damage, and reported.
 */
import { type Fs, FsError, type FsFile, type Offset } from '@leat/base'
import {
  BATCH_OVERHEAD,
  NO_PRODUCER_ID,
  baseOffset,
  isControl,
  isCrcValid,
  lastOffset,
  maxTimestamp,
  partitionLeaderEpoch,
  readInfo,
} from '@leat/wire/records'
import { hasSyncFailed, unmarkSyncFailed, writeAgain } from './failed-sync.ts'
import { CLEANED, DELETED, INDEX, LOG, SNAPSHOT, SWAP, TIME_INDEX, numbered, parseNumbered } from './file-names.ts'
import type { LeaderEpoch } from './leader-epochs.ts'
import type { Partition, Shared } from './partition.ts'
import { decodeSnapshot, encodeSnapshot } from './producer-snapshot.ts'
import { scanSync } from './scan.ts'
import { Segment, type SegmentFacts } from './segment.ts'

/** What the marker of a clean shutdown says of a partition. */
export interface CleanFacts {
  readonly startOffset: Offset
  readonly endOffset: Offset
  readonly segments: readonly SegmentFacts[]
  readonly epochs: readonly (readonly [epoch: number, startOffset: Offset])[]
  /** Their snapshot in base64; null when it is in a file of its own, being large. */
  readonly producers: string | null
}

export function epochsOf({ epochs }: CleanFacts): readonly LeaderEpoch[] {
  return epochs.map(([epoch, startOffset]) => ({ epoch, startOffset }))
}

/** Fills in a partition after a clean shutdown; false when the directory is not what the marker says. */
export function restoreClean(partition: Partition, facts: CleanFacts, recoveryPoint: Offset): boolean {
  const { fs, clock } = partition.shared
  // A partition that was never written is closed without any sync: its directory may still be lost with the power.
  partition.pathMayBeNew()
  const names = tidy(partition.shared, partition.directory)
  const recorded = new Set(facts.segments.map(({ baseOffset }) => numbered(baseOffset, LOG)))
  if (names.some((name) => parseNumbered(name)?.suffix === LOG && !recorded.has(name))) return false
  for (const known of facts.segments) {
    const segment = new Segment(partition.directory, known.baseOffset, 0)
    const stats = known === facts.segments.at(-1) ? fs.statSync(segment.logPath) : { size: known.sizeBytes, modifiedAtMs: clock.now() }
    if ((stats?.size ?? 0) !== known.sizeBytes) {
      partition.segments = []
      return false
    }
    segment.restore(known)
    segment.modifiedAtMs = stats?.modifiedAtMs ?? clock.now()
    if (known.sizeBytes === 0) segment.startIndexes()
    partition.segments.push(segment)
  }
  const hasProducers =
    facts.producers === null ? loadSnapshot(partition, facts.endOffset) : takeSnapshot(partition, Buffer.from(facts.producers, 'base64'))
  if (!hasProducers) {
    partition.segments = []
    return false
  }
  partition.startOffset = facts.startOffset
  endAt(partition, facts.endOffset)
  partition.highWatermark = facts.endOffset
  // The marker is good for one start: a crash from now on is recovered from what was durable before.
  partition.recoveryPoint = Math.min(recoveryPoint, facts.endOffset)
  partition.isRestored = true
  return true
}

/** Fills in a partition that has no directory yet. */
export function startNew(partition: Partition, startOffset: Offset): void {
  startEmpty(partition, startOffset)
  partition.startOffset = startOffset
  partition.highWatermark = startOffset
}

/** Fills in a partition after a crash. */
export function recover(partition: Partition, recoveryPoint: Offset, startOffset: Offset): void {
  const { shared, directory } = partition
  partition.pathMayBeNew()
  const files = tidy(shared, directory).map(parseNumbered)
  const bases = files.flatMap((file) => (file?.suffix === LOG ? [file.offset] : [])).toSorted((a, b) => a - b)
  let endOffset = bases[0] ?? startOffset
  let isCut = false
  for (const [i, base] of bases.entries()) {
    const segment = new Segment(directory, base, shared.fs.statSync(`${directory}/${numbered(base, LOG)}`)?.modifiedAtMs ?? 0)
    if (isCut) {
      dropSegment(partition, segment)
      continue
    }
    partition.segments.push(segment)
    const next = bases[i + 1]
    if (next !== undefined && next <= recoveryPoint) {
      trustSegment(partition, segment, next)
      endOffset = next
      continue
    }
    isCut = scanSegment(partition, segment, recoveryPoint)
    endOffset = segment.lastOffset + 1
    // Unsynced, so never compacted: a gap is a tail that was lost between two batches.
    if (next !== undefined && next !== endOffset) isCut = true
    if (next !== undefined && !isCut) sealRecovered(partition, segment)
  }
  if (bases.length === 0 || startOffset > endOffset) {
    // All that is left was deleted before the end of the log was durable. Kafka, too, begins anew at the start offset.
    for (const segment of partition.segments.splice(0)) dropSegment(partition, segment)
    startEmpty(partition, Math.max(startOffset, endOffset))
    isCut = bases.length > 0
    endOffset = partition.endOffset
  }
  partition.startOffset = Math.max(startOffset, partition.segments[0]!.baseOffset)
  partition.epochs.cutBehind(endOffset)
  recoverProducers(partition, endOffset)
  const isDropped = dropSnapshotsBehind(partition, endOffset)
  partition.recoveryPoint = Math.min(recoveryPoint, endOffset)
  endAt(partition, endOffset)
  settle(partition, isCut || isDropped)
  partition.highWatermark = endOffset
}

function startEmpty(partition: Partition, startOffset: Offset): void {
  const segment = new Segment(partition.directory, startOffset, partition.shared.clock.now())
  segment.startIndexes()
  partition.segments.push(segment)
  endAt(partition, startOffset)
}

function endAt(partition: Partition, endOffset: Offset): void {
  partition.endOffset = endOffset
  partition.writtenOffset = endOffset
  partition.syncedOffset = endOffset
}

/** Sealed and synced: only what is needed of it is read. */
function trustSegment(partition: Partition, segment: Segment, nextBase: Offset): void {
  const { fs, indexes } = partition.shared
  segment.sizeBytes = fs.statSync(segment.logPath)?.size ?? 0
  segment.syncedBytes = segment.sizeBytes
  segment.lastOffset = nextBase - 1
  const newest = indexes.load(segment, partition.config.indexIntervalBytes).timeIndex.last
  segment.index = null // from its file when a reader needs it
  segment.timeIndex = null
  if (newest === null) return
  segment.maxTimestamp = newest.timestamp
  segment.offsetOfMaxTimestamp = segment.baseOffset + newest.relativeOffset
}

/** Reads a segment from the recovery point on; answers whether something had to be cut off. */
function scanSegment(partition: Partition, segment: Segment, recoveryPoint: Offset): boolean {
  const { shared, config, epochs } = partition
  const file = shared.files.acquire(segment)
  try {
    const fileBytes = file.sizeSync()
    const from = shared.indexes.resume(segment, recoveryPoint, fileBytes)
    if (from > 0) segment.firstTimestamp = firstTimestampOf(file)
    const { end, stop } = scanSync(file, from, fileBytes, segment.baseOffset, (bytes, at, _position, size) => {
      const last = lastOffset(bytes, at)
      if (last >= recoveryPoint && !isCrcValid(bytes, at, size)) return false
      segment.addBatch(size, last, maxTimestamp(bytes, at), config.indexIntervalBytes)
      if (partitionLeaderEpoch(bytes, at) > epochs.latest) epochs.begin(partitionLeaderEpoch(bytes, at), baseOffset(bytes, at))
      return true
    })
    if (stop === 'end') return false
    if (segment.lastOffset + 1 < recoveryPoint) {
      partition.goOffline(`corrupt batch in ${segment.logPath} at ${end}`)
      return false
    }
    shared.logger.event('warn', 'tail-cut', { partition: partition.name, offset: segment.lastOffset + 1, bytes: fileBytes - end })
    file.truncateSync(end)
    return true
  } finally {
    shared.files.release(segment)
  }
}

function sealRecovered(partition: Partition, segment: Segment): void {
  segment.seal()
  partition.shared.indexes.write(segment)
  segment.index = null
  segment.timeIndex = null
}

/** Nothing is shown that a power loss could still take, and what was cut must not come back behind new records. */
function settle(partition: Partition, isCut: boolean): void {
  const { shared, segments } = partition
  if (shared.durability === 'none' || !partition.health.ok) return
  const unsynced = segments.filter((segment) => segment.syncedBytes < segment.sizeBytes || segment === partition.active)
  const isSuspect = hasSyncFailed(shared.fs, partition.directory)
  if (!isCut && !isSuspect && (!partition.showsSyncedOnly || partition.sizeBytes === 0)) {
    partition.syncedOffset = partition.recoveryPoint
    if (partition.active.sizeBytes > 0) shared.dirty(partition)
    return
  }
  for (const segment of unsynced) {
    if (segment.sizeBytes === 0 && shared.fs.statSync(segment.logPath) === null) continue
    const file = shared.files.acquire(segment)
    try {
      if (isSuspect) writeAgain(file, segment.sizeBytes)
      file.datasyncSync()
    } finally {
      shared.files.release(segment)
    }
    segment.syncedBytes = segment.sizeBytes
  }
  partition.syncNamesNow()
  if (isSuspect) unmarkSyncFailed(shared.fs, partition.directory)
}

/** The last sound snapshot, and all batches behind it. Snapshots that a crash took or tore are made again: retention on a full disk counts on them. */
function recoverProducers(partition: Partition, endOffset: Offset): void {
  const { fs, clock, files } = partition.shared
  const snapshots = fs.listSync(partition.directory).map(({ name }) => parseNumbered(name))
  const offsets = snapshots.flatMap((file) => (file?.suffix === SNAPSHOT ? [file.offset] : [])).filter((offset) => offset <= endOffset)
  const from = offsets.toSorted((a, b) => b - a).find((offset) => loadSnapshot(partition, offset)) ?? 0
  for (const segment of partition.segments) {
    if (segment.baseOffset > from) renewSnapshot(partition, segment.baseOffset)
    if (segment.lastOffset < from || segment.sizeBytes === 0) continue
    const { index } = partition.shared.indexes.of(partition, segment)
    const position = index.positionOf(Math.max(0, from - segment.baseOffset))
    const file = files.acquire(segment)
    try {
      scanSync(file, position, segment.sizeBytes, segment.baseOffset, (bytes, at) => {
        if (lastOffset(bytes, at) < from || isControl(bytes, at)) return
        const info = readInfo(bytes, at)
        if (info.producerId !== NO_PRODUCER_ID && info.baseSequence >= 0) partition.producers.note(info, info.baseOffset, clock.monotonic())
      })
    } finally {
      files.release(segment)
    }
  }
}

/** The producers as they were read up to the start of a segment. Where the disk is too full for it, recovery goes on without. */
function renewSnapshot(partition: Partition, offset: Offset): void {
  const { fs } = partition.shared
  try {
    const file = fs.openSync(`${partition.directory}/${numbered(offset, SNAPSHOT)}`, 'create')
    try {
      file.truncateSync(0)
      file.writevSync([encodeSnapshot(new Map(partition.producers.entries()))], 0)
    } finally {
      file.closeSync()
    }
    partition.namesChanged()
    partition.snapshotOffset = offset
  } catch (error) {
    if (!(error instanceof FsError)) throw error
  }
}

/** False when there is no sound snapshot of that offset. */
function loadSnapshot(partition: Partition, offset: Offset): boolean {
  const { fs } = partition.shared
  const path = `${partition.directory}/${numbered(offset, SNAPSHOT)}`
  if (fs.statSync(path) === null || !takeSnapshot(partition, fs.readFileSync(path))) return false
  partition.snapshotOffset = offset
  return true
}

function takeSnapshot(partition: Partition, bytes: Buffer): boolean {
  const producers = decodeSnapshot(bytes, partition.shared.clock.monotonic())
  if (producers === null) return false
  for (const [producerId, producer] of producers) partition.producers.set(producerId, producer)
  return true
}

/** A snapshot of records that were lost would describe others once the log has grown again. Answers whether there was one. */
function dropSnapshotsBehind(partition: Partition, endOffset: Offset): boolean {
  const { fs } = partition.shared
  let isDropped = false
  for (const { name } of fs.listSync(partition.directory)) {
    const file = parseNumbered(name)
    if (file?.suffix !== SNAPSHOT || file.offset <= endOffset) continue
    fs.unlinkSync(`${partition.directory}/${name}`)
    isDropped = true
  }
  return isDropped
}

function dropSegment(partition: Partition, segment: Segment): void {
  const { fs, logger } = partition.shared
  logger.event('warn', 'segment-dropped', { partition: partition.name, baseOffset: segment.baseOffset })
  for (const suffix of [LOG, INDEX, TIME_INDEX]) fs.removeSync(segment.path(suffix))
}

/** Ends what a crash interrupted: deletions and compactions; answers the names that are left. */
function tidy({ fs }: Shared, directory: string): readonly string[] {
  const names = fs.listSync(directory).map(({ name }) => name)
  const left = new Set(names)
  for (const name of names) {
    const mark = parseNumbered(name)?.mark ?? ''
    if (mark !== CLEANED && !name.endsWith(DELETED) && !name.endsWith('.tmp')) continue
    fs.removeSync(`${directory}/${name}`)
    left.delete(name)
  }
  for (const name of names) if (name.endsWith(SWAP)) for (const gone of finishSwap(fs, directory, name, left)) left.delete(gone)
  return [...left]
}

/** Puts a finished compaction in place of the segments whose records it holds. Answers the names that are gone. */
function finishSwap(fs: Fs, directory: string, name: string, names: Set<string>): readonly string[] {
  const place = name.slice(0, -SWAP.length)
  const swap = parseNumbered(name)
  if (swap?.suffix !== LOG) return []
  const replaced = [...names].flatMap((other) => {
    const file = parseNumbered(other)
    return file !== null && file.mark === '' && file.offset >= swap.offset && file.offset <= lastOffsetOf(fs, `${directory}/${name}`)
      ? [other]
      : []
  })
  for (const other of replaced) if (parseNumbered(other)?.suffix !== SNAPSHOT && other !== place) fs.removeSync(`${directory}/${other}`)
  fs.renameSync(`${directory}/${name}`, `${directory}/${place}`)
  names.add(place)
  return [name, ...replaced.filter((other) => other !== place)]
}

function lastOffsetOf(fs: Fs, path: string): Offset {
  const file = fs.openSync(path, 'read')
  let last = -1
  try {
    scanSync(file, 0, file.sizeSync(), 0, (bytes, at) => {
      last = lastOffset(bytes, at)
    })
  } finally {
    file.closeSync()
  }
  return last
}

function firstTimestampOf(file: FsFile): number {
  const header = Buffer.alloc(BATCH_OVERHEAD)
  return file.readSync(header, BATCH_OVERHEAD, 0) < BATCH_OVERHEAD ? -1 : maxTimestamp(header, 0)
}
