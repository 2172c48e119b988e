import type { Caller, KeyResource } from '@leat/access'
import type { ControlContext } from '../../context.ts'
import type { ApiKey } from '../../entities.ts'
import type { Actor } from '../principals.ts'
import { forbidden, invalid, type Refusal } from '../problems.ts'
import { scopeOfResource } from './resource.ts'

type Rights = Pick<ControlContext, 'may'>

/** What the catalogue calls keys of the kind. */
function typeOf(resource: KeyResource): 'CloudApiKey' | 'ClusterApiKey' {
  return resource.kind === 'cloud' || resource.kind === 'global' ? 'CloudApiKey' : 'ClusterApiKey'
}

/**
 * Who may make a key for whom. A user makes its own keys, for what it can see. Nobody makes a key for another user. Keys of a service account
 * take its ResourceOwner or the OrganizationAdmin.
 */
export function creationRefusal(context: Rights, caller: Caller, owner: Actor, resource: KeyResource): Refusal | null {
  const { organization } = caller
  const on = typeOf(resource)
  if (!canSeeOwner(context, caller, owner)) return invalid('/spec/owner/id', OWNER_INVALID)
  if (!canSee(context, caller, resource)) return invalid('/spec/resource/id', `There is no such resource: resource not found`)
  if (owner.kind === 'user') return owner.entity.id === caller.id ? null : forbidden(caller, { operation: 'Create', on })
  const isAllowed = context.may(caller, { operation: 'Create', on, scope: { organization, serviceAccount: owner.entity.id } })
  return isAllowed ? null : forbidden(caller, { operation: 'Create', on })
}

/** The CLI looks for these words. */
export const OWNER_INVALID = 'error creating api key: service account is not valid'

function canSeeOwner({ may }: Rights, caller: Caller, { kind, entity: { id, organization } }: Actor): boolean {
  if (id === caller.id) return true
  if (kind === 'user') return may(caller, { operation: 'Describe', on: 'User', scope: { organization } })
  return may(caller, { operation: 'Describe', on: 'ServiceAccount', scope: { organization, serviceAccount: id } })
}

function canSee({ may }: Rights, caller: Caller, resource: KeyResource): boolean {
  const scope = scopeOfResource(caller.organization, resource)
  switch (resource.kind) {
    case 'cloud':
    case 'global':
      return true
    case 'kafka':
      return may(caller, { operation: 'Describe', on: 'CloudCluster', scope })
    case 'schema-registry':
      return may(caller, { operation: 'Describe', on: 'SchemaRegistry', scope })
  }
}

/** The owner, whoever has the right on keys of the resource, and whoever has it on the owner's keys. */
export function mayOnKey(
  { may }: Rights,
  caller: Caller,
  { owner, organization, resource }: ApiKey,
  operation: 'Describe' | 'Alter' | 'Delete',
): boolean {
  if (owner === caller.id) return true
  const on = typeOf(resource)
  return (
    may(caller, { operation, on, scope: scopeOfResource(organization, resource) }) ||
    may(caller, { operation, on, scope: { organization, serviceAccount: owner } })
  )
}
