import { endpoint } from '@leat/rest'
import { flag, onSubject, REGISTRY } from './common.ts'
import { ClusterConfig, Config, ConfigUpdateRequest } from './entities.ts'

const GLOBAL = { ...REGISTRY, path: '/config' } as const
const OF_SUBJECT = { ...REGISTRY, path: '/config/{subject}' } as const

export const getGlobalConfig = endpoint({
  ...GLOBAL,
  id: 'getTopLevelConfig',
  method: 'GET',
  summary: 'Read the global settings',
  access: { kind: 'caller' },
  returns: { status: 200, schema: Config },
})

export const putGlobalConfig = endpoint({
  ...GLOBAL,
  id: 'updateTopLevelConfig',
  method: 'PUT',
  summary: 'Change the global settings',
  access: onSubject('WriteCompatibility'),
  body: ConfigUpdateRequest,
  returns: { status: 200, schema: ConfigUpdateRequest },
})

export const deleteGlobalConfig = endpoint({
  ...GLOBAL,
  id: 'deleteTopLevelConfig',
  method: 'DELETE',
  summary: 'Take the global settings back to the defaults',
  access: onSubject('WriteCompatibility'),
  returns: { status: 200, schema: Config },
})

export const getConfig = endpoint({
  ...OF_SUBJECT,
  id: 'getSubjectLevelConfig',
  method: 'GET',
  summary: 'Read the settings of a subject',
  access: onSubject('ReadCompatibility'),
  query: { defaultToGlobal: flag() },
  returns: { status: 200, schema: Config },
})

export const putConfig = endpoint({
  ...OF_SUBJECT,
  id: 'updateSubjectLevelConfig',
  method: 'PUT',
  summary: 'Change the settings of a subject',
  access: onSubject('WriteCompatibility'),
  body: ConfigUpdateRequest,
  returns: { status: 200, schema: ConfigUpdateRequest },
})

export const deleteConfig = endpoint({
  ...OF_SUBJECT,
  id: 'deleteSubjectConfig',
  method: 'DELETE',
  summary: 'Delete the settings of a subject',
  access: onSubject('WriteCompatibility'),
  returns: { status: 200, schema: Config },
})

export const getClusterConfig = endpoint({
  ...REGISTRY,
  id: 'getClusterConfig',
  method: 'GET',
  path: '/clusterconfig',
  summary: 'Read the limits of this registry',
  access: { kind: 'caller' },
  returns: { status: 200, schema: ClusterConfig },
})
