import type { Fs, FsFile } from '@leat/base'

/** A file that is opened when somebody needs it and closed when others need the descriptor more. */
export interface Reopenable {
  /** Where it is now; it may have been renamed since it was opened. */
  readonly logPath: string
  file: FsFile | null
  pins: number
}

/** Files held open, at most so many beside those in use right now; the least recently used one is closed first. */
export class OpenFiles {
  readonly #fs: Fs
  readonly #countMax: number
  readonly #open = new Set<Reopenable>()

  constructor(fs: Fs, countMax: number) {
    this.#fs = fs
    this.#countMax = countMax
  }

  get count(): number {
    return this.#open.size
  }

  /** The open file, for reading and writing; it stays open until `release`. Throws `FsError`. */
  acquire(of: Reopenable, mode: 'write' | 'create' = 'write'): FsFile {
    const file = of.file ?? this.#fs.openSync(of.logPath, mode)
    of.file = file
    of.pins++
    this.#open.delete(of) // to the end of the order
    this.#open.add(of)
    if (this.#open.size > this.#countMax) this.#closeOldest()
    return file
  }

  /** A file that was opened elsewhere. */
  adopt(of: Reopenable, file: FsFile): void {
    closeFile(of)
    of.file = file
    this.#open.delete(of)
    this.#open.add(of)
    if (this.#open.size > this.#countMax) this.#closeOldest()
  }

  release(of: Reopenable): void {
    of.pins--
    if (of.pins === 0 && !this.#open.has(of)) closeFile(of)
  }

  /** Closes as soon as nobody uses it. */
  close(of: Reopenable): void {
    this.#open.delete(of)
    if (of.pins === 0) closeFile(of)
  }

  closeAll(): void {
    for (const of of this.#open) this.close(of)
  }

  #closeOldest(): void {
    for (const of of this.#open) {
      if (of.pins > 0) continue
      this.close(of)
      return
    }
  }
}

function closeFile(of: Reopenable): void {
  of.file?.closeSync()
  of.file = null
}
