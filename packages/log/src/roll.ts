import type { Millis, Offset } from '@leat/base'
import { SNAPSHOT, numbered } from './file-names.ts'
import type { Partition } from './partition.ts'
import { encodeSnapshot } from './producer-snapshot.ts'
import type { Undo } from './producer-state.ts'
import { Segment } from './segment.ts'

/** Offsets of a segment are kept as 31-bit numbers in its indexes. */
const RELATIVE_OFFSET_MAX = 0x7fff_ffff

/** Kafka's rules: bytes, age by the records' own timestamps, a full index, an offset too far from the base. */
export function shouldRoll(
  partition: Partition,
  next: { readonly batch: Buffer; readonly lastOffset: Offset; readonly maxTimestamp: Millis },
): boolean {
  const { active, config, shared } = partition
  if (active.index === null) shared.indexes.load(active, config.indexIntervalBytes)
  if (next.lastOffset - active.baseOffset > RELATIVE_OFFSET_MAX) return true
  if (active.sizeBytes === 0) return false
  if (active.sizeBytes + next.batch.length > config.segmentBytes || active.isIndexFull(config.segmentIndexBytes)) return true
  const ageMs = active.firstTimestamp >= 0 ? next.maxTimestamp - active.firstTimestamp : 0
  // What is in the active segment cannot be compacted: it must be sealed in time.
  const segmentMs = config.cleanupPolicy.compact ? Math.min(config.segmentMs, config.maxCompactionLagMs) : config.segmentMs
  return ageMs > segmentMs - jitterMs(partition, active)
}

/**
 * Seals the active segment and begins a new one at the written end. `queued` are the producers' changes that are not in the log yet.
 * Throws `FsError`; the old segment is then still the active one.
 */
export function rollSegment(partition: Partition, queued: readonly Undo[]): void {
  const { shared, active, config } = partition
  if (partition.writtenOffset === active.baseOffset) return // still empty: Kafka, too, keeps it
  shared.indexes.load(active, config.indexIntervalBytes)
  active.seal()
  shared.indexes.write(active)
  writeProducerSnapshot(partition, queued)
  const next = new Segment(partition.directory, partition.writtenOffset, shared.clock.now())
  next.startIndexes()
  shared.files.acquire(next, 'create')
  shared.files.release(next)
  next.isMade = true
  partition.namesChanged()
  partition.segments.push(next)
  shared.indexes.of(partition, active) // now one of the sealed, which share a budget
}

/** The producers as the log on disk knows them, in a file named after where it ends. */
export function writeProducerSnapshot(partition: Partition, queued: readonly Undo[]): string {
  const { fs } = partition.shared
  const path = `${partition.directory}/${numbered(partition.writtenOffset, SNAPSHOT)}`
  // The same file would say the same, and writing it anew could tear one that recovery counts on.
  if (partition.snapshotOffset === partition.writtenOffset) return path
  const file = fs.openSync(path, 'create')
  try {
    file.truncateSync(0)
    file.writevSync([encodeSnapshot(partition.producers.before(queued))], 0)
  } finally {
    file.closeSync()
  }
  partition.namesChanged()
  partition.snapshotOffset = partition.writtenOffset
  return path
}

/** `segment.jitter.ms`: the partitions of a topic are not all sealed at once. The same for a segment at every look. */
function jitterMs(partition: Partition, segment: Segment): Millis {
  if (partition.config.segmentJitterMs <= 0) return 0
  let hash = segment.baseOffset % 65_521
  for (let i = 0; i < partition.name.length; i++) hash = (hash * 31 + partition.name.charCodeAt(i)) % 4_294_967_291
  return hash % partition.config.segmentJitterMs
}
