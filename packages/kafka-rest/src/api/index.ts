/** The endpoints as data, apart from what they do: for routing tables, documents and clients. */
import type { Endpoint } from '@leat/rest'
import { batchCreateKafkaAcls, createKafkaAcls, deleteKafkaAcls, getKafkaAcls } from './acls.ts'
import { getKafkaBroker, listKafkaBrokers } from './brokers.ts'
import { getKafkaCluster, listKafkaClusters } from './clusters.ts'
import {
  deleteKafkaClusterConfig,
  deleteKafkaTopicConfig,
  getKafkaClusterConfig,
  getKafkaTopicConfig,
  listKafkaAllTopicConfigs,
  listKafkaClusterConfigs,
  listKafkaDefaultTopicConfigs,
  listKafkaTopicConfigs,
  updateKafkaClusterConfig,
  updateKafkaClusterConfigs,
  updateKafkaTopicConfig,
  updateKafkaTopicConfigBatch,
} from './configs.ts'
import {
  getKafkaConsumer,
  getKafkaConsumerGroup,
  listKafkaConsumerAssignments,
  listKafkaConsumerGroups,
  listKafkaConsumers,
} from './consumer-groups.ts'
import { getKafkaConsumerGroupLagSummary, getKafkaConsumerLag, listKafkaConsumerLags } from './consumer-lags.ts'
import { createKafkaLink, linkOperationsByName, listKafkaLinks, listKafkaMirrorTopics } from './links.ts'
import { getKafkaPartition, listKafkaPartitions } from './partitions.ts'
import { produceRecord } from './records.ts'
import {
  getKafkaShareGroup,
  getKafkaShareGroupConsumer,
  listKafkaShareGroupConsumerAssignments,
  listKafkaShareGroupConsumers,
  listKafkaShareGroups,
} from './share-groups.ts'
import { viewEndpoints } from '../views/api.ts'
import { createKafkaTopic, deleteKafkaTopic, getKafkaTopic, listKafkaTopics, updatePartitionCountKafkaTopic } from './topics.ts'

export const kafkaRestEndpoints: readonly Endpoint[] = [
  listKafkaClusters,
  getKafkaCluster,
  listKafkaBrokers,
  getKafkaBroker,
  listKafkaClusterConfigs,
  updateKafkaClusterConfigs,
  getKafkaClusterConfig,
  updateKafkaClusterConfig,
  deleteKafkaClusterConfig,
  listKafkaTopics,
  createKafkaTopic,
  getKafkaTopic,
  updatePartitionCountKafkaTopic,
  deleteKafkaTopic,
  listKafkaAllTopicConfigs,
  listKafkaTopicConfigs,
  listKafkaDefaultTopicConfigs,
  updateKafkaTopicConfigBatch,
  getKafkaTopicConfig,
  updateKafkaTopicConfig,
  deleteKafkaTopicConfig,
  listKafkaPartitions,
  getKafkaPartition,
  produceRecord,
  listKafkaConsumerGroups,
  getKafkaConsumerGroup,
  listKafkaConsumers,
  getKafkaConsumer,
  listKafkaConsumerAssignments,
  getKafkaConsumerGroupLagSummary,
  listKafkaConsumerLags,
  getKafkaConsumerLag,
  getKafkaAcls,
  createKafkaAcls,
  batchCreateKafkaAcls,
  deleteKafkaAcls,
  listKafkaLinks,
  listKafkaMirrorTopics,
  createKafkaLink,
  ...linkOperationsByName,
  listKafkaShareGroups,
  getKafkaShareGroup,
  listKafkaShareGroupConsumers,
  getKafkaShareGroupConsumer,
  listKafkaShareGroupConsumerAssignments,
  ...viewEndpoints,
]
