import type { NodeId } from '@leat/base'
import { faultyFs, seededRandom } from '@leat/base/sim'
import { Fetch, FindCoordinator, Metadata, OffsetCommit, OffsetFetch } from '@leat/wire/messages'
import { readRecords } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { StorageFault } from './index.ts'
import { ENTRY_OVERHEAD, HEADER_BYTES, decodeEntry, encodeEntry } from './journal/frame.ts'
import { type TestEngine, settled, startTestEngine } from './testing/engine.ts'

const PARTITIONS = 8
const GROUPS = ['a', 'b', 'c', 'd']
const SIX = [1, 2, 3, 4, 5, 6]

interface PartitionSeen {
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
}

async function partitionsOf(kafka: TestEngine, topic: string): Promise<readonly PartitionSeen[]> {
  const { brokers, topics } = await kafka.ask(Metadata, 12, { topics: [{ name: topic }], allowAutoTopicCreation: false })
  expect(brokers.map(({ nodeId }) => nodeId)).toEqual(kafka.engine.nodes)
  return topics[0]!.partitions
}

async function valuesOf(kafka: TestEngine, topic: string): Promise<(string | undefined)[][]> {
  const leaders = await partitionsOf(kafka, topic)
  return Promise.all(
    leaders.map(async ({ leaderId, leaderEpoch }, partition) => {
      const partitions = [{ partition, fetchOffset: 0, currentLeaderEpoch: leaderEpoch, partitionMaxBytes: 1_000_000 }]
      const asked = { maxWaitMs: 0, minBytes: 1, sessionEpoch: -1, topics: [{ topic, partitions }], forgottenTopicsData: [] }
      const { records, errorCode } = (await kafka.ask(Fetch, 12, asked, { node: leaderId })).responses[0]!.partitions[0]!
      expect(errorCode).toBe(0)
      return records === null || records.length === 0 ? [] : valuesIn(records)
    }),
  )
}

function valuesIn(records: Buffer): (string | undefined)[] {
  const found: (string | undefined)[] = []
  for (let at = 0; at < records.length; at += 12 + records.readInt32BE(at + 8))
    found.push(...readRecords(records, at).map(({ value }) => value?.toString()))
  return found
}

async function coordinator(kafka: TestEngine, group: string): Promise<NodeId> {
  const { coordinators } = await kafka.ask(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [group] })
  expect(kafka.engine.nodes).toContain(coordinators[0]!.nodeId)
  return coordinators[0]!.nodeId
}

async function commit(kafka: TestEngine, group: string, offset: number): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedLeaderEpoch: -1, committedMetadata: '' }]
  const message = { groupId: group, generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 't', partitions }] }
  const answer = await kafka.ask(OffsetCommit, 8, message, { node: await coordinator(kafka, group) })
  expect(answer.topics[0]!.partitions[0]!.errorCode).toBe(0)
}

async function committed(kafka: TestEngine, group: string): Promise<number> {
  const message = { groups: [{ groupId: group, topics: null }], requireStable: false }
  const { groups } = await kafka.ask(OffsetFetch, 8, message, { node: await coordinator(kafka, group) })
  return groups[0]!.topics[0]!.partitions[0]!.committedOffset
}

test('from 1 to 4 to 6 to 1 brokers: records and group offsets stay readable, new partitions get the new brokers', async () => {
  const disk = faultyFs({ random: seededRandom('brokers') })
  const expected = Array.from({ length: PARTITIONS }, (): string[] => [])
  const starts: readonly (readonly NodeId[])[] = [[1], [1, 2, 3, 4], SIX, [1]]
  for (const [start, nodes] of starts.entries()) {
    await using kafka = await startTestEngine({ fs: disk, nodes, brokerConfig: { 'offsets.topic.num.partitions': '6' } })
    await settled(kafka.clock, kafka.engine.groupsLoaded)
    if (start === 0) await kafka.createTopic('t', { partitions: PARTITIONS })
    else {
      expect(await valuesOf(kafka, 't')).toEqual(expected)
      for (const [i, group] of GROUPS.entries()) expect(await committed(kafka, group)).toBe(100 * start + i)
    }
    for (const [partition, values] of expected.entries()) {
      expect(await kafka.produce('t', partition, [`start-${start}`])).toBe(values.length)
      values.push(`start-${start}`)
    }
    for (const [i, group] of GROUPS.entries()) await commit(kafka, group, 100 * (start + 1) + i)
    await kafka.createTopic(`new-${start}`, { partitions: 12 })
    const led = (await partitionsOf(kafka, `new-${start}`)).map(({ leaderId }) => leaderId)
    expect(new Set(led)).toEqual(new Set(nodes))
  }
})

test('a partition that moves begins a new leader epoch where its log ends, also when its broker is lost together with the power', async () => {
  const disk = faultyFs({ random: seededRandom('brokers-power') })
  const first = await startTestEngine({ fs: disk, nodes: SIX, durability: 'power' })
  await first.createTopic('t', { partitions: 6 })
  for (let partition = 0; partition < 6; partition++) await first.produce('t', partition, ['x'])
  const before = await partitionsOf(first, 't')

  await using second = await startTestEngine({ fs: disk.crash('power'), nodes: [1, 2, 3, 4], durability: 'power' })
  const after = await partitionsOf(second, 't')
  for (const [i, { leaderId, leaderEpoch }] of before.entries()) {
    const moves = leaderId > 4 ? 1 : 0
    // One for the unclean start.
    expect(after[i]!.leaderEpoch).toBe(leaderEpoch + 1 + moves)
    if (moves === 0) expect(after[i]!.leaderId).toBe(leaderId)
  }
  expect(await valuesOf(second, 't')).toEqual(Array.from({ length: 6 }, () => ['x']))
  expect(new Set(after.map(({ leaderId }) => leaderId))).toEqual(new Set([1, 2, 3, 4]))
})

test('replicas are told of as asked, and never more than there are brokers', async () => {
  const disk = faultyFs({ random: seededRandom('brokers-replicas') })
  const counts: number[] = []
  for (const nodes of [SIX, [1, 2], SIX]) {
    await using kafka = await startTestEngine({ fs: disk, nodes, brokerConfig: { 'default.replication.factor': '2' } })
    if (counts.length === 0) {
      await kafka.ask(Metadata, 12, { topics: [{ name: 't' }], allowAutoTopicCreation: true })
    }
    const [partition] = await partitionsOf(kafka, 't')
    expect(new Set(partition!.replicaNodes).size).toBe(partition!.replicaNodes.length)
    counts.push(partition!.replicaNodes.length)
  }
  expect(counts).toEqual([2, 2, 2])
})

test('when the disk refuses, the brokers stay as they are, and change when it has room again', async () => {
  const disk = faultyFs({ random: seededRandom('brokers-full') })
  await using kafka = await startTestEngine({ fs: disk, nodes: SIX })
  await kafka.createTopic('t', { partitions: 6 })
  const before = await partitionsOf(kafka, 't')
  disk.faults.full = true
  await expect(settled(kafka.clock, kafka.engine.setNodes([1]))).rejects.toThrow(StorageFault)
  expect(kafka.engine.nodes).toEqual(SIX)
  expect(await partitionsOf(kafka, 't')).toEqual(before)
  disk.faults.full = false
  await settled(kafka.clock, kafka.engine.setNodes([1]))
  expect((await partitionsOf(kafka, 't')).map(({ leaderId }) => leaderId)).toEqual([1, 1, 1, 1, 1, 1])
})

test('an event of a newer release is refused by name of what to do, not skipped', async () => {
  const disk = faultyFs({ random: seededRandom('brokers-newer') })
  await (await startTestEngine({ fs: disk })).close()
  const path = '/data/metadata/metadata.journal'
  const journal = disk.readFileSync(path)
  let last = 0
  for (let at = HEADER_BYTES, entry = decodeEntry(journal, at); entry !== null; entry = decodeEntry(journal, at)) {
    last = entry.sequence
    at += ENTRY_OVERHEAD + entry.payload.length
  }
  const event = encodeEntry(last + 1, Buffer.from(JSON.stringify([{ type: 'of-tomorrow' }])))
  disk.replaceFileSync(path, Buffer.concat([journal, event]))
  await expect(startTestEngine({ fs: disk })).rejects.toThrow('Start a newer one')
})
