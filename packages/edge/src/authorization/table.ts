/** Every API that is served, with what it asks for. An API without an entry is refused to all whom rules are asked about. */
import type { Api } from '@leat/wire'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { OffsetCommit } from '@leat/wire/messages/08-offset-commit'
import { JoinGroup } from '@leat/wire/messages/11-join-group'
import { Heartbeat } from '@leat/wire/messages/12-heartbeat'
import { LeaveGroup } from '@leat/wire/messages/13-leave-group'
import { SyncGroup } from '@leat/wire/messages/14-sync-group'
import { DeleteRecords } from '@leat/wire/messages/21-delete-records'
import { DescribeLogDirs } from '@leat/wire/messages/35-describe-log-dirs'
import { DeleteGroups } from '@leat/wire/messages/42-delete-groups'
import { ListPartitionReassignments } from '@leat/wire/messages/46-list-partition-reassignments'
import { ListConfigResources } from '@leat/wire/messages/74-list-config-resources'
import { decode, ErrorCode } from '@leat/wire'
import { createAcls, deleteAcls, describeAcls } from '../acls/rules.ts'
import { describeCluster, initProducerId, offsetForLeaderEpoch } from './apis/cluster.ts'
import { alterConfigs, describeConfigs, incrementalAlterConfigs } from './apis/configs.ts'
import { deleteTopics } from './apis/delete-topics.ts'
import { describeTopicPartitions } from './apis/describe-topic-partitions.ts'
import { fetch } from './apis/fetch.ts'
import { findCoordinator } from './apis/find-coordinator.ts'
import { describeGroups, listGroups, offsetDelete } from './apis/groups.ts'
import { metadata } from './apis/metadata.ts'
import { offsetFetch } from './apis/offset-fetch.ts'
import { produce } from './apis/produce.ts'
import { createPartitions, createTopics } from './apis/topics.ts'
import { each } from './each.ts'
import { REFUSAL_TEXT } from './refusal-text.ts'
import type { ApiRule } from './rule.ts'
import { whole } from './whole.ts'

const READ_GROUP = [{ entity: 'groupId', operation: 'read' }] as const
const DESCRIBE_CLUSTER = [{ entity: 'cluster', operation: 'describe' }] as const

export const AUTHORIZATION: readonly ApiRule[] = [
  produce,
  fetch,
  each(ListOffsets, 'topicName', 'describe', { fill: { offset: -1 } }),
  metadata,
  each(OffsetCommit, 'topicName', 'read', {
    first: (step, call) =>
      step.asking.may(call, 'read', 'group', decode(call, OffsetCommit).groupId) ? null : ErrorCode.GROUP_AUTHORIZATION_FAILED,
    asksFirst: 'read on the group',
  }),
  offsetFetch,
  findCoordinator,
  whole(JoinGroup, READ_GROUP, (version) => ({ generationId: -1, protocolName: version < 7 ? '' : null })),
  whole(Heartbeat, READ_GROUP),
  whole(LeaveGroup, READ_GROUP),
  whole(SyncGroup, READ_GROUP),
  describeGroups,
  listGroups,
  createTopics,
  deleteTopics,
  each(DeleteRecords, 'topicName', 'delete', { fill: { lowWatermark: -1 } }),
  initProducerId,
  offsetForLeaderEpoch,
  describeAcls,
  createAcls,
  deleteAcls,
  describeConfigs,
  alterConfigs,
  whole(DescribeLogDirs, DESCRIBE_CLUSTER),
  createPartitions,
  each(DeleteGroups, 'groupId', 'delete'),
  incrementalAlterConfigs,
  whole(ListPartitionReassignments, DESCRIBE_CLUSTER, () => ({ errorMessage: REFUSAL_TEXT[ErrorCode.CLUSTER_AUTHORIZATION_FAILED] })),
  offsetDelete,
  describeCluster,
  whole(ListConfigResources, [{ entity: 'cluster', operation: 'describe-configs' }]),
  describeTopicPartitions,
]

const byKey = new Map(AUTHORIZATION.map((rule) => [rule.api.key, rule]))

export function ruleOf(api: Api): ApiRule | null {
  return byKey.get(api.key) ?? null
}
