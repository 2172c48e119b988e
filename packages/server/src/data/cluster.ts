import type { AuthorizationEvent, Fact, PrincipalName } from '@leat/access'
import { assert, type Millis, type NodeId } from '@leat/base'
import { type Engine, openEngine } from '@leat/engine'
import type { Backend } from '@leat/wire'
import { type Calls, callsOn } from './calls.ts'
import { type ClusterEdge, openClusterEdge } from './cluster-edge.ts'
import type { ControlSide, DataPorts } from './ports.ts'
import type { ClusterUse, Listen, Listening, OpenCluster, ServedApi } from './protocol.ts'
import type { PlannedListener } from '../platform/listeners.ts'

/** One Kafka cluster of this thread: its engine, and its edge once it listens. */
export interface DataCluster {
  readonly serves: readonly ServedApi[]
  readonly calls: Calls
  /** Open connections of clients. */
  readonly connections: number
  /** @throws NetError */
  listen(listen: Listen): Promise<Listening>
  /** @throws NetError: then all is as it was. */
  setBrokers(listeners: readonly PlannedListener[]): Promise<Listening>
  /** At once, in order. */
  apply(sequence: number, facts: readonly Fact[]): void
  usage(): ClusterUse
  refusals(principal: PrincipalName): readonly AuthorizationEvent[]
  /** Listens no more, finishes what is in flight up to the deadline. */
  drain(deadlineMs: Millis): Promise<void>
  /** Closes its data cleanly; it was drained before. */
  close(): Promise<void>
}

/** @throws JournalUnreadable, FsError, StorageFault */
export async function openDataCluster(open: OpenCluster, ports: DataPorts, control: ControlSide): Promise<DataCluster> {
  const { cluster, dir, durability, nodes, settings, seed } = open
  const random = seed === null ? ports.random : await seeded(seed)
  const { fs, clock, logger, meter } = ports
  const engine = await openEngine({
    fs,
    dir,
    clock,
    random,
    logger,
    meter,
    clusterId: cluster,
    nodes,
    durability,
    brokerConfig: settings,
  })
  const calls = callsOn({ cluster, engine, edge: () => edge?.backend ?? null })
  let edge: ClusterEdge | null = null
  let applied = 0
  /** One change of brokers or listeners at a time. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const result = turn.then(step)
    turn = result.catch(() => {})
    return result
  }

  return {
    serves: servedBy(engine),
    calls,
    get connections() {
      return edge?.connections ?? 0
    },
    listen: (listen) =>
      inTurn(async () => {
        assert(edge === null, `cluster ${cluster} listens already`)
        await bringTo(engine, nodesOf(listen.listeners))
        const backend = ports.intercept?.(engine, cluster) ?? engine
        edge = await openClusterEdge({ listen, backend, topics: engine.topics, ports, control })
        applied = 0
        return { listeners: edge.bound, serves: servedBy(edge.backend) }
      }),
    setBrokers: (listeners) =>
      inTurn(async () => {
        assert(edge !== null, `cluster ${cluster} does not listen`)
        const bound = await edge.setListeners(listeners, () => bringTo(engine, nodesOf(listeners)))
        return { listeners: bound, serves: servedBy(edge.backend) }
      }),
    apply(sequence, facts) {
      assert(edge !== null, `cluster ${cluster} does not listen`)
      assert(sequence === applied + 1, `facts ${sequence} of ${cluster} come after ${applied}`)
      applied = sequence
      edge.apply(facts)
    },
    usage: () => ({
      topics: engine.topics.topicCount(),
      partitions: engine.topics.partitionCount(),
      connections: edge?.connections ?? 0,
      activity: edge === null ? null : { samples: edge.samples, limits: edge.limits },
    }),
    refusals: (principal) => edge?.refusals(principal) ?? [],
    drain: (deadlineMs) =>
      inTurn(async () => {
        await edge?.drain(deadlineMs)
        edge = null
      }),
    close() {
      calls.close()
      return inTurn(() => engine.close())
    },
  }
}

function servedBy({ apis }: Backend): readonly ServedApi[] {
  return [...apis.values()].map(({ api, min, max }) => ({ key: api.key, min, max }))
}

function nodesOf(listeners: readonly PlannedListener[]): readonly NodeId[] {
  return [...new Set(listeners.map(({ node }) => node))]
}

async function bringTo(engine: Engine, nodes: readonly NodeId[]): Promise<void> {
  const same = engine.nodes.length === nodes.length && nodes.every((node) => engine.nodes.includes(node))
  if (!same) await engine.setNodes(nodes)
}

async function seeded(seed: string): Promise<DataPorts['random']> {
  const { seededRandom } = await import('@leat/base/sim')
  return seededRandom(seed)
}
