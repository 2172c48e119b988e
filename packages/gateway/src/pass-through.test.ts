import { silentLogger } from '@leat/base'
import { memoryNet, virtualClock } from '@leat/base/sim'
import { ApiKey } from '@leat/wire'
import { Fetch, Produce } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { openPassThrough, UpstreamUnusable } from './index.ts'
import { testClient } from './testing/calls.ts'
import { type FakeBroker, HOST, openFakeBroker } from './testing/fake-broker.ts'

const FETCH = { maxWaitMs: 0, minBytes: 1, maxBytes: 1, sessionEpoch: -1, topics: [] }
const PRODUCE = { acks: -1, timeoutMs: 1, topicData: [] }
const CLOSED = { kind: 'close', reason: 'upstream-closed' }

async function openFixture(prepare: (broker: FakeBroker) => void = () => {}) {
  const net = memoryNet()
  const clock = virtualClock()
  const broker = await openFakeBroker(net)
  prepare(broker)
  const gateway = await openPassThrough({ net, clock, logger: silentLogger, bootstrap: [{ host: HOST, port: broker.port }] })
  return { net, clock, broker, gateway }
}

test('serves what the cluster and the codec both know', async () => {
  const { gateway } = await openFixture()
  const ranges = [...gateway.apis.values()].map(({ api, min, max, advertisedMin }) => [api.name, min, max, advertisedMin])
  expect(ranges).toEqual([
    ['Produce', 3, 12, 0],
    ['Fetch', 4, 17, undefined],
    ['Metadata', 0, 12, undefined],
    ['AddPartitionsToTxn', 0, 3, undefined],
  ])
  expect(gateway.features).toEqual([{ name: 'transaction.version', min: 0, max: 2, finalized: 2 }])
  expect([gateway.clusterId, gateway.nodes]).toEqual(['fake', [1]])
})

test('asks an older broker in the version it knows', async () => {
  const { gateway } = await openFixture((broker) => (broker.apiVersionsMax = 2))
  expect(gateway.apis.get(ApiKey.Fetch)?.max).toBe(17)
  expect(gateway.features).toEqual([])
})

test('says where nobody answered', async () => {
  const opening = openPassThrough({
    net: memoryNet(),
    clock: virtualClock(),
    logger: silentLogger,
    bootstrap: [
      { host: HOST, port: 1 },
      { host: HOST, port: 2 },
    ],
  })
  await expect(opening).rejects.toThrow(UpstreamUnusable)
  await expect(opening).rejects.toThrow(/:1: .*:2: /)
})

test('asks the next address when one is silent', async () => {
  const { net, clock, broker } = await openFixture()
  const silent = await net.listen({ host: HOST, port: 0 }, { onSocket: () => {}, onRefused: () => {} })
  const bootstrap = [
    { host: HOST, port: silent.port },
    { host: HOST, port: broker.port },
  ]
  const opening = openPassThrough({ net, clock, logger: silentLogger, bootstrap, limits: { discoveryMs: 500 } })
  await clock.settle()
  await clock.advance(500)
  expect((await opening).nodes).toEqual([1])
})

test('forwards frames byte for byte and answers in order', async () => {
  const { broker, gateway, clock } = await openFixture()
  const client = testClient()
  const calls = [client.call(Fetch, 12, FETCH), client.call(Produce, 9, PRODUCE)]
  const replies = calls.map((call) => gateway.dispatch(call))
  await clock.settle()
  expect(broker.received.map(({ frame }) => frame)).toEqual(calls.map(({ frame }) => frame))
  broker.received[0]!.answer(Buffer.from('first'))
  broker.received[1]!.answer(Buffer.from('second'))
  const answered = (await Promise.all(replies)).map((reply) =>
    reply.kind === 'frame' ? Buffer.concat(reply.chunks).subarray(4).toString() : reply,
  )
  expect(answered).toEqual(['first', 'second'])
})

test('an answer to another request ends the connection', async () => {
  const { broker, gateway, clock } = await openFixture()
  const client = testClient()
  const reply = gateway.dispatch(client.call(Fetch, 12, FETCH))
  await clock.settle()
  broker.received[0]!.answer(Buffer.from('whose?'), 4711)
  expect(await reply).toEqual(CLOSED)
  expect(await gateway.dispatch(client.call(Fetch, 12, FETCH))).toEqual(CLOSED)
})

test.for([3, 8, 9, 13])('acks=0 is not waited for, v%i', async (version) => {
  const { broker, gateway, clock } = await openFixture()
  const client = testClient()
  const message = { ...PRODUCE, acks: 0, transactionalId: 'a-transactional-id' }
  expect(await gateway.dispatch(client.call(Produce, version, message))).toEqual({ kind: 'silence' })
  const reply = gateway.dispatch(client.call(Fetch, 12, FETCH))
  await clock.settle()
  expect(broker.received.map(({ header }) => header.apiKey)).toEqual([ApiKey.Produce, ApiKey.Fetch])
  broker.received[1]!.answer(Buffer.from('fetched'))
  expect((await reply).kind).toBe('frame')
})

test('what the broker cuts is cut for the client, and stays so', async () => {
  const { broker, gateway, clock } = await openFixture()
  const client = testClient()
  const waiting = [gateway.dispatch(client.call(Fetch, 12, FETCH)), gateway.dispatch(client.call(Fetch, 12, FETCH))]
  await clock.settle()
  broker.received[0]!.cut()
  expect(await Promise.all(waiting)).toEqual([CLOSED, CLOSED])
  expect(await gateway.dispatch(client.call(Fetch, 12, FETCH))).toEqual(CLOSED)
  const again = gateway.dispatch(testClient().call(Fetch, 12, FETCH))
  await clock.settle()
  broker.received.at(-1)!.answer(Buffer.from('new'))
  expect((await again).kind).toBe('frame')
})

test('each client connection has its own, and takes it along when it goes', async () => {
  const { broker, gateway, clock } = await openFixture()
  const before = broker.counts.opened
  const [one, two] = [testClient(), testClient()]
  for (const client of [one, two]) void gateway.dispatch(client.call(Fetch, 12, FETCH))
  await clock.settle()
  expect([broker.counts.opened - before, gateway.upstreams]).toEqual([2, 2])
  const closedBefore = broker.counts.closed
  one.leave()
  await clock.settle()
  expect([broker.counts.closed - closedBefore, gateway.upstreams]).toEqual([1, 1])
})

test('what a client sent with its goodbye still reaches the broker', async () => {
  const { broker, gateway, clock } = await openFixture()
  const client = testClient()
  client.leave()
  void gateway.dispatch(client.call(Produce, 9, { ...PRODUCE, acks: 0 }))
  await clock.settle()
  expect(broker.received.map(({ header }) => header.apiKey)).toEqual([ApiKey.Produce])
  expect(gateway.upstreams).toBe(0)
})

test('a broker that was not there at open is looked for', async () => {
  const { broker, gateway, clock } = await openFixture()
  broker.nodes = [{ nodeId: 7, port: broker.port }]
  const reply = gateway.dispatch(testClient(7).call(Fetch, 12, FETCH))
  await clock.settle()
  broker.received[0]!.answer(Buffer.from('found'))
  expect((await reply).kind).toBe('frame')
  expect(await gateway.dispatch(testClient(9).call(Fetch, 12, FETCH))).toEqual(CLOSED)
})

test('close cuts everything', async () => {
  const { gateway, clock } = await openFixture()
  const reply = gateway.dispatch(testClient().call(Fetch, 12, FETCH))
  await clock.settle()
  await gateway.close()
  expect(await reply).toEqual(CLOSED)
  expect(gateway.upstreams).toBe(0)
})
