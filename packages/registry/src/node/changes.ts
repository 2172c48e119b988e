import { type Clock, type Millis, delay } from '@leat/base'

/** Tells that something has changed; who is told looks for himself what it is. */
export class Changes {
  readonly #handlers = new Set<() => void>()

  tell(): void {
    for (const handler of this.#handlers) handler()
  }

  on(handler: () => void): Disposable {
    const hook = (): void => handler()
    this.#handlers.add(hook)
    return { [Symbol.dispose]: () => void this.#handlers.delete(hook) }
  }

  /** Resolves with the next change, or after so long. @throws the signal's reason */
  async next(clock: Clock, msMax: Millis, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const over = new AbortController()
    using _hook = this.on(resolve)
    try {
      await Promise.race([promise, delay(clock, msMax, AbortSignal.any([signal, over.signal]))])
    } finally {
      over.abort()
    }
  }
}
