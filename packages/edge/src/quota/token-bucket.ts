import type { Millis } from '@leat/base'

/** A bucket holds what comes in this time: a pause earns a burst of that size and no more. */
const BURST_MS = 1_000
/** No wait is longer, or clients would give up on their requests; what is owed above it is still owed after it. */
const THROTTLE_MS_MAX = 15_000

/** A rate per second, with debts: what was taken is taken, and who took it waits until it is paid back. */
export class TokenBucket {
  readonly perSecond: number
  #tokens: number
  #atMs: Millis

  /** Begins full. */
  constructor(perSecond: number, nowMs: Millis) {
    this.perSecond = perSecond
    this.#tokens = this.#room
    this.#atMs = nowMs
  }

  /** How long to wait before taking more; 0: no time. */
  take(amount: number, nowMs: Millis): Millis {
    this.#fill(nowMs)
    this.#tokens -= amount
    return this.#tokens >= 0 ? 0 : Math.min(THROTTLE_MS_MAX, Math.ceil((-this.#tokens * 1_000) / this.perSecond))
  }

  /** Takes nothing when there is not enough. */
  tryTake(amount: number, nowMs: Millis): boolean {
    this.#fill(nowMs)
    if (this.#tokens < amount) return false
    this.#tokens -= amount
    return true
  }

  get #room(): number {
    return (this.perSecond * BURST_MS) / 1_000
  }

  #fill(nowMs: Millis): void {
    this.#tokens = Math.min(this.#room, this.#tokens + ((nowMs - this.#atMs) * this.perSecond) / 1_000)
    this.#atMs = nowMs
  }
}
