import {
  type Clock,
  type Logger,
  type Meter,
  type Millis,
  type Net,
  NetError,
  type NetListener,
  type NetSocket,
  type Random,
  type TlsMaterial,
} from '@leat/base'
import type { HttpHandler } from '../http.ts'
import { Connection } from './connection.ts'
import type { HttpEngine } from './engine.ts'
import type { GuardOptions } from './guard.ts'
import { defaultHttpLimits, type HttpLimits } from './limits.ts'

export interface HttpOptions extends GuardOptions {
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly listen: {
    /** Addresses to bind, all with the same port; one that this machine does not have is left out while another is there. */
    readonly hosts: readonly string[]
    /** 0 lets the system choose, once for all hosts. */
    readonly port: number
    readonly tls?: TlsMaterial
  }
  /** Called with the first connection, and again with the next request should it have failed. */
  readonly handler: () => Promise<HttpHandler>
  readonly limits?: Partial<HttpLimits>
}

export interface HttpServer extends AsyncDisposable {
  readonly hosts: readonly string[]
  readonly port: number
  /** Open connections. */
  readonly connections: number
  /** Accepts nothing more, answers what has come, ends all connections; after `deadlineMs` those that are left are cut. */
  close(deadlineMs: Millis): Promise<void>
}

/** Places for those that come while others, cut for them, are still closing. */
const ARRIVING_MAX = 64
/** A port that is free on one address may be taken on the next; with port 0 another one is tried. */
const PORT_ATTEMPTS = 10

/**
 * Listens at once, but loads node:http and the handler only with the first connection: a platform that is used as a Kafka alone does not pay for them.
 * Throws `NetError` (a busy port).
 */
export async function openHttp(options: HttpOptions): Promise<HttpServer> {
  const server = new Server(options)
  await server.listen()
  return server
}

class Server implements HttpServer {
  readonly #options: HttpOptions
  readonly #limits: HttpLimits
  readonly #open = new Set<Connection>()
  #listeners: readonly NetListener[] = []
  #engine: Promise<HttpEngine> | null = null
  #handler: Promise<HttpHandler> | null = null
  #closing = false
  #onEmpty: (() => void) | null = null

  constructor(options: HttpOptions) {
    this.#options = options
    this.#limits = { ...defaultHttpLimits, ...options.limits }
    options.meter.observe('http_connections', () => this.#open.size)
  }

  get hosts(): readonly string[] {
    return this.#listeners.map(({ host }) => host)
  }

  get port(): number {
    return this.#listeners[0]!.port
  }

  get connections(): number {
    return this.#open.size
  }

  async listen(): Promise<void> {
    for (let attempt = 1; this.#listeners.length === 0; attempt++) {
      const opened: NetListener[] = []
      try {
        await this.#listenOnAll(opened)
        this.#listeners = opened
      } catch (error) {
        await Promise.all(opened.map((one) => one.close()))
        const again = this.#options.listen.port === 0 && opened.length > 0 && error instanceof NetError && error.code === 'EADDRINUSE'
        if (!again || attempt === PORT_ATTEMPTS) throw error
      }
    }
  }

  async close(deadlineMs: Millis): Promise<void> {
    this.#closing = true
    await Promise.all(this.#listeners.map((listener) => listener.close()))
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onEmpty = resolve
    for (const connection of this.#open) connection.close()
    if (this.#open.size === 0) return
    using _deadline = this.#options.clock.after(deadlineMs, () => this.#open.forEach((connection) => connection.cut('closing')))
    await promise
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close(0)
  }

  async #listenOnAll(opened: NetListener[]): Promise<void> {
    const { hosts, port } = this.#options.listen
    for (const [index, host] of hosts.entries()) {
      try {
        opened.push(await this.#listenOn(host, opened[0]?.port ?? port))
      } catch (error) {
        const absent = error instanceof NetError && error.code === 'EADDRNOTAVAIL'
        // Many containers have no IPv6: one address that is there is enough.
        if (!absent || (index === hosts.length - 1 && opened.length === 0)) throw error
        this.#options.logger.event('info', 'address-absent', { listener: 'http', host })
      }
    }
  }

  #listenOn(host: string, port: number): Promise<NetListener> {
    const { net, listen } = this.#options
    const tls = listen.tls === undefined ? {} : { tls: listen.tls, handshakeTimeoutMs: this.#limits.tlsHandshakeMs }
    return net.listen(
      { host, port, connectionsMax: this.#limits.connectionsMax + ARRIVING_MAX, ...tls },
      {
        onSocket: (socket) => this.#accept(socket),
        onRefused: ({ reason, detail, remoteAddress }) => this.#refused(reason, { detail, remote: remoteAddress }),
      },
    )
  }

  #refused(reason: string, fields: Readonly<Record<string, string>>): void {
    this.#options.meter.add('http_connections_refused', 1, reason)
    this.#options.logger.event('debug', 'http-connection-refused', { reason, ...fields })
  }

  #accept(socket: NetSocket): void {
    if (this.#closing || (this.#open.size >= this.#limits.connectionsMax && !this.#makeRoom())) {
      this.#refused(this.#closing ? 'closing' : 'too-many-connections', { remote: socket.remoteAddress })
      return socket.destroy()
    }
    const { clock, meter } = this.#options
    const connection = new Connection(socket, clock, this.#limits, (cause) => meter.add('http_connections_cut', 1, cause))
    this.#open.add(connection)
    socket.stream.once('close', () => {
      this.#open.delete(connection)
      if (this.#open.size === 0) this.#onEmpty?.()
    })
    void this.#hand(connection)
  }

  /** Who only holds a place gives it up, the longest there first: silent connections must not keep others out. */
  #makeRoom(): boolean {
    for (const connection of this.#open) {
      if (!connection.isWaiting) continue
      connection.cut('crowded-out')
      this.#open.delete(connection)
      return true
    }
    return false
  }

  /** Until node:http reads it, the socket keeps what comes. */
  async #hand(connection: Connection): Promise<void> {
    try {
      this.#engine ??= this.#loadEngine()
      const engine = await this.#engine
      if (!connection.stream.destroyed) engine.accept(connection)
    } catch (error) {
      this.#engine = null
      this.#options.logger.event('error', 'http-not-loaded', { error: String(error) })
      connection.cut('answer-failed')
    }
  }

  async #loadEngine(): Promise<HttpEngine> {
    const handler = this.#loadHandler()
    // Both load together; who needs the handler is told if it failed.
    handler.catch(() => {})
    const { httpEngine } = await import('./engine.ts')
    return httpEngine({ ...this.#options, limits: this.#limits, handler: () => this.#loadHandler() })
  }

  #loadHandler(): Promise<HttpHandler> {
    this.#handler ??= this.#options.handler().catch((error: unknown) => {
      this.#handler = null
      throw error
    })
    return this.#handler
  }
}
