import type { Clock } from '@leat/base'
import type { RefusalCause } from './events.ts'
import type { EdgeLimits } from './limits.ts'

/** Counts open connections and says whether one more may begin. */
export class Admission {
  readonly #clock: Clock
  readonly #limits: EdgeLimits
  readonly #perAddress = new Map<string, number>()
  #open = 0
  #secondStartedAtMs = Number.NEGATIVE_INFINITY
  #inThisSecond = 0

  constructor(clock: Clock, limits: EdgeLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** Null: admitted and counted until `left`. */
  enter(address: string): RefusalCause | null {
    const fromAddress = this.#perAddress.get(address) ?? 0
    if (this.#open >= this.#limits.connectionsMax) return 'too-many-connections'
    if (fromAddress >= this.#limits.connectionsPerAddressMax) return 'too-many-from-address'
    if (!this.#isSlowEnough()) return 'too-fast'
    this.#open += 1
    this.#perAddress.set(address, fromAddress + 1)
    return null
  }

  left(address: string): void {
    const remaining = (this.#perAddress.get(address) ?? 1) - 1
    this.#open -= 1
    if (remaining === 0) this.#perAddress.delete(address)
    else this.#perAddress.set(address, remaining)
  }

  #isSlowEnough(): boolean {
    const perSecondMax = this.#limits.connectionsPerSecondMax
    if (perSecondMax === null) return true
    const nowMs = this.#clock.monotonic()
    if (nowMs - this.#secondStartedAtMs >= 1_000) {
      this.#secondStartedAtMs = nowMs
      this.#inThisSecond = 0
    }
    this.#inThisSecond += 1
    return this.#inThisSecond <= perSecondMax
  }
}
