import type { Millis } from '@leat/base'
import type { LoginSession, User } from '../../entities.ts'
import { type ControlState, put, remove } from '../../state.ts'
import { accept, type Decided, refuse } from '../decision.ts'
import { fail } from '@leat/base'
import type { Problem } from '@leat/rest'
import { hashRefreshToken, isRefreshToken, sessionOfRefreshToken } from './refresh-token.ts'

/** Logins of one user at the same time; a further one ends the oldest. */
export const SESSIONS_PER_USER_MAX = 100

/** The same whatever was wrong: nobody learns which e-mails have an account. */
export const WRONG_LOGIN: Problem = { status: 403, detail: 'Incorrect e-mail, password, or organization' }
const OVER: Problem = { status: 401, detail: 'The session is over, or its refresh token was used already: log in again' }

export interface NewSession {
  readonly id: string
  readonly refreshToken: string
  readonly nowMs: Millis
  readonly idleMs: Millis
}

/** `user` as its password was checked: gone or changed since, and the login is as wrong as any. */
export function decideLogin(
  state: ControlState,
  user: User,
  { id, refreshToken, nowMs, idleMs }: NewSession,
): Decided<{ session: LoginSession; user: User }> {
  const current = state.user.get(user.id)
  if (current?.password.hash !== user.password.hash) return refuse(fail(WRONG_LOGIN))
  const own = [...state.session.values()].filter((one) => one.user === user.id)
  const over = own.filter((one) => Date.parse(one.expiresAt) <= nowMs)
  const live = own.filter((one) => !over.includes(one)).toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))
  const ended = [...over, ...live.slice(0, Math.max(0, live.length - SESSIONS_PER_USER_MAX + 1))]
  const at = new Date(nowMs).toISOString()
  const session: LoginSession = {
    id,
    organization: current.organization,
    user: current.id,
    tokenHash: hashRefreshToken(refreshToken),
    expiresAt: new Date(nowMs + idleMs).toISOString(),
    createdAt: at,
    updatedAt: at,
  }
  return accept({ session, user: current }, ...ended.map((one) => remove('session', one.id)), put('session', session))
}

export interface Refresh extends Omit<NewSession, 'id'> {
  /** The token that is used up. */
  readonly used: string
  readonly organization: string | null
}

export function decideRefresh(
  state: ControlState,
  { used, organization, refreshToken, nowMs, idleMs }: Refresh,
): Decided<{ session: LoginSession; user: User }> {
  const session = state.session.get(sessionOfRefreshToken(used) ?? '')
  if (session === undefined || !isRefreshToken(used, session.tokenHash)) return refuse(fail(OVER))
  const user = state.user.get(session.user)
  const isElsewhere = organization !== null && organization !== session.organization
  if (user === undefined || isElsewhere || Date.parse(session.expiresAt) <= nowMs) return refuse(fail(OVER))
  const renewed: LoginSession = {
    ...session,
    tokenHash: hashRefreshToken(refreshToken),
    expiresAt: new Date(nowMs + idleMs).toISOString(),
    updatedAt: new Date(nowMs).toISOString(),
  }
  return accept({ session: renewed, user }, put('session', renewed))
}
