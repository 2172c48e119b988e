import { type Result, fail, ok } from '@leat/base'
import type { StartProblem } from './problem.ts'

/**
 * Ports of a platform, from a base of 9092. All of them move with it:
 *
 *   broker N (1 to 3) of the first cluster   PLAINTEXT base + 2(N-1), SASL_SSL the one after it   9092 to 9097
 *   control plane and Kafka REST             base - 71                                            9021
 *   system cluster (audit log), SASL_SSL     base - 72                                            9020
 *   Schema Registry of all environments      base - 1011                                          8081
 *   brokers of further clusters, SASL_SSL    from base + 8 upwards, in order of creation          9100 …
 */
export const PORT_BASE = 9092
const CONTROL_OFFSET = -71
const SYSTEM_OFFSET = -72
const REGISTRY_OFFSET = -1011
const CLUSTERS_OFFSET = 8
/** Below it there would be no place for the registry. */
const BASE_MIN = 1 - REGISTRY_OFFSET
const BASE_MAX = 65_535 - CLUSTERS_OFFSET

/** 0 wherever the system chooses. */
export interface PortPlan {
  /** Of brokers 1, 2, … of the first cluster. */
  readonly plaintext: readonly number[]
  readonly saslSsl: readonly number[]
  readonly control: number
  readonly system: number
  readonly registry: number
  /** The first one that a further cluster may have. */
  readonly clustersFrom: number
}

/** A base, free ports, or exactly these. */
export type PortWish = number | 'auto' | PortPlan

export function planPorts(wish: PortWish, brokers: number): Result<PortPlan, StartProblem> {
  const nodes = Array.from({ length: brokers }, (_, index) => index)
  if (typeof wish === 'object') return ok(wish)
  if (wish === 'auto') {
    const free = nodes.map(() => 0)
    return ok({ plaintext: free, saslSsl: free, control: 0, system: 0, registry: 0, clustersFrom: 0 })
  }
  if (!(Number.isInteger(wish) && wish >= BASE_MIN && wish <= BASE_MAX)) {
    return fail({
      kind: 'bad-address',
      option: '--ports',
      value: String(wish),
      wanted: `auto, or a number from ${BASE_MIN} to ${BASE_MAX}`,
    })
  }
  return ok({
    plaintext: nodes.map((index) => wish + 2 * index),
    saslSsl: nodes.map((index) => wish + 2 * index + 1),
    control: wish + CONTROL_OFFSET,
    system: wish + SYSTEM_OFFSET,
    registry: wish + REGISTRY_OFFSET,
    clustersFrom: wish + CLUSTERS_OFFSET,
  })
}
