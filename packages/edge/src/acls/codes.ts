/** ACLs and filters as they travel: numbers for words. 0 closes the connection, as Kafka does; a number nobody knows is told as such. */
import { type AclBinding, type AclFilter, OPERATIONS, PATTERN_TYPES, PERMISSIONS, RESOURCE_TYPES } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { WireError } from '@leat/wire'
import type { DescribeAclsRequest } from '@leat/wire/messages/29-describe-acls'
import type { AclCreation } from '@leat/wire/messages/30-create-acls'

const ANY = 1
const MATCH = 2
/** Kafka's words, by number. What has no word is UNKNOWN. */
const WORDS = {
  resourceType: ['UNKNOWN', 'ANY', 'TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID', 'DELEGATION_TOKEN', 'USER'],
  patternType: ['UNKNOWN', 'ANY', 'MATCH', 'LITERAL', 'PREFIXED'],
  operation: `UNKNOWN ANY ALL READ WRITE CREATE DELETE ALTER DESCRIBE CLUSTER_ACTION DESCRIBE_CONFIGS ALTER_CONFIGS IDEMPOTENT_WRITE
    CREATE_TOKENS DESCRIBE_TOKENS TWO_PHASE_COMMIT`.split(/\s+/),
  permission: ['UNKNOWN', 'ANY', 'DENY', 'ALLOW'],
} as const satisfies Record<string, readonly string[]>

export function wordOf(kind: keyof typeof WORDS, code: number): string {
  return WORDS[kind][code] ?? 'UNKNOWN'
}

const RESOURCE = inverse(RESOURCE_TYPES)
const PATTERN = inverse(PATTERN_TYPES)
const OPERATION = inverse(OPERATIONS)
const PERMISSION = inverse(PERMISSIONS)

function inverse<K extends string>(codes: Readonly<Record<K, number>>): ReadonlyMap<number, K> {
  return new Map(Object.entries(codes).map(([word, code]) => [code as number, word as K]))
}

/** Throws `WireError` where the sender itself says that it does not know what it means. */
function check(...codes: readonly number[]): void {
  if (codes.includes(0)) throw new WireError('malformed', 'an ACL of a kind that is unknown')
}

/** What a filter asks for, or what of it is unknown. Throws `WireError`. */
export function filterOf(filter: DescribeAclsRequest): Result<AclFilter | null, 'pattern' | 'entry'> {
  const { resourceTypeFilter, patternTypeFilter, operation, permissionType } = filter
  check(resourceTypeFilter, patternTypeFilter, operation, permissionType)
  if (wordOf('resourceType', resourceTypeFilter) === 'UNKNOWN' || wordOf('patternType', patternTypeFilter) === 'UNKNOWN')
    return fail('pattern')
  if (wordOf('operation', operation) === 'UNKNOWN' || wordOf('permission', permissionType) === 'UNKNOWN') return fail('entry')
  const isHere = (code: number, words: ReadonlyMap<number, string>): boolean => code === ANY || words.has(code)
  // No ACL here is about tokens: nothing matches.
  if (!isHere(resourceTypeFilter, RESOURCE) || !isHere(operation, OPERATION)) return ok(null)
  return ok({
    resourceType: RESOURCE.get(resourceTypeFilter) ?? null,
    patternType: patternTypeFilter === MATCH ? 'match' : (PATTERN.get(patternTypeFilter) ?? null),
    name: filter.resourceNameFilter,
    principal: filter.principalFilter,
    host: filter.hostFilter,
    operation: OPERATION.get(operation) ?? null,
    permission: PERMISSION.get(permissionType) ?? null,
  })
}

/** An entry as somebody asks to make it; null where an entry can have none like it here. Throws `WireError`. */
export function wantedOf(
  creation: AclCreation,
): Pick<{ readonly [K in keyof AclBinding]: AclBinding[K] | null }, 'resourceType' | 'patternType' | 'operation' | 'permission'> {
  const { resourceType, resourcePatternType, operation, permissionType } = creation
  check(resourceType, resourcePatternType, operation, permissionType)
  return {
    resourceType: RESOURCE.get(resourceType) ?? null,
    patternType: PATTERN.get(resourcePatternType) ?? null,
    operation: OPERATION.get(operation) ?? null,
    permission: PERMISSION.get(permissionType) ?? null,
  }
}

export function numbersOf(acl: AclBinding) {
  return {
    resourceType: RESOURCE_TYPES[acl.resourceType],
    resourceName: acl.name,
    patternType: PATTERN_TYPES[acl.patternType],
    principal: acl.principal,
    host: acl.host,
    operation: OPERATIONS[acl.operation],
    permissionType: PERMISSIONS[acl.permission],
  }
}
