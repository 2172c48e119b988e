import { type NodeId, assert } from '@leat/base'
import type { ClusterEvent } from './events.ts'
import { type ClusterView, type PartitionState, leaderOf } from './state.ts'

/** Brokers of one engine, all on its thread: a cluster of 30 CKU shows 62 of them, and one is to spare. */
export const BROKERS_MAX = 64

type PartitionsMoved = Extract<ClusterEvent, { type: 'partitions-moved' }>

/** One to `BROKERS_MAX` different ids. Who gives others has a fault of his own. */
export function checkBrokers(nodes: readonly NodeId[]): readonly NodeId[] {
  assert(nodes.length >= 1 && nodes.length <= BROKERS_MAX, `an engine has 1 to ${BROKERS_MAX} brokers, not ${nodes.length}`)
  assert(
    nodes.every((node) => Number.isSafeInteger(node) && node >= 0),
    'a broker id is a whole number from 0',
  )
  assert(new Set(nodes).size === nodes.length, 'every broker has an id of its own')
  return [...nodes]
}

/**
 * What must move when these are the brokers: partitions with a replica on one that is not among them. A leader that is there stays; a new one is
 * the broker that leads least. A partition keeps as many replicas as it had, or as many as there are brokers. Nothing moves to a new broker that need not.
 */
export function decideBrokers(state: ClusterView, nodes: readonly NodeId[]): readonly PartitionsMoved[] {
  const present = new Set(nodes)
  const led = new Map(nodes.map((node) => [node, 0]))
  for (const { partitions } of state.topics.values()) {
    for (const partition of partitions) {
      const leader = leaderOf(partition)
      if (present.has(leader)) led.set(leader, led.get(leader)! + 1)
    }
  }
  const events: PartitionsMoved[] = []
  for (const { id, partitions } of state.topics.values()) {
    const moved = partitions.flatMap((partition, index) =>
      partition.replicas.every((node) => present.has(node)) ? [] : [{ index, replicas: replicasAmong(partition, nodes, present, led) }],
    )
    if (moved.length > 0) events.push({ type: 'partitions-moved', id, partitions: moved })
  }
  return events
}

function replicasAmong(
  partition: PartitionState,
  nodes: readonly NodeId[],
  present: ReadonlySet<NodeId>,
  led: Map<NodeId, number>,
): readonly NodeId[] {
  const count = Math.min(partition.replicas.length, nodes.length)
  const leader = present.has(leaderOf(partition)) ? leaderOf(partition) : leastLeading(nodes, led)
  const others = partition.replicas.filter((node) => node !== leader && present.has(node))
  const at = nodes.indexOf(leader)
  for (let i = 1; others.length < count - 1; i++) {
    const node = nodes[(at + i) % nodes.length]!
    if (!others.includes(node)) others.push(node)
  }
  return [leader, ...others.slice(0, count - 1)]
}

/** The first of those that lead fewest, which leads one more from now on. */
function leastLeading(nodes: readonly NodeId[], led: Map<NodeId, number>): NodeId {
  let least = nodes[0]!
  for (const node of nodes) if (led.get(node)! < led.get(least)!) least = node
  led.set(least, led.get(least)! + 1)
  return least
}
