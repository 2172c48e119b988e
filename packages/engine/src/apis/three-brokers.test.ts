import { Produce } from '@leat/wire/messages/00-produce'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { buildBatch } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { startTestEngine } from '../testing/engine.ts'

const nodes = [1, 2, 3]
const records = () => buildBatch({ records: [{ key: null, value: Buffer.from('x'), timestamp: 1 }] })

test('leaders are spread, and each partition is served by its leader alone', async () => {
  await using kafka = await startTestEngine({ nodes })
  await kafka.createTopic('t', { partitions: 3 })
  const { topics, brokers } = await kafka.ask(Metadata, 12, { topics: [{ name: 't' }], allowAutoTopicCreation: false })
  expect(brokers.map(({ nodeId }) => nodeId)).toEqual(nodes)
  const leaders = topics[0]!.partitions.map(({ leaderId }) => leaderId)
  expect([...leaders].sort((a, b) => a - b)).toEqual(nodes)
  const offsets = async (node: number) =>
    (
      await kafka.ask(
        ListOffsets,
        7,
        { replicaId: -1, topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -1 }] }] },
        { node },
      )
    ).topics[0]!.partitions[0]!.errorCode
  for (const node of nodes) expect(await offsets(node)).toBe(node === leaders[0] ? 0 : 6)
})

test.for([3, 9, 10, 12])('Produce v%i to the wrong broker is told so, from v10 with the leader', async (version) => {
  await using kafka = await startTestEngine({ nodes })
  await kafka.createTopic('t')
  const wrong = await kafka.ask(
    Produce,
    version,
    { transactionalId: null, acks: 1, timeoutMs: 1, topicData: [{ name: 't', partitionData: [{ index: 0, records: records() }] }] },
    { node: 3 },
  )
  expect(wrong.responses[0]!.partitionResponses[0]).toMatchObject({
    errorCode: 6,
    baseOffset: -1,
    currentLeader: version >= 10 ? { leaderId: 1, leaderEpoch: 0 } : { leaderId: -1 },
  })
  expect(wrong.nodeEndpoints.map(({ nodeId }) => nodeId)).toEqual(version >= 10 ? [1] : [])
})

test.for([4, 11, 12, 15, 16])(
  'Fetch v%i from the wrong broker is told so, from v12 with the leader, from v16 with its endpoint',
  async (version) => {
    await using kafka = await startTestEngine({ nodes })
    const topicId = await kafka.createTopic('t')
    const topics = [
      { ...(version < 13 ? { topic: 't' } : { topicId }), partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] },
    ]
    const { responses, nodeEndpoints } = await kafka.ask(
      Fetch,
      version,
      { maxWaitMs: 100, minBytes: 1, topics, forgottenTopicsData: [] },
      { node: 2 },
    )
    expect(responses[0]!.partitions[0]).toMatchObject({ errorCode: 6, currentLeader: { leaderId: version >= 12 ? 1 : -1 } })
    expect(nodeEndpoints.map(({ nodeId }) => nodeId)).toEqual(version >= 16 ? [1] : [])
  },
)

test('a transactional id is served by its coordinator alone', async () => {
  await using kafka = await startTestEngine({ nodes })
  const { coordinators } = await kafka.ask(FindCoordinator, 4, { keyType: 1, coordinatorKeys: ['a', 'b', 'c', 'd'] })
  expect(new Set(coordinators.map(({ nodeId }) => nodeId)).size).toBeGreaterThan(1)
  for (const { key, nodeId } of coordinators) {
    for (const node of nodes) {
      const { errorCode } = await kafka.ask(InitProducerId, 4, { transactionalId: key, transactionTimeoutMs: 1000 }, { node })
      expect(errorCode).toBe(node === nodeId ? 0 : 16)
    }
  }
})
