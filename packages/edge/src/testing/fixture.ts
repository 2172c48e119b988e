import { type LogFields, type Logger, memoryMeter, type Net } from '@leat/base'
import { memoryNet, type MemoryNet, seededRandom, type VirtualClock, virtualClock } from '@leat/base/sim'
import type { Principal } from '@leat/wire'
import {
  type CredentialTable,
  credentialTable,
  type Edge,
  type EdgeAccess,
  type EdgeLimits,
  hashSecret,
  type Listener,
  type NodeListeners,
  openEdge,
} from '../index.ts'
import { connectClient, type TestClient } from './client.ts'
import { fakeBackend, type FakeBackend } from './fake-backend.ts'

export const ADMIN: Principal = { type: 'User', name: 'admin' }
export const plaintext: Listener = {
  name: 'PLAINTEXT',
  protocol: 'PLAINTEXT',
  hosts: ['127.0.0.1'],
  port: 0,
  principal: ADMIN,
  tenant: 'lkc-1',
}
export const sasl: Listener = { name: 'SASL', protocol: 'SASL_PLAINTEXT', hosts: ['127.0.0.1'], port: 0, tenant: 'lkc-1' }

interface LogLine {
  readonly level: string
  readonly name: string
  readonly fields: LogFields
}

export interface Fixture extends AsyncDisposable {
  readonly edge: Edge
  readonly backend: FakeBackend
  readonly clock: VirtualClock
  readonly net: MemoryNet
  readonly credentials: CredentialTable
  readonly lines: LogLine[]
  readonly meter: ReturnType<typeof memoryMeter>
  connect(listener?: string): Promise<TestClient>
  /** The causes of all connections closed so far. */
  causes(): unknown[]
}

export function secret(value: string, tenant: string | null = 'lkc-1', name = 'sa-1') {
  const salt = Buffer.from('0123456789abcdef')
  return { principal: { type: 'User', name }, tenant, salt, hash: hashSecret(value, salt) }
}

/** An edge over connections in memory, with one node, a plaintext and a SASL listener, and the key `KEY` with the secret `SECRET`. */
export async function openFixture(
  options: {
    limits?: Partial<EdgeLimits>
    backend?: FakeBackend
    net?: MemoryNet
    access?: EdgeAccess
    nodes?: readonly NodeListeners[]
  } = {},
): Promise<Fixture> {
  const clock = virtualClock()
  const net = options.net ?? memoryNet()
  const backend = options.backend ?? fakeBackend()
  const credentials = credentialTable([
    ['KEY', secret('SECRET')],
    ['OTHER', secret('SECRET', 'lkc-1', 'sa-2')],
    ['FOREIGN', secret('SECRET', 'lkc-2')],
  ])
  const lines: LogLine[] = []
  const logger: Logger = { event: (level, name, fields = {}) => void lines.push({ level, name, fields }) }
  const meter = memoryMeter()
  const edge = await openEdge({
    net,
    clock,
    random: seededRandom('edge'),
    logger,
    meter,
    backend,
    ...(options.access === undefined ? { credentials } : { access: options.access }),
    nodes: options.nodes ?? [{ node: 1, listeners: [plaintext, sasl] }],
    addresses: (listener, node) => ({ host: `${listener.toLowerCase()}-${node}.test`, port: 9000 + node }),
    limits: options.limits ?? {},
  })
  const bound = edge.bound
  return {
    edge,
    backend,
    clock,
    net,
    credentials,
    lines,
    meter,
    connect: (listener = 'PLAINTEXT') => connectTo(net, [...edge.bound, ...bound], listener),
    causes: () => lines.filter((line) => line.name === 'connection-closed').map((line) => line.fields['cause']),
    [Symbol.asyncDispose]: () => edge.close(),
  }
}

function connectTo(net: Net, listeners: Edge['bound'], listener: string): Promise<TestClient> {
  const bound = listeners.find((one) => one.listener === listener)!
  return connectClient(net, bound.hosts[0]!, bound.port)
}
