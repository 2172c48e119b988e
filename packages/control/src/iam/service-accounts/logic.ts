import type { Caller } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { forbidden, operation, type Operation, type Problem } from '@leat/rest'
import { auditAccount, readsAuditLog } from '../../audit/reader.ts'
import type { ControlContext } from '../../context.ts'
import { crn } from '../../crn.ts'
import type { ServiceAccount } from '../../entities.ts'
import { newId } from '../../ids.ts'
import { type Decided, refuse } from '../decision.ts'
import { enveloped, listing, selfOf } from '../envelope.ts'
import { notFound } from '../problems.ts'
import { permit, recordListing, recordOutcome } from '../record.ts'
import { createServiceAccount, deleteServiceAccount, getServiceAccount, listServiceAccounts, updateServiceAccount } from './api.ts'
import { accountsOf, decideCreate, decideDelete, decideUpdate, findAccount } from './decide.ts'

export function serviceAccountOperations(context: ControlContext): Operation[] {
  const { store, random, clock } = context
  const render = (account: ServiceAccount): object => renderServiceAccount(context, account)

  return [
    operation(listServiceAccounts, async ({ caller, query, request }) => {
      const wanted = query.display_name
      const accounts = accountsOf(store.state, caller.organization).filter(
        (one) => (wanted === undefined || wanted.includes(one.name)) && maySee(context, caller, one),
      )
      await store.settled()
      recordListing(context, { caller, request }, 'GetServiceAccounts')
      return listing({ request, query }, 'ServiceAccountList', accounts, render)
    }),

    operation(createServiceAccount, async ({ caller, body, query, request }) => {
      const { organization } = caller
      const name = body.display_name
      const created = await store.decide((state): Decided<ServiceAccount> => {
        const allowed = permit(context, caller, { operation: 'Create', on: 'ServiceAccount', scope: { organization } })
        if (!allowed.ok) return refuse(allowed)
        return decideCreate(state, {
          id: newId(random, 'sa-', state['service-account']),
          bindingId: newId(random, 'rb-', state['role-binding']),
          organization,
          name,
          description: body.description,
          at: new Date(clock.now()).toISOString(),
          owner: query.assigned_resource_owner ?? ownerOfNew(context, caller),
        })
      })
      const resource = created.ok ? serviceAccountCrn(created.value) : null
      recordOutcome(context, { caller, request }, { method: 'CreateServiceAccount', resource, data: { display_name: name } }, created)
      if (!created.ok) return created
      await context.factsDelivered()
      const location = selfOf(context.platform.restEndpoint, 'service-account', created.value.id)
      return ok({ body: render(created.value), headers: { location } })
    }),

    operation(getServiceAccount, async ({ caller, params, request }) => {
      const found = visibleAccount(context, caller, params.id)
      await store.settled()
      const resource = serviceAccountCrn({ ...caller, id: params.id })
      recordOutcome(context, { caller, request }, { method: 'GetServiceAccount', resource, modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),

    operation(updateServiceAccount, async ({ caller, params, body, request }) => {
      const at = new Date(clock.now()).toISOString()
      const updated = await store.decide((state): Decided<ServiceAccount> => {
        const found = changeableAccount(context, caller, params.id, 'Alter')
        return found.ok ? decideUpdate(state, found.value, { name: body.display_name, description: body.description, at }) : refuse(found)
      })
      recordOutcome(
        context,
        { caller, request },
        { method: 'UpdateServiceAccount', resource: serviceAccountCrn({ ...caller, id: params.id }) },
        updated,
      )
      return updated.ok ? ok({ body: render(updated.value) }) : updated
    }),

    operation(deleteServiceAccount, async ({ caller, params, request }) => {
      const deleted = await store.decide((state): Decided<ServiceAccount> => {
        const found = changeableAccount(context, caller, params.id, 'Delete')
        return found.ok ? decideDelete(state, found.value) : refuse(found)
      })
      recordOutcome(
        context,
        { caller, request },
        { method: 'DeleteServiceAccount', resource: serviceAccountCrn({ ...caller, id: params.id }) },
        deleted,
      )
      if (!deleted.ok) return deleted
      await context.factsDelivered()
      return ok({})
    }),
  ]
}

function renderServiceAccount(context: Pick<ControlContext, 'platform'>, account: ServiceAccount): object {
  return {
    ...enveloped(context, 'ServiceAccount', 'service-account', account),
    display_name: account.name,
    description: account.description,
  }
}

/** Everybody sees itself. */
export function maySee({ may }: Pick<ControlContext, 'may'>, caller: Caller, { id, organization }: ServiceAccount): boolean {
  return caller.id === id || may(caller, { operation: 'Describe', on: 'ServiceAccount', scope: { organization, serviceAccount: id } })
}

/** Who may not make keys for every account owns what it makes, or could do nothing with it. */
function ownerOfNew(context: ControlContext, caller: Caller): string | null {
  const { organization } = caller
  return context.may(caller, { operation: 'Create', on: 'CloudApiKey', scope: { organization } }) ? null : caller.id
}

function visibleAccount(context: ControlContext, caller: Caller, id: string): Result<ServiceAccount, Problem> {
  const audit = auditAccounts(context, caller).find((one) => one.id === id)
  const found = audit === undefined ? findAccount(context.store.state, caller, id) : ok(audit)
  return found.ok && !maySee(context, caller, found.value) ? notFound('Service account', id) : found
}

function changeableAccount(
  context: ControlContext,
  caller: Caller,
  id: string,
  change: 'Alter' | 'Delete',
): Result<ServiceAccount, Problem> {
  const found = visibleAccount(context, caller, id)
  if (!found.ok) return found
  const { organization } = caller
  const allowed = permit(context, caller, { operation: change, on: 'ServiceAccount', scope: { organization, serviceAccount: id } })
  if (allowed.ok && id === context.auditReader.serviceAccount) return fail(forbidden(AUDIT_ACCOUNT_FIXED))
  return allowed.ok ? found : allowed
}

const AUDIT_ACCOUNT_FIXED =
  'Forbidden Access: this service account reads the audit log, is part of this Leat, and cannot be changed or deleted'

/** The account that reads the audit log, for whoever may see it. */
export function auditAccounts(context: Pick<ControlContext, 'store' | 'auditReader' | 'may'>, caller: Caller): readonly ServiceAccount[] {
  const organization = context.store.state.organization.get(caller.organization)
  if (organization === undefined || !readsAuditLog(context.store.state, organization.id)) return []
  const account = auditAccount(context.auditReader, organization)
  return maySee(context, caller, account) ? [account] : []
}

export function serviceAccountCrn({ organization, id }: Pick<ServiceAccount, 'organization' | 'id'>): string {
  return crn([
    ['organization', organization],
    ['service-account', id],
  ])
}
