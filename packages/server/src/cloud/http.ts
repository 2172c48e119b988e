import type { Clock, Logger, Meter, Millis, Net, Random, TlsMaterial } from '@leat/base'
import type { Control } from '@leat/control'
import type { HttpHandler } from '@leat/rest'
import { type HttpServer, openHttp } from '@leat/rest/server'
import type { ControlPlaneOptions } from './control-plane.ts'

/** How long requests may take once it closes. */
const DRAIN_MS: Millis = 300

export interface HttpListen {
  readonly hosts: readonly string[]
  /** 0: the system chooses, and it stays as long as this process. */
  readonly port: number
  /** Null: plain HTTP. */
  readonly tls: Promise<TlsMaterial> | null
  readonly advertisedHost: string
}

/** A door for HTTP: opened and closed any number of times, on the same port. */
export interface Http {
  readonly url: string
  readonly port: number
  readonly isOpen: boolean
  open(): Promise<void>
  close(): Promise<void>
  handler(): Promise<HttpHandler>
}

export interface DoorPorts {
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
}

/** The control plane's door. `control` is awaited by requests that come before it is there. */
export function httpOf(options: ControlPlaneOptions, control: () => Promise<Control>): Http {
  const { clock, random, logger, meter, host, sessions, registry } = options
  return httpDoor(options, options.listen, async () => {
    const [{ handlerOf }, opened] = await Promise.all([import('./http-handler.ts'), control()])
    return handlerOf({ control: opened, registry, host, sessions, clock, random, logger, meter })
  })
}

/** `load`: with the first connection, and again where it failed. */
export function httpDoor({ net, clock, random, logger, meter }: DoorPorts, listen: HttpListen, load: () => Promise<HttpHandler>): Http {
  const { hosts, advertisedHost } = listen
  let server: HttpServer | null = null
  let port = listen.port
  let handler: Promise<HttpHandler> | null = null

  const handle = (): Promise<HttpHandler> => {
    handler ??= load().catch((error: unknown) => {
      handler = null
      throw error
    })
    return handler
  }
  const names = [...new Set(['localhost', '127.0.0.1', '[::1]', bracketed(advertisedHost)])]
  return {
    get url() {
      return `${listen.tls === null ? 'http' : 'https'}://${bracketed(advertisedHost)}:${port}`
    },
    get port() {
      return port
    },
    get isOpen() {
      return server !== null
    },
    handler: handle,
    async open() {
      if (server !== null) return
      const tls = listen.tls === null ? {} : { tls: await listen.tls }
      const guard = { allowedHosts: names, allowedOrigins: [] }
      server = await openHttp({ net, clock, random, logger, meter, ...guard, listen: { hosts, port, ...tls }, handler: handle })
      port = server.port
    },
    async close() {
      const closing = server
      server = null
      await closing?.close(DRAIN_MS)
    },
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
