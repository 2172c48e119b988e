import type { Caller } from '@leat/access'
import type { Problem } from '@leat/rest'
import type { Result } from '@leat/base'
import { ok } from '@leat/base'
import { crn } from '../../crn.ts'
import type { RoleBinding, ServiceAccount } from '../../entities.ts'
import { type ControlState, nextNumber, put } from '../../state.ts'
import { accept, type Decided, refuse } from '../decision.ts'
import { IAM_QUOTAS } from '../limits.ts'
import { actorOf, principalOf, removalOf } from '../principals.ts'
import { conflict, invalid, notFound, quotaExceeded } from '../problems.ts'

export interface ServiceAccountToMake {
  readonly id: string
  readonly bindingId: string
  readonly organization: string
  readonly name: string
  readonly description: string
  readonly at: string
  /** `u-…` or `sa-…`, who gets ResourceOwner on it; null: nobody. */
  readonly owner: string | null
}

export function decideCreate(state: ControlState, wanted: ServiceAccountToMake): Decided<ServiceAccount> {
  const { organization, name, at, owner } = wanted
  const own = accountsOf(state, organization)
  if (own.some((one) => one.name === name)) return refuse(conflict(NAME_IN_USE))
  if (own.length >= IAM_QUOTAS['iam.max_service_accounts.per_org'].limit) {
    return refuse(quotaExceeded('service_accounts_per_org', 'Service Accounts Per Org'))
  }
  if (owner !== null && actorOf(state, organization, owner) === null) {
    return refuse(invalid('/assigned_resource_owner', `'${owner}' is neither a user nor a service account of this organization`))
  }
  const times = { createdAt: at, updatedAt: at }
  const account: ServiceAccount = {
    ...times,
    id: wanted.id,
    organization,
    number: nextNumber(state),
    name,
    description: wanted.description,
  }
  if (owner === null) return accept(account, put('service-account', account))
  const binding: RoleBinding = {
    ...times,
    id: wanted.bindingId,
    organization,
    principal: principalOf(owner),
    role: 'ResourceOwner',
    crnPattern: crn([
      ['organization', organization],
      ['service-account', account.id],
    ]),
  }
  return accept(account, put('service-account', account), put('role-binding', binding))
}

export function decideUpdate(
  state: ControlState,
  account: ServiceAccount,
  {
    name = account.name,
    description = account.description,
    at,
  }: { readonly name?: string | undefined; readonly description?: string | undefined; readonly at: string },
): Decided<ServiceAccount> {
  const isTaken = accountsOf(state, account.organization).some((one) => one.name === name && one.id !== account.id)
  if (isTaken) return refuse(conflict(NAME_IN_USE))
  const changed: ServiceAccount = { ...account, name, description, updatedAt: at }
  return accept(changed, put('service-account', changed))
}

export function decideDelete(state: ControlState, account: ServiceAccount): Decided<ServiceAccount> {
  return accept(account, ...removalOf(state, { kind: 'service-account', entity: account }))
}

export function findAccount(state: ControlState, caller: Caller, id: string): Result<ServiceAccount, Problem> {
  const account = state['service-account'].get(id)
  return account?.organization === caller.organization ? ok(account) : notFound('Service account', id)
}

export function accountsOf(state: ControlState, organization: string): readonly ServiceAccount[] {
  return [...state['service-account'].values()].filter((one) => one.organization === organization)
}

/** Tools look for these words. */
const NAME_IN_USE = 'Service name is already in use'
