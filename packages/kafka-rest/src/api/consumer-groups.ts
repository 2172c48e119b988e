import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, Integer, KAFKA, listOf, Relationship, resource } from './resource.ts'

export const CONSUMER_GROUP_STATES = [
  'UNKNOWN',
  'PREPARING_REBALANCE',
  'COMPLETING_REBALANCE',
  'ASSIGNING',
  'RECONCILING',
  'STABLE',
  'DEAD',
  'EMPTY',
] as const
const CONSUMER_GROUP_TYPES = ['UNKNOWN', 'CLASSIC', 'CONSUMER', 'SHARE'] as const

export const ConsumerGroupData = resource('KafkaConsumerGroup', {
  cluster_id: v.string(),
  consumer_group_id: v.string(),
  is_simple: v.boolean(),
  partition_assignor: v.string(),
  state: v.picklist(CONSUMER_GROUP_STATES),
  type: v.picklist(CONSUMER_GROUP_TYPES),
  is_mixed_consumer_group: v.boolean(),
  coordinator: Relationship,
  consumers: Relationship,
  lag_summary: Relationship,
})
export type ConsumerGroupData = v.InferOutput<typeof ConsumerGroupData>
const ConsumerGroupDataList = listOf('KafkaConsumerGroupList', ConsumerGroupData)

export const ConsumerData = resource('KafkaConsumer', {
  cluster_id: v.string(),
  consumer_group_id: v.string(),
  consumer_id: v.string(),
  instance_id: v.nullish(v.string()),
  client_id: v.string(),
  assignments: Relationship,
})
export type ConsumerData = v.InferOutput<typeof ConsumerData>
const ConsumerDataList = listOf('KafkaConsumerList', ConsumerData)

export const ConsumerAssignmentData = resource('KafkaConsumerAssignment', {
  cluster_id: v.string(),
  consumer_group_id: v.string(),
  consumer_id: v.string(),
  topic_name: v.string(),
  partition_id: Integer,
  partition: Relationship,
  lag: Relationship,
})
export type ConsumerAssignmentData = v.InferOutput<typeof ConsumerAssignmentData>
const ConsumerAssignmentDataList = listOf('KafkaConsumerAssignmentList', ConsumerAssignmentData)

const GROUPS = `${CLUSTER}/consumer-groups` as const
const GROUP = `${GROUPS}/{consumer_group_id}` as const
const CONSUMER = `${GROUP}/consumers/{consumer_id}` as const

export const listKafkaConsumerGroups = endpoint({
  ...KAFKA,
  id: 'listKafkaConsumerGroups',
  method: 'GET',
  path: GROUPS,
  summary: 'List Consumer Groups',
  returns: { status: 200, schema: ConsumerGroupDataList },
})

export const getKafkaConsumerGroup = endpoint({
  ...KAFKA,
  id: 'getKafkaConsumerGroup',
  method: 'GET',
  path: GROUP,
  summary: 'Get Consumer Group',
  returns: { status: 200, schema: ConsumerGroupData },
})

export const listKafkaConsumers = endpoint({
  ...KAFKA,
  id: 'listKafkaConsumers',
  method: 'GET',
  path: `${GROUP}/consumers`,
  summary: 'List Consumers',
  returns: { status: 200, schema: ConsumerDataList },
})

export const getKafkaConsumer = endpoint({
  ...KAFKA,
  id: 'getKafkaConsumer',
  method: 'GET',
  path: CONSUMER,
  summary: 'Get Consumer',
  returns: { status: 200, schema: ConsumerData },
})

export const listKafkaConsumerAssignments = endpoint({
  ...KAFKA,
  id: 'listKafkaConsumerAssignments',
  method: 'GET',
  path: `${CONSUMER}/assignments`,
  summary: 'List Consumer Assignments',
  returns: { status: 200, schema: ConsumerAssignmentDataList },
})
