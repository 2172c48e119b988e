import type { Caller } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { badRequest, type HttpRequest, operation, type Operation, type Problem, unauthenticated } from '@leat/rest'
import { readsAuditLog } from '../../audit/reader.ts'
import type { ControlContext } from '../../context.ts'
import { remove } from '../../state.ts'
import { issueToken, readToken, type TokenClaims } from '../tokens/tokens.ts'
import { renderV1Organization, renderV1User } from '../v1.ts'
import { createAccessToken, createSession, createUsage, deleteSession, getFreeTrialInfo, getLoginRealm, getMe } from './api.ts'
import type { LoggedIn, Logins } from './login.ts'
import { recordSignOut } from './record.ts'

export function sessionOperations(context: ControlContext, login: Logins): Operation[] {
  const { store, platform } = context

  return [
    // The same for every e-mail: whether an account has it is nobody's business.
    operation(getLoginRealm, async () => ok({ body: { is_sso: false, mfa_required: false, realm: '' } })),

    operation(createSession, async ({ body, request }) => {
      const organization = body.orgResourceId === '' ? null : body.orgResourceId
      let made: Result<LoggedIn, Problem>
      if (body.refreshToken !== '') made = await login.withRefreshToken(body.refreshToken, organization, request)
      else if (body.email === '' || body.password === '') return fail(badRequest('Send email and password, or refreshToken'))
      else made = await login.withPassword({ email: body.email, password: body.password, organization }, request)
      if (!made.ok) return made
      const { token, refreshToken, user } = made.value
      return ok({ body: { token, refresh_token: refreshToken, ...whoBody(context, user.id) } })
    }),

    operation(deleteSession, async ({ body, request }) => {
      // The CLI sends the token in the body; it may have expired since, and the session is to end all the same.
      const token = body?.idToken === undefined || body.idToken === '' ? bearerOf(request) : body.idToken
      const claims = token === null ? null : await readToken(context, 'session', token, { graceMs: platform.sessionMs })
      if (claims === null) return fail(unauthenticated('There is no session of this token'))
      await store.decide((state) => ({
        changes: state.session.get(claims.session)?.user === claims.user ? [remove('session', claims.session)] : [],
        answer: null,
      }))
      recordSignOut(context, request, claims)
      return ok({ body: {} })
    }),

    operation(createAccessToken, async ({ caller, request }) => {
      const claims = await claimsOf(context, caller, request)
      if (claims === null) return fail(unauthenticated())
      return ok({ body: { token: await issueToken(context, 'data-plane-token', claims), error: '' } })
    }),

    operation(getMe, async ({ caller }) => {
      const accounts = [...store.state.environment.values()].filter(
        ({ id, organization }) =>
          organization === caller.organization &&
          context.may(caller, { operation: 'Describe', on: 'Environment', scope: { organization, environment: id } }),
      )
      const body = { ...whoBody(context, caller.id), accounts: accounts.map(({ id, name }) => ({ id, name })) }
      await store.settled()
      return ok({ body })
    }),

    operation(getFreeTrialInfo, async () => ok({ body: { promo_code_claims: [] } })),

    operation(createUsage, async () => ok({})),
  ]
}

function whoBody({ store, auditReader }: ControlContext, userId: string): object {
  const user = store.state.user.get(userId)
  const organization = user === undefined ? undefined : store.state.organization.get(user.organization)
  if (user === undefined || organization === undefined) return {}
  const reader = readsAuditLog(store.state, organization.id) ? auditReader : null
  return { user: renderV1User(user, organization.number), organization: renderV1Organization(organization, reader) }
}

/** The session that the caller came with: its tokens for the data plane end with it. */
async function claimsOf(context: ControlContext, caller: Caller, request: HttpRequest): Promise<TokenClaims | null> {
  const token = caller.via.kind === 'session' ? bearerOf(request) : null
  return token === null ? null : readToken(context, 'session', token)
}

function bearerOf({ headers }: HttpRequest): string | null {
  return /^bearer +(\S+)$/i.exec(headers['authorization']?.trim() ?? '')?.[1] ?? null
}
