import { fail, ok } from '@leat/base'
import { operation, type Operation, notFound } from '@leat/rest'
import { type Role, ROLES } from '../roles/catalogue.ts'
import { getRole, listRoleNames, listRoles } from './api.ts'

export function mdsOperations(): Operation[] {
  return [
    operation(listRoles, async ({ query }) => ok({ body: rolesIn(query.namespace) })),
    operation(getRole, async ({ params, query }) => {
      const role = rolesIn(query.namespace).find((one) => one.name === params.role_name)
      return role === undefined ? fail(notFound(`Invalid role name : ${params.role_name}`)) : ok({ body: role })
    }),
    operation(listRoleNames, async ({ query }) => ok({ body: rolesIn(query.namespace).map((role) => role.name) })),
  ]
}

interface MdsRole {
  readonly name: string
  readonly policies: readonly object[]
}

/** Roles with their policies of these namespaces; those that have none there are left out. */
function rolesIn(namespace: string | undefined): readonly MdsRole[] {
  const wanted = namespace === undefined || namespace === '' ? null : namespace.split(',')
  return [...ROLES.values()].map((role) => renderRole(role, wanted)).filter((role) => role.policies.length > 0)
}

function renderRole({ name, policies }: Role, namespaces: readonly string[] | null): MdsRole {
  const shown = policies.filter((one) => namespaces === null || namespaces.includes(one.namespace))
  return {
    name,
    policies: shown.map(({ bindingScope, bindWithResource, allowedOperations }) => ({ bindingScope, bindWithResource, allowedOperations })),
  }
}
