/**
 * SASL PLAIN (RFC 4616): one token.
 *
 *     [authorization id] NUL username NUL password
 */
import { timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '@leat/base'
import type { Identity } from '../connection-state.ts'
import { type Credential, type Credentials, hashSecret } from '../credentials.ts'

export type LoginFailure = 'malformed-token' | 'other-authorization-id' | 'invalid-credentials' | 'principal-changed'

/** What the client is told with error 58; Kafka's clients show it to their users. */
export const LOGIN_FAILURE_TEXT = {
  'malformed-token': 'Authentication failed: the SASL/PLAIN token is not made of three parts with a username and a password',
  'other-authorization-id': 'Authentication failed: the authorization id differs from the username',
  'invalid-credentials': 'Authentication failed: Invalid username or password',
  'principal-changed': 'Authentication failed: a re-authentication cannot change the principal',
} as const satisfies Record<LoginFailure, string>

/** Whoever tried, by the name that was given. */
export interface RefusedLogin {
  readonly failure: LoginFailure
  readonly username: string
}

interface PlainToken {
  readonly authorizationId: string
  readonly username: string
  readonly password: Buffer
}

/** Compared against when there is no such key, so that an unknown name takes the time of a wrong secret. */
const NOBODY: Credential = { principal: { type: 'User', name: '' }, tenant: null, salt: Buffer.alloc(16), hash: Buffer.alloc(32) }

/** Checks a token. Keys of another tenant are unknown on a listener that belongs to one. */
export function verifyPlain(
  token: Buffer,
  credentials: Credentials,
  listener: { readonly name: string; readonly tenant: string | null },
): Result<Identity, RefusedLogin> {
  const parsed = parseToken(token)
  if (parsed === null) return fail({ failure: 'malformed-token', username: '' })
  const { username } = parsed
  if (parsed.authorizationId !== '' && parsed.authorizationId !== username) return fail({ failure: 'other-authorization-id', username })

  const found = credentials.lookup(username, listener.name)
  const credential = found ?? NOBODY
  const matches = timingSafeEqual(hashSecret(parsed.password, credential.salt), credential.hash)
  const belongs = listener.tenant === null || credential.tenant === listener.tenant
  if (found === null || !matches || !belongs) return fail({ failure: 'invalid-credentials', username })
  return ok({ principal: credential.principal, tenant: listener.tenant ?? credential.tenant, username })
}

function parseToken(token: Buffer): PlainToken | null {
  const first = token.indexOf(0)
  const second = first === -1 ? -1 : token.indexOf(0, first + 1)
  if (second === -1 || token.indexOf(0, second + 1) !== -1) return null
  const username = token.toString('utf8', first + 1, second)
  const password = token.subarray(second + 1)
  if (username === '' || password.length === 0) return null
  return { authorizationId: token.toString('utf8', 0, first), username, password }
}
