import { endpoint } from '@leat/rest'
import { flag, onSubject, REGISTRY } from './common.ts'
import { Mode, ModeUpdateRequest } from './entities.ts'

const GLOBAL = { ...REGISTRY, path: '/mode' } as const
const OF_SUBJECT = { ...REGISTRY, path: '/mode/{subject}' } as const
const returns = { status: 200, schema: Mode } as const

export const getGlobalMode = endpoint({
  ...GLOBAL,
  id: 'getTopLevelMode',
  method: 'GET',
  summary: 'Read the global mode',
  access: { kind: 'caller' },
  returns,
})

export const putGlobalMode = endpoint({
  ...GLOBAL,
  id: 'updateTopLevelMode',
  method: 'PUT',
  summary: 'Change the global mode',
  access: onSubject('Write'),
  query: { force: flag() },
  body: ModeUpdateRequest,
  returns,
})

export const deleteGlobalMode = endpoint({
  ...GLOBAL,
  id: 'deleteTopLevelMode',
  method: 'DELETE',
  summary: 'Take the global mode back to READWRITE',
  access: onSubject('Write'),
  query: { recursive: flag() },
  returns,
})

export const getMode = endpoint({
  ...OF_SUBJECT,
  id: 'getMode',
  method: 'GET',
  summary: 'Read the mode of a subject',
  access: onSubject('Read'),
  query: { defaultToGlobal: flag() },
  returns,
})

export const putMode = endpoint({
  ...OF_SUBJECT,
  id: 'updateMode',
  method: 'PUT',
  summary: 'Change the mode of a subject',
  access: onSubject('Write'),
  query: { force: flag() },
  body: ModeUpdateRequest,
  returns,
})

export const deleteMode = endpoint({
  ...OF_SUBJECT,
  id: 'deleteSubjectMode',
  method: 'DELETE',
  summary: 'Delete the mode of a subject',
  access: onSubject('Write'),
  query: { recursive: flag() },
  returns,
})
