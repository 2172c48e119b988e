import type { Change } from '@leat/store'
import type { PrincipalName } from '@leat/access'
import type { RoleBinding, ServiceAccount, User } from '../entities.ts'
import { type ControlState, remove } from '../state.ts'

/** Who acts: users, and service accounts, which cannot log in. */
export type Actor = { readonly kind: 'user'; readonly entity: User } | { readonly kind: 'service-account'; readonly entity: ServiceAccount }

/** Null when the organization has nobody of that id. */
export function actorOf(state: ControlState, organization: string, id: string): Actor | null {
  const user = state.user.get(id)
  if (user?.organization === organization) return { kind: 'user', entity: user }
  const account = state['service-account'].get(id)
  return account?.organization === organization ? { kind: 'service-account', entity: account } : null
}

export function principalOf(id: string): PrincipalName {
  return `User:${id}`
}

/** What goes with somebody: API keys, role bindings, logins, and the roles others have on a service account. ACLs stay, as in the cloud. */
export function removalOf(state: ControlState, { kind, entity }: Actor): readonly Change[] {
  const changes = [remove(kind, entity.id)]
  for (const key of state['api-key'].values()) if (key.owner === entity.id) changes.push(remove('api-key', key.id))
  for (const session of state.session.values()) if (session.user === entity.id) changes.push(remove('session', session.id))
  const principal = principalOf(entity.id)
  for (const binding of state['role-binding'].values()) {
    if (binding.principal === principal || binding.crnPattern.endsWith(`/service-account=${entity.id}`))
      changes.push(remove('role-binding', binding.id))
  }
  return changes
}

/** Users that are its OrganizationAdmin. Service accounts do not count: nobody could log in. */
export function adminsOf(state: ControlState, organization: string): readonly RoleBinding[] {
  return [...state['role-binding'].values()].filter(
    (one) => one.organization === organization && one.role === 'OrganizationAdmin' && state.user.has(one.principal.slice('User:'.length)),
  )
}
