import { MAKES_AT_ONCE_MAX } from './limits.ts'
import { removeFiles } from './partition-directories.ts'
import type { Partition } from './partition.ts'

interface Request {
  readonly partition: Partition
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes what the first record of a partition needs: its directory and the file of its active segment. A new name waits for the file system's
 * journal, which may commit for hundreds of milliseconds while thousands of files are synced: the pool waits then, and not the loop. What
 * is asked for together is made together and ready together: on a busy machine each way to the pool and back costs milliseconds, and the
 * syncs of shared directories stay shared.
 */
export class FirstFiles {
  #waiting: Request[] = []
  #running: Promise<void> | null = null

  /** Resolves when nobody waits for files; null when nobody does now. */
  get busy(): Promise<void> | null {
    return this.#running
  }

  /** Rejects with `FsError`; it may then be asked for again. */
  make(partition: Partition): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ partition, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  async #run(): Promise<void> {
    await Promise.resolve() // all that is asked for in this step comes along
    while (this.#waiting.length > 0) {
      const ends = await Promise.all(this.#waiting.splice(0, MAKES_AT_ONCE_MAX).map(makeOne))
      for (const end of ends) end()
    }
    this.#running = null
  }
}

async function makeOne({ partition, resolve, reject }: Request): Promise<() => void> {
  try {
    if (!partition.isRemoved && !partition.isMade) await makeDirectory(partition)
    if (!partition.isRemoved) await makeActiveFile(partition)
  } catch (error) {
    if (!partition.isRemoved) return () => reject(error)
  }
  // It was deleted when there was nothing yet to take away.
  if (partition.isRemoved) removeFiles(partition.shared, partition.directory)
  return resolve
}

async function makeDirectory(partition: Partition): Promise<void> {
  const { directory } = partition
  const { fs, directories } = partition.shared
  await fs.mkdir(directory)
  // Names are counted when they are there: a sync that began before does not cover them.
  directories.made(directory)
  partition.pathMayBeNew()
  partition.isMade = true
}

async function makeActiveFile(partition: Partition): Promise<void> {
  const { active } = partition
  const { fs, files } = partition.shared
  const file = await fs.open(active.logPath, 'create')
  partition.namesChanged()
  active.isMade = true
  if (partition.isRemoved) file.closeSync()
  else files.adopt(active, file)
}
