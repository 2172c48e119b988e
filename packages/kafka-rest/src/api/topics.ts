import { endpoint, flag } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, Int16, Int32, Integer, KAFKA, KafkaString, listOf, Relationship, resource } from './resource.ts'

/** Kafka's operations as the API writes them, in the order of their codes on the wire. */
export const AUTHORIZED_OPERATIONS = [
  'UNKNOWN',
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
] as const

export const TopicData = resource('KafkaTopic', {
  cluster_id: v.string(),
  topic_name: v.string(),
  is_internal: v.boolean(),
  replication_factor: Integer,
  partitions_count: Integer,
  partitions: Relationship,
  configs: Relationship,
  partition_reassignments: Relationship,
  authorized_operations: v.optional(v.array(v.picklist(AUTHORIZED_OPERATIONS))),
})
export type TopicData = v.InferOutput<typeof TopicData>

const TopicDataList = listOf('KafkaTopicList', TopicData)

const CreateTopicRequestData = v.object({
  topic_name: KafkaString,
  partitions_count: v.nullish(Int32),
  replication_factor: v.nullish(Int16),
  configs: v.nullish(v.array(v.object({ name: KafkaString, value: v.nullish(KafkaString) }))),
  validate_only: v.nullish(v.boolean()),
})
export type CreateTopicRequestData = v.InferOutput<typeof CreateTopicRequestData>

const TOPICS = `${CLUSTER}/topics` as const
const TOPIC = `${TOPICS}/{topic_name}` as const

export const listKafkaTopics = endpoint({
  ...KAFKA,
  id: 'listKafkaTopics',
  method: 'GET',
  path: TOPICS,
  summary: 'List Topics',
  returns: { status: 200, schema: TopicDataList },
})

export const createKafkaTopic = endpoint({
  ...KAFKA,
  id: 'createKafkaTopic',
  method: 'POST',
  path: TOPICS,
  summary: 'Create Topic',
  body: CreateTopicRequestData,
  returns: { status: 201, schema: TopicData },
})

export const getKafkaTopic = endpoint({
  ...KAFKA,
  id: 'getKafkaTopic',
  method: 'GET',
  path: TOPIC,
  summary: 'Get Topic',
  query: { include_authorized_operations: v.optional(flag()) },
  returns: { status: 200, schema: TopicData },
})

export const updatePartitionCountKafkaTopic = endpoint({
  ...KAFKA,
  id: 'updatePartitionCountKafkaTopic',
  method: 'PATCH',
  path: TOPIC,
  summary: 'Update Partition Count',
  body: v.object({ partitions_count: Int32 }),
  returns: { status: 200, schema: TopicData },
})

export const deleteKafkaTopic = endpoint({
  ...KAFKA,
  id: 'deleteKafkaTopic',
  method: 'DELETE',
  path: TOPIC,
  summary: 'Delete Topic',
  returns: { status: 204, schema: null },
})
