import type { Bytes, FsFile, Millis, Offset } from '@leat/base'
import { NO_TIMESTAMP } from '@leat/wire/records'
import { DELETED, INDEX, LOG, TIME_INDEX, numbered } from './file-names.ts'
import { OFFSET_ENTRY_BYTES, OffsetIndex } from './offset-index.ts'
import type { Reopenable } from './open-files.ts'
import { TIME_ENTRY_BYTES, TimeIndex } from './time-index.ts'

/** What the directory's marker of a clean shutdown remembers of a segment. */
export interface SegmentFacts {
  readonly baseOffset: Offset
  readonly sizeBytes: Bytes
  readonly lastOffset: Offset
  readonly firstTimestamp: Millis
  readonly maxTimestamp: Millis
  readonly offsetOfMaxTimestamp: Offset
}

/** One `.log` file with its indexes. The last segment of a partition is the active one; the others are sealed and never change. */
export class Segment implements Reopenable {
  readonly baseOffset: Offset
  readonly directory: string
  file: FsFile | null = null
  pins = 0
  /** `.deleted` once it is out of the log: readers under way may still open it. */
  mark = ''
  sizeBytes: Bytes = 0
  /** False while the file of an empty segment may still have to be made. */
  isMade = false
  /** Bytes known to be on the disk itself. */
  syncedBytes: Bytes = 0
  /** `baseOffset - 1` while empty. */
  lastOffset: Offset
  /** Of the first batch; decides when the segment is old enough to be sealed. */
  firstTimestamp: Millis = NO_TIMESTAMP
  maxTimestamp: Millis = NO_TIMESTAMP
  /** Last offset of the first batch with that timestamp. */
  offsetOfMaxTimestamp: Offset
  modifiedAtMs: Millis
  /** Null while they are on disk only. */
  index: OffsetIndex | null = null
  timeIndex: TimeIndex | null = null
  /** Entries that the files hold already. */
  indexOnDisk = 0
  timeIndexOnDisk = 0
  /** Whether index files were written since their last sync. */
  indexUnsynced = false
  #bytesSinceIndex: Bytes = 0

  constructor(directory: string, baseOffset: Offset, modifiedAtMs: Millis) {
    this.directory = directory
    this.baseOffset = baseOffset
    this.lastOffset = baseOffset - 1
    this.offsetOfMaxTimestamp = baseOffset - 1
    this.modifiedAtMs = modifiedAtMs
  }

  get logPath(): string {
    return this.path(LOG) + this.mark
  }

  path(suffix: string): string {
    return `${this.directory}/${numbered(this.baseOffset, suffix)}`
  }

  get isDeleted(): boolean {
    return this.mark.endsWith(DELETED)
  }

  get facts(): SegmentFacts {
    const { baseOffset, sizeBytes, lastOffset, firstTimestamp, maxTimestamp, offsetOfMaxTimestamp } = this
    return { baseOffset, sizeBytes, lastOffset, firstTimestamp, maxTimestamp, offsetOfMaxTimestamp }
  }

  /** Largest timestamp, or when the file last changed for records that carry none. */
  get largestTimestamp(): Millis {
    return this.maxTimestamp >= 0 ? this.maxTimestamp : this.modifiedAtMs
  }

  /** An empty index pair, for a segment that is written from its start. */
  startIndexes(): void {
    this.index = new OffsetIndex()
    this.timeIndex = new TimeIndex()
    this.indexOnDisk = 0
    this.timeIndexOnDisk = 0
    this.#bytesSinceIndex = 0
  }

  /** As it was when `sizeBytes` were written, just before an indexed batch. */
  resumeAt(sizeBytes: Bytes, index: OffsetIndex, timeIndex: TimeIndex): void {
    this.index = index
    this.timeIndex = timeIndex
    this.sizeBytes = sizeBytes
    this.syncedBytes = sizeBytes
    const newest = timeIndex.last
    if (newest !== null) {
      this.maxTimestamp = newest.timestamp
      this.offsetOfMaxTimestamp = this.baseOffset + newest.relativeOffset
    }
    this.indexOnDisk = index.count
    this.timeIndexOnDisk = timeIndex.count
    this.#bytesSinceIndex = Number.POSITIVE_INFINITY
  }

  restore(facts: SegmentFacts): void {
    this.sizeBytes = facts.sizeBytes
    this.syncedBytes = facts.sizeBytes
    this.lastOffset = facts.lastOffset
    this.firstTimestamp = facts.firstTimestamp
    this.maxTimestamp = facts.maxTimestamp
    this.offsetOfMaxTimestamp = facts.offsetOfMaxTimestamp
  }

  /** A batch now stands at the end of the file. Index entries as Kafka makes them: before a batch, when enough came since the last. */
  addBatch(sizeBytes: Bytes, lastOffset: Offset, maxTimestamp: Millis, indexIntervalBytes: Bytes): void {
    if (this.sizeBytes === 0) this.firstTimestamp = maxTimestamp
    if (maxTimestamp > this.maxTimestamp) {
      this.maxTimestamp = maxTimestamp
      this.offsetOfMaxTimestamp = lastOffset
    }
    if (this.#bytesSinceIndex > indexIntervalBytes) {
      this.index?.append(lastOffset - this.baseOffset, this.sizeBytes)
      this.#addTime()
      this.#bytesSinceIndex = 0
    }
    this.#bytesSinceIndex += sizeBytes
    this.sizeBytes += sizeBytes
    this.lastOffset = lastOffset
  }

  /** The time index of a sealed segment ends with its largest timestamp. */
  seal(): void {
    this.#addTime()
  }

  isIndexFull(segmentIndexBytes: Bytes): boolean {
    const offsetEntries = Math.floor(segmentIndexBytes / OFFSET_ENTRY_BYTES)
    // One entry is kept free for the last one, made when the segment is sealed.
    const timeEntries = Math.floor(segmentIndexBytes / TIME_ENTRY_BYTES) - 1
    return (this.index?.count ?? 0) >= offsetEntries || (this.timeIndex?.count ?? 0) >= timeEntries
  }

  #addTime(): void {
    if (this.offsetOfMaxTimestamp >= this.baseOffset) this.timeIndex?.append(this.maxTimestamp, this.offsetOfMaxTimestamp - this.baseOffset)
  }

  get indexPath(): string {
    return this.path(INDEX) + this.mark
  }

  get timeIndexPath(): string {
    return this.path(TIME_INDEX) + this.mark
  }
}
