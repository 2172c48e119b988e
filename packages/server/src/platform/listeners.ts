import { isIP } from 'node:net'
import { type NodeId, type Result, fail, ok } from '@leat/base'
import type { StartProblem } from './problem.ts'

/**
 * Ports of broker N (1 to 3) from a base of 9092: plaintext base + 2(N-1), SASL_SSL the one after it. So 9092 and 9093, then 9094 and 9095,
 * then 9096 and 9097.
 */
export const PORT_BASE = 9092

export interface ListenerOptions {
  readonly brokers: 1 | 3
  /** The first port, or free ones. */
  readonly ports: number | 'auto'
  /** A further address for SASL_SSL; null: loopback only. */
  readonly bind: string | null
  /** The host that clients of SASL_SSL are told; null: localhost, or the bound address. */
  readonly advertise: string | null
  readonly plaintext: boolean
  /** Whether this machine has ::1. */
  readonly loopback6: boolean
}

export interface PlannedListener {
  readonly node: NodeId
  readonly name: 'PLAINTEXT' | 'SASL_SSL'
  readonly hosts: readonly string[]
  /** 0: the system chooses, the same for all hosts. */
  readonly port: number
  readonly advertisedHost: string
}

export function planListeners(options: ListenerOptions): Result<readonly PlannedListener[], StartProblem> {
  const { brokers, ports, bind, advertise, loopback6 } = options
  const portMax = 65_536 - 2 * brokers
  if (ports !== 'auto' && !(Number.isInteger(ports) && ports >= 1 && ports <= portMax)) {
    return fail({ kind: 'bad-address', option: '--ports', value: String(ports), wanted: `auto, or a number from 1 to ${portMax}` })
  }
  if (bind !== null && bind !== 'localhost' && isIP(bind) === 0) {
    return fail({ kind: 'bad-address', option: '--bind', value: bind, wanted: 'an IP address of this machine, or 0.0.0.0 for all' })
  }
  if (advertise !== null && !isHost(advertise)) {
    return fail({ kind: 'bad-address', option: '--advertise', value: advertise, wanted: 'a host name or an IP address, without a port' })
  }
  if (bind !== null && isWildcard(bind) && advertise === null) return fail({ kind: 'advertise-missing', bind })

  const loopback = loopback6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']
  const saslHosts = bind === null || bind === 'localhost' ? loopback : withAddress(loopback, bind)
  const saslAdvertised = advertise ?? (bind === null || isLoopback(bind) ? 'localhost' : bind)
  const listeners: PlannedListener[] = []
  for (let node = 1; node <= brokers; node++) {
    const port = ports === 'auto' ? 0 : ports + 2 * (node - 1)
    if (options.plaintext) listeners.push({ node, name: 'PLAINTEXT', hosts: loopback, port, advertisedHost: 'localhost' })
    listeners.push({ node, name: 'SASL_SSL', hosts: saslHosts, port: port === 0 ? 0 : port + 1, advertisedHost: saslAdvertised })
  }
  return checkAuthenticated(listeners)
}

/** The last word on rule "closed by default", whatever the plan was made from. */
export function checkAuthenticated(listeners: readonly PlannedListener[]): Result<readonly PlannedListener[], StartProblem> {
  for (const { name, hosts } of listeners) {
    const open = name === 'PLAINTEXT' ? hosts.find((host) => !isLoopback(host)) : undefined
    if (open !== undefined) return fail({ kind: 'unauthenticated-off-loopback', listener: name, host: open })
  }
  return ok(listeners)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Client-side address of a listener: `host:port`, IPv6 in brackets. (The pattern behind `isIP` takes 9 ms to compile for a name, at every start.) */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function withAddress(loopback: readonly string[], bind: string): readonly string[] {
  if (bind === '0.0.0.0') return [bind, ...loopback.filter((host) => host === '::1')]
  // A listener on :: takes IPv4 too.
  if (isWildcard(bind)) return [bind]
  return loopback.includes(bind) ? loopback : [...loopback, bind]
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || (isIP(host) === 6 && /^[0:]+$/.test(host))
}

/** RFC 1123 names, underscores allowed because container networks have them. */
function isHost(text: string): boolean {
  return isIP(text) !== 0 || (text.length <= 253 && /^[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*$/i.test(text))
}
