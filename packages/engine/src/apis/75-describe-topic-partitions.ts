import { type Call, ErrorCode, type Reply, ZERO_UUID, decode } from '@leat/wire'
import { DescribeTopicPartitions } from '@leat/wire/messages/75-describe-topic-partitions'
import { NO_OPERATIONS, TOPIC_OPERATIONS } from '../authorized-operations.ts'
import { type TopicState, leaderEpochOf, leaderOf } from '../cluster/state.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import { isInternal, topicNameFault } from '../topics/topic-name.ts'
import { offlineTest } from './03-metadata.ts'

/**
 * DescribeTopicPartitions (75, KIP-966)
 *
 * Behaviour: topics in order of their names, a page of partitions at a time; the cursor names the first partition of the next page. No topics mean all.
 *
 * Versions: v0 only.
 */
export function describeTopicPartitions(engine: EngineContext): Handler {
  return { api: DescribeTopicPartitions, min: 0, max: 0, handle: (call) => handleDescribeTopicPartitions(engine, call) }
}

interface Cursor {
  readonly topicName: string
  readonly partitionIndex: number
}

function handleDescribeTopicPartitions(engine: EngineContext, call: Call): Reply {
  const { topics, cursor, responsePartitionLimit } = decode(call, DescribeTopicPartitions)
  const { state } = engine.cluster
  const outside = cursor !== null && topics.length > 0 && !topics.some(({ name }) => name === cursor.topicName)
  if (cursor !== null && (outside || cursor.partitionIndex < 0)) {
    return respond(DescribeTopicPartitions, {
      topics: topics.map(({ name }) => ({
        ...absent(name),
        errorCode: ErrorCode.INVALID_REQUEST,
        topicAuthorizedOperations: NO_OPERATIONS,
      })),
      nextCursor: null,
    })
  }
  const names = [...new Set(topics.length === 0 ? state.topics.keys() : topics.map(({ name }) => name))]
    .sort()
    .filter((name) => cursor === null || name >= cursor.topicName)
  // Below 1, Kafka answers one partition all the same: a page that stays empty would never end.
  let left = Math.max(1, Math.min(responsePartitionLimit, engine.settings.describePartitionsMax))
  const entries: ReturnType<typeof topicEntry>[] = []
  let nextCursor: Cursor | null = null
  for (const name of names) {
    const topic = state.topics.get(name)
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0
    if (left === 0) {
      nextCursor = { topicName: name, partitionIndex: from }
      break
    }
    if (topic === undefined) {
      entries.push(absent(name))
      continue
    }
    const to = Math.min(topic.partitions.length, from + left)
    entries.push(topicEntry(engine, topic, from, to))
    left -= Math.max(0, to - from)
    if (to < topic.partitions.length) {
      nextCursor = { topicName: name, partitionIndex: to }
      break
    }
  }
  return respond(DescribeTopicPartitions, { topics: entries, nextCursor })
}

function absent(name: string): ReturnType<typeof topicEntry> {
  const errorCode = topicNameFault(name) === null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION
  return { errorCode, name, topicId: ZERO_UUID, isInternal: isInternal(name), partitions: [], topicAuthorizedOperations: TOPIC_OPERATIONS }
}

function topicEntry(engine: EngineContext, topic: TopicState, from: number, to: number) {
  const isOffline = offlineTest(engine)
  const partitions = topic.partitions.slice(from, to).map((partition, i) => {
    const offline = isOffline(topic, from + i)
    return {
      errorCode: offline ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE,
      partitionIndex: from + i,
      leaderId: offline ? -1 : leaderOf(partition),
      leaderEpoch: leaderEpochOf(engine.cluster.state, partition),
      replicaNodes: partition.replicas,
      isrNodes: partition.replicas,
      eligibleLeaderReplicas: [],
      lastKnownElr: [],
      offlineReplicas: offline ? partition.replicas : [],
    }
  })
  return {
    errorCode: ErrorCode.NONE as number,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternal(topic.name),
    partitions,
    topicAuthorizedOperations: TOPIC_OPERATIONS,
  }
}
