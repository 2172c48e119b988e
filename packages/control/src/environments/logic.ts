import { ok } from '@leat/base'
import { operation, type Operation } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import type { Environment } from '../entities.ts'
import { enveloped, listing } from '../envelope.ts'
import { type Decided, refuse } from '../iam/decision.ts'
import { permit, recordOutcome } from '../iam/record.ts'
import { newId } from '../ids.ts'
import { environmentName, environmentPath, organizationName } from '../names.ts'
import { createEnvironment, deleteEnvironment, getEnvironment, listEnvironments, updateEnvironment } from './api.ts'
import { decideCreate, decideDelete, decideUpdate, environmentsOf } from './decide.ts'
import { findEnvironment, seesEnvironment } from './find.ts'

export function environmentOperations(context: ControlContext): Operation[] {
  const { store, random, clock, platform } = context
  const now = (): string => new Date(clock.now()).toISOString()
  const render = (environment: Environment): object => renderEnvironment(context, environment)
  const nameOf = (organization: string, id: string): string => crn(environmentName({ organization, id }))

  return [
    operation(listEnvironments, async (input) => {
      const { caller } = input
      const seen = environmentsOf(store.state, caller.organization).filter((one) => seesEnvironment(context, caller, one))
      await store.settled()
      const resource = crn(organizationName(caller.organization))
      recordOutcome(context, input, { method: 'GetEnvironments', resource, modifies: false }, ok(seen))
      return listing(input, 'org/v2', 'EnvironmentList', seen, render)
    }),

    operation(createEnvironment, async (input) => {
      const { caller, body } = input
      const { organization } = caller
      const created = await store.decide((state): Decided<Environment> => {
        const allowed = permit(context, caller, { operation: 'CreateEnvironment', on: 'Organization', scope: { organization } })
        if (!allowed.ok) return refuse(allowed)
        return decideCreate(state, {
          id: newId(random, 'env-', state.environment),
          organization,
          name: body.display_name,
          governance: body.stream_governance_config?.package ?? 'ESSENTIALS',
          at: now(),
        })
      })
      const resource = created.ok ? nameOf(organization, created.value.id) : crn(organizationName(organization))
      const data = { display_name: body.display_name }
      recordOutcome(context, input, { method: 'CreateEnvironment', resource, data }, created)
      if (!created.ok) return created
      return ok({ body: render(created.value), headers: { location: platform.restEndpoint + environmentPath(created.value.id) } })
    }),

    operation(getEnvironment, async (input) => {
      const { caller, params } = input
      const found = findEnvironment(context, store.state, caller, params.id)
      await store.settled()
      const resource = nameOf(caller.organization, params.id)
      recordOutcome(context, input, { method: 'GetEnvironment', resource, modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),

    operation(updateEnvironment, async (input) => {
      const { caller, params, body } = input
      const patch = { name: body.display_name, governance: body.stream_governance_config?.package }
      const updated = await store.decide((state): Decided<Environment> => {
        const found = findEnvironment(context, state, caller, params.id)
        if (!found.ok) return { changes: [], answer: found }
        const scope = { organization: caller.organization, environment: params.id }
        const allowed = permit(context, caller, { operation: 'Alter', on: 'Environment', scope })
        return allowed.ok ? decideUpdate(state, found.value, patch, now()) : refuse(allowed)
      })
      const resource = nameOf(caller.organization, params.id)
      recordOutcome(context, input, { method: 'UpdateEnvironment', resource, data: { display_name: body.display_name } }, updated)
      return updated.ok ? ok({ body: render(updated.value) }) : updated
    }),

    operation(deleteEnvironment, async (input) => {
      const { caller, params } = input
      const deleted = await store.decide((state): Decided<Environment> => {
        const found = findEnvironment(context, state, caller, params.id)
        if (!found.ok) return { changes: [], answer: found }
        const scope = { organization: caller.organization, environment: params.id }
        const allowed = permit(context, caller, { operation: 'Delete', on: 'Environment', scope })
        return allowed.ok ? decideDelete(state, found.value) : refuse(allowed)
      })
      const resource = nameOf(caller.organization, params.id)
      recordOutcome(context, input, { method: 'DeleteEnvironment', resource }, deleted)
      return deleted.ok ? ok({}) : deleted
    }),
  ]
}

function renderEnvironment(context: Pick<ControlContext, 'platform'>, environment: Environment): object {
  const frame = enveloped(context, 'org/v2', 'Environment', environmentPath(environment.id), environmentName(environment), environment)
  return { ...frame, display_name: environment.name, stream_governance_config: { package: environment.governance } }
}
