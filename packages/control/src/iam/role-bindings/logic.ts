import { ok } from '@leat/base'
import { operation, type Operation } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import { crn } from '../../crn.ts'
import type { RoleBinding } from '../../entities.ts'
import { newId } from '../../ids.ts'
import { type Decided, refuse } from '../decision.ts'
import { enveloped, listing, selfOf } from '../envelope.ts'
import { notFound } from '../problems.ts'
import { recordListing, recordOutcome } from '../record.ts'
import { createRoleBinding, deleteRoleBinding, getRoleBinding, listRoleBindings } from './api.ts'
import { decideBind, decideUnbind, maySeeBinding } from './decide.ts'

export function roleBindingOperations(context: ControlContext): Operation[] {
  const { store, random, clock } = context
  const render = (binding: RoleBinding): object => ({
    ...enveloped(context, 'RoleBinding', 'role-binding', binding),
    principal: binding.principal,
    role_name: binding.role,
    crn_pattern: binding.crnPattern,
  })

  return [
    operation(listRoleBindings, async ({ caller, query, request }) => {
      const { principal, role_name: role, crn_pattern: pattern } = query
      const bindings = [...store.state['role-binding'].values()].filter(
        (one) =>
          (principal === undefined || principal === '' || one.principal === principal) &&
          (role === undefined || role === '' || one.role === role) &&
          isAt(one.crnPattern, pattern) &&
          maySeeBinding(context, caller, one),
      )
      await store.settled()
      recordListing(context, { caller, request }, 'GetRoleBindings')
      return listing({ request, query }, 'RoleBindingList', bindings, render)
    }),

    operation(createRoleBinding, async ({ caller, body, request }) => {
      const { principal, role_name: role, crn_pattern: crnPattern } = body
      const at = new Date(clock.now()).toISOString()
      const bound = await store.decide((state) =>
        decideBind(context, state, caller, { id: newId(random, 'rb-', state['role-binding']), principal, role, crnPattern, at }),
      )
      recordOutcome(
        context,
        { caller, request },
        { method: 'CreateRoleBinding', resource: crnPattern, data: { principal, role_name: role } },
        bound,
      )
      if (!bound.ok) return bound
      await context.factsDelivered()
      const location = selfOf(context.platform.restEndpoint, 'role-binding', bound.value.binding.id)
      return ok({ body: render(bound.value.binding), headers: { location } })
    }),

    operation(getRoleBinding, async ({ caller, params, request }) => {
      const binding = store.state['role-binding'].get(params.id)
      const found = binding !== undefined && maySeeBinding(context, caller, binding) ? ok(binding) : notFound('Role binding', params.id)
      await store.settled()
      const resource = crn([...organization(caller.organization), ['role-binding', params.id]])
      recordOutcome(context, { caller, request }, { method: 'GetRoleBinding', resource, modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),

    operation(deleteRoleBinding, async ({ caller, params, request }) => {
      const deleted = await store.decide((state): Decided<RoleBinding> => {
        const binding = state['role-binding'].get(params.id)
        const isVisible = binding !== undefined && maySeeBinding(context, caller, binding)
        return isVisible ? decideUnbind(context, state, caller, binding) : refuse(notFound('Role binding', params.id))
      })
      const resource = deleted.ok ? deleted.value.crnPattern : crn([...organization(caller.organization), ['role-binding', params.id]])
      recordOutcome(context, { caller, request }, { method: 'DeleteRoleBindingById', resource }, deleted)
      if (!deleted.ok) return deleted
      await context.factsDelivered()
      return ok({ body: render(deleted.value) })
    }),
  ]
}

function organization(id: string): [string, string][] {
  return [['organization', id]]
}

/**
 * Whether a binding stands at the scope asked for: it is bound there, or to a resource of that Kafka or Schema Registry cluster. With `/*` after it,
 * scopes within count too. What is no CRN is looked for anywhere in the pattern.
 */
export function isAt(crnPattern: string, filter: string): boolean {
  if (!filter.startsWith('crn://')) return crnPattern.includes(filter)
  const isInclusive = filter.endsWith('/*')
  const scope = isInclusive ? filter.slice(0, -'/*'.length) : filter
  if (crnPattern === scope) return true
  return isInclusive ? crnPattern.startsWith(`${scope}/`) : clusterOfResource(crnPattern) === scope
}

function clusterOfResource(crnPattern: string): string | null {
  return /^(.+\/(?:kafka|schema-registry)=[^/]+)\/[^/]+$/.exec(crnPattern)?.[1] ?? null
}
