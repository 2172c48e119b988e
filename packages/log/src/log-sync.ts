import type { Partition } from './partition.ts'
import { markSyncFailed } from './failed-sync.ts'
import type { Segment } from './segment.ts'

/** Group commit of one partition: one sync of each file in flight, and the next covers all that came meanwhile. */
export class LogSync {
  readonly #partition: Partition
  #running: Promise<void> | null = null
  #again = false
  /** What the sync in flight, or the last one, covers. */
  #targetOffset = 0

  constructor(partition: Partition) {
    this.#partition = partition
    this.#targetOffset = partition.writtenOffset
  }

  get targetOffset(): number {
    return this.#targetOffset
  }

  /** All that is written now will be synced; answers when that is done, or failed (see `health`). */
  request(): Promise<void> {
    if (this.#running === null) this.#running = this.#run()
    else this.#again = true
    return this.#running
  }

  async #run(): Promise<void> {
    do {
      this.#again = false
      await this.#round()
    } while (this.#again && this.#partition.health.ok)
    this.#running = null
  }

  async #round(): Promise<void> {
    const partition = this.#partition
    if (!partition.health.ok) return
    const target = partition.writtenOffset
    const dirty = partition.segments.filter((segment) => segment.syncedBytes < segment.sizeBytes)
    this.#targetOffset = target
    try {
      await Promise.all([...dirty.map((segment) => this.#syncSegment(segment)), partition.syncNames()])
    } catch (error) {
      // The kernel may have dropped what it could not write; a second sync would claim success (fsyncgate).
      if (partition.isRemoved) return
      markSyncFailed(partition.shared.fs, partition.directory, partition.active.logPath)
      partition.goOffline(`sync failed: ${String(error)}`)
      return
    }
    partition.syncedOffset = Math.max(partition.syncedOffset, target)
    if (partition.health.ok) partition.advance()
  }

  async #syncSegment(segment: Segment): Promise<void> {
    const { files, syncSlots } = this.#partition.shared
    await syncSlots.run(async () => {
      if (segment.isDeleted) return
      const size = segment.sizeBytes
      const file = files.acquire(segment)
      try {
        await file.datasync()
      } finally {
        files.release(segment)
      }
      segment.syncedBytes = Math.max(segment.syncedBytes, Math.min(size, segment.sizeBytes))
    })
  }
}
