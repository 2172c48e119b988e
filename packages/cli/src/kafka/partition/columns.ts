import type { KafkaCalls } from '@leat/api/calls'
import type { Column, Row } from '../../view.ts'

export const PARTITION: readonly Column[] = [
  { key: 'cluster', title: 'Cluster', whole: true },
  { key: 'topic_name', title: 'Topic Name' },
  { key: 'id', title: 'ID' },
  { key: 'leader', title: 'Leader' },
]

/** A partition without a leader has none to show. */
export function partitionRow(partition: KafkaCalls['getKafkaPartition']['answer']): Row {
  const leader = partition.leader?.related.split('/').at(-1)
  return {
    cluster: partition.cluster_id,
    topic_name: partition.topic_name,
    id: partition.partition_id,
    leader: leader === undefined ? null : Number(leader),
  }
}
