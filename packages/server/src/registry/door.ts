import type { HttpHandler } from '@leat/rest'
import type { Control } from '@leat/control'
import type { Transport } from '@leat/client'
import { type DoorPorts, type Http, httpDoor, type HttpListen } from '../cloud/http.ts'
import { isLoopback } from '../platform/listeners.ts'
import type { Registry, StartSchemaThread } from './open-registry.ts'

export interface RegistryDoorOptions extends DoorPorts {
  readonly listen: HttpListen
  /** Requests without credentials are the operator's own, as on the PLAINTEXT listener. Only where nobody else can come: on loopback alone. */
  readonly trusting: boolean
  /** The system cluster, whose log keeps the schemas. */
  readonly cluster: string
  readonly transport: () => Transport
  readonly schemaThreads?: (() => Promise<StartSchemaThread>) | undefined
  readonly control: () => Promise<Control>
}

/** The Schema Registry of all environments: listens from the start; code and state are loaded with the first connection. */
export interface RegistryDoor extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** @throws NetError */
  open(): Promise<void>
  /** Answers what has come, and takes nothing more. */
  drain(): Promise<void>
  /** As over HTTP, without a socket. */
  handler(): Promise<HttpHandler>
  /** Loads it when nobody has asked it anything yet. */
  registry(): Promise<Registry>
}

export function registryDoor(options: RegistryDoorOptions): RegistryDoor {
  const { listen, trusting } = options
  let registry: Promise<Registry> | null = null
  const open = async (): Promise<Registry> => {
    const [{ openRegistry }, control] = await Promise.all([import('./open-registry.ts'), options.control()])
    return openRegistry({ ...options, transport: options.transport(), control, trusting: trusting && listen.hosts.every(isLoopback) })
  }
  const opened = (): Promise<Registry> => {
    registry ??= open().catch((error: unknown) => {
      registry = null
      throw error
    })
    return registry
  }
  const http: Http = httpDoor(options, listen, async () => (await opened()).handler)
  return {
    get url() {
      return http.url
    },
    get port() {
      return http.port
    },
    open: () => http.open(),
    drain: () => http.close(),
    handler: () => http.handler(),
    registry: opened,
    async [Symbol.asyncDispose]() {
      await http.close()
      const open = await registry?.catch(() => null)
      await open?.[Symbol.asyncDispose]()
    },
  }
}
