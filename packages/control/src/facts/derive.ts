import type { Fact } from '@leat/access'
import { configRulesOf } from '../clusters/config-rules.ts'
import { limitsOf } from '../clusters/limits.ts'
import type { ApiKey, Cluster, ClusterQuota } from '../entities.ts'
import { grantsOfPrincipal, grantsOn } from '../iam/roles/grants.ts'
import { parseBoundScope } from '../iam/roles/bound-scope.ts'
import type { ControlState } from '../state.ts'
import type { EntityChange } from './mirror.ts'

/** All that the edges of a cluster must know. */
export function factsOf(state: ControlState, cluster: Cluster): readonly Fact[] {
  const facts: Fact[] = [
    { kind: 'limits', limits: limitsOf(cluster) },
    { kind: 'config-rules', rules: configRulesOf(cluster) },
  ]
  for (const key of state['api-key'].values()) if (isFor(key, cluster)) facts.push(loginOf(key.id, key))
  for (const [principal, grants] of grantsOn(state, cluster)) facts.push({ kind: 'grants', principal, grants })
  for (const { cluster: of, acl } of state.acl.values()) if (of === cluster.id) facts.push({ kind: 'acl', acl, present: true })
  for (const quota of state['client-quota'].values()) if (quota.cluster === cluster.id) facts.push(quotaOf(quota.id, quota))
  return facts
}

/** What an entity's change means for one cluster, in words of facts. `state` has the change. */
export function factsOfChange(state: ControlState, cluster: Cluster, change: EntityChange): readonly Fact[] {
  switch (change.kind) {
    case 'api-key': {
      const { before, after } = change
      if (after !== null && isFor(after, cluster)) {
        const unchanged = before !== null && before.hash === after.hash && before.salt === after.salt && before.owner === after.owner
        return unchanged ? [] : [loginOf(change.id, after)]
      }
      return before !== null && isFor(before, cluster) ? [loginOf(change.id, null)] : []
    }
    case 'acl': {
      const of = change.after ?? change.before
      return of?.cluster === cluster.id ? [{ kind: 'acl', acl: of.acl, present: change.after !== null }] : []
    }
    case 'client-quota': {
      const of = change.after ?? change.before
      return of?.cluster === cluster.id ? [quotaOf(change.id, change.after)] : []
    }
    case 'role-binding': {
      const of = change.after ?? change.before
      if (of === null || of.organization !== cluster.organization || !reaches(of.crnPattern, cluster)) return []
      return [{ kind: 'grants', principal: of.principal, grants: grantsOfPrincipal(state, cluster, of.principal) }]
    }
    case 'cluster':
      return change.id === cluster.id ? factsOfCluster(state, change.before, cluster) : []
    case 'organization':
    case 'environment':
    case 'registry-cluster':
    case 'user':
    case 'service-account':
    case 'session':
      return []
  }
}

/** A cluster that grows has other caps; one that changes its type has other grants too, as roles do not reach into Basic ones. */
function factsOfCluster(state: ControlState, before: Cluster | null, after: Cluster): readonly Fact[] {
  if (before === null) return []
  const facts: Fact[] = []
  const limits = limitsOf(after)
  if (JSON.stringify(limitsOf(before)) !== JSON.stringify(limits)) facts.push({ kind: 'limits', limits })
  if (before.type !== after.type) {
    facts.push({ kind: 'config-rules', rules: configRulesOf(after) })
    const now = grantsOn(state, after)
    for (const principal of grantsOn(state, before).keys()) if (!now.has(principal)) facts.push({ kind: 'grants', principal, grants: [] })
    for (const [principal, grants] of now) facts.push({ kind: 'grants', principal, grants })
  }
  return facts
}

function isFor({ organization, resource }: ApiKey, cluster: Cluster): boolean {
  if (organization !== cluster.organization) return false
  return resource.kind === 'global' || (resource.kind === 'kafka' && resource.id === cluster.id)
}

function loginOf(username: string, key: ApiKey | null): Fact {
  return { kind: 'login', username, login: key === null ? null : { principal: `User:${key.owner}`, salt: key.salt, hash: key.hash } }
}

function quotaOf(id: string, quota: ClusterQuota | null): Fact {
  return { kind: 'client-quota', id, quota: quota?.quota ?? null }
}

function reaches(crnPattern: string, cluster: Cluster): boolean {
  const scope = parseBoundScope(crnPattern)
  if (scope === null) return false
  return (scope.environment ?? cluster.environment) === cluster.environment && (scope.cluster ?? cluster.id) === cluster.id
}
