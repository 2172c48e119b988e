import { endpoint } from '@leat/rest'
import * as v from 'valibot'

const Role = v.object({
  name: v.string(),
  policies: v.array(
    v.object({
      bindingScope: v.string(),
      bindWithResource: v.boolean(),
      allowedOperations: v.array(v.object({ resourceType: v.string(), operations: v.array(v.string()) })),
    }),
  ),
})
/** Names with commas between them; absent: all. */
const query = { namespace: v.optional(v.pipe(v.string(), v.maxLength(1024))) }
const common = { api: 'mds', errors: 'mds', method: 'GET', access: { kind: 'caller' }, query } as const

export const listRoles = endpoint({
  ...common,
  id: 'Roles',
  path: '/api/metadata/security/v2alpha1/roles',
  summary: 'The roles and what they allow',
  returns: { status: 200, schema: v.array(Role) },
})

export const getRole = endpoint({
  ...common,
  id: 'RoleDetail',
  path: '/api/metadata/security/v2alpha1/roles/{role_name}',
  summary: 'What one role allows',
  returns: { status: 200, schema: Role },
})

export const listRoleNames = endpoint({
  ...common,
  id: 'Rolenames',
  path: '/api/metadata/security/v2alpha1/roleNames',
  summary: 'The names of the roles',
  returns: { status: 200, schema: v.array(v.string()) },
})
