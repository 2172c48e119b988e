import {
  assert,
  type Clock,
  type Fs,
  type Link,
  type Logger,
  type Meter,
  type Millis,
  type Net,
  NetError,
  type Random,
  unreachable,
} from '@leat/base'
import { type Credential, type CredentialTable, credentialTable, type Edge, type Listener, openEdge } from '@leat/edge'
import { type Engine, JournalUnreadable, openEngine } from '@leat/engine'
import type { Backend } from '@leat/wire'
import { ADMIN } from './admin.ts'
import type { PlannedListener } from './listeners.ts'
import type { BoundListener, CredentialFact, DataStart, FromData, ToData } from './messages.ts'
import type { StartProblem } from './problem.ts'

export interface DataPorts {
  readonly fs: Fs
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  /** Stands between edge and engine: how a test kit sees requests and answers them itself. */
  readonly intercept?: (engine: Backend) => Backend
}

export interface DataService {
  /** Open connections of clients; 0 before the listeners are open. */
  readonly connections: number
}

/** The data side of a platform: engine and edge of its brokers, steered over a link. `ended` is called when everything is closed. */
export function serveDataHost(link: Link<ToData, FromData>, ports: DataPorts, ended: () => void): DataService {
  let running: Promise<DataHost> | null = null
  let edge: Edge | null = null
  link.onMessage((message) => {
    switch (message.type) {
      case 'start':
        running = openDataHost(message.start, ports)
        running.then(
          (host) => {
            edge = host.edge
            link.send({ type: 'ready', listeners: host.listeners })
          },
          (error: unknown) => {
            const problem = problemOf(error)
            link.send(problem === null ? { type: 'failed', message: describe(error) } : { type: 'refused', problem })
            ended()
          },
        )
        return
      case 'credentials':
        running?.then((host) => host.replaceCredentials(message.credentials)).catch(() => {})
        return
      case 'drain':
        if (running === null) return ended()
        running
          .then((host) => host.close(message.deadlineMs))
          .then(
            () => link.send({ type: 'stopped' }),
            (error: unknown) => link.send({ type: 'failed', message: describe(error) }),
          )
          .finally(ended)
        return
      default:
        unreachable(message)
    }
  })
  return {
    get connections() {
      return edge?.connections ?? 0
    },
  }
}

export interface DataHost {
  readonly engine: Engine
  readonly edge: Edge
  readonly listeners: readonly BoundListener[]
  replaceCredentials(facts: readonly CredentialFact[]): void
  close(deadlineMs: Millis): Promise<void>
}

export async function openDataHost(start: DataStart, ports: DataPorts): Promise<DataHost> {
  const { cluster, dir, durability } = start
  const { fs, net, clock, logger, meter } = ports
  const nodes = [...new Set(start.listeners.map((listener) => listener.node))]
  const random = start.seed === null ? ports.random : await seeded(start.seed)
  const engine = await openEngine({ fs, dir, clock, random, logger, meter, clusterId: cluster, nodes, durability })

  const credentials = credentialTable()
  replaceCredentials(credentials, [], start.credentials)
  let known = start.credentials
  // A client may connect while further listeners are still being opened.
  let bound: readonly BoundListener[] = start.listeners
  let edge: Edge | null = null
  let opened: Edge
  try {
    opened = edge = await openEdge({
      net,
      clock,
      random: ports.random,
      logger,
      meter,
      backend: ports.intercept?.(engine) ?? engine,
      nodes: nodes.map((node) => ({
        node,
        listeners: start.listeners.filter((planned) => planned.node === node).map((planned) => listenerOf(planned, start)),
      })),
      credentials,
      addresses: (name, node) => {
        const found = bound.find((listener) => listener.name === name && listener.node === node)
        return found === undefined ? null : { host: found.advertisedHost, port: found.port }
      },
    })
    bound = start.listeners.map((planned) => asBound(planned, opened))
  } catch (error) {
    await edge?.close()
    await engine.close()
    throw error
  }
  return {
    engine,
    edge: opened,
    listeners: bound,
    replaceCredentials(facts) {
      replaceCredentials(credentials, known, facts)
      known = facts
    },
    async close(deadlineMs) {
      await opened.drain(deadlineMs)
      await engine.close()
    },
  }
}

/** The edge goes on without ::1, which many containers lack; an address that somebody asked for must be there. */
function asBound(planned: PlannedListener, edge: Edge): BoundListener {
  const found = edge.bound.find((bound) => bound.listener === planned.name && bound.node === planned.node)
  assert(found !== undefined, `listener ${planned.name} of node ${planned.node} is open`)
  const absent = planned.hosts.find((host) => host !== '::1' && !found.hosts.includes(host))
  if (absent !== undefined)
    throw new NetError('EADDRNOTAVAIL', `${absent} is not an address of this machine`, { address: absent, port: found.port })
  return { ...planned, hosts: found.hosts, port: found.port }
}

function listenerOf({ name, hosts, port }: PlannedListener, { tls, cluster }: DataStart): Listener {
  const listener = { name, protocol: name, hosts, port, tenant: cluster }
  return name === 'PLAINTEXT' ? { ...listener, principal: ADMIN } : { ...listener, tls }
}

function replaceCredentials(table: CredentialTable, before: readonly CredentialFact[], after: readonly CredentialFact[]): void {
  for (const { username } of before) if (!after.some((fact) => fact.username === username)) table.revoke(username)
  for (const fact of after) table.set(fact.username, credentialOf(fact))
}

function credentialOf({ principal, tenant, salt, hash }: CredentialFact): Credential {
  return { principal, tenant, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

async function seeded(seed: string): Promise<Random> {
  const { seededRandom } = await import('@leat/base/sim')
  return seededRandom(seed)
}

/** Null: a fault. */
function problemOf(error: unknown): StartProblem | null {
  if (error instanceof JournalUnreadable) return { kind: 'data-refused', reason: error.message }
  if (!(error instanceof NetError)) return null
  // Where it happened stands in the system's own error.
  const { address: host = 'this machine', port = 0 } = (error.cause ?? {}) as { readonly address?: string; readonly port?: number }
  switch (error.code) {
    case 'EADDRINUSE':
      return { kind: 'port-busy', host, port, holder: null }
    case 'EADDRNOTAVAIL':
      return { kind: 'address-unavailable', host, port }
    case 'EACCES':
      return { kind: 'port-forbidden', host, port }
    case 'ECONNREFUSED':
    case 'EOTHER':
      return null
    default:
      return unreachable(error.code)
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
