import type { KafkaCalls } from '@leat/api/calls'
import type { Column, Row } from '../../view.ts'

export const TOPIC: readonly Column[] = [
  { key: 'name', title: 'Name' },
  { key: 'is_internal', title: 'Internal' },
  { key: 'replication_factor', title: 'Replication Factor' },
  { key: 'partition_count', title: 'Partition Count' },
]

export function topicRow(topic: KafkaCalls['getKafkaTopic']['answer']): Row {
  return {
    name: topic.topic_name,
    is_internal: topic.is_internal,
    replication_factor: topic.replication_factor,
    partition_count: topic.partitions_count,
  }
}

export const TOPIC_CONFIGURATION: readonly Column[] = [
  { key: 'name', title: 'Name', whole: true },
  { key: 'value', title: 'Value' },
  { key: 'read_only', title: 'Read-Only' },
]

/** The number of partitions stands among a topic's settings under this name, although Kafka has none of it. */
export const NUM_PARTITIONS = 'num.partitions'
