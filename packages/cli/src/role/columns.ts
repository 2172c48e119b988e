import { ok } from '@leat/base'
import type { ControlCalls } from '@leat/api/calls'
import type { Column, Row, View } from '../view.ts'

type Role = ControlCalls['RoleDetail']['answer']

const ROLES: readonly Column[] = [
  { key: 'name', title: 'Name', whole: true },
  { key: 'scopes', title: 'Bound To' },
]

const POLICIES: readonly Column[] = [
  { key: 'scope', title: 'Bound To', whole: true },
  { key: 'resource', title: 'Resource', whole: true },
  { key: 'operations', title: 'Operations' },
]

/** Programs get roles as the API has them, people a line for each. */
export function rolesView(roles: readonly Role[]): { readonly ok: true; readonly value: View } {
  const rows = roles.map(({ name, policies }): Row => {
    const scopes = [...new Set(policies.map(({ bindingScope }) => bindingScope))]
    return { name, scopes }
  })
  return ok({ kind: 'value', value: roles, human: { kind: 'list', columns: ROLES, rows } })
}

export function roleView(role: Role): { readonly ok: true; readonly value: View } {
  const rows = role.policies.flatMap(({ bindingScope, allowedOperations }) =>
    allowedOperations.map(({ resourceType, operations }): Row => ({ scope: bindingScope, resource: resourceType, operations })),
  )
  return ok({ kind: 'value', value: role, human: { kind: 'list', columns: POLICIES, rows } })
}
