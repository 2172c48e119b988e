import { fail, ok } from '@leat/base'
import type { Operation } from '@leat/rest'
import * as api from '../api/associations.ts'
import type { Problem } from '../decide/contract.ts'
import { registryOperation, type RegistryParts } from './context.ts'

/** Serializers take an empty list and go on with the topic's name; a 404 would make them warn, anything else fail. */
const NONE = ok({ body: [] })
const REFUSED: Problem = {
  status: 422,
  errorCode: 42_212,
  message: 'Associations of topics and subjects are not supported: choose the subject by a subject name strategy',
}

export function associationOperations(parts: RegistryParts): readonly Operation[] {
  const lists = [api.listAssociationsOfSubject, api.listAssociationsOfResource, api.listAssociationsOfName]
  const writes = [api.createAssociation, api.updateAssociation, api.batchGetAssociations, api.batchMutateAssociations]
  return [
    ...lists.map((endpoint) => registryOperation(parts, endpoint, async () => NONE)),
    ...writes.map((endpoint) => registryOperation(parts, endpoint, async () => fail(REFUSED))),
    registryOperation(parts, api.deleteAssociations, async ({ params }) =>
      fail({ status: 404, errorCode: 40_410, message: `Association for '${params['resource_id']}' not found.` }),
    ),
  ]
}
