import { type Clock, type Millis, type Random, delay } from '@leat/base'

/** Kafka's `retry.backoff.ms` is 100 and its maximum 1,000; in one process the first try again may come sooner. */
const FIRST_MS = 20
const MAX_MS = 1_000

export interface Pace {
  readonly clock: Clock
  readonly random: Random
}

/** Waits between tries: twice as long each time up to a second, and up to a fifth less by chance, so that replicas do not march in step. */
export class Backoff {
  readonly #pace: Pace
  #nextMs: Millis = FIRST_MS
  #sinceMs: Millis | null = null

  constructor(pace: Pace) {
    this.#pace = pace
  }

  /** How long it has failed by now. */
  get failingMs(): Millis {
    return this.#sinceMs === null ? 0 : this.#pace.clock.monotonic() - this.#sinceMs
  }

  /** After a failure. @throws the signal's reason */
  async wait(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#pace
    this.#sinceMs ??= clock.monotonic()
    const ms = this.#nextMs - random.below(Math.ceil(this.#nextMs / 5))
    this.#nextMs = Math.min(MAX_MS, this.#nextMs * 2)
    await delay(clock, ms, signal)
  }

  /** After a success. */
  reset(): void {
    this.#nextMs = FIRST_MS
    this.#sinceMs = null
  }
}
