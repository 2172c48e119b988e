import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { V1User } from '../v1.ts'

/** People by number, as older calls of the tools want them. */
const list = v.object({ users: v.array(V1User) })
const common = { errors: 'v1', method: 'GET' } as const

export const listV1Users = endpoint({
  ...common,
  api: 'v1',
  id: 'listUsers',
  path: '/api/users',
  summary: 'List users with their numbers',
  access: { kind: 'caller' },
  returns: { status: 200, schema: list },
})

export const listV1ServiceAccounts = endpoint({
  ...common,
  api: 'v1',
  id: 'listServiceAccounts',
  path: '/api/service_accounts',
  summary: 'List service accounts with their numbers',
  access: { kind: 'caller' },
  returns: { status: 200, schema: list },
})

export const getV1ServiceAccount = endpoint({
  ...common,
  api: 'v1',
  id: 'getServiceAccount',
  path: '/api/service_accounts/{number}',
  summary: 'Read a service account by its number',
  access: { kind: 'may', operation: 'Describe', on: 'ServiceAccount' },
  returns: { status: 200, schema: v.object({ user: V1User }) },
})

/** Published ones, with cloud API keys: Terraform's importer asks them. */
export const listIamV1Users = endpoint({
  ...common,
  api: 'iam/v1',
  id: 'listV1Users',
  path: '/users',
  summary: 'List users with their numbers',
  access: { kind: 'caller' },
  returns: { status: 200, schema: list },
})

export const listIamV1ServiceAccounts = endpoint({
  ...common,
  api: 'iam/v1',
  id: 'listV1ServiceAccounts',
  path: '/service_accounts',
  summary: 'List service accounts with their numbers',
  access: { kind: 'caller' },
  returns: { status: 200, schema: list },
})
