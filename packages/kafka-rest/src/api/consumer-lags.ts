import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, Integer, KAFKA, listOf, Relationship, resource } from './resource.ts'

export const ConsumerLagData = resource('KafkaConsumerLag', {
  cluster_id: v.string(),
  consumer_group_id: v.string(),
  topic_name: v.string(),
  partition_id: Integer,
  current_offset: Integer,
  log_end_offset: Integer,
  lag: Integer,
  consumer_id: v.string(),
  instance_id: v.nullish(v.string()),
  client_id: v.string(),
})
export type ConsumerLagData = v.InferOutput<typeof ConsumerLagData>
const ConsumerLagDataList = listOf('KafkaConsumerLagList', ConsumerLagData)

export const ConsumerGroupLagSummaryData = resource('KafkaConsumerGroupLagSummary', {
  cluster_id: v.string(),
  consumer_group_id: v.string(),
  max_lag_consumer_id: v.string(),
  max_lag_instance_id: v.nullish(v.string()),
  max_lag_client_id: v.string(),
  max_lag_topic_name: v.string(),
  max_lag_partition_id: Integer,
  max_lag: Integer,
  total_lag: Integer,
  max_lag_consumer: Relationship,
  max_lag_partition: Relationship,
})
export type ConsumerGroupLagSummaryData = v.InferOutput<typeof ConsumerGroupLagSummaryData>

const GROUP = `${CLUSTER}/consumer-groups/{consumer_group_id}` as const

export const getKafkaConsumerGroupLagSummary = endpoint({
  ...KAFKA,
  id: 'getKafkaConsumerGroupLagSummary',
  method: 'GET',
  path: `${GROUP}/lag-summary`,
  summary: 'Get Consumer Group Lag Summary',
  returns: { status: 200, schema: ConsumerGroupLagSummaryData },
})

export const listKafkaConsumerLags = endpoint({
  ...KAFKA,
  id: 'listKafkaConsumerLags',
  method: 'GET',
  path: `${GROUP}/lags`,
  summary: 'List Consumer Lags',
  returns: { status: 200, schema: ConsumerLagDataList },
})

export const getKafkaConsumerLag = endpoint({
  ...KAFKA,
  id: 'getKafkaConsumerLag',
  method: 'GET',
  path: `${GROUP}/lags/{topic_name}/partitions/{partition_id}`,
  summary: 'Get Consumer Lag',
  returns: { status: 200, schema: ConsumerLagData },
})
