import { type Clock, type Logger, type Net, type NetSocket, NetError, type NodeId } from '@leat/base'
import type { ApiTable, Backend, Call, Feature, Reply, Session } from '@leat/wire'
import { isUnanswered } from './acks.ts'
import { type BrokerAddress, connectWithin } from './connect.ts'
import { type Discovered, type DiscoverOptions, discover } from './discover.ts'
import { DEFAULT_GATEWAY_LIMITS, type GatewayLimits } from './limits.ts'
import { Upstream } from './upstream.ts'

export interface PassThroughOptions {
  readonly net: Net
  readonly clock: Clock
  readonly logger: Logger
  /** Brokers of one cluster; asked in order until one answers. */
  readonly bootstrap: readonly BrokerAddress[]
  readonly limits?: Partial<GatewayLimits>
}

/**
 * A cluster behind a Backend, frame by frame and undecoded. Node ids are those of the cluster: the edge opens a listener for each of
 * `nodes` and puts its own addresses in place of theirs.
 */
export interface PassThrough extends Backend, AsyncDisposable {
  readonly clusterId: string | null
  readonly nodes: readonly NodeId[]
  /** Connections to brokers that are open or being made. */
  readonly upstreams: number
  /** Cuts all upstream connections. */
  close(): Promise<void>
}

/** Asks the cluster what it serves and where its brokers are. Throws `UpstreamUnusable`. */
export async function openPassThrough(options: PassThroughOptions): Promise<PassThrough> {
  const asking: DiscoverOptions = { ...options, limits: { ...DEFAULT_GATEWAY_LIMITS, ...options.limits } }
  return new OpenPassThrough(options, asking, await discover(asking, options.bootstrap))
}

class OpenPassThrough implements PassThrough {
  readonly clusterId: string | null
  readonly nodes: readonly NodeId[]
  readonly apis: ApiTable
  readonly features: readonly Feature[]
  readonly #options: PassThroughOptions
  readonly #asking: DiscoverOptions
  readonly #upstreams = new Map<string, Upstream>()
  #brokers: ReadonlyMap<NodeId, BrokerAddress>
  /** A broker could not be reached where the last Metadata placed it. */
  #isStale = false

  constructor(options: PassThroughOptions, asking: DiscoverOptions, discovered: Discovered) {
    this.#options = options
    this.#asking = asking
    this.#brokers = discovered.brokers
    this.clusterId = discovered.clusterId
    this.nodes = [...discovered.brokers.keys()].sort((a, b) => a - b)
    this.apis = discovered.apis
    this.features = discovered.features
  }

  get upstreams(): number {
    return this.#upstreams.size
  }

  dispatch(call: Call): Promise<Reply> {
    return this.#upstreamOf(call.session).send(call.frame, call.correlationId, !isUnanswered(call))
  }

  close(): Promise<void> {
    for (const upstream of this.#upstreams.values()) upstream.destroy()
    this.#upstreams.clear()
    return Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** One per client connection and broker: Kafka serves a connection's requests one by one, so sharing would stall all behind a parked one. */
  #upstreamOf({ connectionId, node, signal }: Session): Upstream {
    const key = `${connectionId} ${node}`
    const known = this.#upstreams.get(key)
    if (known !== undefined) return known
    const { clock, logger } = this.#options
    const upstream = new Upstream({
      clock,
      limits: this.#asking.limits,
      connect: () => this.#connect(node),
      onEnd: (end, detail) => {
        if (end === 'connect-failed') this.#isStale = true
        if (end !== null) logger.event('warn', 'upstream-ended', { node, cause: end, detail })
      },
    })
    this.#upstreams.set(key, upstream)
    const finish = (): void => {
      // At the end of the turn: requests that came with the client's goodbye are dispatched in this one, and acks=0 expects them to count.
      clock.turn(() => {
        upstream.finish()
        this.#upstreams.delete(key)
      })
    }
    if (signal.aborted) finish()
    else signal.addEventListener('abort', finish, { once: true })
    return upstream
  }

  async #connect(node: NodeId): Promise<NetSocket> {
    const { net, clock } = this.#options
    if (this.#isStale || !this.#brokers.has(node)) await this.#refresh()
    const address = this.#brokers.get(node)
    if (address === undefined) throw new NetError('EOTHER', `the cluster has no broker ${node}`)
    return connectWithin(net, clock, address, this.#asking.limits.connectMs)
  }

  async #refresh(): Promise<void> {
    const { brokers } = await discover(this.#asking, [...this.#options.bootstrap, ...this.#brokers.values()])
    this.#brokers = brokers
    this.#isStale = false
  }
}
