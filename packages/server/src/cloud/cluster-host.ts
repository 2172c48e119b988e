import type { Fact, PrincipalName } from '@leat/access'
import { type Clock, fail, type Fs, type Logger, type Millis, ok, type Result, type TlsMaterial } from '@leat/base'
import type { ClusterAddresses, ClusterHost, ClusterPlan, HostProblem } from '@leat/control'
import type { Durability } from '@leat/log'
import type { BoundListener, ClusterUse, DataAsks, Listening, OpenCluster, ServedApi } from '../data/protocol.ts'
import type { Conversation } from '../link/conversation.ts'
import { hostPort, type ListenerPlan, listenersOf } from '../platform/listeners.ts'
import { explain, type StartProblem } from '../platform/problem.ts'
import { removeData } from './remove-data.ts'

export interface DataClusterHostOptions {
  readonly data: Conversation<DataAsks>
  readonly fs: Fs
  readonly clock: Clock
  readonly logger: Logger
  /** Directory of all clusters' data. */
  readonly dir: string
  readonly durability: Durability
  readonly tls: Promise<TlsMaterial>
  readonly listeners: ListenerPlan
  /** For topic ids, when the platform was started with a seed. */
  readonly seedOf: (cluster: string) => string | null
  /** Sessions on the cluster end. */
  readonly onGone: (cluster: string) => void
}

export type EngineWish = Pick<OpenCluster, 'cluster' | 'nodes' | 'settings'>

/** The clusters of this process: engines and edges on its data thread. */
export interface DataClusterHost extends ClusterHost {
  /** Opens the engine alone, so that it is ready when `open` comes. Its data stays closed to clients. */
  prepare(engine: EngineWish): Promise<Result<readonly ServedApi[], StartProblem>>
  /** Where a cluster listens, and what it serves to callers; null until it does. */
  listening(cluster: string): Listening | null
  /** What goes on in it; null: not open. */
  use(cluster: string): Promise<ClusterUse | null>
  /** Why `open` was last refused, for whoever starts the platform. */
  problemOf(cluster: string): StartProblem | null
}

/** How long requests in flight may take when a cluster is deleted. */
const DRAIN_MS: Millis = 400

interface Open {
  readonly serves: readonly ServedApi[]
  /** Null until it listens. */
  listening: Listening | null
  /** Number of the last facts that were told. */
  sequence: number
}

export function dataClusterHost(options: DataClusterHostOptions): DataClusterHost {
  const { data, fs, clock, logger, dir, durability, seedOf } = options
  const clusters = new Map<string, Open>()
  const problems = new Map<string, StartProblem>()
  /** Ports given out and not yet in the state of whoever asked. */
  const reserved = new Map<string, readonly number[]>()

  const prepare = async ({ cluster, nodes, settings }: EngineWish): Promise<Result<readonly ServedApi[], StartProblem>> => {
    const known = clusters.get(cluster)
    if (known !== undefined) return ok(known.serves)
    const opened = await data.ask('openCluster', { cluster, dir: `${dir}/${cluster}`, durability, nodes, settings, seed: seedOf(cluster) })
    if (opened.ok && !clusters.has(cluster)) clusters.set(cluster, { serves: opened.value, listening: null, sequence: 0 })
    return opened
  }
  const listen = async (plan: ClusterPlan, facts: readonly Fact[]): Promise<Result<Listening, StartProblem>> => {
    const listeners = listenersOf(options.listeners, plan)
    const prepared = await prepare({ cluster: plan.id, nodes: plan.brokers.map(({ node }) => node), settings: plan.settings })
    if (!prepared.ok) return prepared
    const open = clusters.get(plan.id)!
    if (open.listening === null) {
      const bound = await data.ask('listen', { cluster: plan.id, listeners, tls: await options.tls, facts, kind: 'tenant' })
      if (bound.ok) open.listening = bound.value
      return bound
    }
    const bound = await data.ask('setBrokers', { cluster: plan.id, listeners })
    if (!bound.ok) return bound
    open.listening = bound.value
    await data.ask('facts', { cluster: plan.id, sequence: ++open.sequence, facts })
    return bound
  }

  return {
    prepare,
    listening: (cluster) => clusters.get(cluster)?.listening ?? null,
    problemOf: (cluster) => problems.get(cluster) ?? null,
    async open(plan, facts) {
      const opened = await settled(() => listen(plan, facts))
      if (opened.ok) {
        problems.delete(plan.id)
        return ok(addressesOf(opened.value.listeners))
      }
      if ('kind' in opened.error) problems.set(plan.id, opened.error)
      return fail('kind' in opened.error ? { reason: explain(opened.error) } : opened.error)
    },
    async tell(cluster, facts) {
      const open = clusters.get(cluster)
      if (open === undefined || open.listening === null) return
      await data.ask('facts', { cluster, sequence: ++open.sequence, facts })
    },
    async remove(cluster) {
      options.onGone(cluster)
      await data.ask('closeCluster', { cluster, deadlineMs: DRAIN_MS })
      clusters.delete(cluster)
      reserved.delete(cluster)
      await removeData(fs, clock, dir, cluster)
      logger.event('info', 'cluster-removed', { cluster })
    },
    reservePorts(cluster, count, taken) {
      const { clustersFrom } = options.listeners.ports
      if (clustersFrom === 0) return Array.from({ length: count }, () => 0)
      const used = new Set([...taken, ...[...reserved.values()].flat()])
      const ports: number[] = []
      for (let port = clustersFrom; ports.length < count && port <= PORT_MAX; port++) if (!used.has(port)) ports.push(port)
      reserved.set(cluster, [...(reserved.get(cluster) ?? []), ...ports])
      return ports
    },
    usage: (cluster) => data.ask('usage', cluster),
    use: (cluster) => data.ask('usage', cluster),
    refusals: (cluster: string, principal: PrincipalName) => data.ask('refusals', { cluster, principal }),
  }
}

const PORT_MAX = 65_535

/** A fault of one cluster is its own: the others go on. */
async function settled<T>(step: () => Promise<Result<T, StartProblem>>): Promise<Result<T, StartProblem | HostProblem>> {
  try {
    return await step()
  } catch (fault) {
    return fail({ reason: fault instanceof Error ? fault.message : String(fault) })
  }
}

function addressesOf(listeners: readonly BoundListener[]): ClusterAddresses {
  const saslSsl = listeners.filter(({ name }) => name === 'SASL_SSL')
  const first = saslSsl[0]
  return {
    saslSslBootstrap: first === undefined ? '' : hostPort(first.advertisedHost, first.port),
    ports: saslSsl.map(({ port }) => port),
  }
}
