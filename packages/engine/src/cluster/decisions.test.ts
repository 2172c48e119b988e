import { expect, test } from 'vitest'
import { apply } from './apply.ts'
import { decideCreatePartitions } from './create-partitions.ts'
import { type CreateTopicsRules, decideCreateTopics } from './create-topics.ts'
import { decideDeleteTopics } from './delete-topics.ts'
import { type InitProducerIdInput, decideInitProducerId } from './init-producer-id.ts'
import { snapshotOf, stateOf } from './snapshot.ts'
import { type ClusterState, emptyState, leaderEpochOf } from './state.ts'

let ids = 0
const rules: CreateTopicsRules = {
  nodes: [1, 2, 3],
  defaultPartitions: 1,
  defaultReplicationFactor: 1,
  partitionsMax: 20,
  newTopicId: () => `id-${ids++}`,
}
const topic = (name: string, overrides: object = {}) => ({
  name,
  numPartitions: 1,
  replicationFactor: 1,
  assignments: [],
  configs: [],
  ...overrides,
})

function create(state: ClusterState, ...topics: ReturnType<typeof topic>[]) {
  const { events, answer } = decideCreateTopics(state, topics, false, rules)
  for (const event of events) apply(state, event)
  return answer.map((outcome) => (outcome.ok ? 0 : outcome.error.code))
}

test('CreateTopics decides each topic alone, and later ones see earlier ones', () => {
  const state = emptyState()
  expect(
    create(
      state,
      topic('a.b'),
      topic('a_b'),
      topic('bad name'),
      topic('c', { numPartitions: 0 }),
      topic('d', { replicationFactor: 4 }),
      topic('e', { numPartitions: 30 }),
    ),
  ).toEqual([0, 17, 17, 37, 38, 44])
  expect(create(state, topic('a.b'))).toEqual([36])
  expect([...state.topics.keys()]).toEqual(['a.b'])
})

test('leaders go round the brokers, also over several topics', () => {
  const state = emptyState()
  create(state, topic('a', { numPartitions: 4, replicationFactor: 2 }), topic('b', { numPartitions: 2 }))
  expect(state.topics.get('a')!.partitions.map(({ replicas }) => replicas)).toEqual([
    [1, 2],
    [2, 3],
    [3, 1],
    [1, 2],
  ])
  expect(state.topics.get('b')!.partitions.map(({ replicas }) => replicas)).toEqual([[2], [3]])
})

test('one broker takes replication factors up to 3 and reports 1', () => {
  const alone = { ...rules, nodes: [1] }
  const outcome = decideCreateTopics(
    emptyState(),
    [topic('a', { replicationFactor: 3 }), topic('b', { replicationFactor: 4 })],
    false,
    alone,
  ).answer
  expect(outcome[0]).toMatchObject({ ok: true, value: { replicas: [[1]] } })
  expect(outcome[1]).toMatchObject({ ok: false, error: { code: 38 } })
})

test('validate_only decides the same and changes nothing', () => {
  const { events, answer } = decideCreateTopics(emptyState(), [topic('a')], true, rules)
  expect([events, answer[0]!.ok]).toEqual([[], true])
})

test('a topic only grows', () => {
  const state = emptyState()
  create(state, topic('a', { numPartitions: 2 }))
  const grow = (count: number) => decideCreatePartitions(state, [{ name: 'a', count, assignments: null }], false, rules)
  expect([1, 2, 30, 3].map((count) => grow(count).answer[0]?.code ?? 0)).toEqual([37, 37, 44, 0])
  for (const event of grow(3).events) apply(state, event)
  expect(state.topics.get('a')!.partitions).toHaveLength(3)
  expect(state.partitionCount).toBe(3)
})

test('deleting by name and by id at once is refused once', () => {
  const state = emptyState()
  create(state, topic('a'))
  const { id } = state.topics.get('a')!
  const decided = decideDeleteTopics(state, [
    { name: 'a', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { name: null, topicId: id },
  ])
  expect(decided.events).toEqual([])
  expect(decided.answer).toMatchObject([{ ref: { name: 'a', topicId: id }, outcome: { ok: false, error: { code: 42 } } }])
})

test('partitions made after an unclean start begin with epoch 0, older ones are raised', () => {
  const state = emptyState()
  create(state, topic('old'))
  apply(state, { type: 'started', clean: false })
  create(state, topic('new'))
  expect(['old', 'new'].map((name) => leaderEpochOf(state, state.topics.get(name)!.partitions[0]!))).toEqual([1, 0])
})

test('a snapshot is the state', () => {
  const state = emptyState()
  create(state, topic('a', { configs: [{ name: 'retention.ms', value: '5' }] }), topic('b', { numPartitions: 3 }))
  apply(state, { type: 'broker-configs-set', node: null, configs: { 'log.retention.ms': '9' } })
  apply(state, {
    type: 'transactional-id-set',
    transactionalId: 't',
    entry: { producerId: 1, producerEpoch: 2, lastProducerId: -1, lastProducerEpoch: -1, timeoutMs: 1, updatedAtMs: 1 },
  })
  apply(state, { type: 'producer-ids-reserved', next: 1000 })
  apply(state, { type: 'started', clean: false })
  expect(stateOf(JSON.parse(JSON.stringify(snapshotOf(state))))).toEqual(state)
})

const idRules = { transactionalIdsMax: 2, expirationMs: 1000 }
function init(state: ClusterState, input: Partial<InitProducerIdInput> = {}) {
  const { events, answer } = decideInitProducerId(state, { transactionalId: 't', timeoutMs: 1, expected: null, now: 0, ...input }, idRules)
  for (const event of events) apply(state, event)
  return answer.ok ? answer.value : answer.error.code
}

test('each incarnation of a transactional id gets the next epoch; a resumed one must be the last', () => {
  const state = emptyState()
  apply(state, { type: 'producer-ids-reserved', next: 100 })
  expect(init(state)).toEqual({ producerId: 100, producerEpoch: 0 })
  expect(init(state)).toEqual({ producerId: 100, producerEpoch: 1 })
  expect(init(state, { expected: { producerId: 100, producerEpoch: 1 } })).toEqual({ producerId: 100, producerEpoch: 2 })
  expect(init(state, { expected: { producerId: 100, producerEpoch: 1 } })).toEqual({ producerId: 100, producerEpoch: 2 }) // its answer was lost
  expect(init(state, { expected: { producerId: 100, producerEpoch: 0 } })).toBe(90)
  expect(init(state, { expected: { producerId: 55, producerEpoch: 2 } })).toBe(90)
  expect(init(state, { transactionalId: 'u' })).toEqual({ producerId: 101, producerEpoch: 0 }) // no id was used up in between
})

test('when the epochs are used up the id gets a new producer', () => {
  const state = emptyState()
  init(state)
  const entry = state.transactionalIds.get('t')!
  apply(state, { type: 'transactional-id-set', transactionalId: 't', entry: { ...entry, producerEpoch: 32_766 } })
  expect(init(state)).toEqual({ producerId: 1, producerEpoch: 0 })
})

test('transactional ids are bounded: unused ones go, and only then a new one is refused', () => {
  const state = emptyState()
  init(state, { transactionalId: 'a', now: 0 })
  init(state, { transactionalId: 'b', now: 900 })
  expect(init(state, { transactionalId: 'c', now: 950 })).toBe(44)
  expect(init(state, { transactionalId: 'c', now: 1500 })).toMatchObject({ producerEpoch: 0 })
  expect([...state.transactionalIds.keys()]).toEqual(['b', 'c'])
})
