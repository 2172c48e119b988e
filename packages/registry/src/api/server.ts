import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { REGISTRY } from './common.ts'
import { Deployment, ServerClusterId, ServerVersion } from './entities.ts'

const probe = {
  ...REGISTRY,
  path: '/',
  summary: 'Answer that the registry is there',
  access: { kind: 'caller' },
  returns: { status: 200, schema: v.object({}) },
} as const

export const getRoot = endpoint({ ...probe, id: 'getRoot', method: 'GET' })
export const postRoot = endpoint({ ...probe, id: 'postRoot', method: 'POST' })

export const getServerId = endpoint({
  ...REGISTRY,
  id: 'getClusterId',
  method: 'GET',
  path: '/v1/metadata/id',
  summary: 'Read where this registry stands',
  access: { kind: 'caller' },
  returns: { status: 200, schema: ServerClusterId },
})

export const getServerVersion = endpoint({
  ...REGISTRY,
  id: 'getSchemaRegistryVersion',
  method: 'GET',
  path: '/v1/metadata/version',
  summary: 'Read which registry this behaves as',
  access: { kind: 'caller' },
  returns: { status: 200, schema: ServerVersion },
})

export const getDeployment = endpoint({
  ...REGISTRY,
  id: 'getDeployment',
  method: 'GET',
  path: '/v1/metadata/deployment',
  summary: 'Read how this registry was set up',
  access: { kind: 'caller' },
  returns: { status: 200, schema: Deployment },
})
