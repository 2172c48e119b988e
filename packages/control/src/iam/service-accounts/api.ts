import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf } from '../envelope.ts'

const NAME_LENGTH_MAX = 64
const DESCRIPTION_LENGTH_MAX = 128

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LENGTH_MAX))
const description = v.pipe(v.string(), v.maxLength(DESCRIPTION_LENGTH_MAX))

const ServiceAccount = envelope('ServiceAccount', { display_name: v.string(), description: v.string() })
const common = { api: 'iam/v2', errors: 'control' } as const

export const listServiceAccounts = endpoint({
  ...common,
  id: 'listIamV2ServiceAccounts',
  method: 'GET',
  path: '/iam/v2/service-accounts',
  summary: 'List service accounts',
  access: { kind: 'caller' },
  query: {
    display_name: v.optional(
      v.union([
        v.array(v.string()),
        v.pipe(
          v.string(),
          v.transform((one) => [one]),
        ),
      ]),
    ),
    ...pageQuery(),
  },
  returns: { status: 200, schema: listOf('ServiceAccountList', ServiceAccount) },
})

export const createServiceAccount = endpoint({
  ...common,
  id: 'createIamV2ServiceAccount',
  method: 'POST',
  path: '/iam/v2/service-accounts',
  summary: 'Create a service account',
  access: { kind: 'may', operation: 'Create', on: 'ServiceAccount' },
  query: { assigned_resource_owner: v.optional(v.string()) },
  body: v.object({ display_name: name, description: v.optional(description, '') }),
  returns: { status: 201, schema: ServiceAccount },
})

export const getServiceAccount = endpoint({
  ...common,
  id: 'getIamV2ServiceAccount',
  method: 'GET',
  path: '/iam/v2/service-accounts/{id}',
  summary: 'Read a service account',
  access: { kind: 'may', operation: 'Describe', on: 'ServiceAccount' },
  returns: { status: 200, schema: ServiceAccount },
})

export const updateServiceAccount = endpoint({
  ...common,
  id: 'updateIamV2ServiceAccount',
  method: 'PATCH',
  path: '/iam/v2/service-accounts/{id}',
  summary: "Change a service account's name or description",
  access: { kind: 'may', operation: 'Alter', on: 'ServiceAccount' },
  body: v.object({ display_name: v.optional(name), description: v.optional(description) }),
  returns: { status: 200, schema: ServiceAccount },
})

export const deleteServiceAccount = endpoint({
  ...common,
  id: 'deleteIamV2ServiceAccount',
  method: 'DELETE',
  path: '/iam/v2/service-accounts/{id}',
  summary: 'Delete a service account, its API keys and its role bindings',
  access: { kind: 'may', operation: 'Delete', on: 'ServiceAccount' },
  returns: { status: 204, schema: null },
})
