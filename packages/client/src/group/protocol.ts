import { decodeRecord, encodeRecord } from '@leat/wire'
import { ConsumerProtocolAssignment } from '@leat/wire/messages/records/consumer-protocol-assignment'
import { ConsumerProtocolSubscription } from '@leat/wire/messages/records/consumer-protocol-subscription'
import type { Assignment, GroupPartition, MemberWish } from './assign.ts'

/** The embedded consumer protocol: what members tell each other through the coordinator, who does not look at it. */
export const PROTOCOL_TYPE = 'consumer'
export const COOPERATIVE_STICKY = 'cooperative-sticky'
/** With owned partitions (v1) and their generation (v2). */
const SUBSCRIPTION_VERSION = 2
const ASSIGNMENT_VERSION = 0

interface TopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

export function encodeSubscription({ topics, owned, generation }: Omit<MemberWish, 'memberId'>): Buffer {
  return encodeRecord(ConsumerProtocolSubscription, SUBSCRIPTION_VERSION, {
    topics,
    ownedPartitions: byTopic(owned),
    generationId: generation,
  })
}

/** Older members do not say which generation theirs is. @throws WireError */
export function decodeSubscription(memberId: string, metadata: Buffer): MemberWish {
  const { topics, ownedPartitions, generationId } = decodeRecord(ConsumerProtocolSubscription, metadata)
  return { memberId, topics, owned: flat(ownedPartitions), generation: generationId }
}

function encodeAssignment(partitions: readonly GroupPartition[]): Buffer {
  return encodeRecord(ConsumerProtocolAssignment, ASSIGNMENT_VERSION, { assignedPartitions: byTopic(partitions) })
}

/** Nothing at all is no partition: what members get that the leader has left out. @throws WireError */
export function decodeAssignment(bytes: Buffer): readonly GroupPartition[] {
  return bytes.length === 0 ? [] : flat(decodeRecord(ConsumerProtocolAssignment, bytes).assignedPartitions)
}

export function encodeAssignments(assignment: Assignment): { readonly memberId: string; readonly assignment: Buffer }[] {
  return [...assignment].map(([memberId, partitions]) => ({ memberId, assignment: encodeAssignment(partitions) }))
}

function flat(topics: readonly TopicPartitions[]): GroupPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
}

function byTopic(partitions: readonly GroupPartition[]): TopicPartitions[] {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) {
    const list = topics.get(topic)
    if (list === undefined) topics.set(topic, [partition])
    else list.push(partition)
  }
  return [...topics].map(([topic, list]) => ({ topic, partitions: list }))
}
