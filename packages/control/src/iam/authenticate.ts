import type { Caller, KeyResource } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { type Authenticate, type Endpoint, type HttpRequest, type Problem, unauthenticated } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import { clusterName } from '../names.ts'
import type { ControlState } from '../state.ts'
import { isSecret, NOBODYS_SECRET } from './api-keys/secret.ts'
import { consoleToken } from '../console/cookie.ts'
import { readToken, type TokenClaims, type TokenKind } from './tokens/tokens.ts'

/** Longer headers hold no credentials of ours. */
const AUTHORIZATION_LENGTH_MAX = 4096

/** Which credentials an API takes, by `endpoint.api`; what is not listed is the control plane's. */
interface Takes {
  readonly keys: 'none' | 'cloud' | 'cluster' | 'registry'
  readonly tokens: readonly BearerKind[]
}
const CONTROL_PLANE: Takes = { keys: 'cloud', tokens: ['session'] }
const TAKES: ReadonlyMap<string, Takes> = new Map([
  ['kafka/v3', { keys: 'cluster', tokens: ['data-plane-token'] }],
  ['leat/kafka/v1', { keys: 'cluster', tokens: ['data-plane-token'] }],
  // The service itself says which registry is meant.
  ['schema-registry/v1', { keys: 'registry', tokens: ['data-plane-token', 'session'] }],
  ['v1', { keys: 'none', tokens: ['session'] }],
  ['mds', { keys: 'none', tokens: ['session'] }],
  ['leat/console/v1', { keys: 'none', tokens: ['session'] }],
])

/**
 * Who calls, from the `Authorization` header: Basic with an API key, or Bearer with a session or data-plane token; else from the console's cookie, which
 * all APIs take. No credentials: null.
 * Whatever is wrong with them, the answer is the same 401: an unknown key, a wrong secret, a key for something else.
 */
export function authenticate(context: ControlContext): Authenticate {
  return async (request, endpoint) => {
    const header = request.headers.authorization
    if (endpoint.access.kind === 'public') return ok(null)
    if (header === undefined) return await fromConsole(context, request)
    const takes = TAKES.get(endpoint.api) ?? CONTROL_PLANE
    const credentials = parseCredentials(header)
    const cluster = takes.keys === 'cluster' ? clusterOf(request, endpoint) : null
    const caller = credentials === null ? null : await callerOf(context, credentials, takes, cluster)
    // A request to the control plane is an event itself, which says who made it. One to Kafka REST is a login to that cluster besides.
    if (caller === null || takes.keys === 'cluster') recordLogin(context, request, { caller, credentials, cluster })
    return caller === null ? refused(takes) : ok(caller)
  }
}

/** A cookie that is no longer good is as none: the page shows its login. */
async function fromConsole(context: ControlContext, request: HttpRequest): Promise<Result<Caller | null, Problem>> {
  const token = consoleToken(request)
  const claims = token === null ? null : await readToken(context, 'console-session', token)
  return ok(claims === null ? null : callerOfClaims(context, claims, 'session'))
}

type Credentials =
  | { readonly kind: 'basic'; readonly key: string; readonly secret: string }
  | { readonly kind: 'bearer'; readonly token: string }

function parseCredentials(header: string): Credentials | null {
  if (header.length > AUTHORIZATION_LENGTH_MAX) return null
  const match = /^(basic|bearer) +([\w.~+/=-]+)$/i.exec(header.trim())
  if (match === null) return null
  const value = match[2]!
  if (match[1]!.toLowerCase() === 'bearer') return { kind: 'bearer', token: value }
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 1 ? null : { kind: 'basic', key: text.slice(0, colon), secret: text.slice(colon + 1) }
}

async function callerOf(context: ControlContext, credentials: Credentials, takes: Takes, cluster: string | null): Promise<Caller | null> {
  if (credentials.kind === 'bearer') return callerOfToken(context, credentials.token, takes.tokens)
  const { state } = context.store
  const key = state['api-key'].get(credentials.key)
  // The secret is compared in any case, so that an unknown key takes no less time.
  const isRight = isSecret(credentials.secret, key ?? NOBODYS_SECRET)
  if (key === undefined || !isRight || !opens(key.resource, takes, cluster)) return null
  if (key.resource.kind === 'kafka' && state.cluster.get(key.resource.id)?.organization !== key.organization) return null
  if (cluster !== null && state.cluster.get(cluster)?.organization !== key.organization) return null
  const kind = kindOf(state, key.owner, key.organization)
  return kind === null
    ? null
    : { ...callerBase(key.organization, key.owner), kind, via: { kind: 'api-key', key: key.id, resource: key.resource } }
}

function opens(resource: KeyResource, { keys }: Takes, cluster: string | null): boolean {
  switch (keys) {
    case 'none':
      return false
    case 'cloud':
      return resource.kind === 'cloud' || resource.kind === 'global'
    case 'registry':
      return resource.kind !== 'kafka'
    case 'cluster':
      return resource.kind === 'global' || (resource.kind === 'kafka' && (cluster === null || resource.id === cluster))
  }
}

/** What an `Authorization` header may carry. */
type BearerKind = Exclude<TokenKind, 'console-session'>

async function callerOfToken(context: ControlContext, token: string, kinds: readonly BearerKind[]): Promise<Caller | null> {
  for (const via of kinds) {
    const claims = await readToken(context, via, token)
    if (claims !== null) return callerOfClaims(context, claims, via)
  }
  return null
}

/** Null when the login has ended, or its user is gone. */
function callerOfClaims({ store: { state }, clock }: ControlContext, claims: TokenClaims, via: BearerKind): Caller | null {
  const session = state.session.get(claims.session)
  const isTheirs = session?.user === claims.user && session.organization === claims.organization
  if (!isTheirs || Date.parse(session.expiresAt) <= clock.now() || kindOf(state, claims.user, claims.organization) !== 'user') return null
  return { ...callerBase(claims.organization, claims.user), kind: 'user', via: { kind: via } }
}

/** Null when the organization has nobody of that id. */
function kindOf(state: ControlState, id: string, organization: string): Caller['kind'] | null {
  if (state.user.get(id)?.organization === organization) return 'user'
  return state['service-account'].get(id)?.organization === organization ? 'service-account' : null
}

function callerBase(organization: string, id: string): Pick<Caller, 'organization' | 'id' | 'principal'> {
  return { organization, id, principal: `User:${id}` }
}

/** The `{cluster_id}` of the path, counted from its end: a prefix before the endpoint's own path does not matter. */
function clusterOf(request: HttpRequest, { path }: Endpoint): string | null {
  const template = path.split('/')
  const at = template.indexOf('{cluster_id}')
  if (at === -1) return null
  const segments = request.path.split('/')
  const segment = segments[segments.length - template.length + at] ?? ''
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Terraform looks for the words "invalid API key". */
function refused({ keys }: Takes): Result<never, Problem> {
  if (keys === 'none') return fail(unauthenticated('The token is not valid, or the session is over: log in again'))
  const takes = keys === 'cluster' ? 'an API key of this cluster, a global one' : 'a Cloud API key (not the key of a cluster)'
  const detail = `invalid API key: this API takes ${takes} or a token that is still valid`
  return fail({
    ...unauthenticated(detail),
    headers: { 'www-authenticate': 'Basic error="invalid_key", error_description="The API Key is invalid"' },
  })
}

interface Login {
  /** Null: refused. */
  readonly caller: Caller | null
  readonly credentials: Credentials | null
  /** As the path names it; null: none. */
  readonly cluster: string | null
}

/** Key ids are no secrets, but what was sent as one may be: only those that look like one are written down. */
function recordLogin({ audit, clock, store: { state } }: ControlContext, request: HttpRequest, login: Login): void {
  const { caller, credentials } = login
  const identity = credentials?.kind === 'basic' && /^[A-Z2-7]{16}$/.test(credentials.key) ? credentials.key : null
  const organization =
    caller?.organization ??
    (identity === null ? undefined : state['api-key'].get(identity)?.organization) ??
    state.organization.keys().next().value
  const cluster = state.cluster.get(login.cluster ?? '')
  audit.record({
    kind: 'control',
    atMs: clock.now(),
    organization: organization ?? '',
    method: cluster === undefined ? 'Authentication' : 'kafka.Authentication',
    caller,
    identity,
    resource: cluster === undefined ? null : crn(clusterName(cluster)),
    modifies: false,
    granted: caller !== null,
    status: caller === null ? 'FAILURE' : 'SUCCESS',
    data: {},
    requestId: request.id,
    clientAddress: request.remoteAddress,
  })
}
