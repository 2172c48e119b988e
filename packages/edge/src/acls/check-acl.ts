import { ACL_OPERATIONS, type AclBinding, CLUSTER_RESOURCE, type Operation } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import type { AclCreation } from '@leat/wire/messages/30-create-acls'
import { wantedOf, wordOf } from './codes.ts'

/** The entry, or why INVALID_REQUEST answers: Kafka's reasons in Kafka's order and words, then the cloud's (fewer resources and operations). Throws `WireError`. */
export function checkAcl(creation: AclCreation): Result<AclBinding, string> {
  const { resourceName: name, principal, host } = creation
  const { resourceType, patternType, operation, permission } = wantedOf(creation)
  const type = wordOf('resourceType', creation.resourceType)
  const action = wordOf('operation', creation.operation)
  if (resourceType === 'cluster' && name !== CLUSTER_RESOURCE)
    return fail(`The only valid name for the CLUSTER resource is ${CLUSTER_RESOURCE}`)
  if (name === '') return fail('Invalid empty resource name')
  if (isVague(type)) return fail(`Invalid resourceType ${type}`)
  if (patternType === null) return fail(`Invalid patternType ${wordOf('patternType', creation.resourcePatternType)}`)
  if (isVague(action)) return fail(`Invalid operation ${action}`)
  if (permission === null) return fail(`Invalid permissionType ${wordOf('permission', creation.permissionType)}`)
  if (!principal.includes(':')) {
    return fail(
      `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`,
    )
  }
  if (resourceType === null) return fail(`There are no ACLs of ${type} resources here`)
  if (!/^User:./.test(principal)) return fail(`A principal is written User:name here, not ${principal}`)
  const operations: readonly Operation[] = ACL_OPERATIONS[resourceType]
  if (operation === null || (operation !== 'all' && !operations.includes(operation))) {
    return fail(`ACLs of ${type} resources do not name ${action} here, but ALL or ${operations.map(upper).join(', ')}`)
  }
  return ok({ resourceType, patternType, name, principal, host, operation, permission })
}

function isVague(word: string): boolean {
  return word === 'UNKNOWN' || word === 'ANY'
}

function upper(operation: Operation): string {
  return operation.replaceAll('-', '_').toUpperCase()
}
