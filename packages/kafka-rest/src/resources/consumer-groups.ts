import type { Result } from '@leat/base'
import type { Operation, Problem } from '@leat/rest'
import {
  type ConsumerAssignmentData,
  type ConsumerData,
  type ConsumerGroupData,
  getKafkaConsumer,
  getKafkaConsumerGroup,
  listKafkaConsumerAssignments,
  listKafkaConsumerGroups,
  listKafkaConsumers,
} from '../api/consumer-groups.ts'
import { byText } from '../compare.ts'
import type { KafkaRest } from '../door.ts'
import { type Group, type Member, findGroup, listGroups } from '../kafka/groups.ts'
import { type Cluster, answer, onCluster } from '../on-cluster.ts'
import { notFound } from '../problems.ts'

export function consumerGroupOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaConsumerGroups, async (cluster) => {
      const groups = await listGroups(cluster.transport, cluster.signal)
      if (!groups.ok) return groups
      const data = groups.value.toSorted(byText(({ id }) => id)).map((group) => groupData(cluster, group))
      return answer({ kind: 'KafkaConsumerGroupList', metadata: { self: cluster.links.self('consumer-groups'), next: null }, data })
    }),

    onCluster(rest, getKafkaConsumerGroup, async (cluster, { params }) => {
      const group = await existingGroup(cluster, params.consumer_group_id)
      return group.ok ? answer(groupData(cluster, group.value)) : group
    }),

    onCluster(rest, listKafkaConsumers, async (cluster, { params }) => {
      const group = await existingGroup(cluster, params.consumer_group_id)
      if (!group.ok) return group
      const { id, members } = group.value
      const data = members.toSorted(byText((member) => member.id)).map((member) => consumerData(cluster, id, member))
      return answer({
        kind: 'KafkaConsumerList',
        metadata: { self: cluster.links.self('consumer-groups', id, 'consumers'), next: null },
        data,
      })
    }),

    onCluster(rest, getKafkaConsumer, async (cluster, { params }) => {
      const group = await existingGroup(cluster, params.consumer_group_id)
      if (!group.ok) return group
      const member = group.value.members.find(({ id }) => id === params.consumer_id)
      return member === undefined ? notFound() : answer(consumerData(cluster, group.value.id, member))
    }),

    onCluster(rest, listKafkaConsumerAssignments, async (cluster, { params }) => {
      const group = await existingGroup(cluster, params.consumer_group_id)
      if (!group.ok) return group
      const member = group.value.members.find(({ id }) => id === params.consumer_id)
      if (member === undefined) return notFound()
      const self = cluster.links.self('consumer-groups', group.value.id, 'consumers', member.id, 'assignments')
      return answer({
        kind: 'KafkaConsumerAssignmentList',
        metadata: { self, next: null },
        data: assignmentData(cluster, group.value.id, member),
      })
    }),
  ]
}

export async function existingGroup({ transport, signal }: Cluster, id: string): Promise<Result<Group, Problem>> {
  const group = await findGroup(transport, id, signal)
  if (!group.ok) return group
  return group.value === null ? notFound(`Consumer Group ${id} could not be found.`) : { ok: true, value: group.value }
}

function groupData({ id: cluster, links }: Cluster, { id, isSimple, assignor, state, coordinator }: Group): ConsumerGroupData {
  return {
    kind: 'KafkaConsumerGroup',
    metadata: { self: links.self('consumer-groups', id), resource_name: links.crn(['consumer-group', id]) },
    cluster_id: cluster,
    consumer_group_id: id,
    is_simple: isSimple,
    partition_assignor: assignor,
    state,
    // The other protocol's groups (KIP-848) are described by a request of their own, which no cluster here serves.
    type: 'CLASSIC',
    is_mixed_consumer_group: false,
    coordinator: links.related('brokers', coordinator),
    consumers: links.related('consumer-groups', id, 'consumers'),
    lag_summary: links.related('consumer-groups', id, 'lag-summary'),
  }
}

function consumerData({ id: cluster, links }: Cluster, group: string, member: Member): ConsumerData {
  const at = ['consumer-groups', group, 'consumers', member.id] as const
  return {
    kind: 'KafkaConsumer',
    metadata: { self: links.self(...at), resource_name: links.crn(['consumer-group', group], ['consumer', member.id]) },
    cluster_id: cluster,
    consumer_group_id: group,
    consumer_id: member.id,
    instance_id: member.instanceId,
    client_id: member.clientId,
    assignments: links.related(...at, 'assignments'),
  }
}

function assignmentData({ id: cluster, links }: Cluster, group: string, { id, assignment }: Member): ConsumerAssignmentData[] {
  return assignment.toSorted(byText(({ topic }) => topic)).flatMap(({ topic, partitions }) =>
    partitions
      .toSorted((a, b) => a - b)
      .map((partition): ConsumerAssignmentData => ({
        kind: 'KafkaConsumerAssignment',
        metadata: {
          self: links.self('consumer-groups', group, 'consumers', id, 'assignments', topic, 'partitions', partition),
          resource_name: links.crn(['consumer-group', group], ['consumer', id], ['assignment', topic], ['partition', partition]),
        },
        cluster_id: cluster,
        consumer_group_id: group,
        consumer_id: id,
        topic_name: topic,
        partition_id: partition,
        partition: links.related('topics', topic, 'partitions', partition),
        lag: links.related('consumer-groups', group, 'lags', topic, 'partitions', partition),
      })),
  )
}
