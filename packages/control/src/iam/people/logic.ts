import type { Caller } from '@leat/access'
import { fail, ok } from '@leat/base'
import { notFound, operation, type Operation, type Success } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import type { ServiceAccount } from '../../entities.ts'
import { accountsOf } from '../service-accounts/decide.ts'
import { type Asked, recordListing, recordOutcome } from '../record.ts'
import { auditAccounts, maySee, serviceAccountCrn } from '../service-accounts/logic.ts'
import { visibleUsers } from '../users/logic.ts'
import { renderV1ServiceAccount, renderV1User } from '../v1.ts'
import { getV1ServiceAccount, listIamV1ServiceAccounts, listIamV1Users, listV1ServiceAccounts, listV1Users } from './api.ts'

export function peopleOperations(context: ControlContext): Operation[] {
  const { store } = context
  const numberOf = (caller: Caller): number => store.state.organization.get(caller.organization)?.number ?? 0
  const accounts = (caller: Caller): readonly ServiceAccount[] =>
    accountsOf(store.state, caller.organization).filter((one) => maySee(context, caller, one))

  const users = async (input: Asked): Promise<{ readonly ok: true; readonly value: Success }> => {
    const { caller } = input
    const body = { users: visibleUsers(context, caller).map((user) => renderV1User(user, numberOf(caller))) }
    await store.settled()
    recordListing(context, input, 'GetUsers')
    return ok({ body })
  }
  const serviceAccounts = async (input: Asked): Promise<{ readonly ok: true; readonly value: Success }> => {
    const { caller } = input
    const body = { users: accounts(caller).map((account) => renderV1ServiceAccount(account, numberOf(caller))) }
    await store.settled()
    recordListing(context, input, 'GetServiceAccounts')
    return ok({ body })
  }

  return [
    operation(listV1Users, users),
    operation(listIamV1Users, users),
    operation(listV1ServiceAccounts, serviceAccounts),
    operation(listIamV1ServiceAccounts, serviceAccounts),
    operation(getV1ServiceAccount, async (input) => {
      const { caller, params } = input
      // Tools that were told of the audit log ask for its account, which is in no list.
      const account = [...accounts(caller), ...auditAccounts(context, caller)].find((one) => String(one.number) === params.number)
      await store.settled()
      const found = account === undefined ? fail(notFound(`Service account ${params.number}: resource not found`)) : ok(account)
      const resource = account === undefined ? null : serviceAccountCrn(account)
      recordOutcome(context, input, { method: 'GetServiceAccount', resource, modifies: false }, found)
      return found.ok ? ok({ body: { user: renderV1ServiceAccount(found.value, numberOf(caller)) } }) : found
    }),
  ]
}
