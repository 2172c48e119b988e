/** The three APIs that the edge answers itself: ApiVersions, SaslHandshake, SaslAuthenticate. Pure, apart from looking up a key. */
import type { Millis } from '@leat/base'
import { type Api, ApiKey, decodeRequest, ErrorCode, isValidVersion, type RequestHeader, WireError } from '@leat/wire'
import { SaslHandshake } from '@leat/wire/messages/17-sasl-handshake'
import { ApiVersions, type ApiVersionsRequest } from '@leat/wire/messages/18-api-versions'
import { SaslAuthenticate } from '@leat/wire/messages/36-sasl-authenticate'
import type { ApiVersionsAnswer } from './api-versions.ts'
import { type ConnectionState, loggedIn, shakenHands } from './connection-state.ts'
import type { Credentials } from './credentials.ts'
import type { CloseCause } from './events.ts'
import type { Listener } from './listener.ts'
import { LOGIN_FAILURE_TEXT, type LoginFailure, verifyPlain } from './sasl/plain.ts'

const MECHANISMS = ['PLAIN']

export interface OwnApis {
  readonly apiVersions: (version: number, body: () => ApiVersionsRequest) => ApiVersionsAnswer
  readonly credentials: Credentials
  readonly reauthMs: Millis | null
}

export interface Response {
  readonly api: Api
  readonly version: number
  readonly message: unknown
}

export type OwnAnswer =
  /** `response` is null for a token that came bare: it is answered with an empty frame. */
  | { readonly kind: 'answer'; readonly response: Response | null; readonly next: ConnectionState }
  /** Held back a while, then answered (unless the token came bare), then closed. */
  | {
      readonly kind: 'fail'
      readonly response: Response | null
      readonly cause: CloseCause
      readonly label: LoginFailure | 'unsupported-mechanism'
      /** The name that was given; null where there was no token. */
      readonly username: string | null
    }

export function isOwn(apiKey: number): boolean {
  return apiKey === ApiKey.ApiVersions || apiKey === ApiKey.SaslHandshake || apiKey === ApiKey.SaslAuthenticate
}

/** Answers a request that `admits` lets through. Throws `WireError` when its body is malformed or, but for ApiVersions, its version unknown. */
export function answerOwn(
  own: OwnApis,
  state: ConnectionState,
  listener: Listener,
  header: RequestHeader,
  frame: Buffer,
  nowMs: number,
): OwnAnswer {
  const { apiVersion: version, bodyOffset } = header
  switch (header.apiKey) {
    case ApiKey.ApiVersions: {
      const answer = own.apiVersions(version, () => decodeRequest(ApiVersions, version, frame, bodyOffset))
      return { kind: 'answer', response: { api: ApiVersions, ...answer }, next: state }
    }
    case ApiKey.SaslHandshake: {
      const { mechanism } = decodeRequest(SaslHandshake, version, frame, bodyOffset)
      const known = MECHANISMS.includes(mechanism)
      const errorCode = known ? ErrorCode.NONE : ErrorCode.UNSUPPORTED_SASL_MECHANISM
      const response: Response = { api: SaslHandshake, version, message: { errorCode, mechanisms: MECHANISMS } }
      if (!known) return { kind: 'fail', response, cause: 'unsupported-mechanism', label: 'unsupported-mechanism', username: null }
      return { kind: 'answer', response, next: shakenHands(state, version === 0 ? 0 : 1, nowMs) }
    }
    default: {
      const { authBytes } = decodeRequest(SaslAuthenticate, version, frame, bodyOffset)
      return answerToken(own, state, listener, authBytes, version, nowMs)
    }
  }
}

/** Answers a SASL token: the body of SaslAuthenticate of this version, or a bare frame (version null, after SaslHandshake v0). */
export function answerToken(
  own: OwnApis,
  state: ConnectionState,
  listener: Listener,
  token: Buffer,
  version: number | null,
  nowMs: number,
): OwnAnswer {
  const respond = (message: unknown): Response | null => (version === null ? null : { api: SaslAuthenticate, version, message })
  const failed = (label: LoginFailure, username: string): OwnAnswer => ({
    kind: 'fail',
    response: respond({ errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED, errorMessage: LOGIN_FAILURE_TEXT[label], authBytes: EMPTY }),
    cause: 'login-failed',
    label,
    username,
  })
  const verified = verifyPlain(token, own.credentials, listener)
  if (!verified.ok) return failed(verified.error.failure, verified.error.username)
  const next = loggedIn(state, verified.value, own.reauthMs === null ? null : nowMs + own.reauthMs)
  if (next === null) return failed('principal-changed', verified.value.username ?? '')
  return {
    kind: 'answer',
    response: respond({ errorCode: ErrorCode.NONE, errorMessage: null, authBytes: EMPTY, sessionLifetimeMs: own.reauthMs ?? 0 }),
    next,
  }
}

/** A SASL request where none belongs: an authenticated connection, a listener that asks nobody. The connection goes on. */
export function refuseSasl(header: RequestHeader): Response {
  const { api, apiVersion: version } = header
  if (!isValidVersion(api.versions, version)) throw new WireError('unsupported-version', `${api.name} has no version ${version}`)
  const errorCode = ErrorCode.ILLEGAL_SASL_STATE
  if (api.key === ApiKey.SaslHandshake) return { api, version, message: { errorCode, mechanisms: [] } }
  return { api, version, message: { errorCode, errorMessage: 'SaslAuthenticate has no place on this connection now', authBytes: EMPTY } }
}

const EMPTY = Buffer.alloc(0)
