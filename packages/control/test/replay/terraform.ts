import {
  cluster,
  DEFAULT_ENVIRONMENT,
  endpoints,
  environment,
  environmentReference,
  envelope,
  list,
  notFound,
  registry,
  sent,
} from './expected.ts'
import type { Sequence, Step } from './step.ts'

const dedicated = { display_name: 'big', availability: 'MULTI_ZONE', cloud: 'AZURE', region: 'westeurope' }
const config = (cku: number) => ({ kind: 'Dedicated', cku, zones: ['1', '2', '3'] })
const running = (cku: number) => ({ phase: 'PROVISIONED', cku })

const createEnvironment: Step = {
  does: 'confluent_environment: create',
  method: 'POST',
  path: '/org/v2/environments',
  body: { display_name: 'prod', stream_governance_config: { package: 'ESSENTIALS' } },
  status: 201,
  answer: environment('prod', '<env-:env>'),
}
const createDedicated = (cku: number): Step => ({
  does: 'confluent_kafka_cluster: create',
  method: 'POST',
  path: '/cmk/v2/clusters',
  body: { spec: { ...dedicated, config: { kind: 'Dedicated', cku }, environment: sent('{env}') } },
  status: 202,
  answer: cluster('<lkc-:lkc>', { ...dedicated, config: config(cku) }, { phase: 'PROVISIONING' }, '{env}'),
})
const readCluster = (does: string, name: string, wanted: number, runs: number, afterMs = 0): Step => ({
  does,
  afterMs,
  method: 'GET',
  path: '/cmk/v2/clusters/{lkc}?environment={env}',
  status: 200,
  answer: cluster('{lkc}', { ...dedicated, display_name: name, config: config(wanted), ...endpoints(20_000) }, running(runs), '{env}'),
})
const quota = (name: string, ingress: string, principals: readonly string[]) => ({
  ...envelope('kafka-quotas/v1', 'ClientQuota', '{cq}', '/kafka-quotas/v1/client-quotas/{cq}', '/client-quota={cq}'),
  spec: {
    display_name: name,
    description: 'test',
    throughput: { ingress_byte_rate: ingress, egress_byte_rate: '2097152' },
    cluster: {
      id: '{lkc}',
      related: '{base}/cmk/v2/clusters/{lkc}',
      resource_name: 'crn://confluent.cloud/organization={organization}/environment={env}/cloud-cluster={lkc}/kafka={lkc}',
      environment: '{env}',
    },
    principals: principals.map((id) => ({ id, related: '<url>', resource_name: '<any>' })),
    environment: environmentReference('{env}'),
  },
})

/** What the stock Terraform provider calls, resource by resource. */
export const TERRAFORM: readonly Sequence[] = [
  {
    name: 'confluent_environment and its data sources',
    as: 'key',
    steps: [
      createEnvironment,
      { does: 'read', method: 'GET', path: '/org/v2/environments/{env}', status: 200, answer: environment('prod', '{env}') },
      {
        does: 'data confluent_environments, confluent_organization',
        method: 'GET',
        path: '/org/v2/environments?page_size=99',
        status: 200,
        answer: list('org/v2', 'EnvironmentList', [DEFAULT_ENVIRONMENT, environment('prod', '{env}')]),
      },
      {
        does: 'update',
        method: 'PATCH',
        path: '/org/v2/environments/{env}',
        body: { display_name: 'production' },
        status: 200,
        answer: environment('production', '{env}'),
      },
      { does: 'destroy', method: 'DELETE', path: '/org/v2/environments/{env}', status: 204 },
      {
        does: 'read what is gone',
        method: 'GET',
        path: '/org/v2/environments/{env}',
        status: 404,
        answer: notFound("Environment '{env}': resource not found"),
      },
    ],
  },
  {
    name: 'confluent_kafka_cluster, Dedicated: create, wait, resize, destroy, wait',
    as: 'key',
    steps: [
      createEnvironment,
      createDedicated(2),
      readCluster('waits for PROVISIONED', 'big', 2, 2, 5_000),
      {
        does: 'looks whether the environment has governance',
        method: 'GET',
        path: '/org/v2/environments/{env}',
        status: 200,
        answer: environment('prod', '{env}'),
      },
      {
        does: 'waits for a Schema Registry',
        method: 'GET',
        path: '/srcm/v3/clusters?environment={env}&page_size=99',
        status: 200,
        answer: list('srcm/v3', 'ClusterList', [registry('{env}', 'AZURE', 'westeurope')]),
      },
      {
        does: 'data confluent_schema_registry_cluster',
        method: 'GET',
        path: '/srcm/v3/clusters/{lsrc}?environment={env}',
        status: 200,
        answer: registry('{env}', 'AZURE', 'westeurope'),
      },
      {
        does: 'renames',
        method: 'PATCH',
        path: '/cmk/v2/clusters/{lkc}',
        body: { spec: { display_name: 'bigger', environment: sent('{env}') } },
        status: 200,
        answer: cluster('{lkc}', { ...dedicated, display_name: 'bigger', config: config(2), ...endpoints(20_000) }, running(2), '{env}'),
      },
      {
        does: 'resizes',
        method: 'PATCH',
        path: '/cmk/v2/clusters/{lkc}',
        body: { spec: { config: { kind: 'Dedicated', cku: 4 }, environment: sent('{env}') } },
        status: 200,
        answer: cluster('{lkc}', { ...dedicated, display_name: 'bigger', config: config(4), ...endpoints(20_000) }, running(2), '{env}'),
      },
      readCluster('waits until the CKUs run', 'bigger', 4, 4, 5_000),
      { does: 'destroys', method: 'DELETE', path: '/cmk/v2/clusters/{lkc}?environment={env}', status: 204 },
      {
        does: 'waits until it is gone',
        method: 'GET',
        path: '/cmk/v2/clusters/{lkc}?environment={env}',
        status: 404,
        answer: notFound("Kafka cluster '{lkc}': resource not found"),
      },
      { does: 'destroys the environment', method: 'DELETE', path: '/org/v2/environments/{env}', status: 204 },
    ],
  },
  {
    name: 'confluent_kafka_client_quota',
    as: 'key',
    steps: [
      createEnvironment,
      createDedicated(2),
      {
        does: 'confluent_service_account: create',
        method: 'POST',
        path: '/iam/v2/service-accounts',
        body: { display_name: 'app', description: '' },
        status: 201,
        answer: {
          ...envelope('iam/v2', 'ServiceAccount', '<sa-:sa>', '/iam/v2/service-accounts/{sa}', '/service-account={sa}'),
          display_name: 'app',
          description: '',
        },
      },
      {
        does: 'create',
        method: 'POST',
        path: '/kafka-quotas/v1/client-quotas',
        body: {
          spec: {
            display_name: 'app quota',
            description: 'test',
            throughput: { ingress_byte_rate: '1048576', egress_byte_rate: '2097152' },
            cluster: sent('{lkc}'),
            principals: [sent('{sa}')],
            environment: sent('{env}'),
          },
        },
        status: 202,
        answer: { ...quota('app quota', '1048576', ['{sa}']), id: '<cq-:cq>' },
      },
      {
        does: 'read',
        method: 'GET',
        path: '/kafka-quotas/v1/client-quotas/{cq}',
        status: 200,
        answer: quota('app quota', '1048576', ['{sa}']),
      },
      {
        does: 'update',
        method: 'PATCH',
        path: '/kafka-quotas/v1/client-quotas/{cq}',
        body: {
          spec: {
            display_name: 'app quota',
            throughput: { ingress_byte_rate: '4194304', egress_byte_rate: '2097152' },
            principals: [sent('{sa}'), sent('<default>')],
          },
        },
        status: 200,
        answer: quota('app quota', '4194304', ['{sa}', '<=><default>']),
      },
      {
        does: 'list (confluent kafka quota list)',
        method: 'GET',
        path: '/kafka-quotas/v1/client-quotas?spec.cluster={lkc}&environment={env}&page_size=99',
        status: 200,
        answer: list('kafka-quotas/v1', 'ClientQuotaList', [quota('app quota', '4194304', ['{sa}', '<=><default>'])]),
      },
      { does: 'destroy', method: 'DELETE', path: '/kafka-quotas/v1/client-quotas/{cq}', status: 204 },
      {
        does: 'read what is gone',
        method: 'GET',
        path: '/kafka-quotas/v1/client-quotas/{cq}',
        status: 404,
        answer: notFound("Client quota '{cq}': resource not found"),
      },
    ],
  },
]
