import type { Clock, Millis, Timer } from '@leat/base'
import { LIMITS } from './limits.ts'

/**
 * A moment that is put off again and again: heartbeats move it on, and the timer looks at it only when it runs. A timer that runs much too
 * late (the machine slept, the loop was blocked) gives the whole time once more: a jump of time expires nobody.
 */
export class Deadline {
  readonly #clock: Clock
  readonly #onExpire: () => void
  #timer: Timer | null = null
  #timerAt = 0
  #dueAt = 0
  #timeoutMs = 0

  constructor(clock: Clock, onExpire: () => void) {
    this.#clock = clock
    this.#onExpire = onExpire
  }

  startOver(timeoutMs: Millis): void {
    this.#timeoutMs = timeoutMs
    this.#dueAt = this.#clock.monotonic() + timeoutMs
    if (this.#timer !== null && this.#timerAt <= this.#dueAt) return
    this.#arm()
  }

  cancel(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timerAt = this.#dueAt
    this.#timer = this.#clock.after(Math.max(0, this.#dueAt - this.#clock.monotonic()), () => this.#run())
  }

  #run(): void {
    this.#timer = null
    const now = this.#clock.monotonic()
    if (now - this.#timerAt > LIMITS.lateTimerMs) this.startOver(this.#timeoutMs)
    else if (now < this.#dueAt) this.#arm()
    else this.#onExpire()
  }
}
