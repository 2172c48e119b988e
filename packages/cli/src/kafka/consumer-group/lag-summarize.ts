import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { type Column, record } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownGroup } from '../refusals.ts'

const SUMMARY: readonly Column[] = [
  { key: 'cluster', title: 'Cluster', whole: true },
  { key: 'consumer_group', title: 'Consumer Group' },
  { key: 'total_lag', title: 'Total Lag' },
  { key: 'max_lag', title: 'Max Lag' },
  { key: 'max_lag_consumer', title: 'Max Lag Consumer' },
  { key: 'max_lag_instance', title: 'Max Lag Instance' },
  { key: 'max_lag_client', title: 'Max Lag Client' },
  { key: 'max_lag_topic', title: 'Max Lag Topic' },
  { key: 'max_lag_partition', title: 'Max Lag Partition' },
]

export const consumerGroupLagSummarize = command({
  path: 'kafka consumer group lag summarize',
  summary: 'Summarize consumer lag for a Kafka consumer group.',
  args: [{ name: 'group', summary: 'Consumer group ID.' }],
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'Say how far "my-consumer-group" is behind.', line: 'kafka consumer group lag summarize my-consumer-group' }],
  async run(context, { args: [group = ''] }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const found = await cluster.rest.one('getKafkaConsumerGroupLagSummary', { params: { ...params, consumer_group_id: group } })
    if (!found.ok) return fail(unknownGroup(found.error, group, cluster))
    const lag = found.value
    return record(SUMMARY, {
      cluster: lag.cluster_id,
      consumer_group: lag.consumer_group_id,
      total_lag: lag.total_lag,
      max_lag: lag.max_lag,
      max_lag_consumer: lag.max_lag_consumer_id,
      max_lag_instance: lag.max_lag_instance_id ?? '',
      max_lag_client: lag.max_lag_client_id,
      max_lag_topic: lag.max_lag_topic_name,
      max_lag_partition: lag.max_lag_partition_id,
    })
  },
})
