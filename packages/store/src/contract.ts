import type { Clock, Logger, Millis, Offset, Random } from '@leat/base'
import type { ProducerIdentity, RecordBatch, Transport } from '@leat/client'
import type { RecordInput } from '@leat/wire/records'

/** How a service's state is made of entities: the only place where it changes. */
export interface StateSchema<State> {
  /** Written with every value. Data of an older format is read; a newer one is refused. */
  readonly format: number
  empty(): State
  /** Puts an entity (its whole new state) or deletes it (null). Never throws for what it wrote itself. */
  /** `timestampMs` is the record's, where the format tells it. */
  apply(state: State, key: string, value: unknown, timestampMs?: Millis): void
}

/** One entity's new state; null: it is gone. Values are JSON. Keys are not empty and do not begin with NUL. */
export interface Change {
  readonly key: string
  readonly value: object | null
  /** Of its record, ms since 1970. Formats tell it on what they encode and decode when the state shows it; nobody who decides gives it. */
  readonly timestampMs?: Millis
}

/** What was decided: changes (one record batch, all or nothing) and the answer to whoever asked. */
export interface Decision<A> {
  readonly changes: readonly Change[]
  readonly answer: A
}

export interface EncodedDecision {
  /** As many as the decision has changes, in their order. */
  readonly records: readonly RecordInput[]
  /** As the log will give them back: what JSON does not carry is gone here too, and nobody else holds the values. */
  readonly changes: readonly Change[]
}

export interface DecodedBatch {
  /** A writer begins here. */
  readonly isMarker: boolean
  readonly changes: readonly Change[]
  /** What was left out because nobody here can read it; the store reports it. */
  readonly skipped?: readonly { readonly offset: Offset; readonly reason: string }[]
}

/** What a decision is on the topic. Without one the store's own: `record-format.ts`. */
export interface RecordFormat {
  encode(changes: readonly Change[], timestampMs: Millis): EncodedDecision
  /** Alone in its batch; of a key, so that compaction keeps the newest. */
  marker(epoch: number, timestampMs: Millis): RecordInput
  /** @throws StoreUnreadable, which stops the store. A format that others write too leaves out what it cannot read. */
  decode(batch: RecordBatch): DecodedBatch
  /** Whether the writer of a marker that was read has taken the place of this one. Others may write markers that mean nothing. */
  supersedes(marker: ProducerIdentity, own: ProducerIdentity): boolean
}

export interface TopicSettings {
  /** Kafka's names and values: what the topic is made with. Where one that is there differs, that is reported. */
  readonly configs: Readonly<Record<string, string>>
  /** Of these, and of `partitions` (1), those without which state would be lost: the topic is refused. */
  readonly needed: readonly string[]
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
  readonly records?: RecordFormat
  /** Null: the topic is somebody else's. It is read as it is, never made or looked into: a follower needs no other right. */
  readonly topicSettings?: TopicSettings | null
  /** Decisions that may share a record batch when they come together or the writer is busy; 1 if not said. All of a batch are there, or none. */
  readonly decisionsPerBatchMax?: number
  /**
   * How often the writer takes a new epoch, and when it must not write under the old one any more. Apache Kafka forgets who wrote: a partition after a
   * day without a batch (`producer.id.expiration.ms`), a coordinator after a week (`transactional.id.expiration.ms`); then it no longer refuses a writer
   * that was paused for so long. Without it an identity never grows old, which is right where ids do not expire.
   */
  readonly identity?: { readonly renewMs: Millis; readonly ageMsMax: Millis }
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
   * `nowMs` is what the timestamps of its records will say. Decisions are pipelined. Without changes nothing is written, but what the decision saw is durable when the answer comes.
   * @throws StoreUnavailable (the disk refuses, another writer took over: nothing of it happened; where the store could not find out in time, the README
   * says when, it may have); DecisionTooLarge above 1 MiB.
   */
  decide<A>(decision: (state: State, nowMs: Millis) => Decision<A>): Promise<A>
  /**
   * Durable changes in the order of the log, a call per decision, before its answer; first those that `openStore` has read are there already in
   * `state`. A handler that throws stops the store.
   */
  onApplied(handler: (changes: readonly Change[]) => void): Disposable
}

/** A store that says where in the log it stands. */
export interface PositionedStore<State> extends Store<State> {
  /** Resolves when the store has stopped, whether it was closed or cannot go on. */
  readonly stopped: Promise<void>
  /**
   * All before this offset was read and is in `state`. Who asks after a decision's answer learns where at the latest it stands: another store that has
   * reached this position shows it.
   */
  readonly position: Offset
  /** Resolves when `position` is at least this. @throws the signal's reason, StoreUnavailable when the store stops. */
  appliedTo(offset: Offset, signal: AbortSignal): Promise<void>
}

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

export class DecisionTooLarge extends Error {
  override readonly name = 'DecisionTooLarge'
}
