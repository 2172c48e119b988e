import { ErrorCode, ZERO_UUID } from '@leat/wire'
import { OffsetCommit, OffsetDelete, OffsetFetch } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { openHarness, TEST_TOPICS } from './testing/harness.ts'
import { commit, committed, join, stableGroup, subscription } from './testing/members.ts'

const DAY_MS = 24 * 3_600_000
const ORDERS_ID = TEST_TOPICS.get('orders')!

test('a member commits with its generation, and only with it', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  const { memberId } = first!
  expect(await commit(harness, 5, { memberId, generation: 1 })).toBe(0)
  expect(await committed(harness)).toBe(5)
  expect(await commit(harness, 6, { memberId, generation: 0 })).toBe(ErrorCode.ILLEGAL_GENERATION)
  expect(await commit(harness, 6, { memberId: 'nobody', generation: 1 })).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await commit(harness, 6)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await committed(harness)).toBe(5)
})

test('commits are accepted while the group prepares a rebalance and refused while it waits for the assignment', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  const { memberId } = await join(harness)
  const fresh = join(harness, { memberId })
  await harness.clock.settle()
  expect(await commit(harness, 5, { memberId: first!.memberId, generation: 1 })).toBe(0)
  await join(harness, { memberId: first!.memberId })
  await fresh
  expect(await commit(harness, 6, { memberId: first!.memberId, generation: 2 })).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('a commit keeps the member alive', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  for (let i = 0; i < 4; i++) {
    await harness.clock.advance(8_000)
    expect(await commit(harness, i, { memberId: first!.memberId, generation: 1 })).toBe(0)
  }
})

test('consumers without a group membership and tools commit as long as the group has no members', async () => {
  const harness = openHarness()
  expect(await commit(harness, 7, { group: 'simple' })).toBe(0)
  expect(await committed(harness, 'simple')).toBe(7)
  expect(await commit(harness, 7, { group: '' })).toBe(0)
  expect(await commit(harness, 1, { group: 'none', generation: 3, memberId: 'm' })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  expect(await commit(harness, 1, { group: 'none', generation: 3, memberId: 'm', version: 8 })).toBe(ErrorCode.ILLEGAL_GENERATION)
})

test('offset, leader epoch and metadata come back as they were given', async () => {
  const harness = openHarness()
  await commit(harness, 2 ** 40, { metadata: 'größer' })
  const answer = await harness.send(OffsetFetch, 5, { groupId: 'g', topics: [{ name: 'orders', partitionIndexes: [0, 1] }] })
  expect(answer.topics).toEqual([
    {
      name: 'orders',
      partitions: [
        { partitionIndex: 0, committedOffset: 2 ** 40, committedLeaderEpoch: 3, metadata: 'größer', errorCode: 0 },
        { partitionIndex: 1, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: 0 },
      ],
    },
  ])
})

test('each partition of a commit fails for itself', async () => {
  const harness = openHarness()
  const partition = (partitionIndex: number, committedMetadata: string | null = null) => ({
    partitionIndex,
    committedOffset: 1,
    committedMetadata,
  })
  const answer = await harness.send(OffsetCommit, 9, {
    groupId: 'g',
    topics: [
      { name: 'orders', partitions: [partition(0), partition(9), partition(1, 'x'.repeat(4_097)), partition(2, 'x'.repeat(4_096))] },
      { name: 'gone', partitions: [partition(0)] },
    ],
  })
  const byTopic = Object.fromEntries(
    answer.topics.map(({ name, partitions }) => [
      name,
      Object.fromEntries(partitions.map((each) => [each.partitionIndex, each.errorCode])),
    ]),
  )
  expect(byTopic).toEqual({
    orders: { 0: 0, 9: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 1: ErrorCode.OFFSET_METADATA_TOO_LARGE, 2: 0 },
    gone: { 0: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION },
  })
  expect([await committed(harness), await committed(harness, 'g', 'orders', 1), await committed(harness, 'g', 'orders', 2)]).toEqual([
    1, -1, 1,
  ])
})

test('version 10 names topics by id; an offset of a topic with another id is none', async () => {
  const topics = new Map(TEST_TOPICS)
  const harness = openHarness({ topics })
  const partitions = [{ partitionIndex: 0, committedOffset: 4, committedMetadata: '' }]
  const answer = await harness.send(OffsetCommit, 10, {
    groupId: 'g',
    topics: [
      { topicId: ORDERS_ID, partitions },
      { topicId: 'unknown-AAAAAAAAAAAAAA', partitions },
    ],
  })
  expect(answer.topics).toMatchObject([
    { topicId: 'unknown-AAAAAAAAAAAAAA', partitions: [{ errorCode: ErrorCode.UNKNOWN_TOPIC_ID }] },
    { topicId: ORDERS_ID, partitions: [{ errorCode: 0 }] },
  ])
  const fetch = async (topicId: string) => {
    const fetched = await harness.send(OffsetFetch, 10, { groups: [{ groupId: 'g', topics: [{ topicId, partitionIndexes: [0] }] }] })
    return fetched.groups[0]!.topics[0]!.partitions[0]!
  }
  expect(await fetch(ORDERS_ID)).toMatchObject({ committedOffset: 4 })
  expect(await fetch('unknown-AAAAAAAAAAAAAA')).toMatchObject({ errorCode: ErrorCode.UNKNOWN_TOPIC_ID, committedOffset: -1 })
  topics.set('orders', 'another-AAAAAAAAAAAAAA')
  expect(await fetch('another-AAAAAAAAAAAAAA')).toMatchObject({ errorCode: 0, committedOffset: -1 })
})

test('null topics fetch everything, several groups at once, and unknown groups are empty', async () => {
  const harness = openHarness()
  await commit(harness, 1, { topic: 'orders' })
  await commit(harness, 2, { topic: 'payments', partition: 3 })
  const answer = await harness.send(OffsetFetch, 9, {
    groups: [
      { groupId: 'g', topics: null },
      { groupId: 'none', topics: null },
    ],
  })
  expect(answer.groups[0]!.topics.map(({ name, partitions }) => [name, partitions[0]!.committedOffset])).toEqual([
    ['orders', 1],
    ['payments', 2],
  ])
  expect(answer.groups[1]).toMatchObject({ groupId: 'none', topics: [], errorCode: 0 })
  const byId = await harness.send(OffsetFetch, 10, { groups: [{ groupId: 'g', topics: null }] })
  expect(byId.groups[0]!.topics.map(({ topicId }) => topicId)).toEqual([...TEST_TOPICS.values()])
  expect((await harness.send(OffsetFetch, 2, { groupId: 'g', topics: null })).topics).toHaveLength(2)
})

test('nobody reads an offset before it is durable, and a lost write leaves the last durable one', async () => {
  const harness = openHarness()
  await commit(harness, 1)
  harness.log.hold()
  const second = commit(harness, 2)
  await harness.clock.settle()
  expect(await committed(harness)).toBe(1)
  harness.log.flush()
  expect(await second).toBe(0)
  expect(await committed(harness)).toBe(2)
  harness.log.failNext(1)
  expect(await commit(harness, 3)).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  expect(await committed(harness)).toBe(2)
  expect(await committed(harness.restart())).toBe(2)
})

test('a first commit that is lost leaves no group behind', async () => {
  const harness = openHarness()
  harness.log.failNext(1)
  expect(await commit(harness, 1, { group: 'lost' })).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  expect(await commit(harness, 1, { group: 'lost', generation: 0, memberId: 'm' })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
})

test('single offsets are deleted, but not those of topics that the group reads', async () => {
  const harness = openHarness()
  await commit(harness, 1, { topic: 'orders' })
  await commit(harness, 2, { topic: 'payments' })
  await stableGroup(harness, 1)
  const topics = ['orders', 'payments', 'gone'].map((name) => ({ name, partitions: [{ partitionIndex: 0 }] }))
  const answer = await harness.send(OffsetDelete, 0, { groupId: 'g', topics })
  expect(answer.topics.map(({ partitions }) => partitions[0]!.errorCode)).toEqual([
    ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC,
    ErrorCode.NONE,
    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ])
  expect([await committed(harness), await committed(harness, 'g', 'payments')]).toEqual([1, -1])
  expect(await committed(harness.restart(), 'g', 'payments')).toBe(-1)
  expect((await harness.send(OffsetDelete, 0, { groupId: 'none', topics })).errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
})

test('offsets of a group of another protocol are deleted only when it has no members', async () => {
  const harness = openHarness()
  await commit(harness, 1)
  await stableGroup(harness, 1, { protocolType: 'connect' })
  const answer = await harness.send(OffsetDelete, 0, { groupId: 'g', topics: [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }] })
  expect(answer.errorCode).toBe(ErrorCode.NON_EMPTY_GROUP)
})

test('offsets of a simple group expire seven days after the commit', async () => {
  const harness = openHarness()
  await commit(harness, 1)
  await harness.clock.advance(4 * DAY_MS)
  await commit(harness, 2, { partition: 1 })
  await harness.clock.advance(3 * DAY_MS)
  expect([await committed(harness), await committed(harness, 'g', 'orders', 1)]).toEqual([-1, 2])
  await harness.clock.advance(4 * DAY_MS)
  expect(await commit(harness, 1, { generation: 0, memberId: 'm' })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
})

test('offsets of a group with members stay, except of topics it does not read any more; empty, it keeps them for seven days', async () => {
  const harness = openHarness()
  await commit(harness, 1, { topic: 'orders' })
  await commit(harness, 1, { topic: 'payments' })
  const [member] = await stableGroup(harness, 1, { sessionMs: 1_800_000, metadata: subscription('orders') })
  for (let hour = 0; hour < 8 * 24; hour++) {
    await harness.clock.advance(3_600_000 / 4)
    for (let quarter = 0; quarter < 3; quarter++) {
      await commit(harness, 1, { topic: 'orders', partition: 2, memberId: member!.memberId, generation: 1 })
      await harness.clock.advance(3_600_000 / 4)
    }
    await commit(harness, 1, { topic: 'orders', partition: 2, memberId: member!.memberId, generation: 1 })
  }
  expect([await committed(harness), await committed(harness, 'g', 'payments')]).toEqual([1, -1])
  await harness.clock.advance(7 * DAY_MS - 1_000)
  expect(await committed(harness)).toBe(1)
  await harness.clock.advance(3_600_000)
  expect(await committed(harness)).toBe(-1)
})

test('a retention time of the client (v2-4) counts instead', async () => {
  const harness = openHarness()
  const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }]
  await harness.send(OffsetCommit, 2, { groupId: 'g', retentionTimeMs: 3_600_000, topics: [{ name: 'orders', partitions }] })
  const restarted = harness.restart()
  await restarted.clock.advance(3_500_000)
  expect(await committed(restarted)).toBe(1)
  await restarted.clock.advance(700_000)
  expect(await committed(restarted)).toBe(-1)
})

test('offsets of deleted topics go', async () => {
  const harness = openHarness()
  await commit(harness, 1, { topic: 'orders' })
  await commit(harness, 2, { topic: 'payments' })
  harness.groups.topicsDeleted(['orders'])
  await harness.clock.settle()
  expect([await committed(harness), await committed(harness, 'g', 'payments')]).toEqual([-1, 2])
  expect(await committed(harness.restart())).toBe(-1)
})

test('a commit that does not fit a batch is refused as a whole', async () => {
  const harness = openHarness()
  const metadata = 'x'.repeat(4_000)
  const partitions = Array.from({ length: 300 }, () => ({ partitionIndex: 0, committedOffset: 1, committedMetadata: metadata }))
  const answer = await harness.send(OffsetCommit, 9, { groupId: 'g', topics: [{ name: 'orders', partitions, topicId: ZERO_UUID }] })
  expect(new Set(answer.topics[0]!.partitions.map(({ errorCode }) => errorCode))).toEqual(new Set([ErrorCode.UNKNOWN_SERVER_ERROR]))
  expect(await committed(harness)).toBe(-1)
})
