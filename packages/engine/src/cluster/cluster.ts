import { type Bytes, type Fs, type Logger, type NodeId, type Result, fail, ok } from '@leat/base'
import { type Journal, JournalUnreadable, StorageFault, openJournal } from '../journal/journal.ts'
import { apply } from './apply.ts'
import { checkBrokers, decideBrokers } from './brokers.ts'
import { type ClusterEvent, isKnownEvent } from './events.ts'
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
  readonly nodes: readonly NodeId[]
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
  #nodes: readonly NodeId[]
  #tail: Promise<unknown> = Promise.resolve()

  constructor(options: ClusterOptions, journal: Journal, state: ClusterState) {
    this.#options = options
    this.#journal = journal
    this.#state = state
    this.#nodes = checkBrokers(options.nodes)
  }

  /** The brokers that are there now. Each start names them; what the journal keeps is which of them lead what. */
  get nodes(): readonly NodeId[] {
    return this.#nodes
  }

  get state(): ClusterView {
    return this.#state
  }

  /** Takes its place in the queue before it returns. The promise resolves when the events are on disk and applied. */
  change<T>(decide: (state: ClusterView) => Decision<T>): Promise<Result<T, NotStored>> {
    return this.#inTurn(() => this.#run(decide, this.#nodes))
  }

  /** From now on these are the brokers: no decision that comes after names another, and no partition is led by one that is gone. */
  setNodes(nodes: readonly NodeId[]): Promise<Result<null, NotStored>> {
    const next = checkBrokers(nodes)
    return this.#inTurn(() => this.#run((state) => ({ events: decideBrokers(state, next), answer: null }), next))
  }

  /** After all changes that were asked for. `isClean`: all logs are known to be whole at the next start. */
  async close(isClean: boolean): Promise<void> {
    await this.change(() => ({ events: isClean ? [{ type: 'stopped' }] : [], answer: null }))
    this.#journal.close()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => undefined)
    return turn
  }

  /** The brokers change with what the decision does to the metadata, in one step that nobody sees half of. */
  async #run<T>(decide: (state: ClusterView) => Decision<T>, nodes: readonly NodeId[]): Promise<Result<T, NotStored>> {
    const { events, answer } = decide(this.#state)
    if (events.length === 0) {
      this.#nodes = nodes
      return ok(answer)
    }
    try {
      await this.#journal.append(events)
    } catch (error) {
      if (!(error instanceof StorageFault)) throw error
      this.#options.logger.event('error', 'metadata-not-stored', { reason: error.message, cause: String(error.cause) })
      return fail({ kind: 'storage', reason: error.message })
    }
    this.#nodes = nodes
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

/** Replays what the disk holds, marks the start, and gives leaders to what the brokers of the last start led alone. @throws JournalUnreadable, FsError, StorageFault */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { journal, snapshot, entries } = openJournal(options)
  const state = snapshot === null ? emptyState() : stateOf(snapshot as ClusterSnapshot)
  for (const events of entries as readonly (readonly ClusterEvent[])[]) {
    for (const event of events) {
      if (!isKnownEvent(event))
        throw new JournalUnreadable(`${options.dir} holds an event that this release of Leat does not know. Start a newer one.`)
      apply(state, event)
    }
  }
  const cluster = new Cluster(options, journal, state)
  const started = await cluster.change((found) => ({
    events: [{ type: 'started', clean: found.stoppedCleanly }, ...decideBrokers(found, cluster.nodes)],
    answer: null,
  }))
  if (!started.ok) throw new StorageFault(`the metadata journal cannot be written: ${started.error.reason}`)
  return cluster
}
