import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import { operation, type Operation, type Problem } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import { crn } from '../../crn.ts'
import type { User } from '../../entities.ts'
import { type ControlState, put } from '../../state.ts'
import { accept, type Decided, refuse } from '../decision.ts'
import { enveloped, listing } from '../envelope.ts'
import { adminsOf, principalOf, removalOf } from '../principals.ts'
import { lastAdmin, notFound } from '../problems.ts'
import { permit, recordListing, recordOutcome } from '../record.ts'
import { deleteUser, getUser, listUsers, updateUser } from './api.ts'

export function userOperations(context: ControlContext): Operation[] {
  const { store, clock } = context
  const render = (user: User): object => ({
    ...enveloped(context, 'User', 'user', user),
    email: user.email,
    full_name: user.fullName,
    auth_type: user.authType,
  })

  return [
    operation(listUsers, async ({ caller, query, request }) => {
      const users = visibleUsers(context, caller)
      await store.settled()
      recordListing(context, { caller, request }, 'GetUsers')
      return listing({ request, query }, 'UserList', users, render)
    }),

    operation(getUser, async ({ caller, params, request }) => {
      const found = visibleUser(context, caller, params.id)
      await store.settled()
      const resource = crnOf(caller.organization, params.id)
      recordOutcome(context, { caller, request }, { method: 'GetUser', resource, modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),

    operation(updateUser, async ({ caller, params, body, request }) => {
      const updatedAt = new Date(clock.now()).toISOString()
      const updated = await store.decide((): Decided<User> => {
        const found = changeableUser(context, caller, params.id, 'Alter')
        if (!found.ok) return refuse(found)
        const user: User = { ...found.value, fullName: body.full_name ?? found.value.fullName, updatedAt }
        return accept(user, put('user', user))
      })
      recordOutcome(context, { caller, request }, { method: 'UpdateUser', resource: crnOf(caller.organization, params.id) }, updated)
      return updated.ok ? ok({ body: render(updated.value) }) : updated
    }),

    operation(deleteUser, async ({ caller, params, request }) => {
      const deleted = await store.decide((state): Decided<User> => {
        const found = changeableUser(context, caller, params.id, 'Delete')
        return found.ok ? decideDelete(state, found.value) : refuse(found)
      })
      recordOutcome(context, { caller, request }, { method: 'DeleteUser', resource: crnOf(caller.organization, params.id) }, deleted)
      if (!deleted.ok) return deleted
      await context.factsDelivered()
      return ok({})
    }),
  ]
}

/** Nobody locks an organization out: its last admin that can log in stays. */
function decideDelete(state: ControlState, user: User): Decided<User> {
  const admins = adminsOf(state, user.organization)
  const isLast = admins.length > 0 && admins.every((one) => one.principal === principalOf(user.id))
  return isLast ? refuse(lastAdmin()) : accept(user, ...removalOf(state, { kind: 'user', entity: user }))
}

export function visibleUsers(context: ControlContext, caller: Caller): readonly User[] {
  return [...context.store.state.user.values()].filter((user) => user.organization === caller.organization && maySee(context, caller, user))
}

/** Everybody sees itself. */
function maySee(context: ControlContext, caller: Caller, { id, organization }: User): boolean {
  return caller.id === id || context.may(caller, { operation: 'Describe', on: 'User', scope: { organization } })
}

function visibleUser(context: ControlContext, caller: Caller, id: string): Result<User, Problem> {
  const user = context.store.state.user.get(id)
  const isVisible = user?.organization === caller.organization && maySee(context, caller, user)
  return isVisible ? ok(user) : notFound('User', id)
}

/** Users change their own names; the rest takes the right to. */
function changeableUser(context: ControlContext, caller: Caller, id: string, change: 'Alter' | 'Delete'): Result<User, Problem> {
  const found = visibleUser(context, caller, id)
  if (!found.ok || (change === 'Alter' && caller.id === id)) return found
  const allowed = permit(context, caller, { operation: change, on: 'User', scope: { organization: caller.organization } })
  return allowed.ok ? found : allowed
}

function crnOf(organization: string, id: string): string {
  return crn([
    ['organization', organization],
    ['user', id],
  ])
}
