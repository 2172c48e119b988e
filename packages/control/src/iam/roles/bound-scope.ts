import type { PatternType } from '@leat/access'
import { type CrnPart, parseCrn } from '../../crn.ts'

/** Resources that roles can be bound to, by their CRN type; the values are the catalogue's names. */
export const RESOURCE_OF_CRN = {
  topic: 'Topic',
  group: 'Group',
  'transactional-id': 'TransactionalId',
  kafka: 'Cluster',
  subject: 'Subject',
  'service-account': 'ServiceAccount',
} as const
export type BoundType = (typeof RESOURCE_OF_CRN)[keyof typeof RESOURCE_OF_CRN]
export const BOUND_TYPES: readonly BoundType[] = Object.values(RESOURCE_OF_CRN)

/** How deep a binding stands: the organization is the widest. */
export type Level = 'organization' | 'environment' | 'cluster' | 'registry' | 'resource'

/** What a binding's CRN pattern says. Null: not narrowed down to one. */
export interface BoundScope {
  readonly level: Level
  readonly organization: string
  readonly environment: string | null
  readonly cluster: string | null
  readonly registry: string | null
  readonly resource: BoundResource | null
}

/** `name` without the `*` of a prefix; `*` itself is literal and means all. */
export interface BoundResource {
  readonly type: BoundType
  readonly name: string
  readonly patternType: PatternType
}

/**
 * Reads a pattern as tools write them; null when it is none that a role can be bound to.
 *
 *     organization=O [/environment=E [/cloud-cluster=C [/kafka=C [/topic=NAME | /kafka=kafka-cluster]] | /schema-registry=S [/subject=NAME]]]
 *     organization=O/service-account=SA
 */
export function parseBoundScope(crnPattern: string): BoundScope | null {
  const parts = parseCrn(crnPattern)
  if (parts === null) return null
  const take = partsOf(parts)
  const organization = take('organization')
  if (organization === null) return null
  const base: BoundScope = { level: 'organization', organization, environment: null, cluster: null, registry: null, resource: null }

  const serviceAccount = take('service-account')
  if (serviceAccount !== null)
    return take.done() ? { ...base, level: 'resource', resource: resourceOf('ServiceAccount', serviceAccount) } : null
  const environment = take('environment')
  if (environment === null) return take.done() ? base : null
  const within: BoundScope = { ...base, level: 'environment', environment }

  const registry = take('schema-registry')
  if (registry !== null) return withResource({ ...within, level: 'registry', registry }, take)
  const cluster = take('cloud-cluster')
  if (cluster === null) return take.done() ? within : null
  return withResource({ ...within, level: 'cluster', cluster }, take)
}

type Take = ReturnType<typeof partsOf>

/** Takes parts from the front, if they are of the type asked for. Names of containers are no patterns. */
function partsOf(parts: readonly CrnPart[]) {
  let at = 0
  const take = (type: string): string | null => {
    const part = parts[at]
    if (part === undefined || part[0] !== type) return null
    at++
    return part[1]
  }
  return Object.assign(take, { done: () => at === parts.length, peek: () => parts[at]?.[0] })
}

function withResource(scope: BoundScope, take: Take): BoundScope | null {
  if (take.done()) return scope
  if (scope.registry !== null) {
    const subject = take('subject')
    return subject !== null && take.done() ? { ...scope, level: 'resource', resource: resourceOf('Subject', subject) } : null
  }
  // `kafka=C` repeats the cluster's id before a resource of it; alone, or as `kafka=kafka-cluster`, it is the cluster as a resource.
  const kafka = take('kafka')
  if (kafka !== null && kafka !== scope.cluster && kafka !== KAFKA_CLUSTER) return null
  const cluster: BoundScope = { ...scope, level: 'resource', resource: resourceOf('Cluster', KAFKA_CLUSTER) }
  if (kafka !== null && take.done()) return cluster
  if (kafka !== scope.cluster) return null
  for (const type of ['topic', 'group', 'transactional-id'] as const) {
    const name = take(type)
    if (name !== null) return take.done() ? { ...scope, level: 'resource', resource: resourceOf(RESOURCE_OF_CRN[type], name) } : null
  }
  return take('kafka') === KAFKA_CLUSTER && take.done() ? cluster : null
}

const KAFKA_CLUSTER = 'kafka-cluster'

function resourceOf(type: BoundType, name: string): BoundResource {
  const isPrefix = name.endsWith('*') && name !== '*'
  return isPrefix ? { type, name: name.slice(0, -1), patternType: 'prefixed' } : { type, name, patternType: 'literal' }
}

/** Whether all that `wanted` names is within `bound`. */
export function patternCovers(bound: BoundResource, wanted: Omit<BoundResource, 'type'>): boolean {
  if (bound.patternType === 'prefixed')
    return wanted.name.startsWith(bound.name) && !(wanted.name === '*' && wanted.patternType === 'literal')
  return bound.name === '*' || (bound.name === wanted.name && wanted.patternType === 'literal')
}
