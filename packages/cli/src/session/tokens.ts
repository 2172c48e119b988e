import { type Clock, fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import { changeContext, type LoginContext } from '../config/model.ts'
import type { ConfigStore } from '../config/store.ts'
import type { Http } from './http.ts'
import { type Credentials, openSession, type SessionTokens } from './sign-in.ts'

/** A token that ends sooner is renewed before it is used. */
const LEFT_MIN_MS = 60_000
const MS_PER_SECOND = 1000

export interface Tokens {
  current(): Promise<Result<string, Complaint>>
  renew(): Promise<Result<string, Complaint>>
}

/** The tokens of a login: renewed with the refresh token, else with the password if it was saved, and kept. */
export function tokensOf(login: LoginContext, parts: { readonly config: ConfigStore; readonly http: Http; readonly clock: Clock }): Tokens {
  const { config, http, clock } = parts
  let token = opened(config, login, 'token', login.sealedToken)
  const renew = async (): Promise<Result<string, Complaint>> => {
    for (const credentials of credentialsOf(config, login)) {
      const session = await openSession(http, login.url, credentials)
      if (session.ok) {
        keep(config, login, session.value)
        token = session.value.token
        return ok(token)
      }
      if (session.error.status === null) return session
    }
    return fail(EXPIRED)
  }
  return { current: async () => (token !== null && leftMs(token, clock.now()) > LEFT_MIN_MS ? ok(token) : renew()), renew }
}

export const NOT_LOGGED_IN = complaint('not logged in', 'Log in with "leat login".')

const EXPIRED = complaint('your session has ended', 'Log in with "leat login"; with "leat login --save" it is renewed by itself.')

/** Fields that are sealed; the purpose that goes with each. */
export function purposeOf(login: { readonly name: string; readonly url: string; readonly email: string }, field: string): string {
  return `${field} of ${login.email} at ${login.url}`
}

function opened(config: ConfigStore, login: LoginContext, field: string, sealed: string | null): string | null {
  return sealed === null ? null : config.unseal(purposeOf(login, field), sealed)
}

function credentialsOf(config: ConfigStore, login: LoginContext): readonly Credentials[] {
  const { organization, email } = login
  const refreshToken = opened(config, login, 'refresh token', login.sealedRefreshToken)
  const password = opened(config, login, 'password', login.sealedPassword)
  return [
    ...(refreshToken === null ? [] : [{ refreshToken, organization }]),
    ...(password === null ? [] : [{ email, password, organization }]),
  ]
}

function keep(config: ConfigStore, login: LoginContext, { token, refreshToken }: SessionTokens): void {
  const sealedToken = config.seal(purposeOf(login, 'token'), token)
  const sealedRefreshToken = config.seal(purposeOf(login, 'refresh token'), refreshToken)
  config.change((all) => changeContext(all, login.name, (one) => ({ ...one, sealedToken, sealedRefreshToken })))
}

function leftMs(token: string, nowMs: number): number {
  const { exp } = claimsOf(token)
  return typeof exp === 'number' ? exp * MS_PER_SECOND - nowMs : 0
}

/** What a JSON Web Token says, unverified: only the server can tell whether it is true. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
