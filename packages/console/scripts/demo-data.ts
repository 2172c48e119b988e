import { commitAs, connectTo, topic } from '../../../conformance/console/fill.ts'
import type { Up } from '../../../conformance/console/leat.ts'

const CITIES = ['Lisbon', 'Oslo', 'Turin', 'Ghent', 'Cork'] as const
const STATUS = ['placed', 'paid', 'shipped'] as const
const ORDERS = 2_400
const PARTITIONS = 6
const READY_MS_MAX = 30_000
const TURN_MS = 300
const FIELDS = [
  { name: 'id', type: 'long' },
  { name: 'total', type: 'double' },
]

/** A shop as one would have it: two environments, a few topics with orders, a group that lags, a schema with two versions; and orders go on coming until it is disposed of. */
export async function openShop(up: Up): Promise<AsyncDisposable> {
  const cloud = caller(up.control_plane, up.cloud_api_key, up.cloud_api_secret)
  const registry = caller(up.schema_registry, up.schema_registry_api_key, up.schema_registry_api_secret)
  const kafka = caller(up.rest_endpoint, up.api_key, up.api_secret)
  const { id } = (await cloud('POST', '/org/v2/environments', { display_name: 'production' })) as { readonly id: string }
  await Promise.all([cluster(cloud, id, 'shop'), cluster(cloud, id, 'analytics')])
  const transport = await connectTo(up)
  for (const [name, partitions] of [
    ['payments', 3],
    ['clicks', 12],
    ['shipments', 3],
  ] as const)
    await topic(transport, name, partitions)
  const topicId = await topic(transport, 'orders', PARTITIONS)
  let ordered = 0
  const produce = async (count: number): Promise<void> => {
    const lines = Array.from({ length: count }, () => `${JSON.stringify(order(ordered++))}\n`)
    await kafka('POST', `/kafka/v3/clusters/${up.cluster}/topics/orders/records`, lines.join(''))
  }
  await produce(ORDERS)
  for (const fields of [FIELDS, [...FIELDS, { name: 'note', type: ['null', 'string'], default: null }]])
    await registry('POST', '/subjects/orders-value/versions', { schema: JSON.stringify({ type: 'record', name: 'Order', fields }) })
  const closing = new AbortController()
  const trade = async (): Promise<void> => {
    for (let turn = 0; !closing.signal.aborted; turn++) {
      await produce(20 + Math.round(40 * Math.sin(turn / 5) ** 2))
      const read = Math.floor(ordered / PARTITIONS) - 60 - (turn % 25) * 4
      await commitAs(
        transport,
        'billing',
        { name: 'orders', topicId },
        new Map(Array.from({ length: PARTITIONS }, (_, id) => [id, read - id * 3])),
      )
      await new Promise((resolve) => setTimeout(resolve, TURN_MS))
    }
  }
  const trading = trade()
  return {
    [Symbol.asyncDispose]: async () => {
      closing.abort()
      await trading
      transport[Symbol.dispose]()
    },
  }
}

function order(n: number): object {
  const value = {
    id: n,
    total: ((n * 37) % 5_000) / 100,
    currency: 'EUR',
    status: STATUS[Math.floor(n / PARTITIONS) % 3],
    customer: { name: `Customer ${n % 200}`, city: CITIES[n % 5] },
    lines: [{ sku: `SKU-${n % 50}`, quantity: (n % 4) + 1 }],
  }
  return {
    partition_id: n % PARTITIONS,
    key: { type: 'STRING', data: `customer-${(n * 7919) % 200}` },
    value: { type: 'JSON', data: value },
    headers: [{ name: 'trace', value: Buffer.from(`t-${n}`).toString('base64') }],
  }
}

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>

/** A body that is text goes as it is, and so comes its answer. */
function caller(base: string, key: string, secret: string): Call {
  const headers = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`, 'content-type': 'application/json' }
  return async (method, path, body) => {
    const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await fetch(base + path, { method, headers, body: sent })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return typeof body === 'string' ? text : JSON.parse(text)
  }
}

async function cluster(cloud: Call, environment: string, name: string): Promise<void> {
  const spec = {
    display_name: name,
    availability: 'SINGLE_ZONE',
    cloud: 'AWS',
    region: 'eu-west-1',
    config: { kind: 'Standard' },
    environment: { id: environment },
  }
  const { id } = (await cloud('POST', '/cmk/v2/clusters', { spec })) as { readonly id: string }
  const endAt = Date.now() + READY_MS_MAX
  while (Date.now() < endAt) {
    const { status } = (await cloud('GET', `/cmk/v2/clusters/${id}?environment=${environment}`)) as {
      readonly status: { readonly phase: string }
    }
    if (status.phase === 'PROVISIONED') return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`cluster ${name} did not start in ${READY_MS_MAX} ms`)
}
