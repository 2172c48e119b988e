import { type Clock, type Logger, type Millis, type Offset, type Timer } from '@leat/base'
import { type PartitionWriter, type ProducerIdentity, WriterFault, openWriter } from '@leat/client'
import { Batches } from './batches.ts'
import {
  type Change,
  type Decision,
  type PositionedStore,
  type RecordFormat,
  type StoreOptions,
  type StoreRole,
  StoreUnavailable,
} from './contract.ts'
import { Follower } from './follower.ts'
import { PositionWaiters } from './position-waiters.ts'
import { entityRecords } from './record-format.ts'
import { refusalOf, unavailable } from './refusals.ts'
import { Replica } from './replica.ts'

const APPEND_MS_MAX: Millis = 10_000
/** For the store to find out by itself what became of what it wrote, and to lead again. */
const REGAIN_MS_MAX: Millis = 2_000
/** For decisions under way when the store is closed. */
const STOP_MS_MAX: Millis = 2_000
const READ_BACK_MS_MAX: Millis = 5_000
const LOOK_AGAIN_MS: Millis = 500
const DECISION_BYTES_MAX = 1_048_576

type Leadership =
  /** `resumes`: it was lost, and nobody else is known to lead. The next decision tries to lead again. */
  | { readonly kind: 'none'; readonly resumes: ProducerIdentity | null }
  /** The marker is on its way. */
  | { readonly kind: 'taking'; readonly writer: PartitionWriter; readonly reached: () => void; readonly failed: (reason: Error) => void }
  | { readonly kind: 'leading'; readonly writer: PartitionWriter }
  /** Decisions under way are finished before the writer takes its next epoch; new ones wait. */
  | { readonly kind: 'renewing'; readonly writer: PartitionWriter; readonly ended: () => void }
  /** The writer has ended, and decisions are left of which nobody knows whether they are in the log. */
  | { readonly kind: 'lost'; readonly last: ProducerIdentity; readonly superseded: () => void }
  /** No more decisions; those under way are finished. */
  | { readonly kind: 'ending'; readonly writer: PartitionWriter }
  | { readonly kind: 'stopped'; readonly reason: string }

/** Who may write when; what is read and shown is the follower's and the replica's. */
export class LogStore<State> implements PositionedStore<State> {
  readonly #options: StoreOptions<State>
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #replica: Replica<State>
  readonly #follower: Follower<State>
  readonly #records: RecordFormat
  readonly #batches: Batches<State>
  readonly #waiters = new PositionWaiters()
  readonly #handlers = new Set<(changes: readonly Change[]) => void>()
  readonly #stopping = new AbortController()
  readonly #stopped = Promise.withResolvers<void>()
  #leadership: Leadership = { kind: 'none', resumes: null }
  /** Changes of leadership, one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #regaining: Promise<void> | null = null
  #following: Promise<void> = Promise.resolve()
  #watch: Timer | null = null
  #renewal: Timer | null = null
  /** When the identity of the writer was taken; both clocks, because one stands still while a machine sleeps and the other may be corrected. */
  #takenAt = { monotonicMs: 0, wallMs: 0 }

  constructor(options: StoreOptions<State>) {
    this.#options = options
    this.#clock = options.clock
    this.#logger = options.logger
    this.#replica = new Replica(options.schema)
    this.#records = options.records ?? entityRecords(options.schema.format, options.topic)
    this.#batches = new Batches({
      clock: options.clock,
      replica: this.#replica,
      decisionsMax: options.decisionsPerBatchMax ?? 1,
      bytesMax: DECISION_BYTES_MAX,
      mayWrite: () => !this.#isIdentityOld(),
    })
    this.#follower = new Follower({
      ...options,
      records: this.#records,
      replica: this.#replica,
      signal: this.#stopping.signal,
      onApplied: (changes) => this.#handlers.forEach((handler) => handler(changes)),
      onMarker: (writer) => this.#onMarker(writer),
      onPosition: (position) => this.#waiters.reached(position),
    })
  }

  get state(): State {
    return this.#replica.state
  }

  get role(): StoreRole {
    const { kind } = this.#leadership
    return kind === 'leading' || kind === 'stopped' ? kind : 'following'
  }

  /** Reads to the end found now, and from then on follows. @throws StoreUnreadable, StoreUnavailable */
  async open(): Promise<{ readonly entityCount: number; readonly skippedCount: number }> {
    await this.#follower.catchUp()
    this.#following = this.#follower.follow().catch((error: unknown) => this.#stop(error))
    return { entityCount: this.#replica.entityCount, skippedCount: this.#follower.skippedCount }
  }

  get stopped(): Promise<void> {
    return this.#stopped.promise
  }

  get position(): Offset {
    return this.#follower.position
  }

  async appliedTo(offset: Offset, signal: AbortSignal): Promise<void> {
    this.#refuseStopped()
    if (this.position < offset) await this.#waiters.until(offset, signal)
  }

  settled(): Promise<void> {
    return this.#replica.settled()
  }

  onApplied(handler: (changes: readonly Change[]) => void): Disposable {
    const hook = (changes: readonly Change[]): void => handler(changes) // a handler may be there twice
    this.#handlers.add(hook)
    return { [Symbol.dispose]: () => void this.#handlers.delete(hook) }
  }

  async decide<A>(decision: (state: State, nowMs: Millis) => Decision<A>): Promise<A> {
    while (this.#leadership.kind !== 'leading') await this.#regain()
    const { writer } = this.#leadership
    if (this.#isIdentityOld()) {
      // Paused for long: what this store knows may be long past, and the partition might take it all the same.
      writer.close()
      return this.decide(decision)
    }
    const nowMs = this.#clock.now()
    const { changes, answer } = decision(this.#replica.state, nowMs)
    if (changes.length > 0) {
      const added = this.#batches.add(writer, this.#records.encode(changes, nowMs))
      if (!added.ok) throw refusalOf(added.error)
      this.#watchReading()
    }
    await this.#replica.settled()
    return answer
  }

  lead(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#leadership.kind === 'leading') return
      await this.#take(null, this.#appendMsMax)
    })
  }

  follow(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#leadership.kind === 'leading') {
        const { writer } = this.#leadership
        this.#leadership = { kind: 'ending', writer }
        await this.#replica.settled().catch(ignore)
        writer.close()
      }
      if (this.#leadership.kind !== 'stopped') this.#unlead(new StoreUnavailable('this store follows now'), null)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    using _deadline = this.#clock.after(STOP_MS_MAX, resolve)
    await Promise.race([this.follow(), late])
    this.#end(new StoreUnavailable('the store was closed'))
    await this.#following
  }

  get #appendMsMax(): Millis {
    return this.#options.appendMsMax ?? APPEND_MS_MAX
  }

  /**
   * Fences older writers and waits until the log was read up to that moment. With `resumes` nobody newer is fenced (KIP-360).
   * Afterwards it leads, or nothing is left undecided and it does not.
   */
  async #take(resumes: ProducerIdentity | null, msMax: Millis): Promise<void> {
    this.#refuseStopped()
    let held = resumes
    using deadline = new DisposableStack()
    try {
      const late = new AbortController()
      deadline.use(this.#clock.after(msMax, () => late.abort(new Error(`not done within ${msMax} ms`))))
      const writer = await openWriter(this.#options.transport, {
        ...this.#options,
        partition: 0,
        appendMsMax: this.#appendMsMax,
        openMsMax: resumes === null ? msMax : 0,
        batchBytesMax: DECISION_BYTES_MAX,
        ...(resumes === null ? {} : { resumes }),
        onEnded: (fault) => this.#onWriterEnded(fault),
        signal: AbortSignal.any([this.#stopping.signal, late.signal]),
      })
      this.#refuseStopped()
      if (resumes !== null) held = writer
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      if (this.#leadership.kind === 'lost') this.#leadership.superseded()
      this.#leadership = { kind: 'taking', writer, reached: resolve, failed: reject }
      late.signal.addEventListener('abort', () => reject(late.signal.reason), { once: true })
      this.#takenAt = { monotonicMs: this.#clock.monotonic(), wallMs: this.#clock.now() }
      writer.append([this.#records.marker(writer.producerEpoch, this.#clock.now())])
      await promise
      this.#renewLater(writer)
      this.#logger.event('info', 'store-leads', { topic: this.#options.topic, producerEpoch: writer.producerEpoch })
    } catch (cause) {
      const unavailable = new StoreUnavailable(`cannot write to topic ${this.#options.topic}: ${reasonOf(cause)}`, { cause })
      this.#refuseStopped()
      const isFenced = cause instanceof WriterFault && cause.kind === 'fenced'
      this.#unlead(unavailable, isFenced ? null : held)
      throw unavailable
    }
  }

  /** Called by the follower: all that is before a marker was read. */
  #onMarker(marker: ProducerIdentity): void {
    const leadership = this.#leadership
    switch (leadership.kind) {
      case 'taking':
        if (!isSame(marker, leadership.writer)) return
        // What older writers of this store have left is not before it, and the partition takes no more of theirs.
        this.#replica.refuse(new StoreUnavailable('the decision was not written'))
        this.#leadership = { kind: 'leading', writer: leadership.writer }
        return leadership.reached()
      case 'leading':
      case 'renewing':
      case 'ending':
        return this.#records.supersedes(marker, leadership.writer) ? this.#superseded() : undefined
      case 'lost':
        return this.#records.supersedes(marker, leadership.last) ? this.#superseded() : undefined
      case 'none':
        if (leadership.resumes !== null && this.#records.supersedes(marker, leadership.resumes)) this.#superseded()
        return
      case 'stopped':
    }
  }

  #superseded(): void {
    this.#logger.event('warn', 'store-superseded', { topic: this.#options.topic })
    this.#unlead(new StoreUnavailable('another writer took over'), null)
  }

  /** Nothing is left undecided, and nothing is written any more. */
  #unlead(reason: StoreUnavailable, resumes: ProducerIdentity | null): void {
    const before = this.#leadership
    this.#leadership = { kind: 'none', resumes }
    this.#leave(before, reason)
  }

  #leave(before: Leadership, reason: StoreUnavailable): void {
    if ('writer' in before) before.writer.close()
    if (before.kind === 'taking') before.failed(reason)
    if (before.kind === 'lost') before.superseded()
    this.#replica.refuse(reason)
  }

  #onWriterEnded(fault: WriterFault): void {
    const leadership = this.#leadership
    if (!('writer' in leadership) || leadership.writer.fault !== fault) return
    if (leadership.kind === 'taking') return leadership.failed(fault)
    if (leadership.kind === 'ending') return this.#replica.refuse(unavailable(fault))
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#logger.event('warn', 'store-lead-lost', { topic: this.#options.topic, cause: fault.kind, code: fault.code })
    this.#leadership = { kind: 'lost', last: identityOf(leadership.writer), superseded: resolve }
    if (leadership.kind === 'renewing') leadership.ended()
    void this.#beginRegaining(fault.kind === 'fenced' ? this.#awaitSuccessor(fault, promise) : this.#inTurn(() => this.#leadAgain(fault)))
  }

  /** The successor's marker is in the log or about to be; what comes before it decides what became of our last decisions. */
  async #awaitSuccessor(fault: WriterFault, superseded: Promise<void>): Promise<void> {
    const lost = this.#leadership
    using _late = this.#clock.after(REGAIN_MS_MAX, () => {
      if (this.#leadership === lost) this.#unlead(unavailable(fault), null)
    })
    await superseded
    throw unavailable(fault)
  }

  /** A writer ends by itself in time; this is for what was written and cannot be read back. */
  #watchReading(): void {
    const sinceMs = this.#replica.waitingSinceMs
    if (this.#watch !== null || sinceMs === null) return
    const dueMs = sinceMs + this.#appendMsMax + READ_BACK_MS_MAX
    this.#watch = this.#clock.after(Math.max(LOOK_AGAIN_MS, dueMs - this.#clock.monotonic()), () => {
      this.#watch = null
      const leadership = this.#leadership
      if (this.#replica.waitingSinceMs !== sinceMs || !('writer' in leadership) || leadership.kind === 'taking') return this.#watchReading()
      this.#logger.event('error', 'store-reading-stalled', { topic: this.#options.topic })
      this.#unlead(new StoreUnavailable('what was written cannot be read back'), identityOf(leadership.writer))
    })
  }

  async #leadAgain(cause: WriterFault | null): Promise<void> {
    const leadership = this.#leadership
    const last = leadership.kind === 'lost' ? leadership.last : leadership.kind === 'none' ? leadership.resumes : null
    if (leadership.kind === 'leading') return
    if (last === null) throw cause === null ? new StoreUnavailable('this store does not lead') : unavailable(cause)
    await this.#take(last, REGAIN_MS_MAX)
  }

  #isIdentityOld(): boolean {
    const { identity } = this.#options
    if (identity === undefined) return false
    const ageMs = Math.max(this.#clock.monotonic() - this.#takenAt.monotonicMs, this.#clock.now() - this.#takenAt.wallMs)
    return ageMs > identity.ageMsMax
  }

  #renewLater(writer: PartitionWriter): void {
    const { identity } = this.#options
    this.#renewal?.cancel()
    if (identity === undefined) return
    this.#renewal = this.#clock.after(identity.renewMs, () => {
      if (this.#leadership.kind === 'leading' && this.#leadership.writer === writer)
        void this.#beginRegaining(this.#inTurn(() => this.#renew(writer)))
    })
  }

  /** Decisions under way are finished first, and new ones wait. */
  async #renew(writer: PartitionWriter): Promise<void> {
    if (this.#leadership.kind !== 'leading' || this.#leadership.writer !== writer) return
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const renewing: Leadership = { kind: 'renewing', writer, ended: resolve }
    this.#leadership = renewing
    await Promise.race([this.#replica.settled().catch(ignore), ended])
    // Otherwise it was lost, and who waits looks again at what became of it.
    if (this.#leadership === renewing) await this.#take(identityOf(writer), REGAIN_MS_MAX)
  }

  /** Resolves when it leads again. @throws StoreUnavailable */
  #regain(): Promise<void> {
    if (this.#regaining !== null) return this.#regaining
    const leadership = this.#leadership
    if (leadership.kind === 'stopped') return Promise.reject(new StoreUnavailable(leadership.reason))
    if (leadership.kind !== 'none' || leadership.resumes === null) return Promise.reject(new StoreUnavailable('this store does not lead'))
    return this.#beginRegaining(this.#inTurn(() => this.#leadAgain(null)))
  }

  #beginRegaining(work: Promise<void>): Promise<void> {
    const regaining = work.finally(() => {
      if (this.#regaining === regaining) this.#regaining = null
    })
    regaining.catch(ignore)
    this.#regaining = regaining
    return regaining
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(step)
    this.#turn = turn.catch(ignore)
    return turn
  }

  #stop(cause: unknown): void {
    this.#logger.event('error', 'store-stopped', { topic: this.#options.topic, reason: reasonOf(cause) })
    this.#end(new StoreUnavailable(`the store has stopped: ${reasonOf(cause)}`, { cause }))
  }

  #end(reason: StoreUnavailable): void {
    const before = this.#leadership
    this.#leadership = { kind: 'stopped', reason: reason.message }
    this.#leave(before, reason)
    this.#watch?.cancel()
    this.#renewal?.cancel()
    this.#waiters.end(reason)
    this.#stopping.abort(reason)
    this.#stopped.resolve()
  }

  #refuseStopped(): void {
    if (this.#leadership.kind === 'stopped') throw new StoreUnavailable(this.#leadership.reason)
  }
}

function identityOf({ producerId, producerEpoch }: ProducerIdentity): ProducerIdentity {
  return { producerId, producerEpoch }
}

function isSame(a: ProducerIdentity, b: ProducerIdentity): boolean {
  return a.producerId === b.producerId && a.producerEpoch === b.producerEpoch
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function ignore(): void {}
