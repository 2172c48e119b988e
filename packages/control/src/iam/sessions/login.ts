import type { Caller } from '@leat/access'
import { fail, ok, type Millis, type Result } from '@leat/base'
import { type HttpRequest, type Problem, rateLimited } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import type { LoginSession, User } from '../../entities.ts'
import type { ControlState } from '../../state.ts'
import { isPassword, NOBODYS_PASSWORD } from '../passwords.ts'
import { principalOf } from '../principals.ts'
import { issueToken } from '../tokens/tokens.ts'
import { decideLogin, decideRefresh, WRONG_LOGIN } from './decide.ts'
import { loginGuard } from './login-guard.ts'
import { passwordQueue, WAITING_MAX } from './password-queue.ts'
import { newRefreshToken, newSessionId, sessionOfRefreshToken } from './refresh-token.ts'

export interface LoggedIn {
  readonly token: string
  readonly refreshToken: string
  readonly user: User
}

export interface PasswordLogin {
  readonly email: string
  readonly password: string
  /** Null: whichever the e-mail belongs to. */
  readonly organization: string | null
}

export interface Logins {
  withPassword(login: PasswordLogin, request: HttpRequest): Promise<Result<LoggedIn, Problem>>
  withRefreshToken(token: string, organization: string | null, request: HttpRequest): Promise<Result<LoggedIn, Problem>>
}

export function logins(context: ControlContext): Logins {
  const { store, clock, random, platform } = context
  const guard = loginGuard(clock)
  const passwords = passwordQueue()

  const loggedIn = async (
    { session, user }: { readonly session: LoginSession; readonly user: User },
    refreshToken: string,
  ): Promise<LoggedIn> => {
    const token = await issueToken(context, 'session', { user: user.id, organization: user.organization, session: session.id })
    return { token, refreshToken, user }
  }

  return {
    async withPassword(login, request) {
      const attempt = guard.begin(login.email, request.remoteAddress)
      if (attempt.kind === 'refused') {
        recordSignIn(context, request, login.email, null)
        return fail(rateLimited(attempt.limit, attempt.retryAfterSeconds))
      }
      const found = findUser(store.state, login)
      const checked = await passwords.run(() => isPassword(login.password, found?.password ?? NOBODYS_PASSWORD))
      if (checked === null) return fail(rateLimited(WAITING_MAX, 1))
      if (!checked.value || found === null) {
        recordSignIn(context, request, login.email, null)
        await hold(context, attempt.holdMs, request.signal)
        return fail(WRONG_LOGIN)
      }
      const id = newSessionId(random, store.state.session)
      const refreshToken = newRefreshToken(random, id)
      const made = await store.decide((state) =>
        decideLogin(state, found, { id, refreshToken, nowMs: clock.now(), idleMs: platform.sessionMs }),
      )
      recordSignIn(context, request, login.email, made.ok ? made.value.user : null)
      if (!made.ok) return made
      attempt.succeeded()
      return ok(await loggedIn(made.value, refreshToken))
    },

    async withRefreshToken(used, organization, request) {
      const refreshToken = newRefreshToken(random, sessionOfRefreshToken(used) ?? '')
      const made = await store.decide((state) =>
        decideRefresh(state, { used, organization, refreshToken, nowMs: clock.now(), idleMs: platform.sessionMs }),
      )
      recordSignIn(context, request, made.ok ? made.value.user.email : null, made.ok ? made.value.user : null)
      return made.ok ? ok(await loggedIn(made.value, refreshToken)) : made
    },
  }
}

/** E-mails are compared without case. Service accounts have none, and cannot log in. */
function findUser(state: ControlState, { email, organization }: PasswordLogin): User | null {
  const wanted = email.toLowerCase()
  for (const user of state.user.values()) {
    if (user.email.toLowerCase() === wanted && (organization === null || user.organization === organization)) return user
  }
  return null
}

/** Ends early when the client has left. */
async function hold({ clock }: ControlContext, ms: Millis, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  using _timer = clock.after(ms, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
}

/** What is typed in the wrong field may be the password. */
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

function recordSignIn({ audit, clock, store }: ControlContext, request: HttpRequest, email: string | null, user: User | null): void {
  const organization = user?.organization ?? store.state.organization.keys().next().value ?? ''
  const caller: Caller | null =
    user === null ? null : { organization, id: user.id, kind: 'user', principal: principalOf(user.id), via: { kind: 'session' } }
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
