import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import { operation, type Operation, type Problem } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import type { Organization } from '../entities.ts'
import { enveloped, listing } from '../envelope.ts'
import { accept, type Decided, refuse } from '../iam/decision.ts'
import { notFound } from '../iam/problems.ts'
import { permit, recordOutcome } from '../iam/record.ts'
import { organizationName } from '../names.ts'
import { type ControlState, put } from '../state.ts'
import { getOrganization, listOrganizations, updateOrganization } from './api.ts'

/** A caller belongs to one organization and sees no other. */
export function organizationOperations(context: ControlContext): Operation[] {
  const { store, clock } = context
  const render = (organization: Organization): object => renderOrganization(context, organization)

  return [
    operation(listOrganizations, async (input) => {
      const { caller } = input
      const own = [...store.state.organization.values()].filter(({ id }) => id === caller.organization)
      await store.settled()
      recordOutcome(
        context,
        input,
        { method: 'GetOrganizations', resource: crn(organizationName(caller.organization)), modifies: false },
        ok(own),
      )
      return listing(input, 'org/v2', 'OrganizationList', own, render)
    }),

    operation(getOrganization, async (input) => {
      const found = find(store.state, input.caller, input.params.id)
      await store.settled()
      recordOutcome(context, input, { method: 'GetOrganization', resource: nameOf(input.params.id), modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),

    operation(updateOrganization, async (input) => {
      const { caller, params, body } = input
      const updated = await store.decide((state): Decided<Organization> => {
        const found = find(state, caller, params.id)
        if (!found.ok) return { changes: [], answer: found }
        const allowed = permit(context, caller, { operation: 'Alter', on: 'Organization', scope: { organization: params.id } })
        if (!allowed.ok) return refuse(allowed)
        const name = body.display_name ?? found.value.name
        const changed: Organization = { ...found.value, name, updatedAt: new Date(clock.now()).toISOString() }
        return accept(changed, put('organization', changed))
      })
      const data = { display_name: body.display_name }
      recordOutcome(context, input, { method: 'UpdateOrganization', resource: nameOf(params.id), data }, updated)
      return updated.ok ? ok({ body: render(updated.value) }) : updated
    }),
  ]
}

function renderOrganization(context: Pick<ControlContext, 'platform'>, organization: Organization): object {
  const { id, name } = organization
  return {
    ...enveloped(context, 'org/v2', 'Organization', `/org/v2/organizations/${id}`, organizationName(id), organization),
    display_name: name,
  }
}

function find(state: ControlState, caller: Caller, id: string): Result<Organization, Problem> {
  const organization = id === caller.organization ? state.organization.get(id) : undefined
  return organization === undefined ? notFound('Organization', id) : ok(organization)
}

function nameOf(id: string): string {
  return crn(organizationName(id))
}
