import type { Operation } from '@leat/rest'
import {
  type TopicConfigData,
  deleteKafkaTopicConfig,
  getKafkaTopicConfig,
  listKafkaAllTopicConfigs,
  listKafkaDefaultTopicConfigs,
  listKafkaTopicConfigs,
  updateKafkaTopicConfig,
  updateKafkaTopicConfigBatch,
} from '../api/configs.ts'
import { byText } from '../compare.ts'
import type { KafkaRest } from '../door.ts'
import { type Config, alterConfigs, describeConfigs, describeTopicConfigs } from '../kafka/configs.ts'
import { defaultConfigsOf } from '../kafka/create-topic.ts'
import { listTopics } from '../kafka/topics.ts'
import { type Cluster, NO_CONTENT, answer, onCluster } from '../on-cluster.ts'
import { notFound } from '../problems.ts'

export function topicConfigOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaAllTopicConfigs, async (cluster) => {
      const names = (await listTopics(cluster.transport, cluster.signal)).map(({ name }) => name).toSorted()
      const configs = await describeTopicConfigs(cluster.transport, names, cluster.signal)
      const data = names.flatMap((name) => dataOf(cluster, name, configs.get(name) ?? []))
      return answer(listData(cluster, '-', 'configs', data))
    }),

    onCluster(rest, listKafkaTopicConfigs, async (cluster, { params: { topic_name: name } }) => {
      const configs = await describeConfigs(cluster.transport, { kind: 'topic', name }, cluster.signal)
      return configs.ok ? answer(listData(cluster, name, 'configs', dataOf(cluster, name, configs.value))) : configs
    }),

    onCluster(rest, listKafkaDefaultTopicConfigs, async (cluster, { params: { topic_name: name } }) => {
      const configs = await defaultConfigsOf(cluster.transport, name, cluster.signal)
      return configs.ok ? answer(listData(cluster, name, 'default-configs', dataOf(cluster, name, configs.value))) : configs
    }),

    onCluster(rest, getKafkaTopicConfig, async (cluster, { params: { topic_name: topic, name } }) => {
      const configs = await describeConfigs(cluster.transport, { kind: 'topic', name: topic }, cluster.signal)
      if (!configs.ok) return configs
      const config = configs.value.find((one) => one.name === name)
      return config === undefined ? notFound() : answer(configData(cluster, topic, config))
    }),

    onCluster(rest, updateKafkaTopicConfig, async (cluster, { params, body }) =>
      alter(cluster, params.topic_name, [{ name: params.name, value: body.value, operation: 'SET' }], false),
    ),

    onCluster(rest, deleteKafkaTopicConfig, async (cluster, { params }) =>
      alter(cluster, params.topic_name, [{ name: params.name, operation: 'DELETE' }], false),
    ),

    onCluster(rest, updateKafkaTopicConfigBatch, async (cluster, { params, body }) =>
      alter(cluster, params.topic_name, body.data, body.validate_only === true),
    ),
  ]
}

/** A setting that topics do not have is told apart from one with a wrong value, before anything is changed. */
async function alter(
  { id, transport, signal }: Cluster,
  topic: string,
  alterations: Parameters<typeof alterConfigs>[2],
  validateOnly: boolean,
) {
  const of = { kind: 'topic', name: topic } as const
  const known = await describeConfigs(transport, of, signal)
  if (!known.ok) return known
  const stranger = alterations.find(({ name }) => known.value.every((config) => config.name !== name))
  if (stranger !== undefined) return notFound(`Config ${stranger.name} cannot be found for TOPIC ${topic} in cluster ${id}.`)
  const altered = await alterConfigs(transport, of, alterations, { validateOnly, signal })
  return altered.ok ? NO_CONTENT : altered
}

function listData({ links }: Cluster, topic: string, list: string, data: readonly TopicConfigData[]) {
  return { kind: 'KafkaTopicConfigList', metadata: { self: links.self('topics', topic, list), next: null }, data }
}

function dataOf(cluster: Cluster, topic: string, configs: readonly Config[]): TopicConfigData[] {
  return configs.toSorted(byText(({ name }) => name)).map((config) => configData(cluster, topic, config))
}

function configData({ id, links }: Cluster, topic: string, config: Config): TopicConfigData {
  return {
    kind: 'KafkaTopicConfig',
    metadata: {
      self: links.self('topics', topic, 'configs', config.name),
      resource_name: links.crn(['topic', topic], ['config', config.name]),
    },
    cluster_id: id,
    topic_name: topic,
    ...config,
  }
}
