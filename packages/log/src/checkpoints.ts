import type { Clock, Fs, Offset } from '@leat/base'
import { encodeOffsets, readOffsets } from './checkpoint-file.ts'
import type { Durability } from './contract.ts'
import type { Partition } from './partition.ts'
import { type RecoveryPoint, writeOffsets } from './recovery-points.ts'

const RECOVERY_POINTS = 'recovery-point-offset-checkpoint'
const START_OFFSETS = 'log-start-offset-checkpoint'
const CLEANED_OFFSETS = 'cleaner-offset-checkpoint'

/** The directory's three checkpoint files: offsets of all its partitions, also of those not opened. */
export class Checkpoints {
  readonly #fs: Fs
  readonly #dir: string
  readonly #clock: Clock
  readonly #isSynced: boolean
  readonly #recoveryPoints: Map<string, Offset>
  readonly #startOffsets: Map<string, Offset>
  readonly #cleanedOffsets: Map<string, Offset>
  #savingStartOffsets: Promise<void> | null = null

  constructor(fs: Fs, dir: string, clock: Clock, durability: Durability) {
    this.#fs = fs
    this.#dir = dir
    this.#clock = clock
    this.#isSynced = durability !== 'none'
    this.#recoveryPoints = readOffsets(fs, `${dir}/${RECOVERY_POINTS}`)
    this.#startOffsets = readOffsets(fs, `${dir}/${START_OFFSETS}`)
    this.#cleanedOffsets = readOffsets(fs, `${dir}/${CLEANED_OFFSETS}`)
  }

  of(name: string): { readonly recoveryPoint: Offset; readonly startOffset: Offset; readonly cleanedOffset: Offset } {
    return {
      recoveryPoint: this.#recoveryPoints.get(name) ?? 0,
      startOffset: this.#startOffsets.get(name) ?? 0,
      cleanedOffset: this.#cleanedOffsets.get(name) ?? 0,
    }
  }

  forget(name: string): void {
    for (const offsets of [this.#recoveryPoints, this.#startOffsets, this.#cleanedOffsets]) offsets.delete(name)
  }

  /** Throws `FsError`; the points then do not count. */
  async saveRecoveryPoints(points: readonly RecoveryPoint[]): Promise<void> {
    for (const { partition, offset } of points) if (!partition.isRemoved) this.#recoveryPoints.set(partition.name, offset)
    await writeOffsets(this.#fs, `${this.#dir}/${RECOVERY_POINTS}`, this.#recoveryPoints, this.#isSynced)
  }

  /** Where compaction will go on after a restart. When it is lost, compaction begins anew: nothing else depends on it. Throws `FsError`. */
  async saveCleanedOffsets(partitions: readonly Partition[]): Promise<void> {
    const moved = partitions.filter(({ name, cleanedOffset }) => cleanedOffset > (this.#cleanedOffsets.get(name) ?? 0))
    if (moved.length === 0) return
    for (const { name, cleanedOffset } of moved) this.#cleanedOffsets.set(name, cleanedOffset)
    await writeOffsets(this.#fs, `${this.#dir}/${CLEANED_OFFSETS}`, this.#cleanedOffsets, false)
  }

  /** Durable when resolved. One write for all calls of a turn. Rejects with `FsError`. */
  saveStartOffsets(partitions: () => Iterable<Partition>): Promise<void> {
    this.#savingStartOffsets ??= new Promise((resolve, reject) => {
      this.#clock.turn(() => {
        this.#savingStartOffsets = null
        try {
          this.#writeStartOffsets(partitions())
          resolve()
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
    return this.#savingStartOffsets
  }

  #writeStartOffsets(partitions: Iterable<Partition>): void {
    for (const { name, startOffset } of partitions) {
      // Also where the first file's name says it: that the files before are gone is not durable yet.
      if (startOffset > 0) this.#startOffsets.set(name, startOffset)
    }
    this.#fs.replaceFileSync(`${this.#dir}/${START_OFFSETS}`, encodeOffsets(this.#startOffsets))
  }
}
