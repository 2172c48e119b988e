import type { Millis } from '@leat/base'
import type { ProducerIdentity, RecordBatch } from '@leat/client'
import type { Change, StateSchema } from './contract.ts'

/** Decisions that show in `state` and were not read back from the log: all of one record batch. */
export interface Undecided {
  readonly by: ProducerIdentity
  /** Null as long as it is not appended. */
  baseSequence: number | null
  readonly decisions: (readonly Change[])[]
  readonly sinceMs: Millis
  readonly durable: Promise<void>
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
}

/**
 * The state in memory: what the log holds, and on top of it the decisions on their way there. Only the log makes a decision durable: it counts when it is
 * read back, whoever said what about its append. Nothing waits here.
 */
export class Replica<State> {
  readonly #schema: StateSchema<State>
  /** What the log holds, in the order in which compaction would leave it. */
  readonly #entities = new Map<string, Change>()
  readonly #undecided: Undecided[] = []
  #state: State

  constructor(schema: StateSchema<State>) {
    this.#schema = schema
    this.#state = schema.empty()
  }

  get state(): State {
    return this.#state
  }

  get entityCount(): number {
    return this.#entities.size
  }

  /** Resolves when all that `state` shows now was read from the log; rejects when some of it is refused. */
  settled(): Promise<void> {
    return this.#undecided.at(-1)?.durable ?? NOTHING_ON_ITS_WAY
  }

  /** Since when (monotonic) the oldest undecided decision waits; null when there is none. */
  get waitingSinceMs(): Millis | null {
    return this.#undecided[0]?.sinceMs ?? null
  }

  /** Begins the next batch. */
  begin(by: ProducerIdentity, baseSequence: number | null, sinceMs: Millis): Undecided {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    promise.catch(ignore)
    const batch: Undecided = { by, baseSequence, decisions: [], sinceMs, durable: promise, resolve, reject }
    this.#undecided.push(batch)
    return batch
  }

  /** Shows a decision as the newest, in the newest batch. */
  show(batch: Undecided, changes: readonly Change[]): void {
    batch.decisions.push(changes)
    this.#apply(changes)
  }

  /** The decisions that are durable now, when the batch is the one that is due next; null when it is not. */
  confirm(batch: RecordBatch): readonly (readonly Change[])[] | null {
    const due = this.#undecided[0]
    if (due === undefined || !isBatchOf(due, batch)) return null
    this.#undecided.shift()
    for (const changes of due.decisions) this.#keep(changes)
    due.resolve()
    return due.decisions
  }

  /** A decision that somebody else wrote. */
  take(changes: readonly Change[]): void {
    this.#keep(changes)
    if (this.#undecided.length === 0) this.#apply(changes)
    else this.#rebuild()
  }

  /** Nothing of what is undecided will be in the log. */
  refuse(reason: Error): void {
    if (this.#undecided.length === 0) return
    const refused = this.#undecided.splice(0)
    this.#rebuild()
    for (const { reject } of refused) reject(reason)
  }

  #keep(changes: readonly Change[]): void {
    for (const change of changes) {
      this.#entities.delete(change.key)
      if (change.value !== null) this.#entities.set(change.key, change)
    }
  }

  #apply(changes: readonly Change[]): void {
    for (const { key, value, timestampMs } of changes) this.#schema.apply(this.#state, key, value, timestampMs)
  }

  /** As a start would make it from the compacted log. */
  #rebuild(): void {
    this.#state = this.#schema.empty()
    this.#apply([...this.#entities.values()])
    for (const { decisions } of this.#undecided) for (const changes of decisions) this.#apply(changes)
  }
}

const NOTHING_ON_ITS_WAY = Promise.resolve()

function isBatchOf({ by, baseSequence }: Undecided, batch: RecordBatch): boolean {
  return by.producerId === batch.producerId && by.producerEpoch === batch.producerEpoch && baseSequence === batch.baseSequence
}

function ignore(): void {}
