import { type Bytes, FsError, type Timer, assert, makeDurableDir } from '@leat/base'
import { Checkpoints } from './checkpoints.ts'
import { takeMarker, writeMarker } from './clean-shutdown.ts'
import { closePartition, settleForClose } from './close.ts'
import { compactDirtiest } from './compaction/compact.ts'
import type { LogDir, LogDirOptions, OpenLogDir, PartitionConfig, PartitionLog } from './contract.ts'
import { DirectorySyncs } from './directory-syncs.ts'
import { DiskSpace } from './disk-space.ts'
import { LEADER_EPOCHS } from './file-names.ts'
import { FirstFiles } from './first-files.ts'
import { Indexes } from './indexes.ts'
import { LeaderEpochs, readLeaderEpochs } from './leader-epochs.ts'
import {
  COMPACT_INTERVAL_MS,
  FLUSH_SLICE_MS,
  MAINTAIN_INTERVAL_MS,
  RECOVERY_POINT_BYTES,
  RECOVERY_POINT_INTERVAL_MS,
  SYNCS_IN_FLIGHT_MAX,
} from './limits.ts'
import { OpenFiles } from './open-files.ts'
import { findPartitions, removePartitionDirectory } from './partition-directories.ts'
import { Partition, type Shared } from './partition.ts'
import { OpenPartition } from './partition-log.ts'
import { ProducerStates } from './producer-state.ts'
import { type CleanFacts, epochsOf, recover, restoreClean, startNew } from './recovery.ts'
import { type RecoveryPoint, findRecoveryPoint } from './recovery-points.ts'
import { deleteDoomed, sealDoomed } from './retention.ts'
import { Slots } from './slots.ts'
import { SyncSchedule } from './sync-schedule.ts'
import { TailCache } from './tail-cache.ts'

/** Opens a directory of partition logs: makes it when absent, ends deletions that a crash interrupted, reads its checkpoints. Throws `FsError`. */
export const openLogDir: OpenLogDir = (options) => new LogDirectory(options)

class LogDirectory implements LogDir {
  readonly dir: string
  readonly #options: LogDirOptions
  readonly #shared: Shared
  readonly #space: DiskSpace
  readonly #schedule: SyncSchedule
  readonly #open = new Map<string, OpenPartition>()
  /** Partitions found closed in good order and not opened yet. */
  readonly #clean: Map<string, CleanFacts>
  readonly #checkpoints: Checkpoints
  /** Partitions on disk, opened or not. */
  readonly #found: Set<string>
  readonly #timers = new Map<string, Timer>()
  #flushes: (() => void)[] = []
  /** Background work goes one after the other. */
  #background: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(options: LogDirOptions) {
    const { fs, dir, clock, logger, meter, durability, limits, producerExpirationMs } = options
    this.#options = options
    this.dir = dir
    if (durability === 'none') fs.mkdirSync(dir)
    else makeDurableDir(fs, dir)
    this.#space = new DiskSpace(fs, dir, clock, logger)
    const files = new OpenFiles(fs, limits.openFilesMax)
    const syncSlots = new Slots(SYNCS_IN_FLIGHT_MAX)
    const firstFiles = new FirstFiles()
    this.#schedule = new SyncSchedule(clock, firstFiles, (partition) => this.#open.get(partition.name)?.sync ?? null)
    this.#shared = {
      fs,
      clock,
      logger,
      meter,
      durability,
      limits,
      producerExpirationMs,
      files,
      indexes: new Indexes(fs, files),
      tails: new TailCache(limits.tailCacheBytesMax),
      syncSlots,
      firstFiles,
      directories: new DirectorySyncs(fs, syncSlots),
      isClosing: () => this.#isClosed,
      admitsWrites: () => !this.#isClosed && this.#space.admitsWrites(),
      diskFull: () => this.#space.full(),
      dirty: (partition) => {
        if (durability === 'process') this.#schedule.dirty(partition)
      },
      queued: (flush) => this.#queueFlush(flush),
    }
    this.#clean = new Map(takeMarker(fs, dir))
    this.#checkpoints = new Checkpoints(fs, dir, clock, durability)
    this.#found = new Set(findPartitions(fs, dir))
    meter.observe('log_tail_cache_bytes', () => this.#shared.tails.bytes)
    meter.observe('log_open_files', () => files.count)
    meter.observe('log_partitions', () => this.#open.size)
    this.#every('maintain', MAINTAIN_INTERVAL_MS, () => this.maintain())
    this.#every('compact', COMPACT_INTERVAL_MS, () => this.compact())
  }

  get writable(): boolean {
    return this.#space.isWritable
  }

  list(): readonly string[] {
    return [...this.#found]
  }

  open(name: string, config: PartitionConfig): PartitionLog {
    assert(!this.#isClosed && !this.#open.has(name), `${name} is opened once`)
    assert(/^[\w-]+\/\d+$/.test(name), `a partition is named topicId/number, not ${name}`)
    const { limits } = this.#shared
    const clean = this.#clean.get(name)
    const isNew = !this.#found.has(name)
    const partition = this.#load(name, config, clean, isNew)
    this.#clean.delete(name)
    this.#found.add(name)
    partition.cleanedOffset = Math.min(this.#checkpoints.of(name).cleanedOffset, partition.active.baseOffset)
    const opened = new OpenPartition(partition, () => this.#checkpoints.saveStartOffsets(() => this.#partitions()))
    this.#open.set(name, opened)
    assert(limits.producersPerPartitionMax > 0, 'producers can be remembered')
    return opened
  }

  remove(name: string): void {
    const opened = this.#open.get(name)
    this.#open.delete(name)
    this.#clean.delete(name)
    this.#found.delete(name)
    this.#checkpoints.forget(name)
    const { files, tails } = this.#shared
    const { fileDeleteDelayMs } = opened?.partition.config ?? { fileDeleteDelayMs: 0 }
    if (opened !== undefined) {
      const { partition } = opened
      partition.isRemoved = true
      partition.end('removed')
      tails.forget(partition.tail)
      for (const segment of partition.segments) {
        this.#shared.indexes.forget(segment)
        files.close(segment)
      }
    }
    removePartitionDirectory(this.#shared, this.dir, name, fileDeleteDelayMs)
  }

  sizeOf(name: string): Bytes {
    return this.#open.get(name)?.partition.sizeBytes ?? 0
  }

  maintain(): Promise<void> {
    return this.#inBackground(async () => {
      const { clock, producerExpirationMs } = this.#shared
      for (const { partition, writer } of this.#open.values()) {
        partition.producers.expire(clock.monotonic(), producerExpirationMs)
        if (this.#space.isWritable) this.#attempt('retention-failed', partition.name, () => sealDoomed(partition, writer.queuedUndos))
      }
      await this.#saveRecoveryPoints(0)
      for (const { partition } of this.#open.values()) {
        if (this.#isClosed) return
        this.#attempt('retention-failed', partition.name, () => deleteDoomed(partition, !this.#space.isWritable))
      }
    })
  }

  compact(): Promise<void> {
    return this.#inBackground(async () => {
      const compacted = this.#partitions().filter(({ config }) => config.cleanupPolicy.compact)
      if (!this.#space.isWritable || compacted.length === 0) return
      await this.#saveRecoveryPoints(RECOVERY_POINT_BYTES) // only what needs no recovery is compacted
      await this.#attemptAsync('compaction-failed', this.dir, () => compactDirtiest(compacted))
      if (this.#isClosed) return
      await this.#attemptAsync('checkpoint-failed', this.dir, () => this.#checkpoints.saveCleanedOffsets(compacted))
    })
  }

  async close(): Promise<boolean> {
    assert(!this.#isClosed, 'a directory is closed once')
    this.#isClosed = true
    for (const timer of this.#timers.values()) timer.cancel()
    this.#space.close()
    this.#schedule.close()
    const opened = [...this.#open.values()]
    await settleForClose(opened, this.#shared, this.#background)
    const facts = new Map(this.#clean)
    for (const each of opened) {
      this.#attempt('close-failed', each.name, () => {
        const closed = closePartition(each)
        if (closed !== null) facts.set(each.name, closed)
      })
    }
    let isMarked = false
    this.#attempt('close-failed', this.dir, () => {
      writeMarker(this.#shared.fs, this.dir, facts)
      isMarked = true
    })
    for (const { partition } of opened) partition.end('closed')
    this.#shared.files.closeAll()
    return isMarked && [...this.#found].every((name) => facts.has(name))
  }

  #load(name: string, config: PartitionConfig, clean: CleanFacts | undefined, isNew: boolean): Partition {
    const { fs, limits, logger, directories } = this.#shared
    const directory = `${this.dir}/${name}`
    const { recoveryPoint, startOffset } = this.#checkpoints.of(name)
    const make = (epochs: LeaderEpochs) =>
      new Partition(name, directory, this.#shared, config, epochs, new ProducerStates(limits.producersPerPartitionMax))
    if (clean !== undefined) {
      const epochs = new LeaderEpochs(epochsOf(clean))
      epochs.changed = true // their own file is older than the marker
      const partition = make(epochs)
      if (isNew && clean.endOffset === 0) {
        startNew(partition, 0)
        return partition
      }
      partition.isMade = true
      if (!isNew && restoreClean(partition, clean, recoveryPoint)) return partition
      logger.event('warn', 'marker-mismatch', { partition: name })
      fs.mkdirSync(directory)
      directories.made(directory)
    }
    const partition = make(isNew ? new LeaderEpochs([]) : readLeaderEpochs(fs, `${directory}/${LEADER_EPOCHS}`))
    partition.isMade = !isNew || clean !== undefined
    if (partition.isMade) recover(partition, recoveryPoint, startOffset)
    else startNew(partition, startOffset)
    return partition
  }

  #queueFlush(flush: () => void): void {
    this.#flushes.push(flush)
    if (this.#flushes.length === 1) this.#options.clock.turn(() => this.#runFlushes())
    if (!this.#timers.has('recovery-points'))
      this.#once('recovery-points', RECOVERY_POINT_INTERVAL_MS, () =>
        this.#inBackground(() => this.#saveRecoveryPoints(RECOVERY_POINT_BYTES)),
      )
  }

  /** The first record in each of 500 partitions makes 500 files: that takes several turns. */
  #runFlushes(): void {
    const { clock } = this.#options
    const flushes = this.#flushes
    this.#flushes = []
    const overAtMs = clock.monotonic() + FLUSH_SLICE_MS
    let count = 0
    do flushes[count++]!()
    while (count < flushes.length && clock.monotonic() < overAtMs)
    if (count === flushes.length) return
    if (this.#flushes.length === 0) clock.turn(() => this.#runFlushes())
    this.#flushes = [...flushes.slice(count), ...this.#flushes]
  }

  /** Where at least `bytesMin` came since the last one; 0 for all that changed. */
  async #saveRecoveryPoints(bytesMin: Bytes): Promise<void> {
    const points: RecoveryPoint[] = []
    for (const opened of this.#open.values()) {
      if (this.#isClosed) break
      const point = await this.#attemptAsync('recovery-point-failed', opened.name, () => findRecoveryPoint(opened, bytesMin))
      if (point !== null) points.push(point)
    }
    if (points.length === 0 || this.#isClosed) return
    await this.#attemptAsync('recovery-point-failed', this.dir, async () => {
      await this.#checkpoints.saveRecoveryPoints(points)
      // Only now: compaction and retention trust that no recovery will read what lies below.
      for (const { partition, offset, bytes } of points) {
        partition.recoveryPoint = offset
        partition.recoveryPointBytes = bytes
      }
    })
  }

  #partitions(): Partition[] {
    return [...this.#open.values()].map(({ partition }) => partition)
  }

  #inBackground(work: () => Promise<void>): Promise<void> {
    const run = this.#background.then(() => (this.#isClosed ? undefined : work()))
    this.#background = run.catch(() => {})
    return run
  }

  #every(name: string, intervalMs: number, work: () => Promise<void>): void {
    this.#once(name, intervalMs, async () => {
      try {
        await work()
      } finally {
        if (!this.#isClosed) this.#every(name, intervalMs, work)
      }
    })
  }

  #once(name: string, delayMs: number, work: () => Promise<void>): void {
    this.#timers.set(
      name,
      this.#options.clock.after(delayMs, () => {
        this.#timers.delete(name)
        void this.#attemptAsync(`${name}-failed`, this.dir, work)
      }),
    )
  }

  #attempt(event: string, subject: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#report(event, subject, error)
    }
  }

  async #attemptAsync<T>(event: string, subject: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work()
    } catch (error) {
      this.#report(event, subject, error)
      return null
    }
  }

  /** A disk's fault ends the round, not the process; anything else is a bug. */
  #report(event: string, subject: string, error: unknown): void {
    if (!(error instanceof FsError)) throw error
    if (error.code === 'ENOSPC') this.#space.full()
    this.#shared.logger.event('error', event, { subject, reason: error.message })
  }
}
