import { type Result, ok } from '@leat/base'
import type { Operation, Problem } from '@leat/rest'
import {
  type ConsumerGroupLagSummaryData,
  type ConsumerLagData,
  getKafkaConsumerGroupLagSummary,
  getKafkaConsumerLag,
  listKafkaConsumerLags,
} from '../api/consumer-lags.ts'
import type { KafkaRest } from '../door.ts'
import { type Lag, listLags } from '../kafka/lags.ts'
import { type Cluster, answer, idOf, onCluster } from '../on-cluster.ts'
import { notFound } from '../problems.ts'
import { existingGroup } from './consumer-groups.ts'

export function consumerLagOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaConsumerLags, async (cluster, { params }) => {
      const id = params.consumer_group_id
      const lags = await lagsOf(cluster, id)
      if (!lags.ok) return lags
      const data = lags.value.map((lag) => lagData(cluster, id, lag))
      return answer({
        kind: 'KafkaConsumerLagList',
        metadata: { self: cluster.links.self('consumer-groups', id, 'lags'), next: null },
        data,
      })
    }),

    onCluster(rest, getKafkaConsumerLag, async (cluster, { params }) => {
      const lags = await lagsOf(cluster, params.consumer_group_id)
      if (!lags.ok) return lags
      const partition = idOf(params.partition_id)
      const lag = lags.value.find((one) => one.topic === params.topic_name && one.partition === partition)
      return lag === undefined ? notFound() : answer(lagData(cluster, params.consumer_group_id, lag))
    }),

    onCluster(rest, getKafkaConsumerGroupLagSummary, async (cluster, { params }) => {
      const lags = await lagsOf(cluster, params.consumer_group_id)
      return lags.ok ? answer(summaryData(cluster, params.consumer_group_id, lags.value)) : lags
    }),
  ]
}

/** Never empty: a group that has committed nothing has no lags to be found. */
async function lagsOf(cluster: Cluster, id: string): Promise<Result<readonly Lag[], Problem>> {
  const group = await existingGroup(cluster, id)
  if (!group.ok) return group
  const lags = await listLags(cluster.transport, group.value, cluster.signal)
  if (!lags.ok) return lags
  return lags.value.length === 0 ? notFound('Consumer group offsets could not be found.') : ok(lags.value)
}

function lagData({ id: cluster, links }: Cluster, group: string, { topic, partition, current, logEnd, lag, member }: Lag): ConsumerLagData {
  return {
    kind: 'KafkaConsumerLag',
    metadata: {
      self: links.self('consumer-groups', group, 'lags', topic, 'partitions', partition),
      resource_name: links.crn(['consumer-group', group], ['lag', topic], ['partition', partition]),
    },
    cluster_id: cluster,
    consumer_group_id: group,
    topic_name: topic,
    partition_id: partition,
    current_offset: current,
    log_end_offset: logEnd,
    lag,
    consumer_id: member?.id ?? '',
    instance_id: member?.instanceId ?? null,
    client_id: member?.clientId ?? '',
  }
}

/** `lags` has the largest first. */
function summaryData({ id: cluster, links }: Cluster, group: string, lags: readonly Lag[]): ConsumerGroupLagSummaryData {
  const max = lags[0]!
  return {
    kind: 'KafkaConsumerGroupLagSummary',
    metadata: {
      self: links.self('consumer-groups', group, 'lag-summary'),
      resource_name: `${links.crn(['consumer-group', group])}/lag-summary`,
    },
    cluster_id: cluster,
    consumer_group_id: group,
    max_lag_consumer_id: max.member?.id ?? '',
    max_lag_instance_id: max.member?.instanceId ?? null,
    max_lag_client_id: max.member?.clientId ?? '',
    max_lag_topic_name: max.topic,
    max_lag_partition_id: max.partition,
    max_lag: max.lag,
    total_lag: lags.reduce((sum, { lag }) => sum + lag, 0),
    max_lag_consumer: links.related('consumer-groups', group, 'consumers', max.member?.id ?? ''),
    max_lag_partition: links.related('topics', max.topic, 'partitions', max.partition),
  }
}
