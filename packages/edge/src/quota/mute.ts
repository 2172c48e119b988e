import type { Clock, Millis, Timer } from '@leat/base'

/** A time in which a connection is not read. Longer times take the place of shorter ones. */
export class Mute {
  readonly #clock: Clock
  readonly #onOver: () => void
  #timer: Timer | null = null
  #untilMs: Millis = 0

  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock
    this.#onOver = onOver
  }

  get isOn(): boolean {
    return this.#timer !== null
  }

  for(ms: Millis): void {
    const nowMs = this.#clock.monotonic()
    if (this.#timer !== null && nowMs + ms <= this.#untilMs) return
    this.#timer?.cancel()
    this.#untilMs = nowMs + ms
    this.#timer = this.#clock.after(ms, () => {
      this.#timer = null
      this.#onOver()
    })
  }

  end(): void {
    this.#timer?.cancel()
    this.#timer = null
  }
}
