import type { NodeId, Offset, TopicId } from '@leat/base'
import type { Transport } from '@leat/client'
import { ErrorCode } from '@leat/wire'
import { OffsetFetch } from '@leat/wire/messages/09-offset-fetch'
import type { Group } from '../kafka/groups.ts'
import type { Topic } from '../kafka/topics.ts'
import { put } from './offsets.ts'

export interface Committed {
  readonly offset: Offset
  readonly metadata: string | null
}

const NO_OFFSET = -1

/** What each group has committed, by group, topic name and partition; one request for each coordinator. Groups that may not be read are left out. */
export async function committedOf(
  transport: Transport,
  groups: readonly Group[],
  topics: readonly Topic[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, Committed>>>> {
  const names = new Map<TopicId, string>(topics.map(({ id, name }) => [id, name]))
  const asked = [...coordinatorsOf(groups)].map(async ([node, ids]) => {
    const request = { groups: ids.map((groupId) => ({ groupId, topics: null })), requireStable: false }
    return (await transport.call(OffsetFetch, request, { signal, node })).groups
  })
  const found = new Map<string, Map<string, Map<number, Committed>>>()
  for (const group of (await Promise.all(asked)).flat()) {
    if (group.errorCode !== ErrorCode.NONE) continue
    const offsets = new Map<string, Map<number, Committed>>()
    for (const { name, topicId, partitions } of group.topics) {
      const topic = names.get(topicId) ?? (name === '' ? undefined : name)
      if (topic === undefined) continue
      for (const { partitionIndex, committedOffset, metadata, errorCode } of partitions)
        if (errorCode === ErrorCode.NONE && committedOffset !== NO_OFFSET)
          put(offsets, topic, partitionIndex, { offset: committedOffset, metadata })
    }
    found.set(group.groupId, offsets)
  }
  return found
}

function coordinatorsOf(groups: readonly Group[]): ReadonlyMap<NodeId, string[]> {
  const coordinators = new Map<NodeId, string[]>()
  for (const { id, coordinator } of groups) coordinators.set(coordinator, [...(coordinators.get(coordinator) ?? []), id])
  return coordinators
}
