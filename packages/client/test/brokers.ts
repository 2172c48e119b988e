import { type Net, type NodeId, silentLogger, silentMeter } from '@leat/base'
import { type MemoryNet, memoryNet, seededRandom } from '@leat/base/sim'
import {
  type Edge,
  type EdgeLimits,
  type Listener,
  type NodeListeners,
  credentialTable,
  hashSecret,
  openEdge,
} from '../../edge/src/index.ts'
import { type SocketTransport, type SocketTransportOptions, openSocketTransport } from '../src/socket.ts'
import { type World, openWorld } from './fixture.ts'

/** Brokers of the engine behind sockets: a plaintext and a SASL listener each, and the key `KEY` with the secret `SECRET`. */
export interface Brokers extends World {
  readonly net: MemoryNet
  readonly edge: Edge
  /** Where each broker says that it is, by node; the tests may move them. */
  readonly addresses: Map<NodeId, number>
  /** An edge more in front of the same engine, as a broker that has moved. */
  readonly openEdge: (nodes: readonly NodeId[]) => Promise<Edge>
  /** Where `listener` of the first broker is. */
  readonly port: (listener: string) => number
  /** Opened, with time passing while that lasts. */
  readonly connect: (options?: Partial<SocketTransportOptions>) => Promise<SocketTransport>
  readonly close: () => Promise<void>
}

const HOST = '127.0.0.1'
const admin = { type: 'User', name: 'admin' }
const plaintext: Listener = { name: 'PLAINTEXT', protocol: 'PLAINTEXT', hosts: [HOST], port: 0, principal: admin, tenant: 'lkc-1' }
const sasl: Listener = { name: 'SASL', protocol: 'SASL_PLAINTEXT', hosts: [HOST], port: 0, tenant: 'lkc-1' }

export async function openBrokers({
  nodes = [1],
  net = memoryNet(),
  limits = {},
}: { readonly nodes?: readonly NodeId[]; readonly net?: MemoryNet; readonly limits?: Partial<EdgeLimits> } = {}): Promise<Brokers> {
  const world = await openWorld({ nodes })
  const addresses = new Map<NodeId, number>()
  const openOne = async (of: readonly NodeId[]): Promise<Edge> => {
    const edge = await openEdge({
      net,
      clock: world.clock,
      random: seededRandom('edge'),
      logger: silentLogger,
      meter: silentMeter,
      backend: world.engine,
      credentials: credentialTable([['KEY', keyOf('SECRET')]]),
      nodes: of.map(listenersOf),
      addresses: (listener, node) => ({ host: HOST, port: (addresses.get(node) ?? 0) + (listener === 'SASL' ? 1 : 0) }),
      limits,
    })
    for (const node of of) addresses.set(node, edge.bound.find((one) => one.node === node && one.listener === 'PLAINTEXT')!.port)
    return edge
  }
  const edge = await openOne(nodes)
  const port = (listener: string): number => edge.bound.find((one) => one.listener === listener)!.port
  return {
    ...world,
    net,
    edge,
    addresses,
    openEdge: openOne,
    port,
    connect: (options = {}) =>
      world.run(openSocketTransport({ ...over(net, world), bootstrap: [{ host: HOST, port: port('PLAINTEXT') }], ...options })),
    close: async () => {
      await edge.close()
      await world.run(world.engine.close())
    },
  }
}

export function listenersOf(node: NodeId): NodeListeners {
  return { node, listeners: [plaintext, sasl] }
}

export function over(net: Net, { clock }: Pick<World, 'clock'>): Omit<SocketTransportOptions, 'bootstrap'> {
  return { net, clock, random: seededRandom('socket'), clientId: 'test', signal: new AbortController().signal }
}

export function keyOf(value: string) {
  const salt = Buffer.from('0123456789abcdef')
  return { principal: admin, tenant: 'lkc-1', salt, hash: hashSecret(value, salt) }
}
