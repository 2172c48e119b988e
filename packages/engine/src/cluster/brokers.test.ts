import type { NodeId } from '@leat/base'
import { expect, test } from 'vitest'
import { apply } from './apply.ts'
import { BROKERS_MAX, checkBrokers, decideBrokers } from './brokers.ts'
import { snapshotOf, stateOf } from './snapshot.ts'
import { type ClusterState, emptyState, leaderEpochOf } from './state.ts'

type Replicas = readonly (readonly NodeId[])[]

function cluster(...topics: readonly Replicas[]): ClusterState {
  const state = emptyState()
  for (const [i, replicas] of topics.entries()) apply(state, { type: 'topic-created', name: `t${i}`, id: `id-${i}`, replicas, configs: {} })
  return state
}

function moveTo(state: ClusterState, nodes: readonly NodeId[]): ClusterState {
  for (const event of decideBrokers(state, nodes)) apply(state, event)
  return state
}

const replicasOf = (state: ClusterState): Replicas[] =>
  [...state.topics.values()].map(({ partitions }) => partitions.map(({ replicas }) => replicas))
const epochsOf = (state: ClusterState): number[] =>
  [...state.topics.values()].flatMap(({ partitions }) => partitions.map((partition) => leaderEpochOf(state, partition)))

test.for<{ name: string; before: Replicas; nodes: readonly NodeId[]; after: Replicas; epochs: readonly number[] }>([
  {
    name: 'growing moves nothing',
    before: [[1], [1], [1]],
    nodes: [1, 2, 3, 4],
    after: [[1], [1], [1]],
    epochs: [0, 0, 0],
  },
  {
    name: 'shrinking moves what was led by those that go, spread over those that lead least',
    before: [[1], [2], [3], [4], [5], [6]],
    nodes: [1, 2, 3, 4],
    after: [[1], [2], [3], [4], [1], [2]],
    epochs: [0, 0, 0, 0, 1, 1],
  },
  {
    name: 'brokers that lead much get less of what must move',
    before: [[1], [1], [1], [2], [9], [9], [9]],
    nodes: [1, 2, 3],
    after: [[1], [1], [1], [2], [3], [2], [3]],
    epochs: [0, 0, 0, 0, 1, 1, 1],
  },
  {
    name: 'all brokers are others',
    before: [[1], [1], [1], [1]],
    nodes: [7, 8],
    after: [[7], [8], [7], [8]],
    epochs: [1, 1, 1, 1],
  },
  {
    name: 'a leader that stays keeps its epoch when another replica goes',
    before: [[1, 4, 2]],
    nodes: [1, 2, 3],
    after: [[1, 2, 3]],
    epochs: [0],
  },
  {
    name: 'there are never more replicas than brokers',
    before: [
      [3, 1, 2],
      [1, 2, 3],
    ],
    nodes: [1, 2],
    after: [
      [2, 1],
      [1, 2],
    ],
    epochs: [1, 0],
  },
  {
    name: 'one broker has it all',
    before: [
      [4, 5],
      [5, 6],
      [6, 4],
    ],
    nodes: [1],
    after: [[1], [1], [1]],
    epochs: [1, 1, 1],
  },
])('$name', ({ before, nodes, after, epochs }) => {
  const state = moveTo(cluster(before), nodes)
  expect(replicasOf(state)).toEqual([after])
  expect(epochsOf(state)).toEqual(epochs)
  expect(decideBrokers(state, nodes)).toEqual([])
})

test('what moves is spread over all topics together', () => {
  const state = moveTo(cluster([[9], [9]], [[9]], [[9]]), [1, 2, 3, 4])
  expect(replicasOf(state)).toEqual([[[1], [2]], [[3]], [[4]]])
})

test('leader epochs only rise: with each move of the leader, and with each unclean start', () => {
  const state = cluster([[1]])
  moveTo(state, [2])
  apply(state, { type: 'started', clean: false })
  moveTo(state, [1])
  expect(epochsOf(state)).toEqual([3])
  const read = stateOf(JSON.parse(JSON.stringify(snapshotOf(state))))
  expect(read).toEqual(state)
})

test.for([
  { nodes: [], why: '1 to 64' },
  { nodes: [1, 2, 1], why: 'of its own' },
  { nodes: [-1], why: 'whole number' },
  { nodes: [1.5], why: 'whole number' },
  { nodes: Array.from({ length: BROKERS_MAX + 1 }, (_, i) => i), why: '1 to 64' },
])('brokers $nodes are refused', ({ nodes, why }) => {
  expect(() => checkBrokers(nodes)).toThrow(why)
})

test('64 brokers are none too many', () => {
  expect(checkBrokers(Array.from({ length: BROKERS_MAX }, (_, i) => i))).toHaveLength(BROKERS_MAX)
})
