import type { Bytes } from '@leat/base'

/**
 * One budget of bytes shared by all connections of the edge. Who wants more than there is waits in line; nobody overtakes,
 * so a large request is not starved by small ones.
 */
export class ByteBudget {
  readonly #limit: Bytes
  readonly #waiting: Waiter[] = []
  #used = 0
  #granting = false

  constructor(limit: Bytes) {
    this.#limit = limit
  }

  get used(): Bytes {
    return this.#used
  }

  get isFull(): boolean {
    return this.#used >= this.#limit
  }

  /** Somebody waits for room. */
  get isContended(): boolean {
    return this.#waiting.length > 0
  }

  /** Counts bytes that are in memory already. */
  take(bytes: Bytes): void {
    this.#used += bytes
  }

  /** Counts bytes that are still to come, when there is room for them and nobody waits. What is larger than the budget fits when nothing else is there. */
  tryTake(bytes: Bytes): boolean {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) return false
    this.#used += bytes
    return true
  }

  release(bytes: Bytes): void {
    this.#used -= bytes
    this.#grant()
  }

  /** Calls `granted` as soon as there is room for `bytes`, which are then counted. With 0 it waits for any room at all. */
  wait(bytes: Bytes, granted: () => void): Disposable {
    const waiter: Waiter = { bytes, granted }
    this.#waiting.push(waiter)
    return {
      [Symbol.dispose]: () => {
        const at = this.#waiting.indexOf(waiter)
        if (at === -1) return
        this.#waiting.splice(at, 1)
        this.#grant()
      },
    }
  }

  #fits(bytes: Bytes): boolean {
    return this.#used === 0 || (bytes === 0 ? !this.isFull : this.#used + bytes <= this.#limit)
  }

  #grant(): void {
    // Who is granted may release at once, or fill the budget again: one loop serves them all.
    if (this.#granting) return
    this.#granting = true
    try {
      for (;;) {
        const next = this.#waiting[0]
        if (next === undefined || !this.#fits(next.bytes)) return
        this.#waiting.shift()
        this.#used += next.bytes
        next.granted()
      }
    } finally {
      this.#granting = false
    }
  }
}

interface Waiter {
  readonly bytes: Bytes
  readonly granted: () => void
}
