import { type Bytes, FsError, type Offset, type Result, assert, fail, ok } from '@leat/base'
import { type BatchInfo, NO_PRODUCER_ID, NO_TIMESTAMP, setAppendTime, setBaseOffset, setLeaderEpoch } from '@leat/wire/records'
import type { AppendError, AppendOptions, Appended } from './contract.ts'
import { POOL_WRITE_BYTES_MAX, QUEUE_BYTES_MAX, SYNC_WRITE_BYTES_MAX } from './limits.ts'
import type { LogSync } from './log-sync.ts'
import { markSyncFailed } from './failed-sync.ts'
import type { Partition } from './partition.ts'
import type { Undo } from './producer-state.ts'
import { rollSegment, shouldRoll } from './roll.ts'

export interface QueuedBatch {
  readonly batch: Buffer
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  readonly maxTimestamp: number
  readonly undo: Undo | null
}

/** Takes batches, gives them their offsets, and writes them at the end of the loop's turn: one `writev` for all that came. */
export class LogWriter {
  readonly #partition: Partition
  readonly #sync: LogSync
  /** What has its offsets and is not written. The first ones may be in the pool right now. */
  #queue: QueuedBatch[] = []
  #queueBytes: Bytes = 0
  #isScheduled = false
  #writing: Promise<void> | null = null

  constructor(partition: Partition, sync: LogSync) {
    this.#partition = partition
    this.#sync = sync
  }

  /** What the producers' state on disk does not know yet, in order. */
  get queuedUndos(): readonly Undo[] {
    return this.#queue.flatMap(({ undo }) => (undo === null ? [] : [undo]))
  }

  append(batch: Buffer, info: BatchInfo, options: AppendOptions): Result<Appended, AppendError> {
    const partition = this.#partition
    assert(batch.length === info.sizeInBytes, 'exactly one batch')
    if (!partition.health.ok) return fail({ kind: 'storage', reason: partition.health.reason })
    if (!partition.shared.admitsWrites()) return fail({ kind: 'storage', reason: 'the disk is full' })
    if (this.#queueBytes > 0 && this.#queueBytes + batch.length > QUEUE_BYTES_MAX)
      return fail({ kind: 'storage', reason: 'too much waits to be written' })

    const isIdempotent = info.producerId !== NO_PRODUCER_ID && !info.isControl && info.baseSequence >= 0
    if (isIdempotent && options.origin === 'client') {
      const check = partition.producers.check(info)
      if (!check.ok) return check
      if (check.value.kind === 'duplicate') {
        const { lastOffset, offsetDelta, timestamp } = check.value.batch
        const appendTimeMs = options.appendTimeMs === null ? NO_TIMESTAMP : timestamp
        return ok({ baseOffset: lastOffset - offsetDelta, lastOffset, appendTimeMs, duplicate: true })
      }
    }

    const baseOffset = partition.endOffset
    const lastOffset = baseOffset + info.lastOffsetDelta
    setBaseOffset(batch, 0, baseOffset)
    setLeaderEpoch(batch, 0, options.leaderEpoch)
    if (options.appendTimeMs !== null) setAppendTime(batch, 0, options.appendTimeMs)
    partition.epochs.begin(options.leaderEpoch, baseOffset)
    const maxTimestamp = options.appendTimeMs ?? info.maxTimestamp
    const undo = isIdempotent ? partition.producers.note({ ...info, maxTimestamp }, baseOffset, partition.shared.clock.monotonic()) : null
    this.#queue.push({ batch, baseOffset, lastOffset, maxTimestamp, undo })
    this.#queueBytes += batch.length
    partition.endOffset = lastOffset + 1
    this.#schedule()
    return ok({ baseOffset, lastOffset, appendTimeMs: options.appendTimeMs ?? NO_TIMESTAMP, duplicate: false })
  }

  /** All that was appended so far is written, or has failed. */
  async drain(): Promise<void> {
    this.#flush()
    while (this.#writing !== null) await this.#writing
  }

  #schedule(): void {
    if (this.#isScheduled || this.#writing !== null) return
    this.#isScheduled = true
    this.#partition.shared.queued(() => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    while (this.#queue.length > 0 && this.#writing === null && this.#partition.health.ok) {
      try {
        if (shouldRoll(this.#partition, this.#queue[0]!)) rollSegment(this.#partition, this.queuedUndos)
        const { active } = this.#partition
        if (active.sizeBytes === 0 && !active.isMade) this.#goOnAfter(this.#partition.shared.firstFiles.make(this.#partition), () => {})
        else this.#write(this.#takeRun())
      } catch (error) {
        if (!(error instanceof FsError)) throw error
        this.#fail(error)
      }
    }
  }

  /** How many queued batches go into the active segment with one call. */
  #takeRun(): { readonly count: number; readonly bytes: Bytes } {
    const { active, config } = this.#partition
    let count = 0
    let bytes = 0
    while (count < this.#queue.length) {
      const next = this.#queue[count]!
      const fits = bytes + next.batch.length <= POOL_WRITE_BYTES_MAX && active.sizeBytes + bytes + next.batch.length <= config.segmentBytes
      if (count > 0 && (!fits || next.lastOffset - active.baseOffset > 0x7fff_ffff)) break
      count++
      bytes += next.batch.length
    }
    return { count, bytes }
  }

  /** Throws `FsError` when a write that blocks fails. */
  #write({ count, bytes }: { readonly count: number; readonly bytes: Bytes }): void {
    const { shared, active } = this.#partition
    const { files } = shared
    const chunks: Buffer[] = []
    for (let i = 0; i < count; i++) chunks.push(this.#queue[i]!.batch)
    const file = files.acquire(active)
    if (bytes <= SYNC_WRITE_BYTES_MAX) {
      try {
        file.writevSync(chunks, active.sizeBytes)
      } finally {
        files.release(active)
      }
      this.#complete(count)
      return
    }
    const written = file.writev(chunks, active.sizeBytes).finally(() => files.release(active))
    this.#goOnAfter(written, () => this.#complete(count))
  }

  /** What is queued behind the work waits for it, and is undone with it. */
  #goOnAfter(work: Promise<void>, then: () => void): void {
    const finish = (end: () => void) => {
      this.#writing = null
      end()
      this.#flush()
    }
    this.#writing = work.then(
      () => finish(then),
      (error: unknown) => finish(() => this.#fail(error)),
    )
  }

  #complete(count: number): void {
    const partition = this.#partition
    const { shared, active, config } = partition
    const run = this.#queue.splice(0, count)
    for (const { batch, baseOffset, lastOffset, maxTimestamp } of run) {
      active.addBatch(batch.length, lastOffset, maxTimestamp, config.indexIntervalBytes)
      if (partition.health.ok) shared.tails.add(partition.tail, baseOffset, lastOffset, batch)
      partition.writtenBytes += batch.length
      this.#queueBytes -= batch.length
    }
    active.modifiedAtMs = shared.clock.now()
    partition.writtenOffset = run.at(-1)!.lastOffset + 1
    partition.written.reach(partition.writtenOffset)
    this.#requestSync()
    partition.advance()
  }

  #requestSync(): void {
    const partition = this.#partition
    if (partition.shared.durability === 'none') return
    const unsynced = partition.writtenOffset - this.#sync.targetOffset
    if (partition.showsSyncedOnly || unsynced >= partition.config.flushMessages) {
      partition.syncRequiredOffset = partition.writtenOffset
      void this.#sync.request()
    } else {
      partition.shared.dirty(partition)
    }
  }

  /** The disk refused: nothing of what is queued was ever appended. */
  #fail(error: unknown): void {
    const partition = this.#partition
    const { shared } = partition
    shared.logger.event('error', 'append-failed', { partition: partition.name, reason: String(error) })
    shared.meter.add('log_failed_writes', 1, error instanceof FsError ? error.code : 'EOTHER')
    for (const { undo } of this.#queue.toReversed()) if (undo !== null) partition.producers.undo(undo)
    this.#queue = []
    this.#queueBytes = 0
    partition.endOffset = partition.writtenOffset
    partition.epochs.cutBehind(partition.endOffset)
    this.#cutActive()
    partition.written.fail(partition.writtenOffset)
    partition.acknowledged.fail(partition.writtenOffset)
    if (error instanceof FsError && error.code === 'ENOSPC') shared.diskFull()
  }

  /** A part of the failed write may be in the file. It must be gone, on the disk too, before anything else is written there. */
  #cutActive(): void {
    const partition = this.#partition
    const { shared, active } = partition
    try {
      if (shared.fs.statSync(active.logPath) === null) return
      const file = shared.files.acquire(active)
      try {
        file.truncateSync(active.sizeBytes)
        if (shared.durability !== 'none') file.datasyncSync()
      } finally {
        shared.files.release(active)
      }
    } catch (error) {
      // Whichever call failed: a failed sync among them must not be forgotten by the next start.
      markSyncFailed(shared.fs, partition.directory, active.logPath)
      partition.goOffline(`cannot cut a failed write off: ${String(error)}`)
    }
  }
}
