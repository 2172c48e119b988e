import type { Clock, Timer } from '@leat/base'
import { BACKGROUND_SYNC_MS } from './limits.ts'
import type { LogSync } from './log-sync.ts'
import type { Partition } from './partition.ts'

/** `process` durability: what was written is synced within a second, or within `flush.ms` where that is less. Nothing runs while all is clean. */
export class SyncSchedule {
  readonly #clock: Clock
  readonly #syncOf: (partition: Partition) => LogSync | null
  readonly #dirty = new Set<Partition>()
  #timer: Timer | null = null
  #dueAtMs = Number.POSITIVE_INFINITY
  #isClosed = false

  constructor(clock: Clock, syncOf: (partition: Partition) => LogSync | null) {
    this.#clock = clock
    this.#syncOf = syncOf
  }

  dirty(partition: Partition): void {
    if (this.#dirty.has(partition)) return
    this.#dirty.add(partition)
    const dueAtMs = this.#clock.monotonic() + Math.min(BACKGROUND_SYNC_MS, Math.max(1, partition.config.flushMs))
    if (dueAtMs < this.#dueAtMs) this.#schedule(dueAtMs)
  }

  /** One round: all that is dirty now. */
  async run(): Promise<void> {
    this.#timer?.cancel()
    this.#dueAtMs = Number.POSITIVE_INFINITY
    const round = [...this.#dirty]
    this.#dirty.clear()
    await Promise.all(round.map(async (partition) => this.#syncOf(partition)?.request()))
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #schedule(dueAtMs: number): void {
    if (this.#isClosed) return
    this.#timer?.cancel()
    this.#dueAtMs = dueAtMs
    this.#timer = this.#clock.after(dueAtMs - this.#clock.monotonic(), () => void this.run())
  }
}
