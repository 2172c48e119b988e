/**
 * Service quotas that Leat enforces, by the codes of the service-quota API; the only place that holds these numbers beside those of identity
 * (`iam/limits.ts`) and those by cluster type (`clusters/limits.ts`).
 */
import { LIMITS } from '../clusters/limits.ts'
import type { Cluster } from '../entities.ts'
import { IAM_QUOTAS } from '../iam/limits.ts'

/** Ids of scopes, as asked for and as answered. */
export const SCOPES = {
  organization: 'ORGANIZATION',
  environment: 'ENVIRONMENT',
  network: 'NETWORK',
  kafka_cluster: 'KAFKA_CLUSTER',
  service_account: 'SERVICE_ACCOUNT',
  user_account: 'USER_ACCOUNT',
  identity_provider: 'IDENTITY_PROVIDER',
  certificate_authority: 'CERTIFICATE_AUTHORITY',
} as const
export type ScopeId = keyof typeof SCOPES
export type QuotaScope = (typeof SCOPES)[ScopeId]

export const SCOPE_DESCRIPTIONS: Readonly<Record<ScopeId, string>> = {
  organization: 'Quotas of an organization',
  environment: 'Quotas of each environment',
  network: 'Quotas of each network; Leat has none',
  kafka_cluster: 'Quotas of each Kafka cluster',
  service_account: 'Quotas of each service account',
  user_account: 'Quotas of each user',
  identity_provider: 'Quotas of each identity provider; Leat has none',
  certificate_authority: 'Quotas of each certificate authority; Leat has none',
}

export interface ServiceQuota {
  readonly scope: QuotaScope
  readonly name: string
  readonly limit: number
}

export const QUOTAS = {
  'iam.max_environments.per_org': { scope: 'ORGANIZATION', name: 'Environments Per Organization', limit: 25 },
  'iam.max_kafka_clusters.per_org': { scope: 'ORGANIZATION', name: 'Kafka Clusters Per Organization', limit: 400 },
  'kafka.max_kafka_clusters.per_env': { scope: 'ENVIRONMENT', name: 'Kafka Clusters Per Environment', limit: 20 },
  'kafka.max_ckus.per_env': { scope: 'ENVIRONMENT', name: 'CKUs Per Environment', limit: 50 },
  'kafka.max_ckus.per_cluster': { scope: 'KAFKA_CLUSTER', name: 'CKUs Per Kafka Cluster', limit: LIMITS.DEDICATED.unitsMax },
  ...IAM_QUOTAS,
} as const satisfies Record<string, ServiceQuota>
export type QuotaCode = keyof typeof QUOTAS

/** By the cluster's type, so it is not one number. */
export const KEYS_PER_CLUSTER = 'kafka.max_api_keys.per_cluster'

export function keysPerCluster({ type }: Pick<Cluster, 'type'>): number {
  return LIMITS[type].apiKeysMax
}
