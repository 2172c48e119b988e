import type { Caller } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { badRequest, type HttpRequest, operation, type Operation, type Problem, type Success, unauthenticated } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { remove } from '../state.ts'
import type { Logins } from '../iam/sessions/login.ts'
import { readToken } from '../iam/tokens/tokens.ts'
import { createConsoleSession, deleteConsoleSession, getConsoleSession } from './api.ts'
import { CONSOLE_HEADER, consoleToken, sessionCookie } from './cookie.ts'

const USED_LINK =
  'This link was used, or Leat was started again since. Run ./leat console for a new one, or log in with e-mail and password'

/** Logins of the web console: the same people, passwords and limits, and a cookie that scripts cannot read. */
export function consoleOperations(context: ControlContext, login: Logins): Operation[] {
  const { store, clock, platform, consoleLinks } = context

  const session = async (user: string, expiresAtMs: number): Promise<Result<Success, Problem>> => {
    const found = store.state.user.get(user)
    const organization = store.state.organization.get(found?.organization ?? '')
    if (found === undefined || organization === undefined) return fail(unauthenticated('Nobody is logged in'))
    const { id, email, fullName } = found
    const body = {
      user: { id, email, full_name: fullName },
      organization: { id: organization.id, display_name: organization.name },
      expires_at: new Date(expiresAtMs).toISOString(),
      ca_file: platform.caFile,
    }
    await store.settled()
    return ok({ body })
  }

  return [
    operation(createConsoleSession, async ({ body, request }) => {
      if (request.headers[CONSOLE_HEADER] !== '1') return fail(badRequest(`Logins of the console carry the header ${CONSOLE_HEADER}: 1`))
      const linked = 'link' in body ? store.state.user.get(consoleLinks.take(body.link) ?? '') : null
      if (linked === undefined) return fail(unauthenticated(USED_LINK))
      const as = 'link' in body ? linked! : { ...body, organization: null }
      const made = await login.forConsole(as, request)
      if (!made.ok) return made
      const answer = await session(made.value.user.id, clock.now() + platform.sessionMs)
      if (!answer.ok) return answer
      return ok({ ...answer.value, headers: { 'set-cookie': sessionCookie(made.value.token, request, platform.sessionMs) } })
    }),

    operation(getConsoleSession, async ({ caller, request }) => session(caller.id, await expiryOf(context, caller, request))),

    operation(deleteConsoleSession, async ({ request }) => {
      const claims = await claimsOf(context, request)
      await store.decide((state) => ({
        changes: claims !== null && state.session.get(claims.session)?.user === claims.user ? [remove('session', claims.session)] : [],
        answer: null,
      }))
      return ok({ headers: { 'set-cookie': sessionCookie('', request, 0) } })
    }),
  ]
}

async function claimsOf(
  context: ControlContext,
  request: HttpRequest,
): Promise<{ readonly user: string; readonly session: string } | null> {
  const token = consoleToken(request)
  return token === null ? null : await readToken(context, 'console-session', token)
}

/** Of the login behind the cookie; whoever came with other credentials is told when a new login would end. */
async function expiryOf(context: ControlContext, caller: Caller, request: HttpRequest): Promise<number> {
  const claims = await claimsOf(context, request)
  const session = claims === null ? undefined : context.store.state.session.get(claims.session)
  return session?.user === caller.id ? Date.parse(session.expiresAt) : context.clock.now() + context.platform.sessionMs
}
