import type { Fs } from '@leat/base'
import type { Slots } from './slots.ts'

interface Directory {
  /** Names made in it, counted, and how many of them are durable. */
  changes: number
  synced: number
  /** Whether the directory itself, of a topic, is known to be there. */
  isMade: boolean
  /** The sync under way, and the changes it covers: all that come until it begins. */
  running: Promise<void> | null
  covers: number
  /** The one after it. */
  next: Promise<void> | null
  /** A failed sync is not tried again: the kernel may have dropped what it could not write. */
  failure: unknown
}

/**
 * The directories that partitions share: their topic's, and the one above it. One sync makes all names durable that were made before
 * it began, so that a topic of 500 new partitions costs a few syncs and not 500. Nothing blocks the loop.
 */
export class DirectorySyncs {
  readonly #fs: Fs
  readonly #slots: Slots
  readonly #directories = new Map<string, Directory>()

  constructor(fs: Fs, slots: Slots) {
    this.#fs = fs
    this.#slots = slots
  }

  /** The partition's directory was just made; perhaps its topic's, too. */
  made(path: string): void {
    const topic = this.#of(parentOf(path))
    topic.changes++
    if (topic.isMade) return
    topic.isMade = true
    this.#of(parentOf(parentOf(path))).changes++
  }

  /** The partition's directory is there, and the life before, which made it, may have ended before the sync. */
  found(path: string): void {
    const topic = parentOf(path)
    if (this.#of(topic).isMade) return
    this.#of(topic).isMade = true
    this.#of(topic).changes++
    this.#of(parentOf(topic)).changes++
  }

  /** The path to the partition's directory survives a power loss once this resolves. Rejects with `FsError`. */
  async sync(path: string): Promise<void> {
    const topic = parentOf(path)
    await Promise.all([this.#sync(topic), this.#sync(parentOf(topic))])
  }

  /** The same while a partition is opened. Throws `FsError`. */
  syncNow(path: string): void {
    const topic = parentOf(path)
    for (const each of [topic, parentOf(topic)]) {
      const directory = this.#of(each)
      if (directory.failure !== null) throw directory.failure
      if (directory.synced >= directory.changes) continue
      this.#fs.syncDirSync(each)
      directory.synced = directory.changes
    }
  }

  /** The topic is gone. */
  forget(topic: string): void {
    this.#directories.delete(topic)
  }

  #of(path: string): Directory {
    let directory = this.#directories.get(path)
    if (directory === undefined) {
      directory = { changes: 0, synced: 0, isMade: false, running: null, covers: 0, next: null, failure: null }
      this.#directories.set(path, directory)
    }
    return directory
  }

  async #sync(path: string): Promise<void> {
    const directory = this.#of(path)
    if (directory.failure !== null) throw directory.failure
    if (directory.synced >= directory.changes) return
    if (directory.running !== null && directory.covers < directory.changes) {
      directory.next ??= directory.running.then(() => {
        directory.next = null
        return this.#sync(path)
      })
      return directory.next
    }
    directory.running ??= this.#run(path, directory)
    return directory.running
  }

  async #run(path: string, directory: Directory): Promise<void> {
    directory.covers = Number.POSITIVE_INFINITY
    try {
      await this.#slots.run(() => {
        directory.covers = directory.changes
        return this.#fs.syncDir(path)
      })
      directory.synced = Math.max(directory.synced, directory.covers)
    } catch (error) {
      directory.failure = error
      throw error
    } finally {
      directory.running = null
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
