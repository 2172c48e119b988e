import { isIP } from 'node:net'
import { type NodeId, type Result, fail, ok } from '@leat/base'
import type { ClusterPlan } from '@leat/control'
import { planPorts, type PortPlan, type PortWish } from './ports.ts'
import type { StartProblem } from './problem.ts'

export interface ListenerOptions {
  readonly brokers: 1 | 3
  readonly ports: PortWish
  /** A further address for SASL_SSL, and for the control plane with `tls`; null: loopback only. */
  readonly bind: string | null
  /** The host that clients of SASL_SSL are told; null: localhost, or the bound address. */
  readonly advertise: string | null
  readonly plaintext: boolean
  /** False: the first cluster has PLAINTEXT alone. */
  readonly saslSsl: boolean
  /** The control plane speaks HTTPS. */
  readonly tls: boolean
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

/** Where a platform listens; each cluster's listeners follow from it. */
export interface ListenerPlan {
  readonly ports: PortPlan
  readonly plaintext: boolean
  readonly saslSsl: boolean
  readonly loopback: readonly string[]
  readonly saslHosts: readonly string[]
  readonly saslAdvertised: string
  /** Of the control plane: its addresses, and the host that answers name. */
  readonly controlHosts: readonly string[]
  readonly controlAdvertised: string
  readonly controlTls: boolean
}

export function planListeners(options: ListenerOptions): Result<ListenerPlan, StartProblem> {
  const { brokers, bind, advertise, loopback6, plaintext, saslSsl, tls } = options
  const ports = planPorts(options.ports, brokers)
  if (!ports.ok) return ports
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
  return ok({
    ports: ports.value,
    plaintext,
    saslSsl,
    loopback,
    saslHosts,
    saslAdvertised,
    // Passwords and keys would cross the network in the clear.
    controlHosts: tls ? saslHosts : loopback,
    controlAdvertised: tls ? saslAdvertised : 'localhost',
    controlTls: tls,
  })
}

/** The first cluster has the operator's PLAINTEXT listeners too. */
export function listenersOf(plan: ListenerPlan, { brokers, first }: Pick<ClusterPlan, 'brokers' | 'first'>): readonly PlannedListener[] {
  return brokers.flatMap(({ node, port }, index): PlannedListener[] => {
    const saslSsl = { node, name: 'SASL_SSL', hosts: plan.saslHosts, port, advertisedHost: plan.saslAdvertised } as const
    if (!first || !plan.plaintext) return [saslSsl]
    const plaintextPort = plan.ports.plaintext[index] ?? 0
    const plaintext = { node, name: 'PLAINTEXT', hosts: plan.loopback, port: plaintextPort, advertisedHost: 'localhost' } as const
    return plan.saslSsl ? [plaintext, saslSsl] : [plaintext]
  })
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
