import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf } from '../envelope.ts'

const ENVIRONMENT_NAME_LENGTH_MAX = 255

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(ENVIRONMENT_NAME_LENGTH_MAX))
const governance = v.object({ package: v.picklist(['ESSENTIALS', 'ADVANCED']) })
const Environment = envelope('org/v2', 'Environment', { display_name: v.string(), stream_governance_config: governance })
const common = { api: 'org/v2', errors: 'control' } as const

export const listEnvironments = endpoint({
  ...common,
  id: 'listOrgV2Environments',
  method: 'GET',
  path: '/org/v2/environments',
  summary: 'List environments',
  access: { kind: 'caller' },
  query: pageQuery(),
  returns: { status: 200, schema: listOf('org/v2', 'EnvironmentList', Environment) },
})

export const createEnvironment = endpoint({
  ...common,
  id: 'createOrgV2Environment',
  method: 'POST',
  path: '/org/v2/environments',
  summary: 'Create an environment',
  access: { kind: 'may', operation: 'CreateEnvironment', on: 'Organization' },
  body: v.object({ display_name: name, stream_governance_config: v.optional(governance) }),
  returns: { status: 201, schema: Environment },
})

export const getEnvironment = endpoint({
  ...common,
  id: 'getOrgV2Environment',
  method: 'GET',
  path: '/org/v2/environments/{id}',
  summary: 'Read an environment',
  access: { kind: 'may', operation: 'Describe', on: 'Environment' },
  returns: { status: 200, schema: Environment },
})

export const updateEnvironment = endpoint({
  ...common,
  id: 'updateOrgV2Environment',
  method: 'PATCH',
  path: '/org/v2/environments/{id}',
  summary: "Change an environment's name or governance package",
  access: { kind: 'may', operation: 'Alter', on: 'Environment' },
  body: v.object({ display_name: v.optional(name), stream_governance_config: v.optional(governance) }),
  returns: { status: 200, schema: Environment },
})

export const deleteEnvironment = endpoint({
  ...common,
  id: 'deleteOrgV2Environment',
  method: 'DELETE',
  path: '/org/v2/environments/{id}',
  summary: 'Delete an environment without Kafka clusters, with its Schema Registry',
  access: { kind: 'may', operation: 'Delete', on: 'Environment' },
  returns: { status: 204, schema: null },
})
