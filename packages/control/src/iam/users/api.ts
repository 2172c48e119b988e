import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf } from '../envelope.ts'

/** No published limit; ours keeps an entity small. */
const FULL_NAME_LENGTH_MAX = 256

const User = envelope('User', { email: v.string(), full_name: v.string(), auth_type: v.picklist(['AUTH_TYPE_LOCAL', 'AUTH_TYPE_SSO']) })
const common = { api: 'iam/v2', errors: 'control' } as const

export const listUsers = endpoint({
  ...common,
  id: 'listIamV2Users',
  method: 'GET',
  path: '/iam/v2/users',
  summary: 'List users',
  access: { kind: 'caller' },
  query: pageQuery(),
  returns: { status: 200, schema: listOf('UserList', User) },
})

export const getUser = endpoint({
  ...common,
  id: 'getIamV2User',
  method: 'GET',
  path: '/iam/v2/users/{id}',
  summary: 'Read a user',
  access: { kind: 'may', operation: 'Describe', on: 'User' },
  returns: { status: 200, schema: User },
})

export const updateUser = endpoint({
  ...common,
  id: 'updateIamV2User',
  method: 'PATCH',
  path: '/iam/v2/users/{id}',
  summary: "Change a user's full name",
  access: { kind: 'may', operation: 'Alter', on: 'User' },
  body: v.object({ full_name: v.optional(v.pipe(v.string(), v.maxLength(FULL_NAME_LENGTH_MAX))) }),
  returns: { status: 200, schema: User },
})

export const deleteUser = endpoint({
  ...common,
  id: 'deleteIamV2User',
  method: 'DELETE',
  path: '/iam/v2/users/{id}',
  summary: 'Delete a user, with API keys, role bindings and logins',
  access: { kind: 'may', operation: 'Delete', on: 'User' },
  returns: { status: 204, schema: null },
})
