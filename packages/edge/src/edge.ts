import {
  type Clock,
  type Logger,
  type Meter,
  type Millis,
  type Net,
  NetError,
  type NetListener,
  type NetSocket,
  type NodeId,
  type Random,
  type Timer,
} from '@leat/base'
import type { Backend } from '@leat/wire'
import type { AddressBook } from './addresses.ts'
import { Admission } from './admission.ts'
import { apiVersionsOf, servedApis } from './api-versions.ts'
import { ByteBudget } from './byte-budget.ts'
import { Connection } from './connection.ts'
import type { EdgeContext } from './context.ts'
import type { Credentials } from './credentials.ts'
import { edgeReport, guessHandshake, refusalOf, type Report } from './events.ts'
import { defaultEdgeLimits, type EdgeLimits } from './limits.ts'
import { checkListener, type Listener, type NodeListeners } from './listener.ts'
import { loginThrottle } from './sasl/login-throttle.ts'

export interface EdgeOptions {
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly backend: Backend
  readonly nodes: readonly NodeListeners[]
  readonly credentials: Credentials
  readonly addresses: AddressBook
  readonly limits?: Partial<EdgeLimits>
}

/** Where a listener really listens. */
export interface BoundListener {
  readonly node: NodeId
  readonly listener: string
  /** Those of the configured hosts that this machine has. */
  readonly hosts: readonly string[]
  readonly port: number
}

export interface Edge extends AsyncDisposable {
  readonly bound: readonly BoundListener[]
  /** Open connections. */
  readonly connections: number
  /** Accepts nothing more, answers what is in flight, ends all connections; after `deadlineMs` those that are left are cut. */
  drain(deadlineMs: Millis): Promise<void>
  /** Cuts everything. */
  close(): Promise<void>
}

const SWEEP_MS = 1_000
/** A port that is free on one address may be taken on the next; with port 0 another one is tried. */
const PORT_ATTEMPTS = 10

/** Opens all listeners or none. Throws `ListenerRefused` (a listener that must not be) and `NetError` (a busy port). */
export async function openEdge(options: EdgeOptions): Promise<Edge> {
  for (const { listeners } of options.nodes) for (const listener of listeners) checkListener(listener)
  const edge = new OpenEdge(options)
  try {
    for (const { node, listeners } of options.nodes) for (const listener of listeners) await edge.listen(node, listener)
  } catch (error) {
    await edge.close()
    throw error
  }
  return edge
}

class OpenEdge implements Edge {
  readonly bound: BoundListener[] = []
  readonly #net: Net
  readonly #limits: EdgeLimits
  readonly #report: Report
  readonly #context: EdgeContext
  readonly #admission: Admission
  readonly #revocations: Disposable
  readonly #open = new Set<Connection>()
  readonly #listeners: NetListener[] = []
  readonly #idPrefix: string
  #connectionCount = 0
  #sweeping: Timer | null = null
  #stopped = false
  #onEmpty: (() => void) | null = null

  constructor(options: EdgeOptions) {
    const { clock, backend, credentials, meter } = options
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
      report: this.#report,
    }
    this.#revocations = credentials.onRevoked((username) => {
      for (const connection of this.#open) if (connection.username === username) connection.cut('key-revoked')
    })
    meter.observe('edge_connections', () => this.#open.size)
    meter.observe('edge_request_bytes_in_flight', () => this.#context.budget.used)
    meter.observe('edge_response_bytes_pending', () => this.#context.responses.pendingBytes)
  }

  get connections(): number {
    return this.#open.size
  }

  async listen(node: NodeId, listener: Listener): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const opened: NetListener[] = []
      try {
        await this.#listenOnAll(node, listener, opened)
        this.#listeners.push(...opened)
        this.bound.push({ node, listener: listener.name, hosts: opened.map((one) => one.host), port: opened[0]!.port })
        return
      } catch (error) {
        await Promise.all(opened.map((one) => one.close()))
        const again = listener.port === 0 && opened.length > 0 && error instanceof NetError && error.code === 'EADDRINUSE'
        if (!again || attempt === PORT_ATTEMPTS) throw error
      }
    }
  }

  async #listenOnAll(node: NodeId, listener: Listener, opened: NetListener[]): Promise<void> {
    for (const [index, host] of listener.hosts.entries()) {
      const port = opened[0]?.port ?? listener.port
      try {
        opened.push(await this.#listenOn(node, listener, host, port))
      } catch (error) {
        const absent = error instanceof NetError && error.code === 'EADDRNOTAVAIL'
        const isLast = index === listener.hosts.length - 1
        // Many containers have no IPv6: one address that is there is enough.
        if (!absent || (isLast && opened.length === 0)) throw error
        this.#report.event('info', 'address-absent', { listener: listener.name, host })
      }
    }
  }

  #listenOn(node: NodeId, listener: Listener, host: string, port: number): Promise<NetListener> {
    const tls = listener.protocol === 'SASL_SSL' ? { tls: listener.tls!, handshakeTimeoutMs: this.#limits.tlsHandshakeMs } : {}
    return this.#net.listen(
      { host, port, connectionsMax: this.#limits.connectionsMax, ...tls },
      {
        onSocket: (socket) => this.#accept(socket, listener, node),
        onRefused: ({ reason, detail, remoteAddress }) => {
          const cause = refusalOf(reason)
          const guess = cause === 'tls-handshake' ? guessHandshake(detail) : undefined
          this.#report.refused(cause, { listener: listener.name, remote: remoteAddress, detail, guess })
        },
      },
    )
  }

  #accept(socket: NetSocket, listener: Listener, node: NodeId): void {
    const address = socket.remoteAddress
    const refusal = this.#admission.enter(address)
    if (refusal !== null) {
      this.#report.refused(refusal, { listener: listener.name, remote: address })
      socket.destroy()
      return
    }
    const id = `${this.#idPrefix}-${++this.#connectionCount}`
    const connection = new Connection(this.#context, socket, listener, node, id, (gone) => {
      this.#open.delete(gone)
      this.#admission.left(address)
      if (this.#open.size === 0) this.#onEmpty?.()
    })
    this.#open.add(connection)
    this.#report.count('edge_connections_accepted')
    if (this.#stopped) connection.close('drained')
    this.#armSweep()
  }

  #armSweep(): void {
    this.#sweeping ??= this.#context.clock.after(SWEEP_MS, () => {
      this.#sweeping = null
      const nowMs = this.#context.clock.monotonic()
      for (const connection of this.#open) connection.sweep(nowMs)
      if (this.#open.size > 0) this.#armSweep()
    })
  }

  async drain(deadlineMs: Millis): Promise<void> {
    await this.#stopListening()
    const empty = new Promise<void>((resolve) => (this.#onEmpty = resolve))
    for (const connection of this.#open) connection.close('drained')
    if (this.#open.size > 0) {
      using _deadline = this.#context.clock.after(deadlineMs, () => this.#cutAll())
      await empty
    }
    await this.close()
  }

  async close(): Promise<void> {
    await this.#stopListening()
    this.#cutAll()
    this.#sweeping?.cancel()
    this.#revocations[Symbol.dispose]()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #cutAll(): void {
    for (const connection of this.#open) connection.cut('edge-closed')
  }

  async #stopListening(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()))
  }
}
