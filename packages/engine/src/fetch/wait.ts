import type { Clock, Millis } from '@leat/base'
import type { PartitionLog } from '@leat/log'
import type { ParkedFetches } from './parked.ts'

export interface WaitOptions {
  readonly clock: Clock
  readonly parked: ParkedFetches
  readonly logs: readonly PartitionLog[]
  readonly maxWaitMs: Millis
  /** The client is gone. */
  readonly signal: AbortSignal
}

/** Why a parked fetch goes on. */
export type WakeReason = 'advanced' | 'deadline' | 'aborted'

/** One parked fetch: hooked to its partitions once, woken any number of times until it is disposed. Nothing polls. */
export class Waiter implements Disposable {
  readonly #hooks = new DisposableStack()
  #resolve: ((reason: WakeReason) => void) | null = null
  #pending: WakeReason | null = null

  constructor({ clock, parked, logs, maxWaitMs, signal }: WaitOptions) {
    const onAdvance = (): void => this.#wake('advanced')
    this.#hooks.use(parked.park(onAdvance))
    for (const log of logs) this.#hooks.use(log.onAdvance(onAdvance))
    this.#hooks.use(clock.after(maxWaitMs, () => this.#wake('deadline')))
    const onAbort = (): void => this.#wake('aborted')
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#hooks.defer(() => signal.removeEventListener('abort', onAbort))
  }

  /** The next wake-up, or the one that came since the last call. A deadline or an abort stands until it was heard. */
  next(): Promise<WakeReason> {
    const pending = this.#pending
    if (pending !== null) {
      this.#pending = null
      return Promise.resolve(pending)
    }
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  [Symbol.dispose](): void {
    this.#hooks.dispose()
  }

  /** The promise lets all that happens in this turn of the loop come together: a produce to sixteen partitions wakes a fetch once. */
  #wake(reason: WakeReason): void {
    if (this.#resolve !== null) {
      this.#resolve(reason)
      this.#resolve = null
    } else if (this.#pending === null || this.#pending === 'advanced') {
      this.#pending = reason
    }
  }
}
