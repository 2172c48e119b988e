import type { Offset } from '@leat/base'

interface Waiter {
  readonly offset: Offset
  readonly resolve: (reached: boolean) => void
}

/** Who waits for the log to reach an offset. Bounded by the requests in flight: each append waits once. */
export class OffsetWaiters {
  /** By offset; those of the same offset in order of arrival. */
  #waiting: Waiter[] = []

  get count(): number {
    return this.#waiting.length
  }

  wait(offset: Offset): Promise<boolean> {
    return new Promise((resolve) => {
      let at = this.#waiting.length
      while (at > 0 && this.#waiting[at - 1]!.offset > offset) at--
      if (at === this.#waiting.length) this.#waiting.push({ offset, resolve })
      else this.#waiting.splice(at, 0, { offset, resolve })
    })
  }

  /** All below `offset` has happened. */
  reach(offset: Offset): void {
    let count = 0
    while (count < this.#waiting.length && this.#waiting[count]!.offset <= offset) count++
    if (count === 0) return
    const reached = this.#waiting.splice(0, count)
    for (const waiter of reached) waiter.resolve(true)
  }

  /** What lies above `offset` will not happen. */
  fail(offset: Offset): void {
    const failed = this.#waiting.filter((waiter) => waiter.offset > offset)
    this.#waiting = this.#waiting.filter((waiter) => waiter.offset <= offset)
    for (const waiter of failed) waiter.resolve(false)
  }
}
