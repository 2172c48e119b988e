/**
 * OffsetCommit (8), v2-10. Answered when the offsets are durable: until then nobody reads them, and if the log refuses nobody ever does.
 *
 * Unknown topics and partitions fail alone; the group's checks fail all others. Metadata longer than `offset.metadata.max.bytes` fails its
 * partition, measured in UTF-16 units as Kafka measures it.
 *
 * v2-4 retention time of the client's choice · v6 leader epoch · v7 group.instance.id · v9 GROUP_ID_NOT_FOUND for unknown groups, before
 * that ILLEGAL_GENERATION · v10 topic ids instead of names
 */
import { type Call, decode, ErrorCode, reply, ZERO_UUID } from '@leat/wire'
import { OffsetCommit, type OffsetCommitRequest } from '@leat/wire/messages/08-offset-commit'
import type { Handler } from '../../contract.ts'
import { CommitResults } from '../commit-results.ts'
import { type CommitDecision, decideCommit } from '../decide-commit.ts'
import type { Coordinator } from '../coordinator.ts'
import { LIMITS } from '../limits.ts'
import type { OffsetWrite } from '../offset-store.ts'

const NO_RETENTION_TIME = -1

type PartitionCommit = OffsetCommitRequest['topics'][number]['partitions'][number]

interface Commit {
  readonly topic: string
  /** The id by which the request names the topic; zero before v10. */
  readonly requestedId: string
  readonly partition: PartitionCommit
}

export function offsetCommit(coordinator: Coordinator): Handler {
  return {
    api: OffsetCommit,
    min: 2,
    max: 10,
    handle(call) {
      const request = decode(call, OffsetCommit)
      const results = new CommitResults()
      const commits = findPartitions(coordinator, request, call.version, results)
      if (commits.length > 0) return commit(coordinator, call, request, commits, results)
      return reply(OffsetCommit, { throttleTimeMs: 0, topics: results.topics })
    },
  }
}

/** What exists is committed; the rest gets its error here, before the group is asked. */
function findPartitions(coordinator: Coordinator, request: OffsetCommitRequest, version: number, results: CommitResults): Commit[] {
  const { topics } = coordinator.options
  const commits: Commit[] = []
  for (const { name, topicId, partitions } of request.topics) {
    const topic = version >= 10 ? topics.nameOf(topicId) : name
    const count = topic === null ? null : topics.partitionCount(topic)
    for (const partition of partitions) {
      const { partitionIndex } = partition
      if (topic !== null && count !== null && partitionIndex >= 0 && partitionIndex < count)
        commits.push({ topic, requestedId: topicId, partition })
      else results.add(name, topicId, partitionIndex, topic === null ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    }
  }
  return commits
}

async function commit(
  coordinator: Coordinator,
  call: Call,
  request: OffsetCommitRequest,
  commits: readonly Commit[],
  results: CommitResults,
) {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generation } = request
  const answer = (errorCode: number) => {
    for (const { topic, requestedId, partition } of commits) {
      const own = errorCode === ErrorCode.NONE && isTooLarge(coordinator, partition) ? ErrorCode.OFFSET_METADATA_TOO_LARGE : errorCode
      results.add(call.version >= 10 ? '' : topic, requestedId, partition.partitionIndex, own)
    }
    return reply(OffsetCommit, { throttleTimeMs: 0, topics: results.topics })
  }
  const notAdmitted = coordinator.admit(groupId, call)
  if (notAdmitted !== ErrorCode.NONE) return answer(notAdmitted)
  const group = coordinator.group(groupId)
  const decision = decideCommit(group?.state ?? null, { memberId, groupInstanceId, generation, version: call.version })
  if (decision.kind === 'refuse') return answer(decision.errorCode)
  keepAlive(coordinator, groupId, decision)
  const writes = commits.filter(({ partition }) => !isTooLarge(coordinator, partition)).map((each) => toWrite(coordinator, request, each))
  if (writes.length === 0) return answer(ErrorCode.NONE)
  if (coordinator.offsets.count(groupId) + writes.length > LIMITS.offsetsPerGroup) return answer(ErrorCode.INVALID_COMMIT_OFFSET_SIZE)
  if (decision.createsGroup && coordinator.create(groupId, false) === null) return answer(ErrorCode.INVALID_COMMIT_OFFSET_SIZE)
  return answer(await coordinator.writeOffsets(groupId, writes))
}

/** A member that commits lives. */
function keepAlive(coordinator: Coordinator, groupId: string, decision: CommitDecision & { kind: 'accept' }): void {
  const group = coordinator.group(groupId)
  const member = decision.member === null ? undefined : group?.state.members.get(decision.member)
  if (group === undefined || member === undefined || member.isNew) return
  group.apply({ state: group.state, effects: [{ kind: 'start-session', memberId: member.memberId, timeoutMs: member.sessionTimeoutMs }] })
}

function isTooLarge(coordinator: Coordinator, { committedMetadata }: PartitionCommit): boolean {
  return committedMetadata !== null && committedMetadata.length > coordinator.options.config.offsetMetadataBytesMax
}

function toWrite(coordinator: Coordinator, request: OffsetCommitRequest, { topic, requestedId, partition }: Commit): OffsetWrite {
  const now = coordinator.clock.now()
  const { groupId: group, retentionTimeMs } = request
  return {
    group,
    topic,
    partition: partition.partitionIndex,
    value: {
      offset: partition.committedOffset,
      leaderEpoch: partition.committedLeaderEpoch,
      metadata: partition.committedMetadata ?? '',
      committedAtMs: now,
      expiresAtMs: retentionTimeMs === NO_RETENTION_TIME ? null : now + retentionTimeMs,
      topicId: requestedId === ZERO_UUID ? null : requestedId,
    },
  }
}
