import type { Clock, Fs, Logger, Millis, Timer } from '@leat/base'
import { PROBE_BYTES, PROBE_INTERVAL_MS } from './limits.ts'

const PROBE_FILE = 'space-probe'
/** An append may ask more often than the timer, but not each one. */
const ASK_INTERVAL_MS: Millis = 100

/** Whether the disk takes writes. After ENOSPC it is tried with a small file until there is room again. */
export class DiskSpace {
  readonly #fs: Fs
  readonly #directory: string
  readonly #clock: Clock
  readonly #logger: Logger
  #isWritable = true
  #probedAtMs = 0
  #timer: Timer | null = null

  constructor(fs: Fs, directory: string, clock: Clock, logger: Logger) {
    this.#fs = fs
    this.#directory = directory
    this.#clock = clock
    this.#logger = logger
  }

  get isWritable(): boolean {
    return this.#isWritable
  }

  /** The same, but tries the disk again when it was last tried a while ago. */
  admitsWrites(): boolean {
    if (!this.#isWritable && this.#clock.monotonic() - this.#probedAtMs >= ASK_INTERVAL_MS) this.#probe()
    return this.#isWritable
  }

  full(): void {
    this.#probedAtMs = this.#clock.monotonic()
    if (this.#isWritable) this.#logger.event('error', 'disk-full', { directory: this.#directory })
    this.#isWritable = false
    this.#schedule()
  }

  close(): void {
    this.#timer?.cancel()
  }

  #schedule(): void {
    this.#timer?.cancel()
    this.#timer = this.#clock.after(PROBE_INTERVAL_MS, () => {
      this.#probe()
      if (!this.#isWritable) this.#schedule()
    })
  }

  #probe(): void {
    this.#probedAtMs = this.#clock.monotonic()
    const path = `${this.#directory}/${PROBE_FILE}`
    try {
      const file = this.#fs.openSync(path, 'create')
      try {
        file.writevSync([Buffer.alloc(PROBE_BYTES)], 0)
        file.datasyncSync()
      } finally {
        file.closeSync()
        this.#fs.removeSync(path)
      }
    } catch {
      return // still full, or worse
    }
    this.#isWritable = true
    this.#timer?.cancel()
    this.#logger.event('info', 'disk-writable', { directory: this.#directory })
  }
}
