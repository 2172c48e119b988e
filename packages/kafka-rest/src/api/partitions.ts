import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, Integer, KAFKA, listOf, Relationship, resource } from './resource.ts'

export const PartitionData = resource('KafkaPartition', {
  cluster_id: v.string(),
  topic_name: v.string(),
  partition_id: Integer,
  leader: v.optional(Relationship),
  replicas: Relationship,
  reassignment: Relationship,
})
export type PartitionData = v.InferOutput<typeof PartitionData>

const PartitionDataList = listOf('KafkaPartitionList', PartitionData)

const PARTITIONS = `${CLUSTER}/topics/{topic_name}/partitions` as const

export const listKafkaPartitions = endpoint({
  ...KAFKA,
  id: 'listKafkaPartitions',
  method: 'GET',
  path: PARTITIONS,
  summary: 'List Partitions',
  returns: { status: 200, schema: PartitionDataList },
})

export const getKafkaPartition = endpoint({
  ...KAFKA,
  id: 'getKafkaPartition',
  method: 'GET',
  path: `${PARTITIONS}/{partition_id}`,
  summary: 'Get Partition',
  returns: { status: 200, schema: PartitionData },
})
