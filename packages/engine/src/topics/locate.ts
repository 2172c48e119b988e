import { FsError, type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { Partition } from './partition.ts'
import type { Topic, TopicTable } from './topic-table.ts'

/** How a request names a partition: old versions by the topic's name, new ones by its id (KIP-516). */
export interface PartitionRef {
  readonly topic: string
  readonly topicId: string
  readonly index: number
}

export interface LocateError {
  readonly code: number
  /** Where NOT_LEADER_OR_FOLLOWER and FENCED_LEADER_EPOCH can tell the client more (KIP-951). */
  readonly partition: Partition | null
}

/** The topic a request means; `byId` for versions that carry ids only. */
function findTopic(topics: TopicTable, ref: Pick<PartitionRef, 'topic' | 'topicId'>, byId: boolean): Topic | undefined {
  return byId ? topics.byId(ref.topicId) : topics.byName(ref.topic)
}

/** The partition on the broker that was asked, with its log open; or the error Kafka gives for it. */
export function locate(topics: TopicTable, ref: PartitionRef, byId: boolean, node: NodeId): Result<Partition, LocateError> {
  const topic = findTopic(topics, ref, byId)
  if (topic === undefined) return fail({ code: byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, partition: null })
  const partition = topic.partitions[ref.index]
  if (partition === undefined) return fail({ code: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, partition: null })
  if (partition.leader !== node) return fail({ code: ErrorCode.NOT_LEADER_OR_FOLLOWER, partition })
  try {
    return partition.log.health.ok ? ok(partition) : fail({ code: ErrorCode.KAFKA_STORAGE_ERROR, partition: null })
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    return fail({ code: ErrorCode.KAFKA_STORAGE_ERROR, partition: null })
  }
}

/** -1 asks for no check (KIP-320). */
export function checkLeaderEpoch(partition: Partition, currentLeaderEpoch: number): Result<Partition, LocateError> {
  if (currentLeaderEpoch < 0 || currentLeaderEpoch === partition.leaderEpoch) return ok(partition)
  const code = currentLeaderEpoch < partition.leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH
  return fail({ code, partition })
}
