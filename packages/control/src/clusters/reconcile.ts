/**
 * Brings the host to what the state says, cluster by cluster, and the state to what the host has. Level-triggered: what is to be done follows
 * from the state alone, so that a crash between any two steps is carried on with at the next start.
 *
 *     PROVISIONING            host.open    -> PROVISIONED, or FAILED
 *     PROVISIONED, not open   host.open       (each start; a plan with other brokers)
 *     wanted CKU != actual    host.open    -> actual = wanted
 *     DELETING                host.remove  -> gone, with all that belongs to it
 */
import type { Clock, Logger, Millis, Result } from '@leat/base'
import type { Store } from '@leat/store'
import type { ClusterAddresses, ClusterHost, HostProblem } from '../cluster-host.ts'
import type { Cluster } from '../entities.ts'
import type { Mirror } from '../facts/mirror.ts'
import type { Teller } from '../facts/teller.ts'
import type { ControlState } from '../state.ts'
import { decideFailed, decideGone, decideOpened, decidePorts } from './decide.ts'
import { brokersOf, planKey, planOf } from './plan.ts'

/** Clusters that open or close at the same time. */
const UNDER_WAY_MAX = 4
const RETRY_MS_MIN: Millis = 500
const RETRY_MS_MAX: Millis = 10_000

export interface Reconciler extends AsyncDisposable {
  /** Does what is to be done for this cluster now; resolves when that was tried once. */
  first(id: string): Promise<Result<ClusterAddresses, HostProblem>>
  /** Begins with all other clusters, and from now on with each that changes. */
  begin(): void
  addressOf(id: string): ClusterAddresses | null
}

export interface ReconcileParts {
  readonly store: Store<ControlState>
  readonly mirror: Mirror
  readonly teller: Teller
  readonly host: ClusterHost
  readonly clock: Clock
  readonly logger: Logger
  readonly platformBrokers: number
}

interface Work {
  running: boolean
  /** Changed while it ran. */
  again: boolean
  retryMs: Millis
}

export function reconcilerOf({ store, mirror, teller, host, clock, logger, platformBrokers }: ReconcileParts): Reconciler {
  const opened = new Map<string, { readonly key: string; readonly addresses: ClusterAddresses }>()
  const works = new Map<string, Work>()
  const queue: string[] = []
  const idle = new Set<() => void>()
  let underWay = 0
  let begun = false
  let stopped = false

  const now = (): string => new Date(clock.now()).toISOString()

  const open = async (cluster: Cluster): Promise<Result<ClusterAddresses, HostProblem>> => {
    const plan = planOf(cluster, platformBrokers)
    const known = opened.get(cluster.id)
    if (known?.key === planKey(plan)) return { ok: true, value: known.addresses }
    const result = await teller.open(cluster, plan)
    if (result.ok) opened.set(cluster.id, { key: planKey(plan), addresses: result.value })
    return result
  }

  /** One round. Null: nothing is left to do. */
  const step = async (id: string): Promise<HostProblem | null> => {
    const cluster = mirror.state.cluster.get(id)
    if (cluster === undefined || cluster.phase === 'FAILED') return null
    if (cluster.phase === 'DELETING') {
      await teller.remove(id)
      opened.delete(id)
      while (!(await store.decide((state) => decideGone(state, id))));
      return null
    }
    const brokers = brokersOf(cluster, platformBrokers)
    if (cluster.ports.length < brokers) {
      const reserve = (count: number, taken: readonly number[]): readonly number[] => host.reservePorts(id, count, taken)
      await store.decide((state) => decidePorts(state, id, reserve, brokers, now()))
      return null
    }
    const result = await open(cluster)
    if (!result.ok) {
      logger.event('warn', 'cluster-not-opened', { cluster: id, phase: cluster.phase, reason: result.error.reason })
      if (cluster.phase !== 'PROVISIONING') return result.error
      await store.decide((state) => decideFailed(state, id, result.error.reason, now()))
      return null
    }
    const openedCku = cluster.cku?.wanted ?? null
    if (cluster.phase === 'PROVISIONING' || cluster.cku?.actual !== cluster.cku?.wanted) {
      await store.decide((state) => decideOpened(state, id, openedCku, platformBrokers, now()))
    }
    return null
  }

  const work = async (id: string, its: Work): Promise<void> => {
    its.again = false
    let problem: HostProblem | null
    try {
      problem = await step(id)
    } catch (fault) {
      // The store does not lead now (the control plane is stopped), or the host has lost its thread: later.
      problem = { reason: String(fault) }
      logger.event('warn', 'cluster-not-reconciled', { cluster: id, ...problem })
    }
    its.running = false
    if (problem === null) its.retryMs = RETRY_MS_MIN
    else {
      clock.after(its.retryMs, () => poke(id))
      its.retryMs = Math.min(its.retryMs * 2, RETRY_MS_MAX)
    }
    if (its.again) poke(id)
    else if (problem === null) works.delete(id)
  }

  const next = (): void => {
    while (!stopped && underWay < UNDER_WAY_MAX && queue.length > 0) {
      const id = queue.shift()!
      underWay++
      void work(id, works.get(id)!).finally(() => {
        underWay--
        next()
      })
    }
    if (underWay === 0) for (const tell of idle) tell()
  }

  const poke = (id: string): void => {
    if (stopped) return
    let its = works.get(id)
    if (its === undefined) works.set(id, (its = { running: false, again: false, retryMs: RETRY_MS_MIN }))
    if (its.running) its.again = true
    else {
      its.running = true
      queue.push(id)
      next()
    }
  }

  mirror.onChange((changes) => {
    if (begun) for (const { kind, id } of changes) if (kind === 'cluster') poke(id)
  })

  return {
    async first(id) {
      const cluster = mirror.state.cluster.get(id)
      if (cluster === undefined) return { ok: false, error: { reason: `there is no cluster ${id}` } }
      return open(cluster)
    },
    begin() {
      begun = true
      for (const id of mirror.state.cluster.keys()) poke(id)
    },
    addressOf: (id) => opened.get(id)?.addresses ?? null,
    async [Symbol.asyncDispose]() {
      stopped = true
      if (underWay > 0) await new Promise<void>((resolve) => idle.add(resolve))
    },
  }
}
