import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { flag, onSubject, paging, REGISTRY, text } from './common.ts'
import { RegisterSchemaRequest, RegisterSchemaResponse, Schema, TagSchemaRequest } from './entities.ts'

const int = v.pipe(v.number(), v.integer())

export const listVersions = endpoint({
  ...REGISTRY,
  id: 'listVersions',
  method: 'GET',
  path: '/subjects/{subject}/versions',
  summary: 'List versions of a subject',
  access: onSubject('Read'),
  query: { deleted: flag(), deletedOnly: flag(), deletedAsNegative: flag(), ...paging },
  returns: { status: 200, schema: v.array(int) },
})

export const registerSchema = endpoint({
  ...REGISTRY,
  id: 'register',
  method: 'POST',
  path: '/subjects/{subject}/versions',
  summary: 'Register a schema under a subject',
  access: onSubject('Write'),
  query: { normalize: flag(), format: text(), force: flag() },
  body: RegisterSchemaRequest,
  returns: { status: 200, schema: RegisterSchemaResponse },
})

export const getVersion = endpoint({
  ...REGISTRY,
  id: 'getSchemaByVersion',
  method: 'GET',
  path: '/subjects/{subject}/versions/{version}',
  summary: 'Read a version',
  access: onSubject('Read'),
  query: { format: text(), referenceFormat: text(), deleted: flag() },
  returns: { status: 200, schema: Schema },
})

export const getVersionText = endpoint({
  ...REGISTRY,
  id: 'getSchemaOnly_1',
  method: 'GET',
  path: '/subjects/{subject}/versions/{version}/schema',
  summary: 'Read the schema of a version, alone',
  access: onSubject('Read'),
  query: { format: text(), deleted: flag() },
  returns: { status: 200, schema: v.string() },
})

export const listReferencedBy = endpoint({
  ...REGISTRY,
  id: 'getReferencedBy',
  method: 'GET',
  path: '/subjects/{subject}/versions/{version}/referencedby',
  summary: 'List ids of schemas that refer to a version',
  access: onSubject('Read'),
  query: paging,
  returns: { status: 200, schema: v.array(int) },
})

export const modifyTags = endpoint({
  ...REGISTRY,
  id: 'modifySchemaTags',
  method: 'POST',
  path: '/subjects/{subject}/versions/{version}/tags',
  summary: 'Register a new version of a schema with other metadata or rules',
  access: onSubject('Write'),
  query: { format: text() },
  body: TagSchemaRequest,
  returns: { status: 200, schema: RegisterSchemaResponse },
})

export const deleteVersion = endpoint({
  ...REGISTRY,
  id: 'deleteSchemaVersion',
  method: 'DELETE',
  path: '/subjects/{subject}/versions/{version}',
  summary: 'Delete a version',
  access: onSubject('Delete'),
  query: { permanent: flag() },
  returns: { status: 200, schema: int },
})
