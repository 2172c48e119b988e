import type { Bytes, Fs, Offset } from '@leat/base'
import { lastOffset, maxTimestamp } from '@leat/wire/records'
import { SEALED_INDEX_BYTES_MAX } from './limits.ts'
import { OFFSET_ENTRY_BYTES, OffsetIndex } from './offset-index.ts'
import type { OpenFiles } from './open-files.ts'
import type { Partition } from './partition.ts'
import { scanSync } from './scan.ts'
import type { Segment } from './segment.ts'
import { TIME_ENTRY_BYTES, TimeIndex } from './time-index.ts'

/** Indexes of segments: in memory for those in use, in their files for the others; made anew from the log when a file is missing or wrong. */
export class Indexes {
  readonly #fs: Fs
  readonly #files: OpenFiles
  /** Sealed segments whose indexes were loaded, least recently used first. */
  readonly #sealed = new Map<Segment, Bytes>()
  #sealedBytes: Bytes = 0

  constructor(fs: Fs, files: OpenFiles) {
    this.#fs = fs
    this.#files = files
  }

  /** Throws `FsError`. The memory of a sealed segment's indexes is given back when others need it. */
  of(partition: Partition, segment: Segment): { readonly index: OffsetIndex; readonly timeIndex: TimeIndex } {
    const loaded = this.load(segment, partition.config.indexIntervalBytes)
    if (segment === partition.active) return loaded
    const bytes = loaded.index.memoryBytes + loaded.timeIndex.memoryBytes
    this.forget(segment)
    segment.index = loaded.index
    segment.timeIndex = loaded.timeIndex
    this.#sealed.set(segment, bytes)
    this.#sealedBytes += bytes
    for (const oldest of this.#sealed.keys()) {
      if (this.#sealedBytes <= SEALED_INDEX_BYTES_MAX || oldest === segment) break
      this.forget(oldest)
    }
    return loaded
  }

  forget(segment: Segment): void {
    const bytes = this.#sealed.get(segment)
    if (bytes === undefined) return
    this.#sealed.delete(segment)
    this.#sealedBytes -= bytes
    segment.index = null
    segment.timeIndex = null
  }

  load(segment: Segment, indexIntervalBytes: Bytes): { readonly index: OffsetIndex; readonly timeIndex: TimeIndex } {
    if (segment.index === null || segment.timeIndex === null) {
      const files = this.#read(segment, segment.sizeBytes)
      if (files === null || !files.isComplete) return this.#rebuild(segment, indexIntervalBytes)
      segment.index = files.index
      segment.timeIndex = files.timeIndex
      segment.indexOnDisk = files.index.count
      segment.timeIndexOnDisk = files.timeIndex.count
    }
    return { index: segment.index, timeIndex: segment.timeIndex }
  }

  /**
   * For the recovery of a segment: takes from its files what lies below the recovery point (synced with it, and so believed), and
   * answers where to read on. The segment is then as it was before the batch at that position was added.
   */
  resume(segment: Segment, recoveryPoint: Offset, fileBytes: Bytes): Bytes {
    segment.startIndexes()
    if (recoveryPoint <= segment.baseOffset) return 0
    const files = this.#read(segment, fileBytes)
    const from = files?.index.positionOf(recoveryPoint - 1 - segment.baseOffset) ?? 0
    if (files === null || from === 0) return 0
    const { index, timeIndex } = files
    timeIndex.cutAt(index.offsetAt(from))
    index.cutAt(from)
    segment.resumeAt(from, index, timeIndex)
    return from
  }

  /** Brings the files up to what memory holds. */
  write(segment: Segment): void {
    const { index, timeIndex } = segment
    if (index === null || timeIndex === null) return
    if (index.count > segment.indexOnDisk || segment.indexOnDisk === 0) {
      this.#appendTo(segment.indexPath, index.encode(segment.indexOnDisk), segment.indexOnDisk * OFFSET_ENTRY_BYTES)
      segment.indexOnDisk = index.count
      segment.indexUnsynced = true
    }
    if (timeIndex.count > segment.timeIndexOnDisk || segment.timeIndexOnDisk === 0) {
      this.#appendTo(segment.timeIndexPath, timeIndex.encode(segment.timeIndexOnDisk), segment.timeIndexOnDisk * TIME_ENTRY_BYTES)
      segment.timeIndexOnDisk = timeIndex.count
      segment.indexUnsynced = true
    }
  }

  async sync(segment: Segment): Promise<void> {
    if (!segment.indexUnsynced) return
    segment.indexUnsynced = false
    for (const path of [segment.indexPath, segment.timeIndexPath]) {
      if (this.#fs.statSync(path) === null) continue
      const file = this.#fs.openSync(path, 'write')
      try {
        await file.datasync()
      } finally {
        file.closeSync()
      }
    }
  }

  /** From the headers of all batches. Damage is left to recovery and to readers. */
  #rebuild(segment: Segment, indexIntervalBytes: Bytes): { readonly index: OffsetIndex; readonly timeIndex: TimeIndex } {
    const { sizeBytes } = segment
    segment.sizeBytes = 0
    segment.startIndexes()
    const file = this.#files.acquire(segment)
    try {
      scanSync(file, 0, sizeBytes, segment.baseOffset, (bytes, at, _position, size) => {
        segment.addBatch(size, lastOffset(bytes, at), maxTimestamp(bytes, at), indexIntervalBytes)
      })
    } finally {
      this.#files.release(segment)
      segment.sizeBytes = sizeBytes
    }
    segment.seal()
    return { index: segment.index ?? new OffsetIndex(), timeIndex: segment.timeIndex ?? new TimeIndex() }
  }

  #read(
    segment: Segment,
    logBytes: Bytes,
  ): { readonly index: OffsetIndex; readonly timeIndex: TimeIndex; readonly isComplete: boolean } | null {
    if (this.#fs.statSync(segment.indexPath) === null || this.#fs.statSync(segment.timeIndexPath) === null) return null
    const offsets = OffsetIndex.decode(this.#fs.readFileSync(segment.indexPath), logBytes)
    const times = TimeIndex.decode(this.#fs.readFileSync(segment.timeIndexPath))
    return { index: offsets.index, timeIndex: times.index, isComplete: offsets.isComplete && times.isComplete }
  }

  #appendTo(path: string, bytes: Buffer, position: Bytes): void {
    const file = this.#fs.openSync(path, 'create')
    try {
      file.truncateSync(position) // what an earlier life left behind
      if (bytes.length > 0) file.writevSync([bytes], position)
    } finally {
      file.closeSync()
    }
  }
}
