import type { AuditSink } from '@leat/access'
import {
  assert,
  type Clock,
  type Logger,
  type Meter,
  type Millis,
  type Net,
  type NetSocket,
  type NodeId,
  type Random,
  type Timer,
} from '@leat/base'
import type { Backend } from '@leat/wire'
import type { AclWriter } from './acls/acl-writer.ts'
import type { AddressBook } from './addresses.ts'
import { Admission } from './admission.ts'
import { apiVersionsOf, servedApis } from './api-versions.ts'
import type { Refusals } from './audit/refusals.ts'
import { authorizing } from './authorization/authorizing.ts'
import type { TopicView } from './authorization/topic-view.ts'
import { ByteBudget } from './byte-budget.ts'
import { Connection } from './connection.ts'
import type { EdgeContext } from './context.ts'
import type { Credentials } from './credentials.ts'
import { edgeReport, type Report } from './events.ts'
import type { FactTable } from './facts/fact-table.ts'
import { defaultEdgeLimits, type EdgeLimits } from './limits.ts'
import { checkListener, type Listener, type NodeListeners } from './listener.ts'
import { type BoundListener, openListener, type OpenListener } from './open-listeners.ts'
import { Limiter } from './quota/limiter.ts'
import { limiting } from './quota/limiting.ts'
import { Places } from './quota/places.ts'
import { noTraffic, type Traffic } from './quota/traffic.ts'
import { heldLogins } from './sasl/held-logins.ts'
import { loginThrottle } from './sasl/login-throttle.ts'

/** What makes an edge ask rules, keep caps and record what it decided. */
export interface EdgeAccess {
  /** The logical cluster (`lkc-…`) as audit events name it. */
  readonly cluster: string
  readonly facts: FactTable
  readonly topics: TopicView
  readonly audit: AuditSink
  readonly aclWriter: AclWriter
}

export interface EdgeOptions {
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly backend: Backend
  readonly nodes: readonly NodeListeners[]
  /** The keys that may log in, for an edge without `access`, where everybody who is known may do everything. */
  readonly credentials?: Credentials
  /** Facts, rules, caps and audit of the one cluster this edge serves. */
  readonly access?: EdgeAccess
  readonly addresses: AddressBook
  readonly limits?: Partial<EdgeLimits>
}

export interface Edge extends AsyncDisposable {
  readonly bound: readonly BoundListener[]
  /** Open connections. */
  readonly connections: number
  /** Counted on since it was opened. */
  readonly traffic: Readonly<Traffic>
  /** For callers within the process: with `access` they are asked, limited and recorded as connections are. */
  readonly backend: Backend
  /** The last refusals by principal; none without `access`. */
  readonly refusals: Refusals
  /**
   * From now on these are the listeners: new ones are open when this resolves; of those that are gone connections are drained as in `drain`; the others are
   * left alone, whatever their options. Throws as `openEdge` does: then nothing has changed. Calls must not overlap.
   */
  setNodes(nodes: readonly NodeListeners[], deadlineMs?: Millis): Promise<void>
  /** Accepts nothing more, answers what is in flight, ends all connections; after `deadlineMs` those that are left are cut. */
  drain(deadlineMs: Millis): Promise<void>
  /** Cuts everything. */
  close(): Promise<void>
}

const SWEEP_MS = 1_000
/** The time that connections of listeners that are gone have to end. */
const LEAVE_MS = 5_000

/** Opens all listeners or none. Throws `ListenerRefused` (a listener that must not be) and `NetError` (a busy port). */
export async function openEdge(options: EdgeOptions): Promise<Edge> {
  const edge = new OpenEdge(options)
  try {
    await edge.setNodes(options.nodes)
  } catch (error) {
    await edge.close()
    throw error
  }
  return edge
}

class OpenEdge implements Edge {
  readonly backend: Backend
  readonly refusals: Refusals
  readonly traffic: Traffic
  readonly #net: Net
  readonly #limits: EdgeLimits
  readonly #report: Report
  readonly #context: EdgeContext
  readonly #admission: Admission
  readonly #revocations: Disposable
  readonly #open = new Map<Connection, string>()
  readonly #listeners = new Map<string, OpenListener>()
  readonly #idPrefix: string
  readonly #waiting = new Set<() => void>()
  #connectionCount = 0
  #sweeping: Timer | null = null
  #stopped = false

  constructor(options: EdgeOptions) {
    const { clock, meter, access } = options
    const credentials = access?.facts.credentials ?? options.credentials
    assert(credentials !== undefined, 'an edge has credentials, its own or those among its facts')
    const authorized = access === undefined ? null : authorizingOf(options.backend, access, clock)
    const limiter = access === undefined ? null : new Limiter(access.facts, clock)
    const backend = authorized ?? options.backend
    this.traffic = noTraffic()
    this.backend = limiter === null ? backend : limiting(backend, { limiter, traffic: this.traffic, clock })
    this.refusals = authorized?.refusals ?? { last: () => [] }
    this.#net = options.net
    this.#limits = { ...defaultEdgeLimits, ...options.limits }
    this.#report = edgeReport(options.logger, meter, clock)
    this.#admission = new Admission(clock, this.#limits)
    this.#idPrefix = options.random.bytes(4).toString('hex')
    this.#context = {
      clock,
      backend,
      own: { apiVersions: apiVersionsOf(backend), credentials, reauthMs: this.#limits.reauthMs },
      apiOf: servedApis(backend),
      addresses: options.addresses,
      limits: this.#limits,
      budget: new ByteBudget(this.#limits.requestBytesInFlightMax),
      responses: { pendingBytes: 0 },
      throttle: loginThrottle(clock, this.#limits),
      held: heldLogins(credentials, clock, this.#limits),
      traffic: this.traffic,
      limiter,
      places: new Places(this.#limits, limiter),
      audit: access === undefined ? null : { sink: access.audit, cluster: access.cluster },
      report: this.#report,
    }
    this.#revocations = credentials.onRevoked((username) => {
      for (const connection of this.#open.keys()) if (connection.username === username) connection.cut('key-revoked')
    })
    meter.observe('edge_connections', () => this.#open.size)
    meter.observe('edge_request_bytes_in_flight', () => this.#context.budget.used)
    meter.observe('edge_response_bytes_pending', () => this.#context.responses.pendingBytes)
  }

  get connections(): number {
    return this.#open.size
  }

  get bound(): readonly BoundListener[] {
    return [...this.#listeners.values()].map(({ bound }) => bound)
  }

  async setNodes(nodes: readonly NodeListeners[], deadlineMs: Millis = LEAVE_MS): Promise<void> {
    const wanted = new Map(
      nodes.flatMap(({ node, listeners }) => listeners.map((listener) => [keyOf(node, listener), { node, listener }] as const)),
    )
    for (const { listener } of wanted.values()) checkListener(listener)
    const opened: (readonly [string, OpenListener])[] = []
    try {
      for (const [key, { node, listener }] of wanted) if (!this.#listeners.has(key)) opened.push([key, await this.#listen(node, listener)])
    } catch (error) {
      await Promise.all(opened.map(([, one]) => one.close()))
      throw error
    }
    const gone = [...this.#listeners.keys()].filter((key) => !wanted.has(key))
    for (const [key, one] of opened) this.#listeners.set(key, one)
    await this.#leave(gone, deadlineMs)
  }

  async drain(deadlineMs: Millis): Promise<void> {
    this.#stopped = true
    await this.#leave([...this.#listeners.keys()], deadlineMs)
    await this.close()
  }

  async close(): Promise<void> {
    this.#stopped = true
    const listeners = [...this.#listeners.values()]
    this.#listeners.clear()
    await Promise.all(listeners.map((listener) => listener.close()))
    for (const connection of this.#open.keys()) connection.cut('edge-closed')
    this.#sweeping?.cancel()
    this.#context.held.close()
    this.#revocations[Symbol.dispose]()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #listen(node: NodeId, listener: Listener): Promise<OpenListener> {
    const options = { net: this.#net, limits: this.#limits, report: this.#report }
    return openListener({ ...options, onSocket: (socket, on, of) => this.#accept(socket, on, of) }, node, listener)
  }

  /** Closes these listeners and ends their connections. */
  async #leave(keys: readonly string[], deadlineMs: Millis): Promise<void> {
    const leaving = keys.map((key) => this.#listeners.get(key)!)
    for (const key of keys) this.#listeners.delete(key)
    await Promise.all(leaving.map((listener) => listener.close()))
    const theirs = (): Connection[] => [...this.#open].flatMap(([connection, key]) => (keys.includes(key) ? [connection] : []))
    for (const connection of theirs()) connection.close('drained')
    if (theirs().length === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = (): void => void (theirs().length === 0 && resolve())
    this.#waiting.add(look)
    using _deadline = this.#context.clock.after(deadlineMs, () => theirs().forEach((connection) => connection.cut('edge-closed')))
    await promise
    this.#waiting.delete(look)
  }

  #accept(socket: NetSocket, listener: Listener, node: NodeId): void {
    const address = socket.remoteAddress
    const { places } = this.#context
    const isAsked = listener.protocol !== 'PLAINTEXT'
    const refusal = (isAsked ? places.refusal() : null) ?? this.#admission.enter(address)
    if (refusal !== null) {
      this.#report.refused(refusal, { listener: listener.name, remote: address })
      socket.destroy()
      return
    }
    const id = `${this.#idPrefix}-${++this.#connectionCount}`
    const connection = new Connection(this.#context, socket, listener, node, id, (gone) => {
      this.#open.delete(gone)
      this.#admission.left(address)
      places.left(gone)
      for (const look of this.#waiting) look()
    })
    this.#open.set(connection, keyOf(node, listener))
    if (isAsked) places.wait(connection)
    this.#report.count('edge_connections_accepted')
    if (this.#stopped) connection.close('drained')
    this.#armSweep()
  }

  #armSweep(): void {
    this.#sweeping ??= this.#context.clock.after(SWEEP_MS, () => {
      this.#sweeping = null
      const nowMs = this.#context.clock.monotonic()
      for (const connection of this.#open.keys()) connection.sweep(nowMs)
      if (this.#open.size > 0) this.#armSweep()
    })
  }
}

function authorizingOf(backend: Backend, { cluster, facts, topics, audit, aclWriter }: EdgeAccess, clock: Clock) {
  return authorizing({
    backend,
    cluster,
    rules: facts.rules,
    topics,
    acls: aclWriter,
    audit,
    clock,
    limits: () => facts.limits,
    configRules: () => facts.configRules,
  })
}

function keyOf(node: NodeId, listener: Listener): string {
  return `${node} ${listener.name}`
}
