import { fail, ok, type Millis, type Result } from '@leat/base'
import { type HttpRequest, type Problem, rateLimited } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import type { LoginSession, User } from '../../entities.ts'
import type { ControlState } from '../../state.ts'
import { isPassword, NOBODYS_PASSWORD } from '../passwords.ts'
import { issueToken, type TokenKind } from '../tokens/tokens.ts'
import { decideLogin, decideRefresh, WRONG_LOGIN } from './decide.ts'
import { loginGuard } from './login-guard.ts'
import { passwordQueue, WAITING_MAX } from './password-queue.ts'
import { recordSignIn } from './record.ts'
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
  /** For the console: with a password, or as a user who has shown a one-time link. `token` is the console's. */
  forConsole(as: PasswordLogin | User, request: HttpRequest): Promise<Result<LoggedIn, Problem>>
}

export function logins(context: ControlContext): Logins {
  const { store, clock, random, platform } = context
  const guard = loginGuard(clock)
  const passwords = passwordQueue()

  const loggedIn = async (
    { session, user }: { readonly session: LoginSession; readonly user: User },
    refreshToken: string,
    kind: TokenKind = 'session',
  ): Promise<LoggedIn> => {
    const token = await issueToken(context, kind, { user: user.id, organization: user.organization, session: session.id })
    return { token, refreshToken, user }
  }

  /** The user whose password this is. */
  const checked = async (login: PasswordLogin, request: HttpRequest): Promise<Result<User, Problem>> => {
    const attempt = guard.begin(login.email, request.remoteAddress)
    if (attempt.kind === 'refused') {
      recordSignIn(context, request, login.email, null)
      return fail(rateLimited(attempt.limit, attempt.retryAfterSeconds))
    }
    const found = findUser(store.state, login)
    const compared = await passwords.run(() => isPassword(login.password, found?.password ?? NOBODYS_PASSWORD))
    if (compared === null) return fail(rateLimited(WAITING_MAX, 1))
    if (compared.value && found !== null) {
      attempt.succeeded()
      return ok(found)
    }
    recordSignIn(context, request, login.email, null)
    await hold(context, attempt.holdMs, request.signal)
    return fail(WRONG_LOGIN)
  }

  const begin = async (user: User, request: HttpRequest, kind: TokenKind): Promise<Result<LoggedIn, Problem>> => {
    const id = newSessionId(random, store.state.session)
    const refreshToken = newRefreshToken(random, id)
    const made = await store.decide((state) =>
      decideLogin(state, user, { id, refreshToken, nowMs: clock.now(), idleMs: platform.sessionMs }),
    )
    recordSignIn(context, request, user.email, made.ok ? made.value.user : null)
    return made.ok ? ok(await loggedIn(made.value, refreshToken, kind)) : made
  }

  return {
    async withPassword(login, request) {
      const user = await checked(login, request)
      return user.ok ? await begin(user.value, request, 'session') : user
    },

    async forConsole(as, request) {
      const user = 'id' in as ? ok(as) : await checked(as, request)
      return user.ok ? await begin(user.value, request, 'console-session') : user
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
