import { type Bytes, type FsFile, type Offset, assert } from '@leat/base'
import { forEachRecord, isControl, lastOffset, maxTimestamp } from '@leat/wire/records'
import { CLEANED, INDEX, LOG, TIME_INDEX } from '../file-names.ts'
import { COMPACTION_KEYS_MAX, COMPACTION_READ_BYTES, COMPACTION_WRITE_BYTES } from '../limits.ts'
import type { Partition } from '../partition.ts'
import { scan } from '../scan.ts'
import { Segment } from '../segment.ts'
import { type CleanRules, cleanBatch } from './clean-batch.ts'
import { OffsetMap } from './offset-map.ts'

/** Thrown when a segment that should be sound is not. */
export class DamagedSegment extends Error {
  override readonly name = 'DamagedSegment'
}

/** Thrown when the directory closes in the middle. */
export class CompactionStopped extends Error {
  override readonly name = 'CompactionStopped'
}

/** Asked after each wait: nobody may touch the files of a partition that is gone or closed. */
export function refuseWhenOver(partition: Partition): void {
  if (partition.shared.isClosing()) throw new CompactionStopped()
  if (!partition.health.ok) throw new DamagedSegment(`${partition.name} is gone`)
}

/** The newest offset of each key in the dirty part; `end` is where the map was full, or the dirty part ended. */
export async function mapNewest(
  partition: Partition,
  from: Offset,
  to: Offset,
): Promise<{ readonly newest: OffsetMap; readonly end: Offset }> {
  const newest = new OffsetMap(COMPACTION_KEYS_MAX)
  for (const segment of partition.segments) {
    if (segment.lastOffset < from || segment.baseOffset >= to) continue
    let fullAt: Offset | null = null
    await readBatches(partition, segment, (bytes, at) => {
      if (lastOffset(bytes, at) < from || isControl(bytes, at)) return true
      forEachRecord(bytes, at, ({ key, offset }) => {
        if (offset < from || key === null || newest.put(key, offset)) return true
        fullAt = offset
        return false
      })
      return fullAt === null
    })
    if (fullAt !== null) return { newest, end: fullAt }
  }
  return { newest, end: to }
}

/** Writes what is left of a run of segments into one `.cleaned` file, synced unless nothing is; answers it as a segment with its indexes. */
export async function writeCleaned(partition: Partition, group: readonly Segment[], rules: CleanRules): Promise<Segment> {
  const { shared, config } = partition
  const [first] = group
  assert(first !== undefined, 'a group has a segment')
  const cleaned = new Segment(partition.directory, first.baseOffset, group.at(-1)!.modifiedAtMs)
  cleaned.startIndexes()
  const path = cleaned.path(LOG) + CLEANED
  const file = shared.fs.openSync(path, 'create')
  try {
    file.truncateSync(0)
    const output = new Output(file)
    for (const segment of group) {
      await readBatches(
        partition,
        segment,
        (bytes, at, size) => {
          const outcome = cleanBatch(bytes, at, rules)
          if (outcome.kind === 'drop') return true
          const kept = outcome.kind === 'replace' ? outcome.bytes : Buffer.from(bytes.subarray(at, at + size)) // the reader's buffer is used again
          cleaned.addBatch(kept.length, lastOffset(kept, 0), maxTimestamp(kept, 0), config.indexIntervalBytes)
          output.add(kept)
          return true
        },
        () => output.flush(COMPACTION_WRITE_BYTES),
      )
    }
    await output.flush(0)
    refuseWhenOver(partition)
    if (shared.durability !== 'none') await file.datasync()
  } finally {
    file.closeSync()
  }
  cleaned.seal()
  await writeFile(partition, cleaned.path(INDEX) + CLEANED, cleaned.index?.encode() ?? Buffer.alloc(0))
  await writeFile(partition, cleaned.path(TIME_INDEX) + CLEANED, cleaned.timeIndex?.encode() ?? Buffer.alloc(0))
  cleaned.syncedBytes = cleaned.sizeBytes
  // Where the group ends counts, not where its last record does: offsets of what was dropped are still part of the log.
  cleaned.lastOffset = Math.max(cleaned.lastOffset, group.at(-1)!.lastOffset)
  return cleaned
}

async function writeFile({ shared }: Partition, path: string, bytes: Buffer): Promise<void> {
  const file = shared.fs.openSync(path, 'create')
  try {
    file.truncateSync(0)
    if (bytes.length > 0) await file.writev([bytes], 0)
    if (shared.durability !== 'none') await file.datasync()
  } finally {
    file.closeSync()
  }
}

/** Runs of segments that fit into one by size and by offsets, as Kafka groups them, so that compaction leaves no crowd of small files. */
export function groupSegments(segments: readonly Segment[], segmentBytes: Bytes): readonly (readonly Segment[])[] {
  const groups: Segment[][] = []
  let bytes = 0
  for (const segment of segments) {
    const group = groups.at(-1)
    bytes += segment.sizeBytes
    if (group !== undefined && bytes <= segmentBytes && segment.lastOffset - group[0]!.baseOffset <= 0x7fff_ffff) {
      group.push(segment)
      continue
    }
    groups.push([segment])
    bytes = segment.sizeBytes
  }
  return groups
}

/** Small reads: between two of them the loop does other work. */
async function readBatches(
  partition: Partition,
  segment: Segment,
  visit: (bytes: Buffer, at: number, size: Bytes) => boolean,
  between: () => Promise<void> = async () => {},
): Promise<void> {
  const { files } = partition.shared
  const file = files.acquire(segment)
  try {
    for (let from = 0; from < segment.sizeBytes;) {
      let taken = 0
      let isStopped = false
      const { end, stop } = await scan(
        file,
        from,
        segment.sizeBytes,
        segment.baseOffset,
        (bytes, at, _position, size) => {
          if (taken >= COMPACTION_READ_BYTES) return false
          taken += size
          isStopped = !visit(bytes, at, size)
          return !isStopped
        },
        COMPACTION_READ_BYTES,
      )
      if (isStopped) return
      if (stop === 'bad') throw new DamagedSegment(`${segment.logPath} at ${end}`)
      from = end
      await between()
      refuseWhenOver(partition)
    }
  } finally {
    files.release(segment)
  }
}

class Output {
  readonly #file: FsFile
  #chunks: Buffer[] = []
  #bytes: Bytes = 0
  #position: Bytes = 0

  constructor(file: FsFile) {
    this.#file = file
  }

  add(batch: Buffer): void {
    this.#chunks.push(batch)
    this.#bytes += batch.length
  }

  /** Writes when more than `bytes` are waiting. */
  async flush(bytes: Bytes): Promise<void> {
    if (this.#bytes <= bytes || this.#chunks.length === 0) return
    const position = this.#position
    const chunks = this.#chunks
    this.#position += this.#bytes
    this.#chunks = []
    this.#bytes = 0
    await this.#file.writev(chunks, position)
  }
}
