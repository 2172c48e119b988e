import type { Clock, Timer } from '@leat/base'
import type { FirstFiles } from './first-files.ts'
import { BACKGROUND_SYNC_MS, SYNCS_BESIDE_MAKES_MAX, SYNCS_IN_FLIGHT_MAX } from './limits.ts'
import type { LogSync } from './log-sync.ts'
import type { Partition } from './partition.ts'

/** `process` durability: what was written is synced within a second, or within `flush.ms` where that is less. Nothing runs while all is clean. */
export class SyncSchedule {
  readonly #clock: Clock
  readonly #firstFiles: FirstFiles
  readonly #syncOf: (partition: Partition) => LogSync | null
  readonly #dirty = new Set<Partition>()
  #timer: Timer | null = null
  #dueAtMs = Number.POSITIVE_INFINITY
  /** Rounds go one after the other: on a disk that needs longer than a second for one, the next begins late. */
  #round: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(clock: Clock, firstFiles: FirstFiles, syncOf: (partition: Partition) => LogSync | null) {
    this.#clock = clock
    this.#firstFiles = firstFiles
    this.#syncOf = syncOf
  }

  dirty(partition: Partition): void {
    if (this.#dirty.has(partition)) return
    this.#dirty.add(partition)
    const dueAtMs = this.#clock.monotonic() + Math.min(BACKGROUND_SYNC_MS, Math.max(1, partition.config.flushMs))
    if (dueAtMs < this.#dueAtMs) this.#schedule(dueAtMs)
  }

  /** Begins no more syncs. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  /** One round: all that is dirty when it begins. */
  async #run(): Promise<void> {
    const round = [...this.#dirty]
    this.#dirty.clear()
    await syncAll(round, this.#syncOf, () => this.#isClosed, this.#firstFiles)
  }

  #schedule(dueAtMs: number): void {
    if (this.#isClosed) return
    this.#timer?.cancel()
    this.#dueAtMs = dueAtMs
    this.#timer = this.#clock.after(dueAtMs - this.#clock.monotonic(), () => {
      this.#dueAtMs = Number.POSITIVE_INFINITY
      this.#round = this.#round.then(() => this.#run())
    })
  }
}

/** Syncs partitions, a few at a time (and fewer while files are made for others), until `isOver`; what is under way then still ends. */
export async function syncAll(
  partitions: readonly Partition[],
  syncOf: (partition: Partition) => LogSync | null,
  isOver: () => boolean,
  firstFiles: FirstFiles | null = null,
): Promise<void> {
  const left = partitions.values()
  const lane = async (_: unknown, number: number): Promise<void> => {
    while (!isOver()) {
      if (number >= SYNCS_BESIDE_MAKES_MAX) await firstFiles?.busy
      const next = left.next()
      if (next.done) return
      await syncOf(next.value)?.request()
    }
  }
  await Promise.all(Array.from({ length: SYNCS_IN_FLIGHT_MAX }, lane))
}
