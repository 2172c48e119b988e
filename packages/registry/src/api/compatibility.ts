import { endpoint } from '@leat/rest'
import { flag, onSubject, REGISTRY } from './common.ts'
import { CompatibilityCheckResponse, RegisterSchemaRequest } from './entities.ts'

const check = {
  ...REGISTRY,
  method: 'POST',
  access: onSubject('ReadCompatibility'),
  query: { normalize: flag(), verbose: flag() },
  body: RegisterSchemaRequest,
  returns: { status: 200, schema: CompatibilityCheckResponse },
} as const

export const checkVersion = endpoint({
  ...check,
  id: 'testCompatibilityBySubjectName',
  path: '/compatibility/subjects/{subject}/versions/{version}',
  summary: 'Check a schema against one version',
})

export const checkSubject = endpoint({
  ...check,
  id: 'testCompatibilityForSubject',
  path: '/compatibility/subjects/{subject}/versions',
  summary: 'Check a schema as a registration would',
})
