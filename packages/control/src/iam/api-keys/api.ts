import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf } from '../envelope.ts'

/** No published limits; ours keep an entity small. */
const NAME_LENGTH_MAX = 256
const DESCRIPTION_LENGTH_MAX = 1024
const ID_LENGTH_MAX = 255

const Reference = v.object({
  id: v.string(),
  environment: v.optional(v.string()),
  related: v.string(),
  resource_name: v.string(),
  api_version: v.optional(v.string()),
  kind: v.string(),
})
const spec = { display_name: v.string(), description: v.string(), owner: Reference, resource: Reference }
const ApiKey = envelope('ApiKey', { spec: v.object(spec) })

const name = v.pipe(v.string(), v.maxLength(NAME_LENGTH_MAX))
const description = v.pipe(v.string(), v.maxLength(DESCRIPTION_LENGTH_MAX))
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(ID_LENGTH_MAX))
const reference = v.object({
  id,
  environment: v.optional(v.pipe(v.string(), v.maxLength(ID_LENGTH_MAX))),
  api_version: v.optional(v.pipe(v.string(), v.maxLength(ID_LENGTH_MAX))),
  kind: v.optional(v.pipe(v.string(), v.maxLength(ID_LENGTH_MAX))),
})
export type ReferenceInput = v.InferOutput<typeof reference>

const common = { api: 'iam/v2', errors: 'control' } as const

export const listApiKeys = endpoint({
  ...common,
  id: 'listIamV2ApiKeys',
  method: 'GET',
  path: '/iam/v2/api-keys',
  summary: 'List API keys',
  access: { kind: 'caller' },
  query: { 'spec.owner': v.optional(v.string()), 'spec.resource': v.optional(v.string()), ...pageQuery() },
  returns: { status: 200, schema: listOf('ApiKeyList', ApiKey) },
})

export const createApiKey = endpoint({
  ...common,
  id: 'createIamV2ApiKey',
  method: 'POST',
  path: '/iam/v2/api-keys',
  summary: 'Create an API key; the answer is the only one that has its secret',
  access: { kind: 'may', operation: 'Create', on: 'ClusterApiKey' },
  body: v.object({
    spec: v.object({
      display_name: v.optional(name, ''),
      description: v.optional(description, ''),
      owner: reference,
      /** Absent or null: a Cloud API key. */
      resource: v.nullish(reference),
    }),
  }),
  returns: { status: 202, schema: envelope('ApiKey', { spec: v.object({ ...spec, secret: v.string() }) }) },
})

export const getApiKey = endpoint({
  ...common,
  id: 'getIamV2ApiKey',
  method: 'GET',
  path: '/iam/v2/api-keys/{id}',
  summary: 'Read an API key',
  access: { kind: 'may', operation: 'Describe', on: 'ClusterApiKey' },
  returns: { status: 200, schema: ApiKey },
})

export const updateApiKey = endpoint({
  ...common,
  id: 'updateIamV2ApiKey',
  method: 'PATCH',
  path: '/iam/v2/api-keys/{id}',
  summary: "Change an API key's name or description",
  access: { kind: 'may', operation: 'Alter', on: 'ClusterApiKey' },
  body: v.object({ spec: v.optional(v.object({ display_name: v.optional(name), description: v.optional(description) }), {}) }),
  returns: { status: 200, schema: ApiKey },
})

export const deleteApiKey = endpoint({
  ...common,
  id: 'deleteIamV2ApiKey',
  method: 'DELETE',
  path: '/iam/v2/api-keys/{id}',
  summary: 'Delete an API key; its connections are cut',
  access: { kind: 'may', operation: 'Delete', on: 'ClusterApiKey' },
  returns: { status: 204, schema: null },
})
