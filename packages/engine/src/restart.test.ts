import { Metadata } from '@leat/wire/messages/03-metadata'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { OffsetForLeaderEpoch } from '@leat/wire/messages/23-offset-for-leader-epoch'
import { OffsetCommit } from '@leat/wire/messages/08-offset-commit'
import { OffsetFetch } from '@leat/wire/messages/09-offset-fetch'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { faultyFs, seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type TestEngine, settled, startTestEngine } from './testing/engine.ts'

const disk = (seed = 'restart') => faultyFs({ random: seededRandom(seed) })

async function leaderEpoch(kafka: TestEngine, topic: string): Promise<number> {
  const { topics } = await kafka.ask(Metadata, 12, { topics: [{ name: topic }], allowAutoTopicCreation: false })
  return topics[0]!.partitions[0]!.leaderEpoch
}

async function producer(kafka: TestEngine, transactionalId: string | null): Promise<{ producerId: number; producerEpoch: number }> {
  const { errorCode, producerId, producerEpoch } = await kafka.ask(InitProducerId, 4, { transactionalId, transactionTimeoutMs: 1000 })
  expect(errorCode).toBe(0)
  return { producerId, producerEpoch }
}

test('a crash raises leader epochs, a clean stop does not, and consumers can see where the old epoch ended', async () => {
  const fs = disk()
  const first = await startTestEngine({ fs })
  await first.createTopic('t')
  await first.produce('t', 0, ['a', 'b'])
  await first.close()
  const second = await startTestEngine({ fs })
  expect(await leaderEpoch(second, 't')).toBe(0)

  const third = await startTestEngine({ fs: fs.crash('process') })
  expect(await leaderEpoch(third, 't')).toBe(1)
  expect(await third.produce('t', 0, ['c'])).toBe(2)
  const asked = await third.ask(OffsetForLeaderEpoch, 4, {
    replicaId: -1,
    topics: [{ topic: 't', partitions: [{ partition: 0, currentLeaderEpoch: 1, leaderEpoch: 0 }] }],
  })
  expect(asked.topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, leaderEpoch: 0, endOffset: 2 })
  const offsets = await third.ask(ListOffsets, 7, {
    replicaId: -1,
    topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -2 }] }],
  })
  expect(offsets.topics[0]!.partitions[0]).toMatchObject({ offset: 0, leaderEpoch: 0 })
  await third.close()
})

test('a stop that a slow disk did not let sync everything counts as a crash: a power loss may still cut the logs', async () => {
  const fs = disk()
  const first = await startTestEngine({ fs })
  await first.createTopic('t')
  await first.produce('t', 0, ['a'])
  fs.faults.later = () => new Promise((resolve) => void first.clock.after(10_000, resolve))
  const closing = first.engine.close()
  await first.clock.advance(1000)
  await closing
  const second = await startTestEngine({ fs: fs.crash('process') })
  expect(await leaderEpoch(second, 't')).toBe(1)
  expect(await second.produce('t', 0, ['b'])).toBe(1)
  await second.close()
})

test('producer ids are never given twice, and a transactional id keeps its producer and epoch, also over a loss of power', async () => {
  let fs = disk()
  const ids = new Set<number>()
  let expected: { producerId: number; producerEpoch: number } | null = null
  for (let start = 0; start < 4; start++) {
    const kafka = await startTestEngine({ fs })
    for (let i = 0; i < 3; i++) ids.add((await producer(kafka, null)).producerId)
    const next = await producer(kafka, 'writer')
    if (expected !== null) expect(next).toEqual({ producerId: expected.producerId, producerEpoch: expected.producerEpoch + 1 })
    expected = next
    fs = fs.crash('power')
  }
  expect(ids.size).toBe(12)
})

test.for(Array.from({ length: 10 }, (_, seed) => seed))(
  'a topic that was answered for is there after a loss of power, a deleted one is not (seed %i)',
  async (seed) => {
    const fs = disk(`power-${seed}`)
    const first = await startTestEngine({ fs, durability: 'power' })
    await first.createTopic('kept', { partitions: 3 })
    await first.createTopic('gone')
    await first.produce('kept', 2, ['a'])
    await first.ask(DeleteTopics, 6, { topics: [{ name: 'gone' }], timeoutMs: 1000 })
    await using second = await startTestEngine({ fs: fs.crash('power'), durability: 'power' })
    const { topics } = await second.ask(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
    expect(topics.map(({ name, partitions }) => [name, partitions.length])).toEqual([['kept', 3]])
    expect(await second.produce('kept', 2, ['b'])).toBe(1)
  },
)

test('committed offsets are read back from __consumer_offsets', async () => {
  const fs = disk()
  const first = await startTestEngine({ fs })
  await first.createTopic('t')
  await first.ask(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] })
  const commit = {
    groupId: 'g',
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    topics: [{ name: 't', partitions: [{ partitionIndex: 0, committedOffset: 42, committedLeaderEpoch: -1, committedMetadata: 'm' }] }],
  }
  expect((await first.ask(OffsetCommit, 8, commit)).topics[0]!.partitions[0]!.errorCode).toBe(0)

  await using second = await startTestEngine({ fs: fs.crash('process') })
  await settled(second.clock, second.engine.groupsLoaded)
  const { groups } = await second.ask(OffsetFetch, 8, { groups: [{ groupId: 'g', topics: null }], requireStable: false })
  expect(groups[0]!.topics).toMatchObject([
    { name: 't', partitions: [{ partitionIndex: 0, committedOffset: 42, metadata: 'm', errorCode: 0 }] },
  ])
})
