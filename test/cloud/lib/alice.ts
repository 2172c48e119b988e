import { ErrorCode } from '@leat/wire'
import { Fetch, FindCoordinator, Metadata, OffsetCommit, OffsetFetch, Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { expect } from 'vitest'
import type { Client } from '../../lib/client.ts'
import { QUESTIONS } from './kafka-attacks.ts'
import type { Names } from './world.ts'

/** A record in her topic, and an offset of her group. */
export async function produceAndCommit(client: Client, { topic, group }: Names): Promise<void> {
  const records = buildBatch({ records: [{ value: Buffer.from('a salary'), timestamp: 0 }] })
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }]
  await client.call(Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 10_000, topicData })
  // Who asks for the coordinator makes it come.
  await client.call(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [group] })
  const partitions = [{ partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' }]
  const nobody = { generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null }
  const commit = { groupId: group, ...nobody, topics: [{ name: topic, partitions }] }
  await expect.poll(async () => (await client.call(OffsetCommit, 8, commit)).topics[0]!.partitions[0]!.errorCode).toBe(ErrorCode.NONE)
}

export const FIRST_PARTITION = { partition: 0, fetchOffset: 0, partitionMaxBytes: 100_000 }

/** All that is hers in the cluster, as she sees it. */
export async function everythingOf(client: Client, names: Names): Promise<object> {
  const { topic, group } = names
  const described = await client.call(Metadata, 12, { topics: [{ name: topic }], allowAutoTopicCreation: false })
  const bounds = { maxWaitMs: 0, minBytes: 0, maxBytes: 100_000, sessionId: 0, sessionEpoch: -1 }
  const fetched = await client.call(Fetch, 12, { ...bounds, topics: [{ topic, partitions: [FIRST_PARTITION] }] })
  const committed = await client.call(OffsetFetch, 8, { groups: [{ groupId: group, topics: null }], requireStable: false })
  const config = await QUESTIONS.find(({ label }) => label.startsWith('DescribeConfigs'))!.ask(client, names)
  const records = fetched.responses[0]!.partitions[0]!.records?.toString('hex')
  expect(records).toBeTruthy()
  expect(committed.groups[0]!.topics).toHaveLength(1)
  return { topic: described.topics[0], records, offsets: committed.groups[0]!.topics, config }
}
