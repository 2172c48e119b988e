import type { Clock, Logger, Millis, Offset, Random } from '@leat/base'
import { type Change, type Decision, type PositionedStore, type StoreRole, StoreUnavailable } from '@leat/store'
import { Retry } from './retry.ts'

export interface SupervisedOptions<State> {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly empty: () => State
  /** Reads to the end. @throws what `openStore` throws */
  readonly open: () => Promise<PositionedStore<State>>
}

type Handler = (changes: readonly Change[]) => void

/**
 * A store that is opened until it opens, and opened again when it has stopped: a topic that is not there yet, a broker that was away, a topic that was made anew. Until it
 * is there `state` is empty, decisions are refused, and `isOpen` says so: nothing is shown that is not the log's.
 */
export class SupervisedStore<State> implements PositionedStore<State> {
  readonly #options: SupervisedOptions<State>
  readonly #handlers = new Map<Handler, Handler>()
  readonly #stopping = new AbortController()
  readonly #empty: State
  readonly #ended: Promise<void>
  readonly #opened = Promise.withResolvers<void>()
  #inner: PositionedStore<State> | null = null
  #reason = 'the registry reads its log'

  constructor(options: SupervisedOptions<State>) {
    this.#options = options
    this.#empty = options.empty()
    this.#opened.promise.catch(() => {})
    this.#ended = this.#run()
  }

  /** Only when it is disposed. */
  get stopped(): Promise<void> {
    return this.#ended
  }

  /** Resolves when it was read to the end for the first time. */
  get opened(): Promise<void> {
    return this.#opened.promise
  }

  get isOpen(): boolean {
    return this.#inner !== null && this.#inner.role !== 'stopped'
  }

  get state(): State {
    return this.isOpen ? this.#inner!.state : this.#empty
  }

  get role(): StoreRole {
    if (this.#stopping.signal.aborted) return 'stopped'
    return this.isOpen ? this.#inner!.role : 'following'
  }

  get position(): Offset {
    return this.isOpen ? this.#inner!.position : 0
  }

  async appliedTo(offset: Offset, signal: AbortSignal): Promise<void> {
    await this.#open().appliedTo(offset, signal)
  }

  async settled(): Promise<void> {
    await this.#open().settled()
  }

  async lead(): Promise<void> {
    await this.#open().lead()
  }

  async follow(): Promise<void> {
    if (this.isOpen) await this.#inner!.follow()
  }

  async decide<A>(decision: (state: State, nowMs: Millis) => Decision<A>): Promise<A> {
    return this.#open().decide(decision)
  }

  onApplied(handler: Handler): Disposable {
    const hook: Handler = (changes) => handler(changes) // a handler may be there twice
    this.#handlers.set(hook, handler)
    return { [Symbol.dispose]: () => void this.#handlers.delete(hook) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const reason = new StoreUnavailable('the store was closed')
    this.#reason = reason.message
    this.#stopping.abort(reason)
    this.#opened.reject(reason)
    await this.#inner?.[Symbol.asyncDispose]()
    await this.#ended
  }

  #open(): PositionedStore<State> {
    if (this.#inner === null || !this.isOpen) throw new StoreUnavailable(this.#reason)
    return this.#inner
  }

  async #run(): Promise<void> {
    const { logger } = this.#options
    const { signal } = this.#stopping
    const retry = new Retry(this.#options)
    while (!signal.aborted) {
      try {
        const store = await this.#options.open()
        using _hook = store.onApplied((changes) => this.#handlers.forEach((_, hook) => hook(changes)))
        this.#inner = store
        if (signal.aborted) await store[Symbol.asyncDispose]()
        retry.reset()
        this.#opened.resolve()
        await store.stopped
        this.#reason = 'the registry reads its log again'
      } catch (error) {
        logger.event('error', 'registry-log-unavailable', { reason: error instanceof Error ? error.message : String(error) })
        this.#reason = error instanceof Error ? error.message : String(error)
      }
      await retry.wait(signal).catch(() => null)
    }
  }
}
