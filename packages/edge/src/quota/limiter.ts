import type { ClusterLimits, PrincipalName } from '@leat/access'
import type { Bytes, Clock, Millis } from '@leat/base'
import type { FactTable } from '../facts/fact-table.ts'
import type { Throughput } from '../facts/quota-table.ts'
import { TokenBucket } from './token-bucket.ts'

/** Principals whose use is remembered; one that is forgotten begins with a full bucket. */
const PRINCIPALS_MAX = 10_000

type Rate = 'requests' | 'ingress' | 'egress' | 'attempts'

interface Own {
  readonly quota: Throughput
  readonly ingress: TokenBucket
  readonly egress: TokenBucket
}

/**
 * The caps of one cluster over all its brokers, and the quotas of its principals. What is over a rate is served, told its throttle time and then not read for
 * that long (KIP-219); of several rates the longest time holds. Facts may change at any time: a changed cap begins with a full bucket.
 */
export class Limiter {
  readonly #facts: Pick<FactTable, 'limits' | 'quotas'>
  readonly #clock: Clock
  readonly #buckets: Partial<Record<Rate, TokenBucket>> = {}
  readonly #principals = new Map<PrincipalName, Own>()

  constructor(facts: Pick<FactTable, 'limits' | 'quotas'>, clock: Clock) {
    this.#facts = facts
    this.#clock = clock
  }

  /** Whether one more connection may be tried. Each attempt counts against the rate. */
  mayAttempt(): boolean {
    const nowMs = this.#clock.monotonic()
    return this.#bucket('attempts', this.#facts.limits.connectionAttemptsPerSecondMax, nowMs)?.tryTake(1, nowMs) ?? true
  }

  /** Whether one more connection may log in where so many have. */
  mayStay(loggedIn: number): boolean {
    const { connectionsMax } = this.#facts.limits
    return connectionsMax === null || loggedIn < connectionsMax
  }

  /** Counts a request; how long its connection is to be throttled. */
  request(principal: PrincipalName, bytes: Bytes): Millis {
    const { limits } = this.#facts
    const nowMs = this.#clock.monotonic()
    return Math.max(
      this.#bucket('requests', limits.requestsPerSecondMax, nowMs)?.take(1, nowMs) ?? 0,
      this.#bucket('ingress', limits.ingressBytesPerSecondMax, nowMs)?.take(bytes, nowMs) ?? 0,
      this.#own(principal, nowMs)?.ingress.take(bytes, nowMs) ?? 0,
    )
  }

  /** Counts a response; how long its connection is to be throttled. */
  response(principal: PrincipalName, bytes: Bytes): Millis {
    const nowMs = this.#clock.monotonic()
    return Math.max(
      this.#bucket('egress', this.#facts.limits.egressBytesPerSecondMax, nowMs)?.take(bytes, nowMs) ?? 0,
      this.#own(principal, nowMs)?.egress.take(bytes, nowMs) ?? 0,
    )
  }

  #bucket(rate: Rate, perSecond: ClusterLimits['requestsPerSecondMax'], nowMs: Millis): TokenBucket | null {
    if (perSecond === null) return null
    const bucket = this.#buckets[rate]
    return bucket?.perSecond === perSecond ? bucket : (this.#buckets[rate] = new TokenBucket(perSecond, nowMs))
  }

  #own(principal: PrincipalName, nowMs: Millis): Own | null {
    const quota = this.#facts.quotas.of(principal)
    if (quota === null) return null
    const known = this.#principals.get(principal)
    if (known?.quota === quota) return known
    const { ingressBytesPerSecondMax, egressBytesPerSecondMax } = quota
    const own = {
      quota,
      ingress: new TokenBucket(ingressBytesPerSecondMax, nowMs),
      egress: new TokenBucket(egressBytesPerSecondMax, nowMs),
    }
    this.#principals.set(principal, own)
    if (this.#principals.size > PRINCIPALS_MAX) this.#principals.delete(this.#principals.keys().next().value!)
    return own
  }
}
