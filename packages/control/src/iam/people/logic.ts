import type { Caller } from '@leat/access'
import { fail, ok } from '@leat/base'
import { notFound, operation, type Operation, type Success } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import type { ServiceAccount } from '../../entities.ts'
import { accountsOf } from '../service-accounts/decide.ts'
import { maySee } from '../service-accounts/logic.ts'
import { visibleUsers } from '../users/logic.ts'
import { renderV1ServiceAccount, renderV1User } from '../v1.ts'
import { getV1ServiceAccount, listIamV1ServiceAccounts, listIamV1Users, listV1ServiceAccounts, listV1Users } from './api.ts'

export function peopleOperations(context: ControlContext): Operation[] {
  const { store } = context
  const numberOf = (caller: Caller): number => store.state.organization.get(caller.organization)?.number ?? 0
  const accounts = (caller: Caller): readonly ServiceAccount[] =>
    accountsOf(store.state, caller.organization).filter((one) => maySee(context, caller, one))

  const users = async ({ caller }: { readonly caller: Caller }): Promise<{ readonly ok: true; readonly value: Success }> => {
    const body = { users: visibleUsers(context, caller).map((user) => renderV1User(user, numberOf(caller))) }
    await store.settled()
    return ok({ body })
  }
  const serviceAccounts = async ({ caller }: { readonly caller: Caller }): Promise<{ readonly ok: true; readonly value: Success }> => {
    const body = { users: accounts(caller).map((account) => renderV1ServiceAccount(account, numberOf(caller))) }
    await store.settled()
    return ok({ body })
  }

  return [
    operation(listV1Users, users),
    operation(listIamV1Users, users),
    operation(listV1ServiceAccounts, serviceAccounts),
    operation(listIamV1ServiceAccounts, serviceAccounts),
    operation(getV1ServiceAccount, async ({ caller, params }) => {
      const account = accounts(caller).find((one) => String(one.number) === params.number)
      await store.settled()
      if (account === undefined) return fail(notFound(`Service account ${params.number}: resource not found`))
      return ok({ body: { user: renderV1ServiceAccount(account, numberOf(caller)) } })
    }),
  ]
}
