import type { Millis } from './brand.ts'

/** A pending call. Cancelling it twice, or after it ran, does nothing. */
export interface Timer extends Disposable {
  cancel(): void
}

/** Time as a parameter. The real one is made by the server, the virtual one (`@leat/base/sim`) by tests. */
export interface Clock {
  /** Wall clock: milliseconds since the Unix epoch. May jump. For timestamps in data and answers only. */
  now(): Millis
  /** Milliseconds from an arbitrary start; never goes back. For deadlines, sessions and expiry. */
  monotonic(): Millis
  /** Runs `fn` once after `delayMs`. Does not keep the process alive by itself. */
  after(delayMs: Millis, fn: () => void): Timer
  /** Runs `fn` at the end of this turn of the event loop, after input that is already there was handled. */
  turn(fn: () => void): void
}
