import { cluster, DEFAULT_ENVIRONMENT, endpoints, environment, envelope, list, notFound, registry, sent, usageLimits } from './expected.ts'
import type { Sequence } from './step.ts'

const ORGANIZATION = {
  ...envelope('org/v2', 'Organization', '{organization}', '/org/v2/organizations/{organization}', ''),
  display_name: 'Leat',
}
const basic = { display_name: 'orders', availability: 'SINGLE_ZONE', cloud: 'GCP', region: 'us-central1', config: { kind: 'Basic' } }
const dedicated = { display_name: 'big', availability: 'MULTI_ZONE', cloud: 'AWS', region: 'us-west-2' }
const ZONES = ['us-west-2a', 'us-west-2b', 'us-west-2c']

/** What the stock CLI calls, command by command. */
export const CLI: readonly Sequence[] = [
  {
    name: 'confluent environment',
    as: 'session',
    steps: [
      {
        does: 'list',
        method: 'GET',
        path: '/org/v2/environments?page_size=100',
        status: 200,
        answer: list('org/v2', 'EnvironmentList', [DEFAULT_ENVIRONMENT]),
      },
      {
        does: 'create',
        method: 'POST',
        path: '/org/v2/environments',
        body: { display_name: 'staging', stream_governance_config: { package: 'ESSENTIALS' } },
        status: 201,
        answer: environment('staging', '<env-:env>'),
      },
      { does: 'use, describe', method: 'GET', path: '/org/v2/environments/{env}', status: 200, answer: environment('staging', '{env}') },
      {
        does: 'update',
        method: 'PATCH',
        path: '/org/v2/environments/{env}',
        body: { display_name: 'qa', stream_governance_config: { package: 'ADVANCED' } },
        status: 200,
        answer: environment('qa', '{env}', 'ADVANCED'),
      },
      {
        does: 'delete asks first',
        method: 'GET',
        path: '/org/v2/environments/{env}',
        status: 200,
        answer: environment('qa', '{env}', 'ADVANCED'),
      },
      { does: 'delete', method: 'DELETE', path: '/org/v2/environments/{env}', status: 204 },
      {
        does: 'describe what is gone',
        method: 'GET',
        path: '/org/v2/environments/{env}',
        status: 404,
        answer: notFound("Environment '{env}': resource not found"),
      },
    ],
  },
  {
    name: 'confluent organization',
    as: 'session',
    steps: [
      {
        does: 'list',
        method: 'GET',
        path: '/org/v2/organizations?page_size=100',
        status: 200,
        answer: list('org/v2', 'OrganizationList', [ORGANIZATION]),
      },
      { does: 'describe', method: 'GET', path: '/org/v2/organizations/{organization}', status: 200, answer: ORGANIZATION },
      {
        does: 'update',
        method: 'PATCH',
        path: '/org/v2/organizations/{organization}',
        body: { display_name: 'Mill' },
        status: 200,
        answer: { ...ORGANIZATION, display_name: 'Mill' },
      },
    ],
  },
  {
    name: 'confluent kafka cluster, Basic to Standard',
    as: 'session',
    steps: [
      {
        does: 'create',
        method: 'POST',
        path: '/cmk/v2/clusters',
        body: { spec: { ...basic, environment: sent('{default}') } },
        status: 202,
        answer: cluster('<lkc-:lkc>', basic, { phase: 'PROVISIONING' }),
      },
      {
        does: 'create shows limits',
        method: 'GET',
        path: '/../api/usage_limits?provider=GCP&lkc_id={lkc}&env_id={default}',
        status: 200,
        answer: usageLimits,
      },
      {
        does: 'use, describe',
        afterMs: 1_000,
        method: 'GET',
        path: '/cmk/v2/clusters/{lkc}?environment={default}',
        status: 200,
        answer: cluster('{lkc}', { ...basic, ...endpoints(20_000) }, { phase: 'PROVISIONED' }),
      },
      {
        does: 'list',
        method: 'GET',
        path: '/cmk/v2/clusters?environment={default}&page_size=100',
        status: 200,
        answer: list('cmk/v2', 'ClusterList', ['<any>', cluster('{lkc}', { ...basic, ...endpoints(20_000) }, { phase: 'PROVISIONED' })]),
      },
      {
        does: 'update --name --type',
        method: 'PATCH',
        path: '/cmk/v2/clusters/{lkc}',
        body: { spec: { display_name: 'orders 2', config: { kind: 'Standard' }, environment: sent('{default}') } },
        status: 200,
        answer: cluster(
          '{lkc}',
          { ...basic, display_name: 'orders 2', config: { kind: 'Standard' }, ...endpoints(20_000) },
          { phase: 'PROVISIONED' },
        ),
      },
      { does: 'delete', method: 'DELETE', path: '/cmk/v2/clusters/{lkc}?environment={default}', status: 204 },
      {
        does: 'describe what is gone',
        method: 'GET',
        path: '/cmk/v2/clusters/{lkc}?environment={default}',
        status: 404,
        answer: notFound("Kafka cluster '{lkc}': resource not found"),
      },
    ],
  },
  {
    name: 'confluent kafka cluster, Dedicated, with --cku',
    as: 'session',
    steps: [
      {
        does: 'create',
        method: 'POST',
        path: '/cmk/v2/clusters',
        body: { spec: { ...dedicated, config: { kind: 'Dedicated', cku: 2 }, environment: sent('{default}') } },
        status: 202,
        answer: cluster('<lkc-:lkc>', { ...dedicated, config: { kind: 'Dedicated', cku: 2, zones: ZONES } }, { phase: 'PROVISIONING' }),
      },
      {
        does: 'update --cku',
        afterMs: 1_000,
        method: 'PATCH',
        path: '/cmk/v2/clusters/{lkc}',
        body: { spec: { config: { kind: 'Dedicated', cku: 3 }, environment: sent('{default}') } },
        status: 200,
        answer: cluster(
          '{lkc}',
          { ...dedicated, config: { kind: 'Dedicated', cku: 3, zones: ZONES }, ...endpoints(20_000) },
          { phase: 'PROVISIONED', cku: 2 },
        ),
      },
      {
        does: 'describe',
        afterMs: 1_000,
        method: 'GET',
        path: '/cmk/v2/clusters/{lkc}?environment={default}',
        status: 200,
        answer: cluster(
          '{lkc}',
          { ...dedicated, config: { kind: 'Dedicated', cku: 3, zones: ZONES }, ...endpoints(20_000) },
          { phase: 'PROVISIONED', cku: 3 },
        ),
      },
      {
        does: 'update --cku 1 of several zones',
        method: 'PATCH',
        path: '/cmk/v2/clusters/{lkc}',
        body: { spec: { config: { kind: 'Dedicated', cku: 1 }, environment: sent('{default}') } },
        status: 400,
        answer: {
          errors: [
            {
              id: '<any>',
              status: '400',
              code: 'bad_request',
              title: 'Bad Request',
              detail: 'CKU must be greater than 1 for multi-zone clusters',
              source: { pointer: '/spec/config/cku' },
            },
          ],
        },
      },
    ],
  },
  {
    name: 'confluent kafka region list, and a cluster in a region that is none',
    as: 'session',
    steps: [
      { does: 'region list', method: 'GET', path: '/../api/env_metadata', status: 200, answer: { clouds: '<any>' } },
      {
        does: 'create',
        method: 'POST',
        path: '/cmk/v2/clusters',
        body: { spec: { ...basic, region: 'us-moon-1', environment: sent('{default}') } },
        status: 400,
        answer: {
          errors: [
            {
              id: '<any>',
              status: '400',
              code: 'bad_request',
              title: 'Bad Request',
              detail: 'Unable to schedule given the cloud and/or region in request is invalid or unavailable',
              source: { pointer: '/spec/region' },
            },
          ],
        },
      },
    ],
  },
  {
    name: 'confluent schema-registry cluster describe, as far as the control plane has it',
    as: 'session',
    steps: [
      {
        does: 'describe',
        method: 'GET',
        path: '/srcm/v3/clusters?environment={default}&page_size=100',
        status: 200,
        answer: list('srcm/v3', 'ClusterList', [registry('{default}', 'AWS', 'us-east-1')]),
      },
    ],
  },
  {
    name: 'confluent service-quota list organization',
    as: 'session',
    steps: [
      {
        does: 'list',
        method: 'GET',
        path: '/service-quota/v1/applied-quotas?scope=organization&id=iam.max_environments.per_org&page_size=100',
        status: 200,
        answer: list('service-quota/v1', 'AppliedQuotaList', [
          {
            api_version: 'service-quota/v1',
            kind: 'AppliedQuota',
            id: 'iam.max_environments.per_org',
            metadata: {
              self: '{base}/service-quota/v1/applied-quotas/iam.max_environments.per_org',
              resource_name: 'crn://confluent.cloud/organization={organization}/applied-quota=iam.max_environments.per_org',
            },
            scope: 'ORGANIZATION',
            display_name: 'Environments Per Organization',
            default_limit: 25,
            applied_limit: 25,
            usage: 1,
            organization: {
              id: '{organization}',
              related: '{base}/org/v2/organizations/{organization}',
              resource_name: 'crn://confluent.cloud/organization={organization}',
            },
          },
        ]),
      },
      { does: 'scopes', method: 'GET', path: '/service-quota/v1/scopes?page_size=100', status: 200, answer: '<any>' },
    ],
  },
]
