/**
 * OffsetFetch (9), v1-10. Durable offsets only, so `require_stable` (v7) changes nothing as long as no transactions write offsets.
 * Partitions without an offset, and groups nobody knows, answer -1.
 *
 * v2 null topics: all that the group has; error for the group as a whole · v5 leader epoch · v8 several groups · v10 topic ids: an unknown id is
 * UNKNOWN_TOPIC_ID, an offset committed under another id than the one asked for is none
 */
import { type Call, decode, ErrorCode, reply, ZERO_UUID } from '@leat/wire'
import { OffsetFetch, type OffsetFetchRequest, type OffsetFetchResponse } from '@leat/wire/messages/09-offset-fetch'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'
import type { CommittedOffset } from '../offset-store.ts'

type GroupResult = OffsetFetchResponse['groups'][number]
type TopicResult = GroupResult['topics'][number]
type PartitionResult = TopicResult['partitions'][number]
type WantedTopic = NonNullable<OffsetFetchRequest['groups'][number]['topics']>[number]

interface Wanted {
  readonly groupId: string
  readonly topics: readonly WantedTopic[] | null
}

export function offsetFetch(coordinator: Coordinator): Handler {
  return {
    api: OffsetFetch,
    min: 1,
    max: 10,
    handle(call) {
      const request = decode(call, OffsetFetch)
      const groups = wantedOf(request, call.version).map((wanted) => fetchGroup(coordinator, wanted, call))
      if (call.version >= 8) return reply(OffsetFetch, { throttleTimeMs: 0, topics: [], errorCode: ErrorCode.NONE, groups })
      const { topics, errorCode } = groups[0]!
      return reply(OffsetFetch, { throttleTimeMs: 0, topics, errorCode, groups: [] })
    },
  }
}

function wantedOf(request: OffsetFetchRequest, version: number): readonly Wanted[] {
  if (version >= 8) return request.groups
  const topics = request.topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID })) ?? null
  return [{ groupId: request.groupId, topics }]
}

function fetchGroup(coordinator: Coordinator, { groupId, topics }: Wanted, call: Call): GroupResult {
  const errorCode = coordinator.admit(groupId, call)
  if (errorCode !== ErrorCode.NONE) return { groupId, topics: call.version < 2 ? failAll(topics ?? [], errorCode) : [], errorCode }
  const found =
    topics === null
      ? fetchAll(coordinator, groupId, call.version)
      : topics.map((topic) => fetchTopic(coordinator, groupId, topic, call.version))
  return { groupId, topics: found, errorCode }
}

function fetchTopic(coordinator: Coordinator, groupId: string, wanted: WantedTopic, version: number): TopicResult {
  const { topicId, partitionIndexes } = wanted
  const name = version >= 10 ? coordinator.options.topics.nameOf(topicId) : wanted.name
  if (name === null)
    return { name: '', topicId, partitions: partitionIndexes.map((partition) => missing(partition, ErrorCode.UNKNOWN_TOPIC_ID)) }
  const partitions = partitionIndexes.map((partition) => {
    const committed = coordinator.offsets.committed(groupId, name, partition)
    const isAnothers = version >= 10 && committed !== null && committed.topicId !== null && committed.topicId !== topicId
    return committed === null || isAnothers ? missing(partition, ErrorCode.NONE) : found(partition, committed)
  })
  return { name, topicId, partitions }
}

/** With topic ids, offsets of topics that are gone cannot be told. */
function fetchAll(coordinator: Coordinator, groupId: string, version: number): TopicResult[] {
  const results: TopicResult[] = []
  for (const { topic, partitions } of coordinator.offsets.committedTopics(groupId)) {
    const topicId = version >= 10 ? coordinator.options.topics.idOf(topic) : ZERO_UUID
    if (topicId !== null)
      results.push({ name: topic, topicId, partitions: partitions.map(({ partition, value }) => found(partition, value)) })
  }
  return results
}

function failAll(topics: readonly WantedTopic[], errorCode: number): TopicResult[] {
  return topics.map(({ name, topicId, partitionIndexes }) => ({
    name,
    topicId,
    partitions: partitionIndexes.map((partition) => missing(partition, errorCode)),
  }))
}

function found(partitionIndex: number, { offset, leaderEpoch, metadata }: CommittedOffset): PartitionResult {
  return { partitionIndex, committedOffset: offset, committedLeaderEpoch: leaderEpoch, metadata, errorCode: ErrorCode.NONE }
}

function missing(partitionIndex: number, errorCode: number): PartitionResult {
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode }
}
