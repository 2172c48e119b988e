import type { Caller } from '@leat/access'
import { ok } from '@leat/base'
import type { HttpRequest } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import { crn } from '../../crn.ts'
import type { User } from '../../entities.ts'
import { principalOf } from '../principals.ts'
import { recordOutcome } from '../record.ts'
import type { TokenClaims } from '../tokens/tokens.ts'

/** What is typed in the wrong field may be the password. */
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

/** A login, or (no user) a refused one. */
export function recordSignIn({ audit, clock, store }: ControlContext, request: HttpRequest, email: string | null, user: User | null): void {
  const organization = user?.organization ?? store.state.organization.keys().next().value ?? ''
  const caller = user === null ? null : callerOf(user.id, organization)
  audit.record({
    kind: 'control',
    atMs: clock.now(),
    organization,
    method: 'SignIn',
    caller,
    identity: email !== null && EMAIL.test(email) ? email : null,
    resource: null,
    modifies: false,
    granted: user !== null,
    status: user === null ? 'FAILURE' : 'SUCCESS',
    data: {},
    requestId: request.id,
    clientAddress: request.remoteAddress,
  })
}

/** The login of these claims has ended, or had ended before. */
export function recordSignOut(context: ControlContext, request: HttpRequest, { user, organization }: TokenClaims): void {
  const asked = { caller: callerOf(user, organization), request }
  recordOutcome(context, asked, { method: 'SignOut', resource: crn([['organization', organization]]) }, ok(null))
}

function callerOf(user: string, organization: string): Caller {
  return { organization, id: user, kind: 'user', principal: principalOf(user), via: { kind: 'session' } }
}
