import type { KafkaCalls } from '@leat/api/calls'
import type { Column, Row } from '../../view.ts'

export const GROUP: readonly Column[] = [
  { key: 'cluster', title: 'Cluster', whole: true },
  { key: 'consumer_group', title: 'Consumer Group' },
  { key: 'coordinator', title: 'Coordinator' },
  { key: 'is_simple', title: 'Simple' },
  { key: 'partition_assignor', title: 'Partition Assignor' },
  { key: 'state', title: 'State' },
]

export function groupRow(group: KafkaCalls['getKafkaConsumerGroup']['answer']): Row {
  return {
    cluster: group.cluster_id,
    consumer_group: group.consumer_group_id,
    coordinator: /brokers\/(.*)$/.exec(group.coordinator.related)?.[1] ?? '',
    is_simple: group.is_simple,
    partition_assignor: group.partition_assignor,
    state: group.state,
  }
}

export const LAG: readonly Column[] = [
  { key: 'cluster', title: 'Cluster', whole: true },
  { key: 'consumer_group', title: 'Consumer Group' },
  { key: 'lag', title: 'Lag', whole: true },
  { key: 'log_end_offset', title: 'Log End Offset' },
  { key: 'current_offset', title: 'Current Offset' },
  { key: 'consumer', title: 'Consumer' },
  { key: 'instance', title: 'Instance' },
  { key: 'client', title: 'Client' },
  { key: 'topic', title: 'Topic' },
  { key: 'partition', title: 'Partition' },
]

export function lagRow(lag: KafkaCalls['getKafkaConsumerLag']['answer']): Row {
  return {
    cluster: lag.cluster_id,
    consumer_group: lag.consumer_group_id,
    lag: lag.lag,
    log_end_offset: lag.log_end_offset,
    current_offset: lag.current_offset,
    consumer: lag.consumer_id,
    instance: lag.instance_id ?? '',
    client: lag.client_id,
    topic: lag.topic_name,
    partition: lag.partition_id,
  }
}
