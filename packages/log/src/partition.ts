import type { Bytes, Clock, Fs, Logger, Meter, Millis, Offset } from '@leat/base'
import type { Durability, LogLimits, PartitionConfig } from './contract.ts'
import type { DirectorySyncs } from './directory-syncs.ts'
import type { FirstFiles } from './first-files.ts'
import type { Indexes } from './indexes.ts'
import type { LeaderEpochs } from './leader-epochs.ts'
import type { OpenFiles } from './open-files.ts'
import type { ProducerStates } from './producer-state.ts'
import type { Segment } from './segment.ts'
import type { Slots } from './slots.ts'
import { Tail, type TailCache } from './tail-cache.ts'
import { OffsetWaiters } from './waiters.ts'

/** What the partitions of a directory have in common. */
export interface Shared {
  readonly fs: Fs
  readonly clock: Clock
  readonly logger: Logger
  readonly meter: Meter
  readonly durability: Durability
  readonly limits: LogLimits
  readonly producerExpirationMs: Millis
  readonly files: OpenFiles
  readonly indexes: Indexes
  readonly tails: TailCache
  readonly syncSlots: Slots
  readonly firstFiles: FirstFiles
  readonly directories: DirectorySyncs
  /** Background work ends at its next step. */
  isClosing(): boolean
  /** False while the disk is full; asking may try again. */
  admitsWrites(): boolean
  diskFull(): void
  /** Something was written that is not synced yet. */
  dirty(partition: Partition): void
  /** Something waits to be written at the end of this turn. */
  queued(flush: () => void): void
}

export type Health = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** The state of one partition's log. Changed by the functions of this part only, all on one thread. */
export class Partition {
  readonly name: string
  readonly directory: string
  readonly shared: Shared
  config: PartitionConfig
  /** Never empty, by offset; the last is the active one. */
  segments: Segment[]
  readonly tail = new Tail()
  readonly producers: ProducerStates
  readonly epochs: LeaderEpochs
  startOffset: Offset = 0
  highWatermark: Offset = 0
  writtenOffset: Offset = 0
  /** All below is on the disk itself. */
  syncedOffset: Offset = 0
  endOffset: Offset = 0
  /** The high watermark waits for a sync up to here, because `flush.messages` asks for it. */
  syncRequiredOffset: Offset = 0
  health: Health = { ok: true }
  isRemoved = false
  /** Whether its directory is there: a partition that was never written has none. */
  isMade = false
  /** Opened after a clean shutdown: the files beside the log say what it holds, as long as nothing is written. */
  isRestored = false
  /** All below was compacted once. */
  cleanedOffset: Offset = 0
  /** Compaction failed; tried again after a restart. */
  isUncleanable = false
  /** All below needs no scan after a crash; written in the directory's checkpoint. */
  recoveryPoint: Offset = 0
  /** Bytes written since the log was opened, and those of them below the recovery point. */
  writtenBytes: Bytes = 0
  recoveryPointBytes: Bytes = 0
  /** Of the newest sound snapshot of producers; -1 for none. */
  snapshotOffset: Offset = -1
  readonly written = new OffsetWaiters()
  readonly acknowledged = new OffsetWaiters()
  /** Names made in the partition's directory, counted, and how many of them are durable. */
  #names = 0
  #namesSynced = 0
  /** Whether the directories above it are known to lead to it after a power loss. */
  #isPathSynced = true
  readonly #listeners = new Set<() => void>()

  constructor(name: string, directory: string, shared: Shared, config: PartitionConfig, epochs: LeaderEpochs, producers: ProducerStates) {
    this.name = name
    this.directory = directory
    this.shared = shared
    this.config = config
    this.epochs = epochs
    this.producers = producers
    this.segments = []
  }

  get active(): Segment {
    return this.segments.at(-1)!
  }

  get sizeBytes(): Bytes {
    return this.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0)
  }

  /** Whether nothing may be shown before it is synced. */
  get showsSyncedOnly(): boolean {
    const { durability } = this.shared
    return durability === 'power' || (durability === 'process' && this.config.flushMessages <= 1)
  }

  /** The segment that holds `offset`, or would. */
  segmentAt(offset: Offset): number {
    let low = 0
    let high = this.segments.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.segments[middle]!.baseOffset <= offset) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  /** Moves the high watermark as far as durability allows, and wakes who waits for it. */
  advance(): void {
    if (!this.health.ok) return
    const mayShowWritten = !this.showsSyncedOnly && this.syncedOffset >= this.syncRequiredOffset
    const reached = mayShowWritten ? this.writtenOffset : Math.min(this.syncedOffset, this.writtenOffset)
    if (reached <= this.highWatermark) return
    this.highWatermark = reached
    this.acknowledged.reach(reached)
    this.notify()
  }

  /** Nothing is taken or served until a restart has repaired it. */
  goOffline(reason: string): void {
    if (!this.health.ok) return
    this.health = { ok: false, reason }
    this.shared.logger.event('error', 'partition-offline', { partition: this.name, reason })
    this.shared.meter.add('log_partitions_offline', 1)
    this.shared.tails.forget(this.tail)
    this.written.fail(-1)
    this.acknowledged.fail(-1)
    this.notify()
  }

  /** Removed, or its directory closed: who waits is told. */
  end(reason: string): void {
    this.health = { ok: false, reason }
    this.written.fail(-1)
    this.acknowledged.fail(-1)
    this.notify()
  }

  /** A name changed in the partition's directory. */
  namesChanged(): void {
    this.#names++
  }

  /** Whoever made the partition's directory and what is in it, perhaps the life before, may not have synced the names. */
  pathMayBeNew(): void {
    this.#names++
    this.#isPathSynced = false
    this.shared.directories.found(this.directory)
  }

  /** A file whose name is lost is lost, whatever was synced of it: covers the names made until now. Rejects with `FsError`. */
  async syncNames(): Promise<void> {
    const { fs, syncSlots, directories } = this.shared
    const names = this.#names
    await Promise.all([
      this.#namesSynced < names ? syncSlots.run(() => fs.syncDir(this.directory)) : undefined,
      this.#isPathSynced ? undefined : directories.sync(this.directory),
    ])
    this.#namesSynced = Math.max(this.#namesSynced, names)
    this.#isPathSynced = true
  }

  /** The same while the partition is opened. Throws `FsError`. */
  syncNamesNow(): void {
    if (this.#namesSynced < this.#names) this.shared.fs.syncDirSync(this.directory)
    this.#namesSynced = this.#names
    if (!this.#isPathSynced) this.shared.directories.syncNow(this.directory)
    this.#isPathSynced = true
  }

  notify(): void {
    for (const listener of this.#listeners) listener()
  }

  listen(listener: () => void): Disposable {
    // One function may be hooked twice; each hook is its own.
    const hook = () => listener()
    this.#listeners.add(hook)
    return { [Symbol.dispose]: () => void this.#listeners.delete(hook) }
  }
}
