import type { RefusalCause } from '../events.ts'
import type { EdgeLimits } from '../limits.ts'
import type { Limiter } from './limiter.ts'

/**
 * Connections of those who are asked for a key. Who has not logged in yet counts against a bound of its own, so that strangers take no place of the clients
 * of the cluster, whose cap (`connectionsMax` of its limits) is on those who have.
 */
export class Places {
  readonly #limits: Pick<EdgeLimits, 'connectionsBeforeLoginMax'>
  /** Null: no cap of a cluster. */
  readonly #limiter: Limiter | null
  readonly #waiting = new Set<object>()
  readonly #seated = new Set<object>()

  constructor(limits: Pick<EdgeLimits, 'connectionsBeforeLoginMax'>, limiter: Limiter | null) {
    this.#limits = limits
    this.#limiter = limiter
  }

  /** Why one more connection may not begin; null: it may. Each attempt counts against the rate of the cluster. */
  refusal(): RefusalCause | null {
    if (this.#limiter?.mayAttempt() === false) return 'cluster-connection-rate'
    return this.#waiting.size >= this.#limits.connectionsBeforeLoginMax ? 'too-many-before-login' : null
  }

  wait(connection: object): void {
    this.#waiting.add(connection)
  }

  /** Whether the cluster has a place for this one, which has logged in. */
  seat(connection: object): boolean {
    if (this.#limiter?.mayStay(this.#seated.size) === false) return false
    this.#waiting.delete(connection)
    this.#seated.add(connection)
    return true
  }

  left(connection: object): void {
    this.#waiting.delete(connection)
    this.#seated.delete(connection)
  }
}
