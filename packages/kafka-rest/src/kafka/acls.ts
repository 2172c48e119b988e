import { type Result, ok } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { DescribeAcls } from '@leat/wire/messages/29-describe-acls'
import { CreateAcls } from '@leat/wire/messages/30-create-acls'
import { DeleteAcls } from '@leat/wire/messages/31-delete-acls'
import { ACL_OPERATIONS, ACL_PATTERN_TYPES, ACL_PERMISSIONS, ACL_RESOURCE_TYPES, type CreateAclRequestData } from '../api/acls.ts'
import { compare } from '../compare.ts'
import { refused } from '../problems.ts'

/** An entry in the API's own words. */
export type Acl = CreateAclRequestData

/** Which entries are meant. Null: any. */
export interface AclFilter {
  readonly resource_type: Acl['resource_type']
  readonly resource_name: string | null
  readonly pattern_type: Acl['pattern_type']
  readonly principal: string | null
  readonly host: string | null
  readonly operation: Acl['operation']
  readonly permission: Acl['permission']
}

export async function findAcls(transport: Transport, filter: AclFilter, signal: AbortSignal): Promise<Result<readonly Acl[], Problem>> {
  const { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType } =
    onWire(filter)
  const { errorCode, errorMessage, resources } = await transport.call(
    DescribeAcls,
    { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType },
    { signal },
  )
  if (errorCode !== ErrorCode.NONE) return refused(errorCode, errorMessage)
  return ok(resources.flatMap(({ acls, ...resource }) => acls.map((acl) => inWords({ ...resource, ...acl }))).sort(byWords))
}

/** The first refusal stands for all: the others may have been created all the same, as with Kafka itself. */
export async function createAcls(transport: Transport, acls: readonly Acl[], signal: AbortSignal): Promise<Result<null, Problem>> {
  if (acls.length === 0) return ok(null)
  const creations = acls.map((acl) => ({
    resourceType: ACL_RESOURCE_TYPES.indexOf(acl.resource_type),
    resourceName: acl.resource_name,
    resourcePatternType: ACL_PATTERN_TYPES.indexOf(acl.pattern_type),
    principal: acl.principal,
    host: acl.host,
    operation: ACL_OPERATIONS.indexOf(acl.operation),
    permissionType: ACL_PERMISSIONS.indexOf(acl.permission),
  }))
  const { results } = await transport.call(CreateAcls, { creations }, { signal })
  const failed = results.find(({ errorCode }) => errorCode !== ErrorCode.NONE)
  return failed === undefined ? ok(null) : refused(failed.errorCode, failed.errorMessage)
}

/** Those that were deleted. */
export async function deleteAcls(transport: Transport, filter: AclFilter, signal: AbortSignal): Promise<Result<readonly Acl[], Problem>> {
  const result = (await transport.call(DeleteAcls, { filters: [onWire(filter)] }, { signal })).filterResults[0]
  if (result === undefined) return refused(ErrorCode.UNKNOWN_SERVER_ERROR)
  if (result.errorCode !== ErrorCode.NONE) return refused(result.errorCode, result.errorMessage)
  const failed = result.matchingAcls.find(({ errorCode }) => errorCode !== ErrorCode.NONE)
  if (failed !== undefined) return refused(failed.errorCode, failed.errorMessage)
  return ok(result.matchingAcls.map(inWords).sort(byWords))
}

function onWire(filter: AclFilter) {
  return {
    resourceTypeFilter: ACL_RESOURCE_TYPES.indexOf(filter.resource_type),
    resourceNameFilter: filter.resource_name,
    patternTypeFilter: ACL_PATTERN_TYPES.indexOf(filter.pattern_type),
    principalFilter: filter.principal,
    hostFilter: filter.host,
    operation: ACL_OPERATIONS.indexOf(filter.operation),
    permissionType: ACL_PERMISSIONS.indexOf(filter.permission),
  }
}

interface WireAcl {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function inWords({ resourceType, resourceName, patternType, principal, host, operation, permissionType }: WireAcl): Acl {
  return {
    resource_type: ACL_RESOURCE_TYPES[resourceType] ?? 'UNKNOWN',
    resource_name: resourceName,
    pattern_type: ACL_PATTERN_TYPES[patternType] ?? 'UNKNOWN',
    principal,
    host,
    operation: ACL_OPERATIONS[operation] ?? 'UNKNOWN',
    permission: ACL_PERMISSIONS[permissionType] ?? 'UNKNOWN',
  }
}

/** By codes, then names, from the resource to the permission. */
function byWords(a: Acl, b: Acl): number {
  return (
    ACL_RESOURCE_TYPES.indexOf(a.resource_type) - ACL_RESOURCE_TYPES.indexOf(b.resource_type) ||
    compare(a.resource_name, b.resource_name) ||
    ACL_PATTERN_TYPES.indexOf(a.pattern_type) - ACL_PATTERN_TYPES.indexOf(b.pattern_type) ||
    compare(a.principal, b.principal) ||
    compare(a.host, b.host) ||
    ACL_OPERATIONS.indexOf(a.operation) - ACL_OPERATIONS.indexOf(b.operation) ||
    ACL_PERMISSIONS.indexOf(a.permission) - ACL_PERMISSIONS.indexOf(b.permission)
  )
}
