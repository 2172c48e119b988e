/**
 * OffsetDelete (47), v0. Offsets of single partitions, of topics that the group does not read now (KIP-496). A group with members must
 * speak the consumer protocol, so that its subscriptions can be read. Partitions without an offset are fine.
 */
import { type Call, decode, ErrorCode, reply } from '@leat/wire'
import { OffsetDelete, type OffsetDeleteRequest, type OffsetDeleteResponse } from '@leat/wire/messages/47-offset-delete'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'
import { CONSUMER_PROTOCOL_TYPE, type GroupState, isSubscribed } from '../state.ts'

type TopicResult = OffsetDeleteResponse['topics'][number]

export function offsetDelete(coordinator: Coordinator): Handler {
  return {
    api: OffsetDelete,
    min: 0,
    max: 0,
    handle(call) {
      const request = decode(call, OffsetDelete)
      const refused = check(coordinator, request, call)
      if (refused !== ErrorCode.NONE) return reply(OffsetDelete, { errorCode: refused, throttleTimeMs: 0, topics: [] })
      return deleteFrom(coordinator, request)
    },
  }
}

async function deleteFrom(coordinator: Coordinator, request: OffsetDeleteRequest) {
  const { groupId } = request
  const state = coordinator.group(groupId)?.state
  const places: { topic: string; partition: number }[] = []
  const topics: TopicResult[] = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => {
      const errorCode = checkPartition(coordinator, state, name, partitionIndex)
      if (errorCode === ErrorCode.NONE && coordinator.offsets.hasLatest(groupId, name, partitionIndex))
        places.push({ topic: name, partition: partitionIndex })
      return { partitionIndex, errorCode }
    }),
  }))
  const errorCode = places.length === 0 ? ErrorCode.NONE : await coordinator.deleteOffsets(groupId, places)
  return reply(OffsetDelete, { errorCode, throttleTimeMs: 0, topics: errorCode === ErrorCode.NONE ? topics : [] })
}

function check(coordinator: Coordinator, { groupId, topics }: OffsetDeleteRequest, call: Call): number {
  // Kafka looks at topics first, and asks the coordinator only when one of them exists.
  const asksForKnown = topics.some(({ name, partitions }) =>
    partitions.some(({ partitionIndex }) => exists(coordinator, name, partitionIndex)),
  )
  if (!asksForKnown) return ErrorCode.NONE
  if (groupId === '') return ErrorCode.INVALID_GROUP_ID
  const notAdmitted = coordinator.admit(groupId, call)
  if (notAdmitted !== ErrorCode.NONE) return notAdmitted
  const group = coordinator.group(groupId)
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND
  const { phase, protocolType } = group.state
  return phase === 'Empty' || protocolType === CONSUMER_PROTOCOL_TYPE ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP
}

function checkPartition(coordinator: Coordinator, state: GroupState | undefined, topic: string, partition: number): number {
  if (!exists(coordinator, topic, partition)) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  return state !== undefined && isSubscribed(state, topic) ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE
}

function exists(coordinator: Coordinator, topic: string, partition: number): boolean {
  const count = coordinator.options.topics.partitionCount(topic)
  return count !== null && partition >= 0 && partition < count
}
