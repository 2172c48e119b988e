import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { flag, onSubject, paging, REGISTRY, text } from './common.ts'
import { ContextId, ExtendedSchema, SchemaString, SubjectVersion } from './entities.ts'

export const listSchemas = endpoint({
  ...REGISTRY,
  id: 'getSchemas',
  method: 'GET',
  path: '/schemas',
  summary: 'List schemas',
  access: { kind: 'caller' },
  query: { subjectPrefix: text(':*:'), aliases: flag(), deleted: flag(), latestOnly: flag(), ruleType: text(), ...paging },
  returns: { status: 200, schema: v.array(ExtendedSchema) },
})

export const listTypes = endpoint({
  ...REGISTRY,
  id: 'getSchemaTypes',
  method: 'GET',
  path: '/schemas/types',
  summary: 'List the schema languages',
  access: { kind: 'caller' },
  returns: { status: 200, schema: v.array(v.string()) },
})

export const getById = endpoint({
  ...REGISTRY,
  id: 'getSchema',
  method: 'GET',
  path: '/schemas/ids/{id}',
  summary: 'Read a schema by its id',
  access: onSubject('Read'),
  query: { subject: text(), format: text(), referenceFormat: text(), fetchMaxId: flag() },
  returns: { status: 200, schema: SchemaString },
})

export const getTextById = endpoint({
  ...REGISTRY,
  id: 'getSchemaOnly',
  method: 'GET',
  path: '/schemas/ids/{id}/schema',
  summary: 'Read a schema by its id, alone',
  access: onSubject('Read'),
  query: { subject: text(), format: text() },
  returns: { status: 200, schema: v.string() },
})

export const listSubjectsOfId = endpoint({
  ...REGISTRY,
  id: 'getSubjects',
  method: 'GET',
  path: '/schemas/ids/{id}/subjects',
  summary: 'List subjects that have the schema of an id',
  access: onSubject('Read'),
  query: { subject: text(), deleted: flag(), ...paging },
  returns: { status: 200, schema: v.array(v.string()) },
})

export const listVersionsOfId = endpoint({
  ...REGISTRY,
  id: 'getVersions',
  method: 'GET',
  path: '/schemas/ids/{id}/versions',
  summary: 'List subjects and versions that have the schema of an id',
  access: onSubject('Read'),
  query: { subject: text(), deleted: flag(), ...paging },
  returns: { status: 200, schema: v.array(SubjectVersion) },
})

export const getByGuid = endpoint({
  ...REGISTRY,
  id: 'getSchemaByGuid',
  method: 'GET',
  path: '/schemas/guids/{guid}',
  summary: 'Read a schema by its GUID',
  access: onSubject('Read'),
  query: { format: text() },
  returns: { status: 200, schema: SchemaString },
})

export const listIdsOfGuid = endpoint({
  ...REGISTRY,
  id: 'getIdsByGuid',
  method: 'GET',
  path: '/schemas/guids/{guid}/ids',
  summary: 'List contexts and ids that a schema has, by its GUID',
  access: onSubject('Read'),
  returns: { status: 200, schema: v.array(ContextId) },
})
