import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, KAFKA, KafkaString, listOf, resource } from './resource.ts'

export const CONFIG_SOURCES = [
  'UNKNOWN',
  'DYNAMIC_TOPIC_CONFIG',
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
  'STATIC_BROKER_CONFIG',
  'DEFAULT_CONFIG',
  'DYNAMIC_BROKER_LOGGER_CONFIG',
] as const

const ConfigFields = {
  cluster_id: v.string(),
  name: v.string(),
  value: v.nullish(v.string()),
  is_default: v.boolean(),
  is_read_only: v.boolean(),
  is_sensitive: v.boolean(),
  source: v.picklist(CONFIG_SOURCES),
  synonyms: v.array(v.object({ name: v.string(), value: v.nullish(v.string()), source: v.picklist(CONFIG_SOURCES) })),
}

export const TopicConfigData = resource('KafkaTopicConfig', { ...ConfigFields, topic_name: v.string() })
export type TopicConfigData = v.InferOutput<typeof TopicConfigData>
const TopicConfigDataList = listOf('KafkaTopicConfigList', TopicConfigData)

export const ClusterConfigData = resource('KafkaClusterConfig', { ...ConfigFields, config_type: v.literal('BROKER') })
export type ClusterConfigData = v.InferOutput<typeof ClusterConfigData>
const ClusterConfigDataList = listOf('KafkaClusterConfigList', ClusterConfigData)

/** A reset config is sent without a value; so is one that is set to null, which Kafka refuses with a word about it. */
const UpdateConfigRequestData = v.object({ value: v.nullish(KafkaString) })

const ConfigAlteration = v.object({
  name: KafkaString,
  value: v.nullish(KafkaString),
  operation: v.nullish(v.pipe(v.string(), v.toUpperCase(), v.picklist(['SET', 'DELETE']))),
})
export type ConfigAlteration = v.InferOutput<typeof ConfigAlteration>

const AlterConfigBatchRequestData = v.object({ data: v.array(ConfigAlteration), validate_only: v.nullish(v.boolean()) })

const TOPIC = `${CLUSTER}/topics/{topic_name}` as const
const BROKER_CONFIGS = `${CLUSTER}/broker-configs` as const

export const listKafkaAllTopicConfigs = endpoint({
  ...KAFKA,
  id: 'listKafkaAllTopicConfigs',
  method: 'GET',
  path: `${CLUSTER}/topics/-/configs`,
  summary: 'List All Topic Configs',
  returns: { status: 200, schema: TopicConfigDataList },
})

export const listKafkaTopicConfigs = endpoint({
  ...KAFKA,
  id: 'listKafkaTopicConfigs',
  method: 'GET',
  path: `${TOPIC}/configs`,
  summary: 'List Topic Configs',
  returns: { status: 200, schema: TopicConfigDataList },
})

export const listKafkaDefaultTopicConfigs = endpoint({
  ...KAFKA,
  id: 'listKafkaDefaultTopicConfigs',
  method: 'GET',
  path: `${TOPIC}/default-configs`,
  summary: 'List New Topic Default Configs',
  returns: { status: 200, schema: TopicConfigDataList },
})

export const updateKafkaTopicConfigBatch = endpoint({
  ...KAFKA,
  id: 'updateKafkaTopicConfigBatch',
  method: 'POST',
  path: `${TOPIC}/configs:alter`,
  summary: 'Batch Alter Topic Configs',
  body: AlterConfigBatchRequestData,
  returns: { status: 204, schema: null },
})

export const getKafkaTopicConfig = endpoint({
  ...KAFKA,
  id: 'getKafkaTopicConfig',
  method: 'GET',
  path: `${TOPIC}/configs/{name}`,
  summary: 'Get Topic Config',
  returns: { status: 200, schema: TopicConfigData },
})

export const updateKafkaTopicConfig = endpoint({
  ...KAFKA,
  id: 'updateKafkaTopicConfig',
  method: 'PUT',
  path: `${TOPIC}/configs/{name}`,
  summary: 'Update Topic Config',
  body: UpdateConfigRequestData,
  returns: { status: 204, schema: null },
})

export const deleteKafkaTopicConfig = endpoint({
  ...KAFKA,
  id: 'deleteKafkaTopicConfig',
  method: 'DELETE',
  path: `${TOPIC}/configs/{name}`,
  summary: 'Reset Topic Config',
  returns: { status: 204, schema: null },
})

export const listKafkaClusterConfigs = endpoint({
  ...KAFKA,
  id: 'listKafkaClusterConfigs',
  method: 'GET',
  path: BROKER_CONFIGS,
  summary: 'List Dynamic Broker Configs',
  returns: { status: 200, schema: ClusterConfigDataList },
})

export const updateKafkaClusterConfigs = endpoint({
  ...KAFKA,
  id: 'updateKafkaClusterConfigs',
  method: 'POST',
  path: `${BROKER_CONFIGS}:alter`,
  summary: 'Batch Alter Dynamic Broker Configs',
  body: AlterConfigBatchRequestData,
  returns: { status: 204, schema: null },
})

export const getKafkaClusterConfig = endpoint({
  ...KAFKA,
  id: 'getKafkaClusterConfig',
  method: 'GET',
  path: `${BROKER_CONFIGS}/{name}`,
  summary: 'Get Dynamic Broker Config',
  returns: { status: 200, schema: ClusterConfigData },
})

export const updateKafkaClusterConfig = endpoint({
  ...KAFKA,
  id: 'updateKafkaClusterConfig',
  method: 'PUT',
  path: `${BROKER_CONFIGS}/{name}`,
  summary: 'Update Dynamic Broker Config',
  body: UpdateConfigRequestData,
  returns: { status: 204, schema: null },
})

export const deleteKafkaClusterConfig = endpoint({
  ...KAFKA,
  id: 'deleteKafkaClusterConfig',
  method: 'DELETE',
  path: `${BROKER_CONFIGS}/{name}`,
  summary: 'Reset Dynamic Broker Config',
  returns: { status: 204, schema: null },
})
