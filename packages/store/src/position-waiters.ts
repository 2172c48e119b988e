import type { Offset } from '@leat/base'

interface Waiter {
  readonly offset: Offset
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** Who waits until the log was read up to an offset. As many as there are requests waiting: their bound is the server's. */
export class PositionWaiters {
  readonly #waiting = new Set<Waiter>()

  /** @throws the signal's reason, what `end` was told */
  async until(offset: Offset, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter = { offset, resolve, reject }
    const onAbort = (): void => reject(signal.reason)
    this.#waiting.add(waiter)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#waiting.delete(waiter)
    }
  }

  reached(position: Offset): void {
    for (const { offset, resolve } of this.#waiting) if (offset <= position) resolve()
  }

  end(reason: Error): void {
    for (const { reject } of this.#waiting) reject(reason)
  }
}
