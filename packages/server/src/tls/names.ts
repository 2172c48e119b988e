import { isIP } from 'node:net'
import { isLoopback } from '../platform/listeners.ts'

/** Names every server certificate carries. */
const SERVER_NAMES = ['localhost', '127.0.0.1', '::1'] as const

/**
 * What a CA of ours may vouch for (RFC 5280 name constraints), and nothing else: whoever steals its key, or forgets it in a trust store,
 * endangers this machine's own loopback only.
 */
const PERMITTED_NAMES = ['localhost', '127.0.0.0/8', '::1/128'] as const

/** `advertised`: hosts that clients are told; loopback ones add nothing. */
export function serverNames(advertised: readonly string[]): readonly string[] {
  return unique([...SERVER_NAMES, ...advertised.map((host) => host.toLowerCase())])
}

export function permittedNames(advertised: readonly string[]): readonly string[] {
  const beyond = advertised.filter((host) => !isLoopback(host)).map((host) => host.toLowerCase())
  return unique([...PERMITTED_NAMES, ...beyond.map((host) => (isIP(host) === 0 ? host : `${host}/${isIP(host) === 4 ? 32 : 128}`))])
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
