import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { onSubject, paging, REGISTRY, text } from './common.ts'

export const listContexts = endpoint({
  ...REGISTRY,
  id: 'listContexts',
  method: 'GET',
  path: '/contexts',
  summary: 'List contexts',
  access: { kind: 'caller' },
  query: { contextPrefix: text(), ...paging },
  returns: { status: 200, schema: v.array(v.string()) },
})

export const deleteContext = endpoint({
  ...REGISTRY,
  id: 'deleteContext',
  method: 'DELETE',
  path: '/contexts/{context}',
  summary: 'Delete an empty context',
  access: onSubject('Delete'),
  returns: { status: 204, schema: null },
})
