/** Brokers that come and go under a producer and a group, seen through `dispatch` alone: clients are told to look again, and nothing is lost. */
import type { NodeId } from '@leat/base'
import { ErrorCode, encodeRecord } from '@leat/wire'
import {
  DescribeCluster,
  Fetch,
  FindCoordinator,
  Heartbeat,
  InitProducerId,
  JoinGroup,
  type JoinGroupResponse,
  Metadata,
  OffsetCommit,
  OffsetFetch,
  Produce,
  SyncGroup,
} from '@leat/wire/messages'
import { ConsumerProtocolSubscription } from '@leat/wire/messages/records/consumer-protocol-subscription'
import { buildBatch } from '@leat/wire/records'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Engine } from '../src/index.ts'
import { type Contract, type Topic, fetchOf, openContract, until } from './contract/contract.ts'
import { openEngineInMemory } from './fixture.ts'

const ONE_CKU = [0, 1, 2, 3]
const TWO_CKU = [0, 1, 2, 3, 4, 5]
const PARTITIONS = 12

let engine: Engine
let on: Contract
beforeEach(async () => {
  engine = await openEngineInMemory(TWO_CKU)
  on = openContract(engine, TWO_CKU)
})
afterEach(async () => {
  on[Symbol.dispose]()
  await engine.close()
})

async function leaders(topic: Topic, node: NodeId = 0): Promise<{ node: NodeId; epoch: number }[]> {
  const { topics } = await on.call(Metadata, 12, { topics: [{ topicId: topic.id, name: null }] }, on.connect(node))
  return topics[0]!.partitions.map(({ leaderId, leaderEpoch }) => ({ node: leaderId, epoch: leaderEpoch }))
}

const brokersSeen = async (): Promise<number[]> => (await on.call(DescribeCluster, 1, {})).brokers.map(({ brokerId }) => brokerId)

/** An idempotent producer that keeps one connection per broker and asks for metadata only when it is told to, as clients do. */
async function producer(topic: Topic) {
  const { producerId, producerEpoch } = await on.call(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1_000 })
  let known = await leaders(topic)
  const sequences = Array.from({ length: PARTITIONS }, () => 0)
  const told: number[] = []
  return {
    told,
    async send(partition: number, value: string): Promise<void> {
      const baseSequence = sequences[partition]!++
      for (;;) {
        const records = buildBatch({
          records: [{ key: null, value: Buffer.from(value), timestamp: 1 }],
          producerId,
          producerEpoch,
          baseSequence,
        })
        const message = { acks: -1, timeoutMs: 1_000, topicData: [{ name: topic.name, partitionData: [{ index: partition, records }] }] }
        const answer = await on.call(Produce, 12, message, on.connect(known[partition]!.node))
        const { errorCode, currentLeader } = answer.responses[0]!.partitionResponses[0]!
        if (errorCode === ErrorCode.NONE) return
        expect(errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
        told.push(partition)
        known = await leaders(topic)
        expect(currentLeader).toMatchObject({ leaderId: known[partition]!.node, leaderEpoch: known[partition]!.epoch })
      }
    },
  }
}

test('a producer goes on while brokers come and go: every batch is there once, in order', async () => {
  const topic = await on.topic(PARTITIONS)
  const writes = await producer(topic)
  const sent: string[] = []
  const sizes: readonly (readonly NodeId[])[] = [ONE_CKU, TWO_CKU, [0], ONE_CKU]
  for (const [step, nodes] of sizes.entries()) {
    const resizing = engine.setNodes(nodes)
    for (let i = 0; i < 5; i++) {
      const value = `${step}-${i}`
      sent.push(value)
      await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => writes.send(partition, value)))
    }
    await resizing
    expect(await brokersSeen()).toEqual(nodes)
    for (const { node } of await leaders(topic)) expect(nodes).toContain(node)
  }
  expect(writes.told).not.toEqual([])
  for (let partition = 0; partition < PARTITIONS; partition++)
    expect((await on.read(topic, 0, partition)).map(({ value }) => value)).toEqual(sent)
})

test('growing moves nothing, and new partitions are led by the new brokers too', async () => {
  const topic = await on.topic(PARTITIONS)
  const before = await leaders(topic)
  await engine.setNodes([...TWO_CKU, 6, 7])
  expect(await leaders(topic)).toEqual(before)
  const { topics } = await on.call(Metadata, 12, { topics: [{ name: 'made-by-asking' }], allowAutoTopicCreation: true })
  expect(topics[0]!.errorCode).toBe(ErrorCode.NONE)
  const grown = await on.topic(16)
  expect(new Set((await leaders(grown)).map(({ node }) => node))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]))
})

test('a fetch that waits at a leader is told at once when the partition moves, with the new leader', async () => {
  const topic = await on.topic(PARTITIONS)
  const at = (await leaders(topic)).findIndex(({ node }) => node === 5)
  const waiting = on.call(Fetch, 12, fetchOf({ topic: topic.name }, 0, at, 600_000), on.connect(5))
  await engine.setNodes(ONE_CKU)
  const { partitions } = (await waiting).responses[0]!
  const [{ node, epoch }] = [(await leaders(topic))[at]!]
  expect(partitions[0]).toMatchObject({
    errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
    currentLeader: { leaderId: node, leaderEpoch: epoch },
  })
  // The consumer goes on where it was, in the new epoch; one with the old epoch is told so.
  await on.write(topic, buildBatch({ records: [{ key: null, value: Buffer.from('after'), timestamp: 1 }] }), at)
  const fetchIn = async (currentLeaderEpoch: number) => {
    const asked = fetchOf({ topic: topic.name }, 0, at)
    asked.topics[0]!.partitions[0]!.currentLeaderEpoch = currentLeaderEpoch
    return (await on.call(Fetch, 12, asked, on.connect(node))).responses[0]!.partitions[0]!
  }
  expect((await fetchIn(epoch)).records!.length).toBeGreaterThan(0)
  expect((await fetchIn(epoch - 1)).errorCode).toBe(ErrorCode.FENCED_LEADER_EPOCH)
})

test('fetch sessions end with their broker, and a broker that comes back knows none', async () => {
  const topic = await on.topic(PARTITIONS)
  const at = (await leaders(topic)).findIndex(({ node }) => node === 5)
  const first = { ...fetchOf({ topic: topic.name }, 0, at), sessionEpoch: 0 }
  const opened = await on.call(Fetch, 12, first, on.connect(5))
  expect(opened.sessionId).not.toBe(0)
  const next = { ...first, sessionId: opened.sessionId, sessionEpoch: 1, topics: [] }
  await engine.setNodes(ONE_CKU)
  expect((await on.call(Fetch, 12, next, on.connect(5))).errorCode).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
  // A broker that is gone opens none.
  expect((await on.call(Fetch, 12, first, on.connect(5))).sessionId).toBe(0)
  await engine.setNodes(TWO_CKU)
  expect((await on.call(Fetch, 12, next, on.connect(5))).errorCode).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
})

const group = { sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 60_000, protocolType: 'consumer' }

async function join(groupId: string, topic: Topic, memberId: string, node: NodeId): Promise<JoinGroupResponse> {
  const metadata = encodeRecord(ConsumerProtocolSubscription, 1, { topics: [topic.name], userData: null, ownedPartitions: [] })
  const message = { ...group, groupId, memberId, protocols: [{ name: 'range', metadata }] }
  const first = await on.call(JoinGroup, 9, message, on.connect(node))
  if (first.errorCode !== ErrorCode.MEMBER_ID_REQUIRED) return first
  return on.call(JoinGroup, 9, { ...message, memberId: first.memberId }, on.connect(node))
}

async function coordinatorOf(key: string): Promise<NodeId> {
  return (await on.call(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [key] })).coordinators[0]!.nodeId
}

/** A group that broker 5 coordinates. */
async function groupOfLast(): Promise<string> {
  for (let i = 0; ; i++) {
    const groupId = `group-${i}`
    if ((await on.coordinator(groupId)).node === 5) return groupId
  }
}

test('a group goes on when its coordinator goes: members, generation and offsets are at the new one', async () => {
  const topic = await on.topic(PARTITIONS)
  const groupId = await groupOfLast()
  const joined = await join(groupId, topic, '', 5)
  const assignments = [{ memberId: joined.memberId, assignment: Buffer.from('all of it') }]
  const who = { groupId, memberId: joined.memberId, generationId: joined.generationId }
  const sync = { ...who, protocolType: 'consumer', protocolName: 'range', assignments }
  expect((await on.call(SyncGroup, 5, sync, on.connect(5))).errorCode).toBe(0)
  const commit = {
    groupId,
    memberId: joined.memberId,
    generationIdOrMemberEpoch: joined.generationId,
    topics: [{ name: topic.name, partitions: [{ partitionIndex: 3, committedOffset: 42, committedMetadata: '' }] }],
  }
  expect((await on.call(OffsetCommit, 8, commit, on.connect(5))).topics[0]!.partitions[0]!.errorCode).toBe(0)

  await engine.setNodes(ONE_CKU)

  expect((await on.call(Heartbeat, 4, who, on.connect(5))).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  const node = await coordinatorOf(groupId)
  expect(ONE_CKU).toContain(node)
  expect((await on.call(Heartbeat, 4, who, on.connect(node))).errorCode).toBe(0)
  const asked = { groups: [{ groupId, topics: [{ name: topic.name, partitionIndexes: [3] }] }] }
  const { groups } = await on.call(OffsetFetch, 8, asked, on.connect(node))
  expect(groups[0]!.topics[0]!.partitions[0]!.committedOffset).toBe(42)
  const later = {
    ...commit,
    topics: [{ name: topic.name, partitions: [{ partitionIndex: 3, committedOffset: 43, committedMetadata: '' }] }],
  }
  expect((await on.call(OffsetCommit, 8, later, on.connect(node))).topics[0]!.partitions[0]!.errorCode).toBe(0)
})

test('a rebalance that is under way when the coordinator goes is finished at the new one', async () => {
  const topic = await on.topic(PARTITIONS)
  const groupId = await groupOfLast()
  const first = await join(groupId, topic, '', 5)
  const waiting = join(groupId, topic, '', 5)
  await until('the second member waits', async () => {
    const who = { groupId, memberId: first.memberId, generationId: first.generationId }
    return (await on.call(Heartbeat, 4, who, on.connect(5))).errorCode === ErrorCode.REBALANCE_IN_PROGRESS
  })

  await engine.setNodes(ONE_CKU)

  expect((await waiting).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  const node = await coordinatorOf(groupId)
  // The one that was forgotten asks for an id first, so that the other waits for it.
  const both = await Promise.all([join(groupId, topic, '', node), join(groupId, topic, first.memberId, node)])
  const generations = both.map(({ generationId }) => generationId)
  expect(both.map(({ errorCode }) => errorCode)).toEqual([0, 0])
  expect(new Set(generations).size).toBe(1)
})

test('the same brokers again are no change, and others than 1 to 64 different ones are refused', async () => {
  const topic = await on.topic(PARTITIONS)
  const before = await leaders(topic)
  await engine.setNodes(TWO_CKU)
  expect(await leaders(topic)).toEqual(before)
  for (const wrong of [[], [1, 1], Array.from({ length: 65 }, (_, i) => i)]) await expect(engine.setNodes(wrong)).rejects.toThrow()
  expect(engine.nodes).toEqual(TWO_CKU)
})
