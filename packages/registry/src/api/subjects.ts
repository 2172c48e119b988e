import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { flag, onSubject, paging, REGISTRY, text, texts } from './common.ts'
import { RegisterSchemaRequest, Schema } from './entities.ts'

export const listSubjects = endpoint({
  ...REGISTRY,
  id: 'list',
  method: 'GET',
  path: '/subjects',
  summary: 'List subjects',
  access: { kind: 'caller' },
  query: { subjectPrefix: text(':*:'), deleted: flag(), deletedOnly: flag(), ...paging },
  returns: { status: 200, schema: v.array(v.string()) },
})

export const lookUpSchema = endpoint({
  ...REGISTRY,
  id: 'lookUpSchemaUnderSubject',
  method: 'POST',
  path: '/subjects/{subject}',
  summary: 'Look up a schema under a subject',
  access: onSubject('Read'),
  query: { normalize: flag(), format: text(), deleted: flag() },
  body: RegisterSchemaRequest,
  returns: { status: 200, schema: Schema },
})

export const deleteSubject = endpoint({
  ...REGISTRY,
  id: 'deleteSubject',
  method: 'DELETE',
  path: '/subjects/{subject}',
  summary: 'Delete a subject',
  access: onSubject('Delete'),
  query: { permanent: flag() },
  returns: { status: 200, schema: v.array(v.pipe(v.number(), v.integer())) },
})

export const getLatestWithMetadata = endpoint({
  ...REGISTRY,
  id: 'getLatestWithMetadata',
  method: 'GET',
  path: '/subjects/{subject}/metadata',
  summary: 'Read the latest version with the given metadata',
  access: onSubject('Read'),
  query: { key: texts(), value: texts(), format: text(), deleted: flag() },
  returns: { status: 200, schema: Schema },
})
