import type { Millis } from '@leat/base'
import type { ControlContext } from '../../context.ts'

/**
 * Session and data-plane tokens: JSON Web Tokens signed with HS256. One algorithm, one issuer; the audience says where a token is good for, so that
 * no kind is taken for another. All die with the login they came from. The console's stands in a cookie, and lives as long as its login.
 */
export type TokenKind = 'session' | 'data-plane-token' | 'console-session'

export interface TokenClaims {
  /** `u-…` */
  readonly user: string
  readonly organization: string
  /** The login's id. */
  readonly session: string
}

const ISSUER = 'leat'
const AUDIENCE: Readonly<Record<TokenKind, string>> = {
  session: 'leat:control-plane',
  'data-plane-token': 'leat:data-plane',
  'console-session': 'leat:console',
}
const ALGORITHM = 'HS256'
/** Tools renew a session's token with its refresh token; a data-plane token is asked for before each use. */
const LIFETIME_MS: Readonly<Record<TokenKind, Millis>> = {
  session: 60 * 60_000,
  'data-plane-token': 10 * 60_000,
  'console-session': Infinity,
}
/** Ours are some 300 characters. */
const TOKEN_LENGTH_MAX = 2048
const MS_PER_SECOND = 1000

type Issuing = Pick<ControlContext, 'clock' | 'platform'>

export async function issueToken(
  { clock, platform }: Issuing,
  kind: TokenKind,
  { user, organization, session }: TokenClaims,
): Promise<string> {
  const { SignJWT } = await import('jose/jwt/sign')
  const nowSeconds = Math.floor(clock.now() / MS_PER_SECOND)
  const lifetimeMs = Math.min(LIFETIME_MS[kind], platform.sessionMs)
  return new SignJWT({ organizationId: organization, sid: session })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE[kind])
    .setSubject(user)
    .setIssuedAt(nowSeconds)
    .setNotBefore(nowSeconds)
    .setExpirationTime(nowSeconds + Math.floor(lifetimeMs / MS_PER_SECOND))
    .sign(platform.tokenSecret)
}

/** Null for whatever is not a token of this kind that is valid now, or was valid until `graceMs` ago. */
export async function readToken(
  { clock, platform }: Issuing,
  kind: TokenKind,
  token: string,
  { graceMs = 0 }: { readonly graceMs?: Millis } = {},
): Promise<TokenClaims | null> {
  if (token.length > TOKEN_LENGTH_MAX) return null
  const [{ jwtVerify }, { JOSEError }] = await Promise.all([import('jose/jwt/verify'), import('jose/errors')])
  try {
    const { payload } = await jwtVerify(token, platform.tokenSecret, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE[kind],
      typ: 'JWT',
      requiredClaims: ['exp', 'iat', 'nbf', 'sub', 'sid', 'organizationId'],
      currentDate: new Date(clock.now()),
      clockTolerance: graceMs / MS_PER_SECOND,
    })
    const { sub, sid, organizationId } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof organizationId !== 'string') return null
    return { user: sub, organization: organizationId, session: sid }
  } catch (error) {
    if (error instanceof JOSEError) return null
    throw error
  }
}
