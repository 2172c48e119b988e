import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf } from '../envelope.ts'

const PRINCIPAL_LENGTH_MAX = 64
const ROLE_LENGTH_MAX = 64
/** Room for the longest topic name, percent-encoded. */
const CRN_LENGTH_MAX = 2048

const fields = {
  principal: v.pipe(v.string(), v.maxLength(PRINCIPAL_LENGTH_MAX), v.regex(/^(?:User|Group):.+$/)),
  role_name: v.pipe(v.string(), v.maxLength(ROLE_LENGTH_MAX)),
  crn_pattern: v.pipe(v.string(), v.maxLength(CRN_LENGTH_MAX), v.regex(/^crn:\/\/.+$/)),
}
const RoleBinding = envelope('RoleBinding', { principal: v.string(), role_name: v.string(), crn_pattern: v.string() })
const common = { api: 'iam/v2', errors: 'control' } as const

export const listRoleBindings = endpoint({
  ...common,
  id: 'listIamV2RoleBindings',
  method: 'GET',
  path: '/iam/v2/role-bindings',
  summary: 'List role bindings at a scope; with /* after it, also those within',
  access: { kind: 'caller' },
  query: {
    principal: v.optional(v.string()),
    role_name: v.optional(v.string()),
    crn_pattern: v.pipe(v.string(), v.maxLength(CRN_LENGTH_MAX)),
    ...pageQuery(),
  },
  returns: { status: 200, schema: listOf('RoleBindingList', RoleBinding) },
})

export const createRoleBinding = endpoint({
  ...common,
  id: 'createIamV2RoleBinding',
  method: 'POST',
  path: '/iam/v2/role-bindings',
  summary: 'Bind a role to a principal at a scope; the same binding again is the same binding',
  access: { kind: 'may', operation: 'AlterAccess', on: 'Organization' },
  body: v.object(fields),
  returns: { status: 201, schema: RoleBinding },
})

export const getRoleBinding = endpoint({
  ...common,
  id: 'getIamV2RoleBinding',
  method: 'GET',
  path: '/iam/v2/role-bindings/{id}',
  summary: 'Read a role binding',
  access: { kind: 'may', operation: 'DescribeAccess', on: 'Organization' },
  returns: { status: 200, schema: RoleBinding },
})

export const deleteRoleBinding = endpoint({
  ...common,
  id: 'deleteIamV2RoleBinding',
  method: 'DELETE',
  path: '/iam/v2/role-bindings/{id}',
  summary: 'Delete a role binding',
  access: { kind: 'may', operation: 'AlterAccess', on: 'Organization' },
  returns: { status: 200, schema: RoleBinding },
})
