import { fail, ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { Cluster, ClusterQuota } from '../entities.ts'
import { accept, type Decided, refuse } from '../iam/decision.ts'
import { invalid, type Refusal } from '../iam/problems.ts'
import { type ControlState, put, remove } from '../state.ts'

/** Stands for every service account that no quota names. */
export const DEFAULT_PRINCIPAL = '<default>'

export interface QuotaWanted {
  readonly display_name: string
  readonly description: string
  readonly throughput: { readonly ingress_byte_rate: string; readonly egress_byte_rate: string }
  readonly principals: readonly { readonly id: string }[]
}

export function decideCreateQuota(
  state: ControlState,
  cluster: Cluster,
  wanted: QuotaWanted,
  id: string,
  at: string,
): Decided<ClusterQuota> {
  if (cluster.type !== 'DEDICATED')
    return refuse(invalid('/spec/cluster', `Client quotas are for Dedicated clusters: ${cluster.id} is ${cluster.type}`))
  const principals = principalsOf(state, cluster, wanted.principals, null)
  if (!principals.ok) return { changes: [], answer: principals }
  const { organization, environment } = cluster
  const quota: ClusterQuota = {
    id,
    organization,
    environment,
    cluster: cluster.id,
    name: wanted.display_name,
    description: wanted.description,
    quota: { principals: principals.value, ...ratesOf(wanted.throughput) },
    createdAt: at,
    updatedAt: at,
  }
  return accept(quota, put('client-quota', quota))
}

export function decideUpdateQuota(
  state: ControlState,
  cluster: Cluster,
  before: ClusterQuota,
  patch: { readonly [K in keyof QuotaWanted]?: QuotaWanted[K] | undefined },
  at: string,
): Decided<ClusterQuota> {
  const principals =
    patch.principals === undefined ? ok(before.quota.principals) : principalsOf(state, cluster, patch.principals, before.id)
  if (!principals.ok) return { changes: [], answer: principals }
  const rates = patch.throughput === undefined ? before.quota : ratesOf(patch.throughput)
  const after: ClusterQuota = {
    ...before,
    name: patch.display_name ?? before.name,
    description: patch.description ?? before.description,
    quota: { ...before.quota, ...rates, principals: principals.value },
    updatedAt: at,
  }
  return accept(after, put('client-quota', after))
}

export function decideDeleteQuota(quota: ClusterQuota): Decided<ClusterQuota> {
  return accept(quota, remove('client-quota', quota.id))
}

/** Service accounts of the organization, or the default; each has one quota per cluster at most. */
function principalsOf(
  state: ControlState,
  cluster: Cluster,
  given: readonly { readonly id: string }[],
  self: string | null,
): Result<readonly string[], Problem> {
  const taken = new Set<string>()
  for (const one of state['client-quota'].values()) {
    if (one.cluster === cluster.id && one.id !== self) for (const principal of one.quota.principals) taken.add(principal)
  }
  const principals: string[] = []
  for (const { id } of given) {
    if (id !== DEFAULT_PRINCIPAL && state['service-account'].get(id)?.organization !== cluster.organization) {
      return invalid(
        '/spec/principals',
        `'${id}' is no service account of this organization, nor ${DEFAULT_PRINCIPAL}: service account is not valid`,
      )
    }
    const principal = id === DEFAULT_PRINCIPAL ? id : `User:${id}`
    if (taken.has(principal)) return inUse(id, cluster, self === null ? 409 : 422)
    if (!principals.includes(principal)) principals.push(principal)
  }
  return ok(principals)
}

/** Published as 409 where a quota is made, and as 422 where one is changed. */
function inUse(principal: string, { id }: Cluster, status: 409 | 422): Refusal {
  return fail({
    status,
    detail: `'${principal}' already has a client quota on cluster ${id}`,
    source: { pointer: '/spec/principals' },
  })
}

function ratesOf({ ingress_byte_rate, egress_byte_rate }: QuotaWanted['throughput']) {
  return { ingressBytesPerSecondMax: Number(ingress_byte_rate), egressBytesPerSecondMax: Number(egress_byte_rate) }
}
