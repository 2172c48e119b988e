import { type Clock, type Logger, type Timer, unreachable } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { joinError, syncError } from './answers.ts'
import { Deadline } from './deadline.ts'
import type { DecideContext, Decision, Effect, JoinAnswer, Outcome, Stored, SyncAnswer } from './decision.ts'
import { decideLoaded } from './decide-loaded.ts'
import { decideStored } from './decide-stored.ts'
import { decideJoinTimeout, decideSessionExpired, decideSyncTimeout } from './decide-timers.ts'
import type { GroupState } from './state.ts'

/** What a group needs from its coordinator. */
export interface GroupHost {
  readonly clock: Clock
  readonly logger: Logger
  context(): DecideContext
  /** Takes the record's place in the log before it returns; answers NONE or the error of the write. */
  store(group: Group, snapshot: GroupState): Promise<number>
  /** After each change: an empty group that nothing keeps may go. */
  settled(group: Group): void
}

/**
 * A living group: its state, the calls that wait for it, and its timers. Nothing else changes them. Decisions are made in one go between two
 * turns of the loop, so the owner needs no queue.
 */
export class Group {
  readonly groupId: string
  readonly #host: GroupHost
  #state: GroupState
  readonly #joins = new Map<string, (answer: JoinAnswer) => void>()
  readonly #syncs = new Map<string, (answer: SyncAnswer) => void>()
  readonly #sessions = new Map<string, Deadline>()
  #joinTimer: Timer | null = null
  #syncTimer: Timer | null = null
  /** Records of the group on their way to the log. */
  #storing = 0
  #closed = false
  /** The log has a record of the group that is no tombstone. */
  recorded = false

  constructor(host: GroupHost, state: GroupState, recorded: boolean) {
    this.#host = host
    this.#state = state
    this.groupId = state.groupId
    this.recorded = recorded
  }

  get state(): GroupState {
    return this.#state
  }

  get isStoring(): boolean {
    return this.#storing > 0
  }

  /** The one place where a living group's state changes; effects follow in their order. */
  apply(decision: Decision): void {
    // A write of a group that is gone by now came to its end.
    if (this.#closed) return
    this.#state = decision.state
    for (const effect of decision.effects) this.#perform(effect)
    this.#host.settled(this)
  }

  /** Applies a JoinGroup's decision; the answer comes when the join phase ends. `signal`: the connection. */
  join(decision: Decision & { readonly outcome: Outcome<JoinAnswer> }, signal: AbortSignal): Promise<JoinAnswer | null> {
    return this.#wait(
      decision,
      this.#joins,
      joinError(ErrorCode.REBALANCE_IN_PROGRESS, decision.outcome.kind === 'park' ? decision.outcome.memberId : ''),
      signal,
    )
  }

  sync(decision: Decision & { readonly outcome: Outcome<SyncAnswer> }, signal: AbortSignal): Promise<SyncAnswer | null> {
    return this.#wait(decision, this.#syncs, syncError(ErrorCode.REBALANCE_IN_PROGRESS), signal)
  }

  /** After loading. */
  start(): void {
    this.apply(decideLoaded(this.#state, this.#host.context()))
  }

  /** Ends timers and answers what waits; the state stays as it is. */
  close(errorCode: number): void {
    this.#closed = true
    for (const session of this.#sessions.values()) session.cancel()
    this.#sessions.clear()
    this.#joinTimer?.cancel()
    this.#syncTimer?.cancel()
    for (const [memberId, resolve] of this.#joins) resolve(joinError(errorCode, memberId))
    for (const resolve of this.#syncs.values()) resolve(syncError(errorCode))
    this.#joins.clear()
    this.#syncs.clear()
  }

  /**
   * null: the connection went away. The member stays in the group as it was, as in Kafka: its session decides. A second call of the same
   * member takes the first one's place, which is sent back to JoinGroup.
   */
  #wait<Answer>(
    decision: Decision & { readonly outcome: Outcome<Answer> },
    waiting: Map<string, (answer: Answer) => void>,
    superseded: Answer,
    signal: AbortSignal,
  ): Promise<Answer | null> {
    const { outcome } = decision
    if (outcome.kind === 'answer') {
      this.apply(decision)
      return Promise.resolve(outcome.answer)
    }
    const { memberId } = outcome
    waiting.get(memberId)?.(superseded)
    const { promise, resolve } = Promise.withResolvers<Answer | null>()
    const onAbort = (): void => finish(null)
    const finish = (answer: Answer | null): void => {
      signal.removeEventListener('abort', onAbort)
      if (waiting.get(memberId) === finish) waiting.delete(memberId)
      resolve(answer)
    }
    waiting.set(memberId, finish)
    signal.addEventListener('abort', onAbort)
    this.apply(decision)
    if (signal.aborted) finish(null)
    return promise
  }

  #perform(effect: Effect): void {
    const { clock } = this.#host
    switch (effect.kind) {
      case 'answer-join':
        this.#joins.get(effect.memberId)?.(effect.answer)
        break
      case 'answer-sync':
        this.#syncs.get(effect.memberId)?.(effect.answer)
        break
      case 'start-session':
        this.#session(effect.memberId).startOver(effect.timeoutMs)
        break
      case 'end-session':
        this.#sessions.get(effect.memberId)?.cancel()
        this.#sessions.delete(effect.memberId)
        break
      case 'start-join-timer': {
        const { delayMs, remainingMs } = effect
        this.#joinTimer?.cancel()
        this.#joinTimer = clock.after(delayMs, () => this.apply(decideJoinTimeout(this.#state, delayMs, remainingMs, this.#host.context())))
        break
      }
      case 'end-join-timer':
        this.#joinTimer?.cancel()
        this.#joinTimer = null
        break
      case 'start-sync-timer': {
        const { delayMs, generation } = effect
        this.#syncTimer?.cancel()
        this.#syncTimer = clock.after(delayMs, () => this.apply(decideSyncTimeout(this.#state, generation, this.#host.context())))
        break
      }
      case 'end-sync-timer':
        this.#syncTimer?.cancel()
        this.#syncTimer = null
        break
      case 'store':
        void this.#store(effect.snapshot, effect.stored)
        break
      case 'tell':
        this.#host.logger.event('info', effect.event, effect.fields)
        break
      default:
        unreachable(effect)
    }
  }

  async #store(snapshot: GroupState, stored: Stored): Promise<void> {
    this.#storing++
    const errorCode = await this.#host.store(this, snapshot)
    this.#storing--
    if (errorCode === ErrorCode.NONE) this.recorded = true
    this.apply(decideStored(this.#state, stored, errorCode, this.#host.context()))
  }

  #session(memberId: string): Deadline {
    const known = this.#sessions.get(memberId)
    if (known !== undefined) return known
    const session = new Deadline(this.#host.clock, () => {
      this.#sessions.delete(memberId)
      this.apply(decideSessionExpired(this.#state, memberId, this.#host.context()))
    })
    this.#sessions.set(memberId, session)
    return session
  }
}
