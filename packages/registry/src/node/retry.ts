import { type Clock, type Millis, type Random, delay } from '@leat/base'

const FIRST_MS: Millis = 50
const MAX_MS: Millis = 1_000

/** Waits between tries, twice as long each time up to a second and up to a fifth less by chance. */
export class Retry {
  readonly #clock: Clock
  readonly #random: Random
  #nextMs: Millis = FIRST_MS

  constructor({ clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = clock
    this.#random = random
  }

  /** @throws the signal's reason */
  async wait(signal: AbortSignal): Promise<void> {
    const ms = this.#nextMs - this.#random.below(Math.ceil(this.#nextMs / 5))
    this.#nextMs = Math.min(MAX_MS, this.#nextMs * 2)
    await delay(this.#clock, ms, signal)
  }

  reset(): void {
    this.#nextMs = FIRST_MS
  }
}
