import { type Net, type NodeId } from '@leat/base'
import { type Api, ApiKey, type Encodable, type RequestOf, type ResponseOf } from '@leat/wire'
import { Metadata, type MetadataResponse } from '@leat/wire/messages/03-metadata'
import type { Pace } from '../backoff.ts'
import { type CallOptions, type Transport, TransportClosed } from '../transport.ts'
import type { ServedVersions } from '../version.ts'
import { ConnectFault, TransportBusy } from './connect-fault.ts'
import { type BrokerAddress, type BrokerConnection, type ConnectSettings, connectBroker } from './connect.ts'
import type { SaslPlain } from './handshake.ts'
import { type SocketLimits, defaultSocketLimits } from './limits.ts'
import { Link } from './link.ts'

export interface SocketTransportOptions extends Pace {
  readonly net: Net
  /** Brokers to begin with, tried in turn. At least one. */
  readonly bootstrap: readonly BrokerAddress[]
  /** `ca` (PEM) replaces the system's trust. Without `tls`, plaintext. */
  readonly tls?: { readonly ca?: string; readonly servername?: string }
  readonly sasl?: SaslPlain
  readonly clientId: string
  /** Ends the transport. */
  readonly signal: AbortSignal
  readonly limits?: Partial<SocketLimits>
}

/** A Kafka behind sockets: Leat, Apache Kafka, or what speaks like them. */
export interface SocketTransport extends Transport, Disposable {
  /** What is in flight is lost. */
  close(): void
}

/** Requests that a broker may park, and that would hold up what comes after them on their connection. */
const PARKED: ReadonlySet<number> = new Set([ApiKey.Fetch, ApiKey.JoinGroup, ApiKey.SyncGroup])

/**
 * Connects to the first of `bootstrap` that can be reached and logs in there, so that a wrong address or password is told at once.
 *
 * One connection to each broker, made when it is needed; requests that may be parked, under one signal, have another. A call may also fail with `ConnectFault`,
 * `ConnectionLost` (it may have taken effect) or `TransportBusy`.
 *
 * @throws ConnectFault of the last broker tried, the signal's reason
 */
export async function openSocketTransport(options: SocketTransportOptions): Promise<SocketTransport> {
  const brokers = new Brokers(options)
  try {
    await brokers.begin()
  } catch (error) {
    brokers.close()
    throw error
  }
  return {
    get apis() {
      return brokers.served
    },
    async call<A extends Api>(api: A, message: Encodable<RequestOf<A>>, callOptions: CallOptions = {}): Promise<ResponseOf<A>> {
      callOptions.signal?.throwIfAborted()
      const answer = await brokers.link(api, callOptions).call(api, message, callOptions.signal)
      if (api.key === ApiKey.Metadata) brokers.learn(answer as MetadataResponse)
      return answer as ResponseOf<A>
    },
    close: () => brokers.close(),
    [Symbol.dispose]: () => brokers.close(),
  }
}

/** Who can be asked, where, and over which connections. */
class Brokers {
  served: ServedVersions = new Map()
  readonly #options: SocketTransportOptions
  readonly #settings: ConnectSettings
  readonly #addresses = new Map<NodeId, BrokerAddress>()
  /** By what they are for. */
  readonly #links = new Map<string, Link>()
  readonly #readings = new WeakMap<AbortSignal, string>()
  #readingCount = 0
  #nextBootstrap = 0
  #isClosed = false

  constructor(options: SocketTransportOptions) {
    this.#options = options
    const { net, clock, clientId, tls = null, sasl = null } = options
    this.#settings = { net, clock, clientId, tls, sasl, limits: { ...defaultSocketLimits, ...options.limits } }
    options.signal.addEventListener('abort', this.#onEnd, { once: true })
  }

  async begin(): Promise<void> {
    this.#options.signal.throwIfAborted()
    this.learn((await this.#any().call(Metadata, NOTHING, this.#options.signal)) as MetadataResponse)
  }

  link(api: Api, { node, signal }: CallOptions): Link {
    if (this.#isClosed) throw new TransportClosed(`${api.name}: the transport was closed`)
    const broker = node === undefined ? 'any' : String(node)
    if (signal === undefined || !PARKED.has(api.key)) return this.#link(broker, node)
    const key = `${broker} ${api.key === ApiKey.Fetch ? 'fetch' : 'join'} ${this.#reading(signal)}`
    const known = this.#links.get(key)
    if (known !== undefined) return known
    const link = this.#link(key, node)
    signal.addEventListener('abort', () => this.#end(key, link, signal.reason), { once: true })
    return link
  }

  /** Where brokers stand now: connections to one that has moved are made anew. */
  learn({ brokers }: MetadataResponse): void {
    for (const { nodeId, host, port } of brokers) {
      const known = this.#addresses.get(nodeId)
      this.#addresses.set(nodeId, { host, port })
      if (known === undefined || (known.host === host && known.port === port)) continue
      for (const [key, link] of this.#links) if (key.split(' ')[0] === String(nodeId)) link.replace()
    }
  }

  close(reason: unknown = new TransportClosed('the transport was closed')): void {
    this.#isClosed = true
    this.#options.signal.removeEventListener('abort', this.#onEnd)
    for (const link of this.#links.values()) link.close(reason)
    this.#links.clear()
  }

  readonly #onEnd = (): void => this.close(this.#options.signal.reason)

  #any(): Link {
    return this.#link('any', undefined)
  }

  #link(key: string, node: NodeId | undefined): Link {
    const known = this.#links.get(key)
    if (known !== undefined) return known
    const { limits } = this.#settings
    if (this.#links.size >= limits.connectionsMax) throw new TransportBusy(`${limits.connectionsMax} connections are open`)
    const { clock, random } = this.#options
    const link = new Link({
      clock,
      random,
      limits,
      connect: (signal) => (node === undefined ? this.#connectAny(signal) : this.#connectNode(node, signal)),
      onServed: (served) => void (this.served = served),
    })
    this.#links.set(key, link)
    return link
  }

  #end(key: string, link: Link, reason: unknown): void {
    if (this.#links.get(key) === link) this.#links.delete(key)
    link.close(reason)
  }

  #reading(signal: AbortSignal): string {
    const known = this.#readings.get(signal)
    if (known !== undefined) return known
    const reading = String(++this.#readingCount)
    this.#readings.set(signal, reading)
    return reading
  }

  /** Each once, beginning with the one that was there the last time. What would be refused everywhere is told at once. */
  async #connectAny(signal: AbortSignal): Promise<BrokerConnection> {
    const { bootstrap } = this.#options
    for (let left = bootstrap.length; ; left--) {
      try {
        return await connectBroker(this.#settings, bootstrap[this.#nextBootstrap]!, signal)
      } catch (error) {
        if (!(error instanceof ConnectFault) || !error.mayPass || left <= 1) throw error
        this.#nextBootstrap = (this.#nextBootstrap + 1) % bootstrap.length
      }
    }
  }

  async #connectNode(node: NodeId, signal: AbortSignal): Promise<BrokerConnection> {
    const address = this.#addresses.get(node) ?? (await this.#find(node, signal))
    try {
      return await connectBroker(this.#settings, address, signal)
    } catch (error) {
      // It may have moved: asked again before the next attempt.
      if (error instanceof ConnectFault && this.#addresses.get(node) === address) this.#addresses.delete(node)
      throw error
    }
  }

  async #find(node: NodeId, signal: AbortSignal): Promise<BrokerAddress> {
    this.learn((await this.#any().call(Metadata, NOTHING, signal)) as MetadataResponse)
    const address = this.#addresses.get(node)
    if (address === undefined) throw new ConnectFault('unreachable', `broker ${node}`, `the cluster has no broker ${node} now`)
    return address
  }
}

/** No topics: only who is there. */
const NOTHING = { topics: [], allowAutoTopicCreation: false }
