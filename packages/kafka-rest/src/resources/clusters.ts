import { ok } from '@leat/base'
import { type Operation, operation } from '@leat/rest'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import { ErrorCode } from '@leat/wire'
import { type ClusterData, getKafkaCluster, listKafkaClusters } from '../api/clusters.ts'
import type { KafkaRest } from '../door.ts'
import { type Links, linksOf } from '../links.ts'
import { answer, onCluster } from '../on-cluster.ts'
import { refused } from '../problems.ts'

export function clusterOperations(rest: KafkaRest): Operation[] {
  return [
    operation(listKafkaClusters, async ({ caller, request }) => {
      const ids = rest.door.clusters(caller).toSorted()
      const origin = rest.origin(request, null)
      const data = ids.map((id) => clusterData(id, linksOf(rest.origin(request, id), id), null))
      return ok({ body: { kind: 'KafkaClusterList', metadata: { self: `${origin}/kafka/v3/clusters`, next: null }, data } })
    }),

    onCluster(rest, getKafkaCluster, async ({ id, transport, links, signal }) => {
      const { errorCode, errorMessage, controllerId } = await transport.call(DescribeCluster, {}, { signal })
      if (errorCode !== ErrorCode.NONE) return refused(errorCode, errorMessage)
      return answer(clusterData(id, links, controllerId < 0 ? null : controllerId))
    }),
  ]
}

function clusterData(id: string, links: Links, controller: number | null): ClusterData {
  return {
    kind: 'KafkaCluster',
    metadata: { self: links.self(), resource_name: links.crn() },
    cluster_id: id,
    ...(controller === null ? {} : { controller: links.related('brokers', controller) }),
    acls: links.related('acls'),
    brokers: links.related('brokers'),
    broker_configs: links.related('broker-configs'),
    consumer_groups: links.related('consumer-groups'),
    topics: links.related('topics'),
    partition_reassignments: links.related('topics', '-', 'partitions', '-', 'reassignment'),
  }
}
