import type { Permission, Scope } from '../../context.ts'
import type { ControlState } from '../../state.ts'
import type { BoundScope } from '../roles/bound-scope.ts'

/** The right that it takes to see (`DescribeAccess`) or change (`AlterAccess`) who has what at a scope. */
export function accessPermission(bound: BoundScope, operation: 'DescribeAccess' | 'AlterAccess'): Permission {
  return { operation, on: subjectOf(bound), scope: scopeOf(bound) }
}

function subjectOf({ level, resource }: BoundScope): string {
  switch (level) {
    case 'organization':
      return 'Organization'
    case 'environment':
      return 'Environment'
    case 'cluster':
      return 'Cluster'
    case 'registry':
      return 'SchemaRegistry'
    case 'resource':
      return resource!.type
  }
}

const RESOURCE_TYPE = {
  Topic: 'topic',
  Group: 'group',
  TransactionalId: 'transactional-id',
  Cluster: 'cluster',
  Subject: 'subject',
} as const

function scopeOf({ organization, environment, cluster, registry, resource }: BoundScope): Scope {
  const container: Scope = {
    organization,
    ...(environment === null ? {} : { environment }),
    ...(cluster === null ? {} : { cluster }),
    ...(registry === null ? {} : { registry }),
  }
  if (resource === null) return container
  const { type, name, patternType } = resource
  if (type === 'ServiceAccount') return { ...container, serviceAccount: patternType === 'prefixed' ? `${name}*` : name }
  return { ...container, resource: { type: RESOURCE_TYPE[type], name, patternType } }
}

/** Whether everything that the scope names is there. Resources within a cluster need not be yet: roles may come before topics. */
export function isThere(state: ControlState, { organization, environment, cluster, registry, resource }: BoundScope): boolean {
  if (!state.organization.has(organization)) return false
  if (environment !== null && state.environment.get(environment)?.organization !== organization) return false
  if (cluster !== null && state.cluster.get(cluster)?.environment !== environment) return false
  if (registry !== null && state['registry-cluster'].get(registry)?.environment !== environment) return false
  if (resource?.type !== 'ServiceAccount' || resource.name === '*' || resource.patternType === 'prefixed') return true
  return state['service-account'].get(resource.name)?.organization === organization
}
