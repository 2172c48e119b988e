import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { paging, REGISTRY, text, texts } from './common.ts'

/** Ties between topics and subjects: there are none, which serializers ask for at their start and take well; making one is refused. */
const filter = { resourceType: text(), associationType: texts(), lifecycle: text(), ...paging }
const list = {
  ...REGISTRY,
  method: 'GET',
  access: { kind: 'caller' },
  query: filter,
  returns: { status: 200, schema: v.array(v.unknown()) },
} as const
const write = { ...REGISTRY, access: { kind: 'caller' }, returns: { status: 200, schema: null } } as const

export const listAssociationsOfSubject = endpoint({
  ...list,
  id: 'getAssociationsBySubject',
  path: '/associations/subjects/{subject}',
  summary: 'List associations of a subject',
})

export const listAssociationsOfResource = endpoint({
  ...list,
  id: 'getAssociationsByResourceId',
  path: '/associations/resources/{resource_id}',
  summary: 'List associations of a resource, by its id',
})

export const listAssociationsOfName = endpoint({
  ...list,
  id: 'getAssociationsByResourceName',
  path: '/associations/resources/{resource_namespace}/{resource_name}',
  summary: 'List associations of a resource, by its name',
})

export const createAssociation = endpoint({
  ...write,
  id: 'createAssociation',
  method: 'POST',
  path: '/associations',
  summary: 'Create associations (refused)',
})

export const updateAssociation = endpoint({
  ...write,
  id: 'updateAssociation',
  method: 'PUT',
  path: '/associations/resources/{resource_id}',
  summary: 'Change associations (refused)',
})

export const deleteAssociations = endpoint({
  ...write,
  id: 'deleteAssociations',
  method: 'DELETE',
  path: '/associations/resources/{resource_id}',
  summary: 'Delete associations, of which there are none',
})

export const batchGetAssociations = endpoint({
  ...write,
  id: 'batchGetAssociations',
  method: 'POST',
  path: '/associations:batchGet',
  summary: 'Read associations of many resources (refused)',
})

export const batchMutateAssociations = endpoint({
  ...write,
  id: 'batchMutateAssociations',
  method: 'POST',
  path: '/associations:batchMutate',
  summary: 'Change associations of many resources (refused)',
})
