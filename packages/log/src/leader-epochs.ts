/** `leader-epoch-checkpoint`: where each leadership of a partition began (KIP-101), in Kafka's text form. */
import type { Fs, Offset } from '@leat/base'
import { encodeCheckpoint, readLines, replaceCheckpoint } from './checkpoint-file.ts'

export interface LeaderEpoch {
  readonly epoch: number
  readonly startOffset: Offset
}

export class LeaderEpochs {
  #entries: LeaderEpoch[]
  /** Whether the file on disk says less than we know. */
  changed = false

  constructor(entries: readonly LeaderEpoch[]) {
    this.#entries = [...entries]
  }

  get entries(): readonly LeaderEpoch[] {
    return this.#entries
  }

  /** -1 before the first. */
  get latest(): number {
    return this.#entries.at(-1)?.epoch ?? -1
  }

  /** A leadership begins. One that wrote nothing is replaced by its successor, as in Kafka. */
  begin(epoch: number, startOffset: Offset): void {
    if (epoch <= this.latest) return
    while (this.#entries.length > 0 && this.#entries.at(-1)!.startOffset >= startOffset) this.#entries.pop()
    this.#entries.push({ epoch, startOffset })
    this.changed = true
  }

  endOf(epoch: number, endOffset: Offset): { readonly epoch: number; readonly endOffset: Offset } | null {
    if (epoch === this.latest) return { epoch, endOffset }
    const next = this.#entries.findIndex((entry) => entry.epoch > epoch)
    if (next === -1) return null
    // Before the first known leadership: Kafka answers the epoch asked for, ending where the first one known begins.
    return { epoch: this.#entries[next - 1]?.epoch ?? epoch, endOffset: this.#entries[next]!.startOffset }
  }

  /** The log now begins at `startOffset`: older leaderships are forgotten, the one that holds it begins there. */
  cutBefore(startOffset: Offset): void {
    const holding = this.#entries.findLast((entry) => entry.startOffset <= startOffset)
    if (holding === undefined || (holding.startOffset === startOffset && holding === this.#entries[0])) return
    this.#entries = [{ epoch: holding.epoch, startOffset }, ...this.#entries.filter((entry) => entry.startOffset > startOffset)]
    this.changed = true
  }

  /** The log now ends at `endOffset`. A leadership that begins right there stays. */
  cutBehind(endOffset: Offset): void {
    const kept = this.#entries.filter((entry) => entry.startOffset <= endOffset)
    if (kept.length === this.#entries.length) return
    this.#entries = kept
    this.changed = true
  }

  /** When something changed; answers whether. Its name is durable with the directory. Rejects with `FsError`. */
  async write(fs: Fs, path: string, isSynced: boolean): Promise<boolean> {
    if (!this.changed) return false
    this.changed = false // a leadership that begins meanwhile asks for another write
    const text = encodeCheckpoint(this.#entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`))
    try {
      await replaceCheckpoint(fs, path, text, isSynced)
    } catch (error) {
      this.changed = true
      throw error
    }
    return true
  }
}

export function readLeaderEpochs(fs: Fs, path: string): LeaderEpochs {
  const entries: LeaderEpoch[] = []
  for (const line of readLines(fs, path) ?? []) {
    const [epoch, startOffset] = line.split(' ').map(Number)
    if (epoch !== undefined && startOffset !== undefined) entries.push({ epoch, startOffset })
  }
  return new LeaderEpochs(entries)
}
