import { useQuery } from '@tanstack/react-query'
import { serviceAccountsQuery, usersQuery } from './queries.ts'

export interface Principal {
  /** `User:sa-…` */
  readonly principal: string
  readonly name: string
}

/** People and service accounts, by name. */
export function usePrincipals(): readonly Principal[] {
  const users = useQuery(usersQuery)
  const accounts = useQuery(serviceAccountsQuery)
  return [
    ...(users.data ?? []).map(({ id, email }) => ({ principal: `User:${id}`, name: email ?? id })),
    ...(accounts.data ?? []).map(({ id, display_name }) => ({ principal: `User:${id}`, name: `${display_name} (${id})` })),
  ]
}

/** What people call a principal; itself when it is nobody here. */
export function usePrincipalNames(): (principal: string) => string {
  const names = new Map(usePrincipals().map(({ principal, name }) => [principal, name]))
  return (principal) => names.get(principal) ?? (principal === 'User:*' ? 'everybody' : principal)
}
