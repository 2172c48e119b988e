import { type Bytes, type Fs, type Logger, type Result, fail, ok } from '@leat/base'
import { type Journal, StorageFault, openJournal } from '../journal/journal.ts'
import { apply } from './apply.ts'
import type { ClusterEvent } from './events.ts'
import { type ClusterSnapshot, snapshotOf, stateOf } from './snapshot.ts'
import { type ClusterState, type ClusterView, emptyState } from './state.ts'

/** What a decision comes to: events for the log, and the answer for whoever asked. */
export interface Decision<T> {
  readonly events: readonly ClusterEvent[]
  readonly answer: T
}

export interface ClusterOptions {
  readonly fs: Fs
  readonly dir: string
  readonly logger: Logger
  readonly sync: boolean
  readonly journalBytesMax: Bytes
  /** Runs right after each applied event: what follows from it outside the metadata (logs, caches). */
  readonly onApplied: (event: ClusterEvent) => void
}

/** The disk refused: nothing was decided. */
export type NotStored = { readonly kind: 'storage'; readonly reason: string }

/** Owner of the cluster's metadata. Changes are serial: decide, append (synced), apply; the next one decides on what the last one left. */
export class Cluster {
  readonly #options: ClusterOptions
  readonly #journal: Journal
  readonly #state: ClusterState
  #tail: Promise<unknown> = Promise.resolve()

  constructor(options: ClusterOptions, journal: Journal, state: ClusterState) {
    this.#options = options
    this.#journal = journal
    this.#state = state
  }

  get state(): ClusterView {
    return this.#state
  }

  /** Takes its place in the queue before it returns. The promise resolves when the events are on disk and applied. */
  change<T>(decide: (state: ClusterView) => Decision<T>): Promise<Result<T, NotStored>> {
    const turn = this.#tail.then(() => this.#run(decide))
    this.#tail = turn.catch(() => undefined)
    return turn
  }

  /** After all changes that were asked for. `isClean`: all logs are known to be whole at the next start. */
  async close(isClean: boolean): Promise<void> {
    await this.change(() => ({ events: isClean ? [{ type: 'stopped' }] : [], answer: null }))
    this.#journal.close()
  }

  async #run<T>(decide: (state: ClusterView) => Decision<T>): Promise<Result<T, NotStored>> {
    const { events, answer } = decide(this.#state)
    if (events.length === 0) return ok(answer)
    try {
      await this.#journal.append(events)
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error
      this.#options.logger.event('error', 'metadata-not-stored', { reason: error.message, cause: String(error.cause) })
      return fail({ kind: 'storage', reason: error.message })
    }
    for (const event of events) {
      apply(this.#state, event)
      this.#options.onApplied(event)
    }
    this.#snapshotWhenLarge()
    return ok(answer)
  }

  #snapshotWhenLarge(): void {
    if (this.#journal.sizeBytes < this.#options.journalBytesMax) return
    try {
      this.#journal.snapshot(snapshotOf(this.#state))
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error
      this.#options.logger.event('warn', 'metadata-snapshot-failed', { reason: error.message })
    }
  }
}

/** Replays what the disk holds and marks the start. @throws JournalUnreadable, FsError, StorageFault */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { journal, snapshot, entries } = openJournal(options)
  const state = snapshot === null ? emptyState() : stateOf(snapshot as ClusterSnapshot)
  for (const events of entries as readonly (readonly ClusterEvent[])[]) {
    for (const event of events) apply(state, event)
  }
  const cluster = new Cluster(options, journal, state)
  const started = await cluster.change(({ stoppedCleanly }) => ({ events: [{ type: 'started', clean: stoppedCleanly }], answer: null }))
  if (!started.ok) throw new StorageFault(`the metadata journal cannot be written: ${started.error.reason}`)
  return cluster
}
