import type { Operation } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { type PartitionData, getKafkaPartition, listKafkaPartitions } from '../api/partitions.ts'
import type { KafkaRest } from '../door.ts'
import { type Partition, findTopic } from '../kafka/topics.ts'
import { type Cluster, answer, idOf, onCluster } from '../on-cluster.ts'
import { refused } from '../problems.ts'

export function partitionOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaPartitions, async (cluster, { params }) => {
      const topic = await findTopic(cluster.transport, params.topic_name, cluster)
      if (!topic.ok) return topic
      const { name, partitions } = topic.value
      const data = partitions.map((partition) => partitionData(cluster, name, partition))
      return answer({ kind: 'KafkaPartitionList', metadata: { self: cluster.links.self('topics', name, 'partitions'), next: null }, data })
    }),

    onCluster(rest, getKafkaPartition, async (cluster, { params }) => {
      const topic = await findTopic(cluster.transport, params.topic_name, cluster)
      if (!topic.ok) return topic
      const partition = topic.value.partitions.find(({ id }) => id === idOf(params.partition_id))
      if (partition === undefined) return refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      return answer(partitionData(cluster, topic.value.name, partition))
    }),
  ]
}

/** The CLI reads the leader's id from the end of its address. */
function partitionData({ id, links }: Cluster, topic: string, partition: Partition): PartitionData {
  const at = ['topics', topic, 'partitions', partition.id] as const
  return {
    kind: 'KafkaPartition',
    metadata: { self: links.self(...at), resource_name: links.crn(['topic', topic], ['partition', partition.id]) },
    cluster_id: id,
    topic_name: topic,
    partition_id: partition.id,
    ...(partition.leader === null ? {} : { leader: links.related(...at, 'replicas', partition.leader) }),
    replicas: links.related(...at, 'replicas'),
    reassignment: links.related(...at, 'reassignment'),
  }
}
