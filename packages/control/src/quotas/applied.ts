import type { Cluster, Environment } from '../entities.ts'
import type { ControlState } from '../state.ts'
import { parseBoundScope } from '../iam/roles/bound-scope.ts'
import { KEYS_PER_CLUSTER, keysPerCluster, type QuotaCode, QUOTAS, type QuotaScope } from './table.ts'

/** A service quota where it holds, and how much of it is used. */
export interface AppliedQuota {
  readonly code: string
  readonly scope: QuotaScope
  readonly name: string
  readonly limit: number
  /** Zero where nothing is used; null where it is not tracked: quotas of one account are for each account. */
  readonly usage: number | null
  readonly environment: Environment | null
  readonly cluster: Cluster | null
}

type Usage = (
  state: ControlState,
  of: { readonly organization: string; readonly environment?: string; readonly cluster?: Cluster },
) => number

const count = <T>(entities: Iterable<T>, counts: (entity: T) => boolean): number => [...entities].filter(counts).length
const lives = (cluster: Cluster): boolean => cluster.phase !== 'DELETING'

const USAGE: Partial<Readonly<Record<string, Usage>>> = {
  'iam.max_environments.per_org': (state, of) => count(state.environment.values(), (one) => one.organization === of.organization),
  'iam.max_kafka_clusters.per_org': (state, of) =>
    count(state.cluster.values(), (one) => one.organization === of.organization && lives(one)),
  'iam.max_service_accounts.per_org': (state, of) =>
    count(state['service-account'].values(), (one) => one.organization === of.organization),
  'iam.max_cloud_api_keys.per_org': (state, of) =>
    count(state['api-key'].values(), (one) => one.organization === of.organization && one.resource.kind === 'cloud'),
  'iam.max_rbac_role_bindings_all_roles.per_org': (state, of) =>
    count(state['role-binding'].values(), (one) => one.organization === of.organization),
  'kafka.max_kafka_clusters.per_env': (state, of) =>
    count(state.cluster.values(), (one) => one.environment === of.environment && lives(one)),
  'kafka.max_ckus.per_env': (state, of) =>
    [...state.cluster.values()]
      .filter((one) => one.environment === of.environment && lives(one))
      .reduce((sum, { cku }) => sum + (cku?.wanted ?? 0), 0),
  'kafka.max_ckus.per_cluster': (_state, of) => of.cluster?.cku?.wanted ?? 0,
  'iam.max_rbac_role_bindings.per_cluster': (state, of) =>
    count(state['role-binding'].values(), ({ crnPattern }) => parseBoundScope(crnPattern)?.cluster === of.cluster?.id),
  [KEYS_PER_CLUSTER]: (state, of) =>
    count(state['api-key'].values(), ({ resource }) => resource.kind === 'kafka' && resource.id === of.cluster?.id),
}

export function organizationQuotas(state: ControlState, organization: string): readonly AppliedQuota[] {
  return quotasOf('ORGANIZATION').map((quota) => applied(quota, USAGE[quota.code]?.(state, { organization }) ?? null))
}

export function environmentQuotas(state: ControlState, environment: Environment): readonly AppliedQuota[] {
  const of = { organization: environment.organization, environment: environment.id }
  return quotasOf('ENVIRONMENT').map((quota) => ({ ...applied(quota, USAGE[quota.code]?.(state, of) ?? null), environment }))
}

export function clusterQuotas(state: ControlState, environment: Environment, cluster: Cluster): readonly AppliedQuota[] {
  const of = { organization: cluster.organization, environment: environment.id, cluster }
  const keys = {
    code: KEYS_PER_CLUSTER,
    scope: 'KAFKA_CLUSTER',
    name: 'API Keys Per Kafka Cluster',
    limit: keysPerCluster(cluster),
  } as const
  const sized = quotasOf('KAFKA_CLUSTER').filter(({ code }) => code !== 'kafka.max_ckus.per_cluster' || cluster.cku !== null)
  return [...sized, keys].map((quota) => ({ ...applied(quota, USAGE[quota.code]?.(state, of) ?? null), environment, cluster }))
}

export function accountQuotas(scope: 'SERVICE_ACCOUNT' | 'USER_ACCOUNT'): readonly AppliedQuota[] {
  return quotasOf(scope).map((quota) => applied(quota, null))
}

type Quota = Pick<AppliedQuota, 'code' | 'scope' | 'name' | 'limit'>

function quotasOf(scope: QuotaScope): readonly Quota[] {
  const codes = (Object.keys(QUOTAS) as QuotaCode[]).filter((code) => QUOTAS[code].scope === scope)
  return codes.map((code) => ({ code, ...QUOTAS[code] }))
}

function applied({ code, scope, name, limit }: Quota, usage: number | null): AppliedQuota {
  return { code, scope, name, limit, usage, environment: null, cluster: null }
}
