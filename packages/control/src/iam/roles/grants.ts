import {
  CLUSTER_RESOURCE,
  type Operation,
  type PrincipalName,
  type ResourcePattern,
  type ResourceType,
  type RoleGrant,
  WILDCARD,
} from '@leat/access'
import type { Cluster } from '../../entities.ts'
import type { ControlState } from '../../state.ts'
import { covers } from '../authorize.ts'
import { ADMIN_ROLES, type AllowedOperations } from './catalogue.ts'
import { type Held, heldByPrincipal } from './held.ts'

/** What roles allow within one Kafka cluster, in Kafka's terms, by principal. Who has nothing there is absent. */
export function grantsOn(state: ControlState, cluster: Cluster): ReadonlyMap<PrincipalName, readonly RoleGrant[]> {
  const grants = new Map<PrincipalName, readonly RoleGrant[]>()
  for (const [principal, held] of heldByPrincipal(state)) {
    const own = held.flatMap((one) => grantsOfBinding(one, cluster))
    if (own.length > 0) grants.set(principal, own)
  }
  return grants
}

export function grantsOfPrincipal(state: ControlState, cluster: Cluster, principal: PrincipalName): readonly RoleGrant[] {
  return (heldByPrincipal(state).get(principal) ?? []).flatMap((held) => grantsOfBinding(held, cluster))
}

/** What one binding gives within the cluster. In a Basic cluster only the admin roles give anything. */
export function grantsOfBinding(held: Held, cluster: Cluster): readonly RoleGrant[] {
  const { binding, role } = held
  if (cluster.type === 'BASIC' && !ADMIN_ROLES.has(role.name)) return []
  const source = { binding: binding.id, role: role.name, scope: binding.crnPattern }
  const { organization, environment } = cluster
  return held.powers.flatMap(({ area, allowedOperations }) => {
    const { resource } = area
    if (resource === null) {
      if (!covers(area, { organization, environment, cluster: cluster.id })) return []
      return everywhere(allowedOperations).map((grant) => ({ ...grant, source }))
    }
    if (area.organization !== organization || area.environment !== environment || area.cluster !== cluster.id) return []
    return allowedOperations.flatMap((entry) => {
      const resourceType = KAFKA_TYPES[entry.resourceType]
      const operations = kafkaOperations(entry.operations)
      if (resourceType === undefined || operations.length === 0) return []
      return [{ resourceType, patternType: resource.patternType, name: resource.name, operations, source }]
    })
  })
}

const KAFKA_TYPES: Partial<Readonly<Record<string, ResourceType>>> = {
  Topic: 'topic',
  Group: 'group',
  TransactionalId: 'transactional-id',
  Cluster: 'cluster',
}

/** `All` on the cluster is everything within it, whatever else is listed. */
function everywhere(allowed: readonly AllowedOperations[]): readonly Omit<RoleGrant, 'source'>[] {
  const isWhole = allowed.some(({ resourceType, operations }) => resourceType === 'Cluster' && operations.includes('All'))
  if (isWhole)
    return Object.values(KAFKA_TYPES).flatMap((type) => (type === undefined ? [] : [{ ...anyOf(type), operations: ['all'] as const }]))
  return allowed.flatMap(({ resourceType, operations }) => {
    const type = KAFKA_TYPES[resourceType]
    const kafka = kafkaOperations(operations)
    return type === undefined || kafka.length === 0 ? [] : [{ ...anyOf(type), operations: kafka }]
  })
}

function anyOf(resourceType: ResourceType): ResourcePattern {
  return { resourceType, patternType: 'literal', name: resourceType === 'cluster' ? CLUSTER_RESOURCE : WILDCARD }
}

/** The catalogue's operations that Kafka knows. The others are the control plane's alone. */
const KAFKA_OPERATIONS: Partial<Readonly<Record<string, Operation>>> = {
  All: 'all',
  Read: 'read',
  Write: 'write',
  Create: 'create',
  Delete: 'delete',
  Alter: 'alter',
  Describe: 'describe',
  DescribeConfigs: 'describe-configs',
  AlterConfigs: 'alter-configs',
  IdempotentWrite: 'idempotent-write',
}

function kafkaOperations(operations: readonly string[]): readonly Operation[] {
  return operations.flatMap((operation) => KAFKA_OPERATIONS[operation] ?? [])
}
