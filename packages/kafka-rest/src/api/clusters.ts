import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, CLUSTERS, KAFKA, listOf, Relationship, resource } from './resource.ts'

export const ClusterData = resource('KafkaCluster', {
  cluster_id: v.string(),
  controller: v.optional(Relationship),
  acls: Relationship,
  brokers: Relationship,
  broker_configs: Relationship,
  consumer_groups: Relationship,
  topics: Relationship,
  partition_reassignments: Relationship,
})
export type ClusterData = v.InferOutput<typeof ClusterData>

const ClusterDataList = listOf('KafkaClusterList', ClusterData)

export const listKafkaClusters = endpoint({
  ...KAFKA,
  id: 'listKafkaClusters',
  method: 'GET',
  path: CLUSTERS,
  summary: 'List Clusters',
  returns: { status: 200, schema: ClusterDataList },
})

export const getKafkaCluster = endpoint({
  ...KAFKA,
  id: 'getKafkaCluster',
  method: 'GET',
  path: CLUSTER,
  summary: 'Get Cluster',
  returns: { status: 200, schema: ClusterData },
})
