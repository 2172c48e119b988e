import type { AclBinding, Operation, PatternType, Permission, PrincipalName, ResourceType } from './vocabulary.ts'

/**
 * Which ACL entries are meant (Kafka's AclBindingFilter, KIP-290). Null: any. `match` as the pattern: all entries that decide about a resource of this name,
 * that is the literal ones of that name, the literal `*`, and the prefixes of the name.
 */
export interface AclFilter {
  readonly resourceType: ResourceType | null
  readonly patternType: PatternType | 'match' | null
  readonly name: string | null
  readonly principal: PrincipalName | null
  readonly host: string | null
  readonly operation: Operation | null
  readonly permission: Permission | null
}

export function matchesFilter(acl: AclBinding, filter: AclFilter): boolean {
  return (
    isOrAny(acl.resourceType, filter.resourceType) &&
    isOrAny(acl.principal, filter.principal) &&
    isOrAny(acl.host, filter.host) &&
    isOrAny(acl.operation, filter.operation) &&
    isOrAny(acl.permission, filter.permission) &&
    matchesPattern(acl, filter)
  )
}

function isOrAny<T>(value: T, wanted: T | null): boolean {
  return wanted === null || value === wanted
}

function matchesPattern(acl: AclBinding, { patternType, name }: AclFilter): boolean {
  if (patternType !== 'match') return isOrAny(acl.patternType, patternType) && isOrAny(acl.name, name)
  if (name === null) return true
  return acl.patternType === 'prefixed' ? name.startsWith(acl.name) : acl.name === name || acl.name === '*'
}
