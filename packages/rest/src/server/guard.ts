import type { HttpRequest } from '../http.ts'
import type { Problem } from '../problem.ts'

export interface GuardOptions {
  /** Names that this server answers to: `localhost`, `127.0.0.1`, `[::1]` with any port, or `leat.example:9021` with that port only. */
  readonly allowedHosts: readonly string[]
  /** Pages of other origins that may call it: `https://console.example`. The server's own origin always may. */
  readonly allowedOrigins: readonly string[]
}

export type Verdict =
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** A browser asks whether it may; the answer is in the headers. */
  | { readonly kind: 'preflight'; readonly headers: Readonly<Record<string, string>> }
  /** The headers go out with the answer. */
  | { readonly kind: 'passed'; readonly headers: Readonly<Record<string, string>> }

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(:\d{1,5})?$/
const ALLOWED_REQUEST_HEADERS = 'authorization, content-type, accept, confluent-identity-pool-id, target-sr-cluster'
const EXPOSED_HEADERS = 'x-request-id, location, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset'
const PREFLIGHT_SECONDS = 600

/** No headers beside the answer's own: all but browsers of other origins get none. */
export const NONE: Readonly<Record<string, string>> = {}
const PASSED: Verdict = { kind: 'passed', headers: NONE }

/**
 * A page in a browser can reach what listens on loopback. Under a name of its own that it lets point here (DNS rebinding) it would even be of the same
 * origin: hence the list of hosts. With its own origin it says so in `Origin`: hence the list of origins.
 */
export function guardOf({
  allowedHosts,
  allowedOrigins,
}: GuardOptions): (request: Pick<HttpRequest, 'method' | 'headers' | 'scheme'>) => Verdict {
  const hosts = new Set(allowedHosts.map((host) => host.toLowerCase()))
  const origins = new Set(allowedOrigins.map((origin) => origin.toLowerCase()))

  // Nearly all requests name the same one.
  let lastText = ''
  let lastHost: RegExpExecArray | null = null
  const hostOf = (text: string): RegExpExecArray | null => {
    if (text !== lastText) {
      lastHost = HOST.exec(text.toLowerCase())
      lastText = text
    }
    return lastHost
  }

  return ({ method, headers, scheme }) => {
    const host = hostOf(headers['host'] ?? '')
    if (host === null) return refused(400, 'The request needs one Host header with a host name and a port')
    const [, name = '', port = ''] = host
    if (!hosts.has(name) && !hosts.has(name + port)) {
      return refused(
        403,
        `This server does not answer to the name in the Host header. Use ${allowedHosts.join(' or ')}, or add the name to its allowed hosts`,
      )
    }
    const origin = headers['origin']?.toLowerCase()
    if (origin === undefined || origin === `${scheme}://${name}${port}`) return PASSED
    if (!origins.has(origin)) {
      return refused(403, 'Pages of that origin may not call this server. Add the origin to its allowed origins')
    }
    const cors = { 'access-control-allow-origin': origin, vary: 'origin' }
    if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) return preflight(cors)
    return { kind: 'passed', headers: { ...cors, 'access-control-expose-headers': EXPOSED_HEADERS } }
  }
}

function refused(status: number, detail: string): Verdict {
  return { kind: 'refused', problem: { status, detail } }
}

function preflight(cors: Readonly<Record<string, string>>): Verdict {
  return {
    kind: 'preflight',
    headers: {
      ...cors,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': ALLOWED_REQUEST_HEADERS,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    },
  }
}
