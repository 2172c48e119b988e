import type { Result } from '@leat/base'
import type { Operation, Problem, Success } from '@leat/rest'
import {
  type ClusterConfigData,
  type ConfigAlteration,
  deleteKafkaClusterConfig,
  getKafkaClusterConfig,
  listKafkaClusterConfigs,
  updateKafkaClusterConfig,
  updateKafkaClusterConfigs,
} from '../api/configs.ts'
import { byText } from '../compare.ts'
import type { KafkaRest } from '../door.ts'
import { type Config, alterConfigs, describeConfigs } from '../kafka/configs.ts'
import { type Cluster, NO_CONTENT, answer, onCluster } from '../on-cluster.ts'
import { notFound } from '../problems.ts'

const CLUSTER = { kind: 'cluster' } as const

/** Settings for all brokers together: only what was set is there, as the published document says. */
export function clusterConfigOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaClusterConfigs, async (cluster) => {
      const configs = await describeConfigs(cluster.transport, CLUSTER, cluster.signal)
      if (!configs.ok) return configs
      const data = configs.value.toSorted(byText(({ name }) => name)).map((config) => configData(cluster, config))
      return answer({ kind: 'KafkaClusterConfigList', metadata: { self: cluster.links.self('broker-configs'), next: null }, data })
    }),

    onCluster(rest, getKafkaClusterConfig, async (cluster, { params }) => {
      const configs = await describeConfigs(cluster.transport, CLUSTER, cluster.signal)
      if (!configs.ok) return configs
      const config = configs.value.find(({ name }) => name === params.name)
      return config === undefined ? notFound() : answer(configData(cluster, config))
    }),

    onCluster(rest, updateKafkaClusterConfig, async (cluster, { params, body }) =>
      alter(cluster, [{ name: params.name, value: body.value, operation: 'SET' }], false),
    ),

    onCluster(rest, deleteKafkaClusterConfig, async (cluster, { params }) =>
      alter(cluster, [{ name: params.name, operation: 'DELETE' }], false),
    ),

    onCluster(rest, updateKafkaClusterConfigs, async (cluster, { body }) => alter(cluster, body.data, body.validate_only === true)),
  ]
}

async function alter(
  { transport, signal }: Cluster,
  alterations: readonly ConfigAlteration[],
  validateOnly: boolean,
): Promise<Result<Success, Problem>> {
  const altered = await alterConfigs(transport, CLUSTER, alterations, { validateOnly, signal })
  return altered.ok ? NO_CONTENT : altered
}

function configData({ id, links }: Cluster, config: Config): ClusterConfigData {
  return {
    kind: 'KafkaClusterConfig',
    metadata: { self: links.self('broker-configs', config.name), resource_name: links.crn(['broker-config', config.name]) },
    cluster_id: id,
    config_type: 'BROKER',
    ...config,
  }
}
