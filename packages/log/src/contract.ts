import type { Bytes, Clock, Fs, Logger, Meter, Millis, Offset, ProducerId, Result } from '@leat/base'
import type { BatchInfo } from '@leat/wire/records'

/** When an append counts as done (design rule 5). */
export type Durability =
  /** After `write()`: survives any end of the process; a background sync each second bounds what a power loss takes. */
  | 'process'
  /** After fdatasync: acks=all is answered, and the high watermark moves, only over synced data. */
  | 'power'
  /** Like `process`, without any sync at all: data that is thrown away with the process (`--ephemeral`). */
  | 'none'

/** The topic settings the log obeys; names and units are Kafka's topic configs. -1 stands for "no limit" where Kafka has it. */
export interface PartitionConfig {
  readonly cleanupPolicy: { readonly compact: boolean; readonly delete: boolean }
  readonly retentionMs: Millis
  readonly retentionBytes: Bytes
  readonly segmentBytes: Bytes
  readonly segmentMs: Millis
  readonly segmentJitterMs: Millis
  readonly segmentIndexBytes: Bytes
  readonly indexIntervalBytes: Bytes
  readonly flushMessages: number
  readonly flushMs: Millis
  readonly fileDeleteDelayMs: Millis
  readonly deleteRetentionMs: Millis
  readonly minCompactionLagMs: Millis
  readonly maxCompactionLagMs: Millis
  readonly minCleanableDirtyRatio: number
}

export interface LogDirOptions {
  readonly fs: Fs
  /** Absolute; made when absent. */
  readonly dir: string
  readonly clock: Clock
  readonly logger: Logger
  readonly meter: Meter
  readonly durability: Durability
  readonly limits: LogLimits
  /** `producer.id.expiration.ms`, 86,400,000 by default. */
  readonly producerExpirationMs: Millis
}

export interface LogLimits {
  /** Files held open at once; least recently used ones are closed and reopened on demand. */
  readonly openFilesMax: number
  /** Memory for batches kept for tailing readers, over all partitions of the directory. */
  readonly tailCacheBytesMax: Bytes
  /** Producers remembered per partition. */
  readonly producersPerPartitionMax: number
}

/** All partitions of one directory: one owner thread, one sync schedule, one cache budget. */
export interface LogDir {
  /** Names of the partitions found on disk (`topicId/partition` as they were opened). */
  list(): readonly string[]
  /**
   * Opens a partition and recovers it: torn, short and garbage tails are cut, a corrupt middle is reported by `health`. A new one is made on the
   * disk by its first record: until then it costs none.
   * Synchronous, so that 5,000 restart in two seconds; after a clean shutdown nothing is scanned.
   */
  open(name: string, config: PartitionConfig): PartitionLog
  /** Closes and deletes; open readers end with what they have. Files go after `fileDeleteDelayMs`, or at the next start. */
  remove(name: string): void
  /** One round of retention and of expiry of producers; run by the directory's own timer, and by tests. */
  maintain(): Promise<void>
  /** One round of compaction over partitions that are dirty enough; run in the background, and by tests. */
  compact(): Promise<void>
  /** Total size on disk of a partition, for DescribeLogDirs. */
  sizeOf(name: string): Bytes
  readonly dir: string
  /** False while the disk refuses writes (ENOSPC); turns true by itself when a write succeeds again. */
  readonly writable: boolean
  /**
   * Flushes, syncs as much as a stop within a second allows, writes indexes, producer snapshots and the marker of a clean shutdown.
   * True when a power loss right after can take nothing; false when the next start has to scan something, and something may then be missing.
   */
  close(): Promise<boolean>
}

export type AppendError =
  | { readonly kind: 'stale-producer-epoch'; readonly current: number }
  | { readonly kind: 'sequence-gap'; readonly expected: number }
  /** The disk refuses: full, failed, or the partition is offline. */
  | { readonly kind: 'storage'; readonly reason: string }

export interface AppendOptions {
  readonly leaderEpoch: number
  /** `message.timestamp.type=LogAppendTime`: stamp with this moment; null keeps the producer's timestamps. */
  readonly appendTimeMs: Millis | null
  /** `coordinator` skips sequence checks: records of our own. */
  readonly origin: 'client' | 'coordinator'
}

export interface Appended {
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  /** -1 unless LogAppendTime. */
  readonly appendTimeMs: Millis
  /** The batch was there already (same producer, epoch, sequences): these are its first offsets. */
  readonly duplicate: boolean
}

export interface ReadOptions {
  readonly offset: Offset
  readonly bytesMax: Bytes
  /** Answer the first batch even if it is larger than `bytesMax` (KIP-74). */
  readonly atLeastOne: boolean
  /** Data beyond is not shown. `end` is for replaying our own logs. */
  readonly upTo: 'high-watermark' | 'last-stable' | 'end'
}

export type ReadOutcome =
  | {
      readonly kind: 'data'
      /** Whole batches, the first of which contains `offset`; empty at the end. Never concatenated; do not write to them. */
      readonly chunks: readonly Buffer[]
      readonly bytes: Bytes
    }
  | { readonly kind: 'out-of-range' }
  | { readonly kind: 'storage'; readonly reason: string }

export interface TimestampAndOffset {
  readonly offset: Offset
  readonly timestamp: Millis
  readonly leaderEpoch: number
}

export interface ProducerState {
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: Millis
  readonly coordinatorEpoch: number
  readonly currentTxnStartOffset: Offset
}

/** One partition's log. All calls come from the thread that owns it; calls without a promise take effect before they return. */
export interface PartitionLog {
  readonly name: string
  /** First offset a reader may ask for; moved by retention and DeleteRecords. */
  readonly startOffset: Offset
  /** Readers see what is below. */
  readonly highWatermark: Offset
  /** Until transactions exist: the high watermark. */
  readonly lastStableOffset: Offset
  /** Where the next batch goes, acknowledged or not. */
  readonly endOffset: Offset
  readonly sizeBytes: Bytes
  /** Offline after a failed sync or a corrupt middle: nothing is served or taken until a restart repaired it. */
  readonly health: { readonly ok: true } | { readonly ok: false; readonly reason: string }
  readonly leaderEpoch: number

  setConfig(config: PartitionConfig): void
  /**
   * Takes one checked batch (`checkProduced` of wire) over: patches base offset and leader epoch in place, keeps the bytes, gives it its offsets at once and
   * queues it. The write happens once per loop turn for all that came (one writev up to 1 MiB). Wait for `written` (acks=1) or `acknowledged` (acks=all).
   */
  append(batch: Buffer, info: BatchInfo, options: AppendOptions): Result<Appended, AppendError>
  /** Resolves true when all below `offset` is written, false when the write failed (those batches are gone as if never appended). */
  written(offset: Offset): Promise<boolean>
  /**
   * Resolves true when the high watermark has reached `offset`: written, and synced where durability or `flush.messages` ask for it. False when the
   * write failed (see `written`), or when the partition went offline: what was written before may then still be there after a restart.
   */
  acknowledged(offset: Offset): Promise<boolean>
  /** Answers at once from the tail cache, later from disk. */
  read(options: ReadOptions): ReadOutcome | Promise<ReadOutcome>
  /** Called after the high watermark or the start offset moved, the partition went offline or was removed. Disposing unhooks. */
  onAdvance(listener: () => void): Disposable

  /** First record whose timestamp is at least `timestamp` (to the record, inside batches), below the high watermark. */
  offsetForTimestamp(timestamp: Millis): Promise<TimestampAndOffset | null>
  /** The record with the largest timestamp (ListOffsets -3). */
  maxTimestamp(): Promise<TimestampAndOffset | null>
  /** OffsetForLeaderEpoch: the largest known epoch at most `epoch` and where it ends; null when there is none. */
  endOfEpoch(epoch: number): { readonly epoch: number; readonly endOffset: Offset } | null
  /** A new leadership begins at the current end (each unclean start, or reassignment). */
  beginEpoch(epoch: number): void

  /** DeleteRecords: moves the start; `-1` means the high watermark. Durable when resolved. Answers the new start. */
  deleteRecordsBefore(
    offset: Offset,
  ): Promise<Result<Offset, { readonly kind: 'out-of-range' } | { readonly kind: 'storage'; readonly reason: string }>>
  /** For DescribeProducers. */
  producers(): readonly ProducerState[]
}

export type OpenLogDir = (options: LogDirOptions) => LogDir
