import type { Transport } from '@leat/client'
import { ErrorCode, encodeRecord } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { OffsetCommit } from '@leat/wire/messages/08-offset-commit'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { JoinGroup } from '@leat/wire/messages/11-join-group'
import { SyncGroup } from '@leat/wire/messages/14-sync-group'
import { ConsumerProtocolAssignment } from '@leat/wire/messages/records/consumer-protocol-assignment'
import { expect } from 'vitest'

export interface Assigned {
  readonly topic: string
  readonly partitions: number[]
}

const SESSION = { sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 30_000, protocolType: 'consumer' }

/** Joins the group as its only member, which gives itself these partitions. */
export async function joinGroup(
  transport: Transport,
  groupId: string,
  { instanceId = null, assigned }: { readonly instanceId?: string | null; readonly assigned: readonly Assigned[] },
): Promise<{ readonly memberId: string; readonly generationId: number }> {
  const node = await coordinatorOf(transport, groupId)
  const protocols = [{ name: 'range', metadata: Buffer.from([0, 1]) }]
  const wish = { groupId, ...SESSION, groupInstanceId: instanceId, protocols }
  const first = await transport.call(JoinGroup, { ...wish, memberId: '' }, { node })
  // A dynamic member is given its id first (KIP-394).
  const joined =
    first.errorCode === ErrorCode.MEMBER_ID_REQUIRED
      ? await transport.call(JoinGroup, { ...wish, memberId: first.memberId }, { node })
      : first
  expect(joined.errorCode).toBe(ErrorCode.NONE)
  const { memberId, generationId } = joined
  const assignment = encodeRecord(ConsumerProtocolAssignment, 1, { assignedPartitions: [...assigned], userData: null })
  const request = { groupId, generationId, memberId, groupInstanceId: instanceId, protocolType: 'consumer', protocolName: 'range' }
  const synced = await transport.call(SyncGroup, { ...request, assignments: [{ memberId, assignment }] }, { node })
  expect(synced.errorCode).toBe(ErrorCode.NONE)
  return { memberId, generationId }
}

/** Commits for a member, or (without one) as a consumer that assigns itself. */
export async function commitOffsets(
  transport: Transport,
  groupId: string,
  offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[],
  member: { readonly memberId: string; readonly generationId: number; readonly instanceId?: string } = { memberId: '', generationId: -1 },
): Promise<void> {
  const node = await coordinatorOf(transport, groupId)
  const { topics } = await transport.call(Metadata, { topics: null, allowAutoTopicCreation: false })
  const ids = new Map(topics.map(({ name, topicId }) => [name, topicId]))
  const committed = offsets.map(({ topic, partition, offset }) => ({
    name: topic,
    topicId: ids.get(topic)!,
    partitions: [{ partitionIndex: partition, committedOffset: offset, committedMetadata: null }],
  }))
  const { memberId, generationId, instanceId = null } = member
  const request = { groupId, generationIdOrMemberEpoch: generationId, memberId, groupInstanceId: instanceId, topics: committed }
  const answer = await transport.call(OffsetCommit, request, { node })
  expect(answer.topics.flatMap((topic) => topic.partitions.map(({ errorCode }) => errorCode))).toEqual(offsets.map(() => ErrorCode.NONE))
}

async function coordinatorOf(transport: Transport, group: string): Promise<number> {
  const { coordinators } = await transport.call(FindCoordinator, { keyType: 0, coordinatorKeys: [group] })
  return coordinators[0]!.nodeId
}
