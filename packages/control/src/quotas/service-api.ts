import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { listOf, reference } from '../envelope.ts'
import { SCOPES } from './table.ts'

/** The published maximum of this API. */
const PAGE_SIZE_MAX = 200

const metadata = v.object({ self: v.string(), resource_name: v.string() })
const kafkaCluster = v.object({ ...reference.entries, environment: v.string() })
const scopes = Object.values(SCOPES) as [string, ...string[]]

const AppliedQuota = v.object({
  api_version: v.literal('service-quota/v1'),
  kind: v.literal('AppliedQuota'),
  id: v.string(),
  metadata,
  scope: v.picklist(scopes),
  display_name: v.string(),
  default_limit: v.number(),
  applied_limit: v.number(),
  usage: v.optional(v.number()),
  organization: v.optional(reference),
  environment: v.optional(reference),
  kafka_cluster: v.optional(kafkaCluster),
})
const Scope = v.object({
  api_version: v.literal('service-quota/v1'),
  kind: v.literal('Scope'),
  id: v.string(),
  metadata,
  description: v.string(),
})

const common = { api: 'service-quota/v1', errors: 'control', method: 'GET', access: { kind: 'caller' } } as const
const filters = {
  environment: v.optional(v.string()),
  network: v.optional(v.string()),
  kafka_cluster: v.optional(v.string()),
  identity_provider: v.optional(v.string()),
  certificate_authority: v.optional(v.string()),
}

export const listAppliedQuotas = endpoint({
  ...common,
  id: 'listServiceQuotaV1AppliedQuotas',
  path: '/service-quota/v1/applied-quotas',
  summary: 'List the service quotas of a scope, with what is used of them',
  query: { scope: v.string(), ...filters, id: v.optional(v.string()), ...pageQuery(PAGE_SIZE_MAX) },
  returns: { status: 200, schema: listOf('service-quota/v1', 'AppliedQuotaList', AppliedQuota) },
})

export const getAppliedQuota = endpoint({
  ...common,
  id: 'getServiceQuotaV1AppliedQuota',
  path: '/service-quota/v1/applied-quotas/{id}',
  summary: 'Read a service quota',
  query: filters,
  returns: { status: 200, schema: AppliedQuota },
})

export const listScopes = endpoint({
  ...common,
  id: 'listServiceQuotaV1Scopes',
  path: '/service-quota/v1/scopes',
  summary: 'List the scopes of service quotas',
  query: pageQuery(PAGE_SIZE_MAX),
  returns: { status: 200, schema: listOf('service-quota/v1', 'ScopeList', Scope) },
})

export const getScope = endpoint({
  ...common,
  id: 'getServiceQuotaV1Scope',
  path: '/service-quota/v1/scopes/{id}',
  summary: 'Read a scope of service quotas',
  returns: { status: 200, schema: Scope },
})
