import { ok, type Result } from '@leat/base'
import type { Operation, Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { DeleteGroups } from '@leat/wire/messages/42-delete-groups'
import { byText, compare } from '../compare.ts'
import type { KafkaRest } from '../door.ts'
import { findGroup, type Group, listGroups, type Member } from '../kafka/groups.ts'
import { listTopics, type Topic } from '../kafka/topics.ts'
import { answer, type Cluster, NO_CONTENT, onCluster } from '../on-cluster.ts'
import { notFound, refused } from '../problems.ts'
import { deleteGroupView, getGroupView, listGroupViews, resetGroupOffsets } from './api.ts'
import { type Committed, committedOf } from './committed.ts'
import { at, type ByPartition, EARLIEST, LATEST, offsetsAt } from './offsets.ts'
import { resetOffsets } from './reset.ts'

export function groupViewOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listGroupViews, async ({ transport, signal }) => {
      const groups = await listGroups(transport, signal)
      if (!groups.ok) return groups
      const topics = await listTopics(transport, signal)
      const committed = await committedOf(transport, groups.value, topics, signal)
      const read = topics.filter(({ name }) => [...committed.values()].some((offsets) => offsets.has(name)))
      const ends = await offsetsAt(transport, read, LATEST, signal)
      const data = groups.value.toSorted(byText(({ id }) => id)).map((group) => {
        const offsets = committed.get(group.id) ?? new Map<string, ReadonlyMap<number, Committed>>()
        const assigned = group.members.flatMap(({ assignment }) => assignment.map(({ topic }) => topic))
        return {
          group_id: group.id,
          state: group.state,
          protocol_type: group.isSimple ? '' : 'consumer',
          members_count: group.members.length,
          topics: [...new Set([...offsets.keys(), ...assigned])].sort(compare),
          lag: offsets.size === 0 ? null : totalLag(offsets, ends),
        }
      })
      return answer({ data })
    }),

    onCluster(rest, getGroupView, async (cluster, { params }) => {
      const group = await foundGroup(cluster, params.consumer_group_id)
      return group.ok ? answer(await groupView(cluster, group.value)) : group
    }),

    onCluster(rest, resetGroupOffsets, async (cluster, { params, body }) => {
      const group = await foundGroup(cluster, params.consumer_group_id)
      return group.ok ? await resetOffsets(cluster, group.value, body) : group
    }),

    onCluster(rest, deleteGroupView, async ({ transport, signal }, { params }) => {
      const group = await findGroup(transport, params.consumer_group_id, signal)
      if (!group.ok) return group
      if (group.value === null) return noGroup(params.consumer_group_id)
      const { results } = await transport.call(DeleteGroups, { groupsNames: [group.value.id] }, { signal, node: group.value.coordinator })
      const code = results[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR
      return code === ErrorCode.NONE ? NO_CONTENT : refused(code)
    }),
  ]
}

async function foundGroup({ transport, signal }: Cluster, id: string): Promise<Result<Group, Problem>> {
  const group = await findGroup(transport, id, signal)
  if (!group.ok) return group
  return group.value === null ? noGroup(id) : ok(group.value)
}

function noGroup(id: string): Result<never, Problem> {
  return notFound(`There is no consumer group ${id}.`)
}

async function groupView({ transport, signal }: Cluster, group: Group): Promise<object> {
  const all = await listTopics(transport, signal)
  const committed = (await committedOf(transport, [group], all, signal)).get(group.id) ?? new Map<string, ReadonlyMap<number, Committed>>()
  const owners = ownersOf(group)
  const topics = all.filter(({ name }) => committed.has(name) || owners.has(name))
  const [starts, ends] = await Promise.all([offsetsAt(transport, topics, EARLIEST, signal), offsetsAt(transport, topics, LATEST, signal)])
  const partitions = topics
    .toSorted(byText(({ name }) => name))
    .flatMap((topic) => partitionsOf(topic, { committed, owners, starts, ends }))
  return {
    group_id: group.id,
    state: group.state,
    protocol_type: group.isSimple ? '' : 'consumer',
    protocol: group.assignor,
    coordinator: group.coordinator,
    members: group.members.map(({ id, instanceId, clientId, clientHost }) => ({
      member_id: id,
      instance_id: instanceId,
      client_id: clientId,
      client_host: clientHost,
    })),
    partitions,
  }
}

interface Known {
  readonly committed: ByPartition<Committed>
  readonly owners: ByPartition<Member>
  readonly starts: ByPartition<number>
  readonly ends: ByPartition<number>
}

/** Those that the group has to do with: committed or assigned. */
function partitionsOf({ name, partitions }: Topic, { committed, owners, starts, ends }: Known): object[] {
  return partitions.flatMap(({ id }) => {
    const found = at(committed, name, id)
    const owner = at(owners, name, id)
    if (found === undefined && owner === undefined) return []
    const end = at(ends, name, id) ?? 0
    return [
      {
        topic_name: name,
        partition_id: id,
        committed_offset: found?.offset ?? null,
        start_offset: at(starts, name, id) ?? 0,
        end_offset: end,
        lag: found === undefined ? null : Math.max(0, end - found.offset),
        metadata: found?.metadata ?? null,
        member_id: owner?.id ?? null,
      },
    ]
  })
}

function ownersOf({ members }: Group): ByPartition<Member> {
  const owners = new Map<string, Map<number, Member>>()
  for (const member of members)
    for (const { topic, partitions } of member.assignment)
      for (const partition of partitions) owners.set(topic, (owners.get(topic) ?? new Map<number, Member>()).set(partition, member))
  return owners
}

function totalLag(offsets: ByPartition<Committed>, ends: ByPartition<number>): number {
  let lag = 0
  for (const [topic, partitions] of offsets)
    for (const [partition, { offset }] of partitions) lag += Math.max(0, (at(ends, topic, partition) ?? offset) - offset)
  return lag
}
