/**
 * The states of a connection, pure.
 *
 *     greeting --SaslHandshake--> authenticating --login--> open --SaslHandshake--> open, logging in again
 *         |                             |                    |                            |
 *         +--- PLAINTEXT starts open    +----- failed ----> draining <--- closed by us ---+
 *
 * A draining connection reads nothing more; what is in flight is answered, then it ends.
 */
import { unreachable } from '@leat/base'
import { ApiKey, type Principal } from '@leat/wire'

/** Who is at the other end, and the name it logged in with (null on listeners that ask nobody). */
export interface Identity {
  readonly principal: Principal
  readonly tenant: string | null
  readonly username: string | null
}

/** The version of SaslHandshake decides how tokens travel: bare frames after v0, SaslAuthenticate requests after v1. */
export type HandshakeVersion = 0 | 1

export type ConnectionState =
  | { readonly phase: 'greeting' }
  | { readonly phase: 'authenticating'; readonly handshake: HandshakeVersion }
  | {
      readonly phase: 'open'
      readonly identity: Identity
      /** Monotonic; null: the login holds for ever. */
      readonly expiresAtMs: number | null
      /** Set between SaslHandshake and login on an open connection (KIP-368). */
      readonly reauthenticating: HandshakeVersion | null
      /** When the last re-authentication began (monotonic), or null. */
      readonly reauthenticatedAtMs: number | null
    }
  | { readonly phase: 'draining' }

export type OpenState = ConnectionState & { readonly phase: 'open' }

export type Admission =
  | 'serve'
  /** Answered with ILLEGAL_SASL_STATE; the connection goes on. */
  | 'refuse-sasl'
  | 'close-unauthenticated'
  | 'close-sasl-state'
  | 'close-session-expired'
  /** Draining: nothing is read any more. */
  | 'ignore'

/** Kafka starts at most one re-authentication per second on a connection; others are answered as out of place. */
const REAUTHENTICATION_INTERVAL_MS = 1_000

export function greeting(): ConnectionState {
  return { phase: 'greeting' }
}

export function opened(identity: Identity, expiresAtMs: number | null): OpenState {
  return { phase: 'open', identity, expiresAtMs, reauthenticating: null, reauthenticatedAtMs: null }
}

/** Whether a request of this API may be executed now. `nowMs` is monotonic. */
export function admits(state: ConnectionState, apiKey: number, nowMs: number): Admission {
  switch (state.phase) {
    case 'greeting':
      return apiKey === ApiKey.ApiVersions || apiKey === ApiKey.SaslHandshake ? 'serve' : 'close-unauthenticated'
    case 'authenticating':
      return apiKey === ApiKey.SaslAuthenticate ? 'serve' : 'close-sasl-state'
    case 'open':
      return admitsOpen(state, apiKey, nowMs)
    case 'draining':
      return 'ignore'
    default:
      return unreachable(state)
  }
}

function admitsOpen(state: OpenState, apiKey: number, nowMs: number): Admission {
  if (state.reauthenticating !== null) return apiKey === ApiKey.SaslAuthenticate ? 'serve' : 'close-sasl-state'
  if (apiKey === ApiKey.SaslHandshake) return mayReauthenticate(state, nowMs) ? 'serve' : 'refuse-sasl'
  // KIP-368: once the login is over, only a new one is accepted.
  if (state.expiresAtMs !== null && nowMs >= state.expiresAtMs) return 'close-session-expired'
  return apiKey === ApiKey.SaslAuthenticate ? 'refuse-sasl' : 'serve'
}

function mayReauthenticate(state: OpenState, nowMs: number): boolean {
  if (state.identity.username === null) return false
  return state.reauthenticatedAtMs === null || nowMs - state.reauthenticatedAtMs >= REAUTHENTICATION_INTERVAL_MS
}

/** After an accepted SaslHandshake. */
export function shakenHands(state: ConnectionState, handshake: HandshakeVersion, nowMs: number): ConnectionState {
  if (state.phase === 'open') return { ...state, reauthenticating: handshake, reauthenticatedAtMs: nowMs }
  return { phase: 'authenticating', handshake }
}

/** True when the next frame is a bare SASL token without any header. */
export function expectsRawToken(state: ConnectionState): boolean {
  if (state.phase === 'authenticating') return state.handshake === 0
  return state.phase === 'open' && state.reauthenticating === 0
}

/** After a verified login; null when somebody else logged in than the connection belongs to, which Kafka refuses (KIP-368). */
export function loggedIn(state: ConnectionState, identity: Identity, expiresAtMs: number | null): ConnectionState | null {
  if (state.phase !== 'open') return opened(identity, expiresAtMs)
  const before = state.identity
  const same = before.principal.type === identity.principal.type && before.principal.name === identity.principal.name
  return same && before.tenant === identity.tenant ? { ...state, identity, expiresAtMs, reauthenticating: null } : null
}
