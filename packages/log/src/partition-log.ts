import { type Offset, type Result, fail, ok } from '@leat/base'
import type { BatchInfo } from '@leat/wire/records'
import type {
  AppendError,
  AppendOptions,
  Appended,
  PartitionConfig,
  PartitionLog,
  ProducerState,
  ReadOptions,
  ReadOutcome,
  TimestampAndOffset,
} from './contract.ts'
import { readLog } from './log-reader.ts'
import { LogSync } from './log-sync.ts'
import { LogWriter } from './log-writer.ts'
import type { Health, Partition } from './partition.ts'
import { moveStartOffset } from './retention.ts'
import { maxTimestampOffset, offsetForTimestamp } from './timestamps.ts'

/** The public face of one partition; the directory also reaches what lies behind it. */
export class OpenPartition implements PartitionLog {
  readonly partition: Partition
  readonly sync: LogSync
  readonly writer: LogWriter
  readonly #saveStartOffsets: () => Promise<void>

  constructor(partition: Partition, saveStartOffsets: () => Promise<void>) {
    this.partition = partition
    this.sync = new LogSync(partition)
    this.writer = new LogWriter(partition, this.sync)
    this.#saveStartOffsets = saveStartOffsets
  }

  get name(): string {
    return this.partition.name
  }

  get startOffset(): Offset {
    return this.partition.startOffset
  }

  get highWatermark(): Offset {
    return this.partition.highWatermark
  }

  get lastStableOffset(): Offset {
    return this.partition.highWatermark
  }

  get endOffset(): Offset {
    return this.partition.endOffset
  }

  get sizeBytes(): number {
    return this.partition.sizeBytes
  }

  get health(): Health {
    return this.partition.health
  }

  get leaderEpoch(): number {
    return this.partition.epochs.latest
  }

  setConfig(config: PartitionConfig): void {
    this.partition.config = config
    this.partition.advance()
  }

  append(batch: Buffer, info: BatchInfo, options: AppendOptions): Result<Appended, AppendError> {
    return this.writer.append(batch, info, options)
  }

  written(offset: Offset): Promise<boolean> {
    const { partition } = this
    if (!partition.health.ok || offset > partition.endOffset) return Promise.resolve(false)
    return offset <= partition.writtenOffset ? Promise.resolve(true) : partition.written.wait(offset)
  }

  acknowledged(offset: Offset): Promise<boolean> {
    const { partition } = this
    if (!partition.health.ok || offset > partition.endOffset) return Promise.resolve(false)
    return offset <= partition.highWatermark ? Promise.resolve(true) : partition.acknowledged.wait(offset)
  }

  read(options: ReadOptions): ReadOutcome | Promise<ReadOutcome> {
    return readLog(this.partition, options)
  }

  onAdvance(listener: () => void): Disposable {
    return this.partition.listen(listener)
  }

  async offsetForTimestamp(timestamp: number): Promise<TimestampAndOffset | null> {
    return this.partition.health.ok ? offsetForTimestamp(this.partition, timestamp) : null
  }

  async maxTimestamp(): Promise<TimestampAndOffset | null> {
    return this.partition.health.ok ? maxTimestampOffset(this.partition) : null
  }

  endOfEpoch(epoch: number): { readonly epoch: number; readonly endOffset: Offset } | null {
    return this.partition.epochs.endOf(epoch, this.partition.endOffset)
  }

  beginEpoch(epoch: number): void {
    this.partition.epochs.begin(epoch, this.partition.endOffset)
  }

  async deleteRecordsBefore(
    offset: Offset,
  ): Promise<Result<Offset, { readonly kind: 'out-of-range' } | { readonly kind: 'storage'; readonly reason: string }>> {
    const { partition } = this
    if (!partition.health.ok) return fail({ kind: 'storage', reason: partition.health.reason })
    const target = offset === -1 ? partition.highWatermark : offset
    if (target < 0 || target > partition.highWatermark) return fail({ kind: 'out-of-range' })
    const startOffset = moveStartOffset(partition, target)
    try {
      await this.#saveStartOffsets()
    } catch (error) {
      return fail({ kind: 'storage', reason: String(error) })
    }
    return ok(startOffset)
  }

  producers(): readonly ProducerState[] {
    return this.partition.producers.describe()
  }
}
