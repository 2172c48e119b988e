import type { Transport } from '@leat/client'
import type { Clock, Logger, Millis, Random } from '@leat/base'

/** How a service's state is made of entities: the only place where it changes. */
export interface StateSchema<State> {
  /** Written with every value. Data of an older format is read; a newer one is refused. */
  readonly format: number
  empty(): State
  /** Puts an entity (its whole new state) or deletes it (null). Never throws for what it wrote itself. */
  apply(state: State, key: string, value: unknown): void
}

/** One entity's new state; null: it is gone. Values are JSON. Keys are not empty and do not begin with NUL. */
export interface Change {
  readonly key: string
  readonly value: object | null
}

/** What was decided: changes (one record batch, all or nothing) and the answer to whoever asked. */
export interface Decision<A> {
  readonly changes: readonly Change[]
  readonly answer: A
}

export interface StoreOptions<State> {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Compacted, one partition, `flush.messages=1`; made when absent. */
  readonly topic: string
  /** The name under which writers fence each other. */
  readonly transactionalId: string
  readonly schema: StateSchema<State>
  /** How long an append may take before the store gives up its place as writer: 10 seconds if not said. */
  readonly appendMsMax?: Millis
}

export type StoreRole = 'following' | 'leading' | 'stopped'

/** A service's state, replicated on a compacted topic; one writer at a time, fenced by epoch. Disposing gives decisions under way two seconds. */
export interface Store<State> extends AsyncDisposable {
  /**
   * As of the last decision. Not all of it may be on the disk yet: who shows it to somebody awaits `settled` first.
   * Another object after a fault: do not keep it.
   */
  readonly state: State
  readonly role: StoreRole
  /** Resolves when everything that `state` shows now is durable. @throws StoreUnavailable when it was not written. */
  settled(): Promise<void>
  /**
   * Begins to write: bumps the epoch, writes a marker, reads up to it. From then on older writers are refused. After a fault the next decision
   * leads again by itself, unless another writer has come.
   * @throws StoreUnavailable
   */
  lead(): Promise<void>
  /** Goes on reading only. Decisions under way are finished first. */
  follow(): Promise<void>
  /**
   * Decides on the newest state, at once and alone; the changes are applied, appended in order, and the answer comes when they are durable.
   * Decisions are pipelined. Without changes nothing is written, but what the decision saw is durable when the answer comes.
   * @throws StoreUnavailable (the disk refuses, another writer took over: nothing of it happened; where the store could not find out in time, the README
   * says when, it may have); DecisionTooLarge above 1 MiB.
   */
  decide<A>(decision: (state: State) => Decision<A>): Promise<A>
  /**
   * Durable changes in the order of the log, a call per decision, before its answer; first those that `openStore` has read are there already in
   * `state`. A handler that throws stops the store.
   */
  onApplied(handler: (changes: readonly Change[]) => void): Disposable
}

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

export class DecisionTooLarge extends Error {
  override readonly name = 'DecisionTooLarge'
}
