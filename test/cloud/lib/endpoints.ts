import { readFileSync } from 'node:fs'
import { kafkaRestEndpoints } from '@leat/kafka-rest/api'
import type { Names } from './world.ts'

const DOCUMENT = new URL('../../../packages/control/openapi/control.json', import.meta.url)

/** One operation of all that is served. */
export interface Served {
  readonly id: string
  readonly method: string
  /** With `{names}` in it. */
  readonly path: string
  readonly isPublic: boolean
}

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly security?: readonly object[] }>>>
  >
}

/** The control plane's, by its committed document. */
export function controlPlane(): readonly Served[] {
  const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as OpenApi
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      isPublic: security?.length === 0,
    })),
  )
}

/** Kafka REST's, by its table. */
export function kafkaRest(): readonly Served[] {
  return kafkaRestEndpoints.map(({ id, method, path, access }) => ({ id, method, path, isPublic: access.kind === 'public' }))
}

export interface Request {
  readonly path: string
  readonly body?: object
}

/** What an operation is asked with these names, in its path, its query and its body. */
export function requestOf({ id, method, path }: Served, names: Names): Request {
  const { query = {}, body } = ASKED[id]?.(names) ?? {}
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameterOf(path, name, names)))
  const asked = new URLSearchParams(query).toString()
  const whole = asked === '' ? filled : `${filled}?${asked}`
  const isSent = method === 'POST' || method === 'PUT' || method === 'PATCH'
  return isSent ? { path: whole, body: body ?? {} } : { path: whole }
}

/** `{id}` is of what the path is about. */
const ID_OF: Readonly<Record<string, keyof Names>> = {
  '/cmk/v2/clusters/': 'cluster',
  '/iam/v2/api-keys/': 'apiKey',
  '/iam/v2/role-bindings/': 'binding',
  '/iam/v2/service-accounts/': 'account',
  '/iam/v2/users/': 'user',
  '/kafka-quotas/v1/client-quotas/': 'quota',
  '/org/v2/environments/': 'environment',
  '/srcm/v3/clusters/': 'registry',
}
const PARAMETERS: Readonly<Record<string, keyof Names>> = {
  cluster_id: 'cluster',
  topic_name: 'topic',
  consumer_group_id: 'group',
  group_id: 'group',
  number: 'accountNumber',
}
const OTHERS: Readonly<Record<string, string>> = {
  partition_id: '0',
  broker_id: '1',
  role_name: 'OrganizationAdmin',
  name: 'cleanup.policy',
}

function parameterOf(path: string, name: string, names: Names): string {
  const known = name === 'id' ? Object.entries(ID_OF).find(([prefix]) => path.startsWith(prefix))?.[1] : PARAMETERS[name]
  return known === undefined ? (OTHERS[name] ?? 'any') : names[known]
}

interface Asked {
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

const crnOf = ({ environment, cluster }: Names) =>
  `crn://confluent.cloud/organization=${'0'.repeat(8)}/environment=${environment}/cloud-cluster=${cluster}`
const within = ({ environment }: Names): Asked => ({ query: { environment } })
const acl = ({ topic, account }: Names) => ({
  resource_type: 'TOPIC',
  resource_name: topic,
  pattern_type: 'LITERAL',
  principal: `User:${account}`,
  host: '*',
  operation: 'READ',
  permission: 'ALLOW',
})
const record = { value: { type: 'STRING', data: 'x' } }

/** Requests that are complete and valid, so that nothing but the right to them is missing. By operation; those that need nothing are not named. */
const ASKED: Readonly<Record<string, (names: Names) => Asked>> = {
  createOrgV2Environment: () => ({ body: { display_name: 'mine' } }),
  updateOrgV2Organization: () => ({ body: { display_name: 'mine' } }),
  updateOrgV2Environment: () => ({ body: { display_name: 'mine' } }),
  listCmkV2Clusters: within,
  getCmkV2Cluster: within,
  deleteCmkV2Cluster: within,
  listSrcmV3Clusters: within,
  getSrcmV3Cluster: within,
  createCmkV2Cluster: ({ environment }) => ({
    body: {
      spec: {
        display_name: 'mine',
        availability: 'SINGLE_ZONE',
        cloud: 'AWS',
        region: 'us-east-1',
        config: { kind: 'Standard' },
        environment: { id: environment },
      },
    },
  }),
  updateCmkV2Cluster: ({ environment }) => ({ body: { spec: { display_name: 'mine', environment: { id: environment } } } }),
  createIamV2ServiceAccount: () => ({ body: { display_name: 'mine' } }),
  updateIamV2ServiceAccount: () => ({ body: { description: 'mine' } }),
  updateIamV2User: () => ({ body: { full_name: 'mine' } }),
  createIamV2ApiKey: ({ account, cluster }) => ({ body: { spec: { owner: { id: account }, resource: { id: cluster } } } }),
  updateIamV2ApiKey: () => ({ body: { spec: { description: 'mine' } } }),
  listIamV2RoleBindings: (names) => ({ query: { crn_pattern: `${crnOf(names)}/*` } }),
  createIamV2RoleBinding: (names) => ({
    body: { principal: `User:${names.account}`, role_name: 'CloudClusterAdmin', crn_pattern: crnOf(names) },
  }),
  listKafkaQuotasV1ClientQuotas: ({ cluster, environment }) => ({ query: { 'spec.cluster': cluster, environment } }),
  createKafkaQuotasV1ClientQuota: ({ cluster, environment, account }) => ({
    body: {
      spec: {
        display_name: 'mine',
        throughput: { ingress_byte_rate: '1000000', egress_byte_rate: '1000000' },
        cluster: { id: cluster },
        principals: [{ id: account }],
        environment: { id: environment },
      },
    },
  }),
  updateKafkaQuotasV1ClientQuota: () => ({ body: { spec: { display_name: 'mine' } } }),
  listServiceQuotaV1AppliedQuotas: ({ environment, cluster }) => ({
    query: { scope: 'KAFKA_CLUSTER', environment, kafka_cluster: cluster },
  }),
  getServiceQuotaV1AppliedQuota: ({ environment, cluster }) => ({ query: { environment, kafka_cluster: cluster } }),
  getUsageLimits: ({ environment, cluster }) => ({ query: { provider: 'AWS', lkc_id: cluster, env_id: environment } }),
  createCliV1Usage: () => ({ body: { os: 'linux', arch: 'amd64', version: 'v4', command: 'confluent version', flags: [], error: false } }),
  getExplanation: ({ account, topic }) => ({
    query: { principal: `User:${account}`, operation: 'read', resource_type: 'topic', resource_name: topic },
  }),
  createKafkaTopic: ({ topic }) => ({ body: { topic_name: topic, partitions_count: 1 } }),
  resetGroupOffsets: () => ({ body: { to: { kind: 'latest' } } }),
  produceRecordView: () => ({ body: { value: { format: 'none' } } }),
  updatePartitionCountKafkaTopic: () => ({ body: { partitions_count: 9 } }),
  updateKafkaTopicConfigBatch: () => ({ body: { data: [{ name: 'retention.ms', value: '1' }] } }),
  updateKafkaClusterConfigs: () => ({ body: { data: [{ name: 'auto.create.topics.enable', value: 'true' }] } }),
  updateKafkaTopicConfig: () => ({ body: { value: 'compact' } }),
  updateKafkaClusterConfig: () => ({ body: { value: 'x' } }),
  produceRecord: () => ({ body: record }),
  createKafkaAcls: (names) => ({ body: acl(names) }),
  batchCreateKafkaAcls: (names) => ({ body: { data: [acl(names)] } }),
  getKafkaAcls: ({ topic }) => ({ query: { resource_type: 'TOPIC', resource_name: topic, pattern_type: 'LITERAL' } }),
  deleteKafkaAcls: (names) => ({ query: acl(names) }),
}
