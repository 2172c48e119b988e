import type { Caller, PrincipalName } from '@leat/access'
import type { Permission, Scope } from '../context.ts'
import type { ControlState } from '../state.ts'
import { type BoundResource, type BoundScope, patternCovers } from './roles/bound-scope.ts'
import type { AllowedOperations } from './roles/catalogue.ts'
import { type Held, heldByPrincipal } from './roles/held.ts'

/**
 * Authorization of the control plane: by roles alone, bound at or above what is asked about. Who may do anything to a thing may see it
 * (`Describe`), and who has a role within an organization, environment or cluster may see that container, or could not find the way there.
 */
export function mayIn(state: ControlState): (caller: Caller, permission: Permission) => boolean {
  return (caller, permission) => caller.organization === permission.scope.organization && principalMay(state, caller.principal, permission)
}

function principalMay(state: ControlState, principal: PrincipalName, permission: Permission): boolean {
  return (heldByPrincipal(state).get(principal) ?? []).some((held) => heldMay(held, permission))
}

/** Whether this one binding allows it. */
function heldMay(held: Held, { operation, on, scope }: Permission): boolean {
  if (held.bound.organization !== scope.organization) return false
  if (operation === 'Describe' && isContainer(on) && standsIn(held, on, scope)) return true
  return held.powers.some(
    ({ area, allowedOperations }) => covers(area, scope) && allowedOperations.some((entry) => allows(entry, on, operation)),
  )
}

/** Who may make things of a kind does not see those that are there. */
const SHOWS_NOTHING: ReadonlySet<string> = new Set(['Create', 'Invite'])

/** `All` on a Kafka cluster is everything within it: the catalogue lists topics only beside it. */
const WITHIN_CLUSTER: ReadonlySet<string> = new Set(['Topic', 'Group', 'TransactionalId', 'CloudCluster'])

function allows({ resourceType, operations }: AllowedOperations, on: string, operation: string): boolean {
  if (resourceType !== on) return resourceType === 'Cluster' && WITHIN_CLUSTER.has(on) && operations.includes('All')
  if (operations.includes('All') || operations.includes(operation)) return true
  if (operation === 'Describe') return operations.some((one) => !SHOWS_NOTHING.has(one))
  return operation === 'DescribeAccess' && operations.includes('AlterAccess')
}

/** Whether what is asked about is the area itself or within it. */
export function covers(area: BoundScope, scope: Scope): boolean {
  if (area.organization !== scope.organization) return false
  if (area.environment !== null && area.environment !== scope.environment) return false
  if (area.cluster !== null && area.cluster !== scope.cluster) return false
  if (area.registry !== null && area.registry !== scope.registry) return false
  return area.resource === null || resourceCovers(area.resource, scope)
}

const TYPE_OF = {
  topic: 'Topic',
  group: 'Group',
  'transactional-id': 'TransactionalId',
  cluster: 'Cluster',
  subject: 'Subject',
} as const satisfies Record<NonNullable<Scope['resource']>['type'], BoundResource['type']>

function resourceCovers(bound: BoundResource, { resource, serviceAccount }: Scope): boolean {
  if (bound.type === 'ServiceAccount')
    return serviceAccount !== undefined && patternCovers(bound, { name: serviceAccount, patternType: 'literal' })
  if (resource === undefined || TYPE_OF[resource.type] !== bound.type) return false
  return patternCovers(bound, { name: resource.name, patternType: resource.patternType ?? 'literal' })
}

type Container = 'Organization' | 'Environment' | 'Cluster' | 'CloudCluster' | 'SchemaRegistry'
const CONTAINERS: ReadonlySet<string> = new Set<Container>(['Organization', 'Environment', 'Cluster', 'CloudCluster', 'SchemaRegistry'])

function isContainer(on: string): on is Container {
  return CONTAINERS.has(on)
}

/** A role there, or on anything within, shows the container. Who may read metrics only sees nothing of it. */
function standsIn({ role, bound }: Held, on: Container, scope: Scope): boolean {
  if (role.name === 'MetricsViewer') return on === 'Organization'
  switch (on) {
    case 'Organization':
      return true
    case 'Environment':
      return scope.environment !== undefined && bound.environment === scope.environment
    case 'Cluster':
    case 'CloudCluster':
      return scope.cluster !== undefined && bound.cluster === scope.cluster && bound.environment === scope.environment
    case 'SchemaRegistry':
      return scope.registry !== undefined && bound.registry === scope.registry && bound.environment === scope.environment
  }
}
