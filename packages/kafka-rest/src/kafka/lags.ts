import { type NodeId, type Offset, type Result, type TopicId, ok } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { OffsetFetch } from '@leat/wire/messages/09-offset-fetch'
import { compare } from '../compare.ts'
import { refused } from '../problems.ts'
import type { Group, Member } from './groups.ts'
import { type Topic, topicsById } from './topics.ts'

export interface Lag {
  readonly topic: string
  readonly partition: number
  readonly current: Offset
  readonly logEnd: Offset
  readonly lag: number
  /** Null: nobody has the partition. */
  readonly member: Member | null
}

interface Committed {
  readonly topic: Topic
  readonly partition: number
  readonly offset: Offset
}

const CONSUMER = -1
const LATEST = -1
const NO_OFFSET = -1

/**
 * How far the group is behind, for each partition it has committed an offset of: largest lag first. Three steps, whatever the number of partitions:
 * offsets from the coordinator, names and leaders, and one request for log ends per leader. Partitions without a leader, and topics that are gone
 * or may not be described, are left out.
 */
export async function listLags(transport: Transport, group: Group, signal: AbortSignal): Promise<Result<readonly Lag[], Problem>> {
  const committed = await committedOffsets(transport, group, signal)
  if (!committed.ok) return committed
  const ends = await logEnds(transport, committed.value, signal)
  const owners = ownersOf(group)
  const lags: Lag[] = []
  for (const { topic, partition, offset } of committed.value) {
    const logEnd = ends.get(keyOf(topic.name, partition))
    if (logEnd === undefined) continue
    const member = owners.get(keyOf(topic.name, partition)) ?? null
    lags.push({ topic: topic.name, partition, current: offset, logEnd, lag: logEnd - offset, member })
  }
  return ok(lags.sort(byLag))
}

function byLag(a: Lag, b: Lag): number {
  return b.lag - a.lag || compare(a.topic, b.topic) || a.partition - b.partition
}

async function committedOffsets(transport: Transport, group: Group, signal: AbortSignal): Promise<Result<readonly Committed[], Problem>> {
  const groups = [{ groupId: group.id, topics: null }]
  const fetched = (await transport.call(OffsetFetch, { groups, requireStable: false }, { signal, node: group.coordinator })).groups[0]
  if (fetched === undefined) return refused(ErrorCode.UNKNOWN_SERVER_ERROR)
  if (fetched.errorCode !== ErrorCode.NONE) return refused(fetched.errorCode)
  const ids = fetched.topics.map(({ topicId }) => topicId)
  const topics: ReadonlyMap<TopicId, Topic> = await topicsById(transport, ids, signal)
  return ok(
    fetched.topics.flatMap(({ topicId, partitions }) => {
      const topic = topics.get(topicId)
      if (topic === undefined) return []
      return partitions
        .filter(({ errorCode, committedOffset }) => errorCode === ErrorCode.NONE && committedOffset !== NO_OFFSET)
        .map(({ partitionIndex, committedOffset }) => ({ topic, partition: partitionIndex, offset: committedOffset }))
    }),
  )
}

async function logEnds(transport: Transport, committed: readonly Committed[], signal: AbortSignal): Promise<ReadonlyMap<string, Offset>> {
  const ends = new Map<string, Offset>()
  const asked = [...byLeader(committed)].map(async ([node, partitionsOf]) => {
    const topics = [...partitionsOf].map(([name, partitions]) => ({
      name,
      partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp: LATEST })),
    }))
    const answer = await transport.call(ListOffsets, { replicaId: CONSUMER, topics }, { signal, node })
    for (const { name, partitions } of answer.topics)
      for (const { partitionIndex, errorCode, offset } of partitions)
        if (errorCode === ErrorCode.NONE && offset !== NO_OFFSET) ends.set(keyOf(name, partitionIndex), offset)
  })
  await Promise.all(asked)
  return ends
}

function byLeader(committed: readonly Committed[]): ReadonlyMap<NodeId, ReadonlyMap<string, number[]>> {
  const leaders = new Map<NodeId, Map<string, number[]>>()
  for (const { topic, partition } of committed) {
    // Sorted by id, and Kafka's ids have no gaps.
    const leader = topic.partitions[partition]?.leader ?? null
    if (leader === null) continue
    const topics = leaders.get(leader) ?? new Map<string, number[]>()
    const partitions = topics.get(topic.name) ?? []
    partitions.push(partition)
    leaders.set(leader, topics.set(topic.name, partitions))
  }
  return leaders
}

function ownersOf({ members }: Group): ReadonlyMap<string, Member> {
  const owners = new Map<string, Member>()
  for (const member of members)
    for (const { topic, partitions } of member.assignment) for (const partition of partitions) owners.set(keyOf(topic, partition), member)
  return owners
}

function keyOf(topic: string, partition: number): string {
  return `${topic}/${partition}`
}
