import { memoryNet, seededRandom } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { Fetch, Heartbeat, JoinGroup, Metadata } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { type SocketTransport, openSocketTransport } from '../src/socket.ts'
import { TransportClosed, ensureTopic } from '../src/index.ts'
import { type Brokers, listenersOf, openBrokers, over } from './brokers.ts'

const HOST = '127.0.0.1'
const sasl = { mechanism: 'PLAIN', username: 'KEY', password: 'SECRET' } as const
const nothing = { topics: [] }

/** A fetch of an empty topic, on its way when this resolves. */
async function park(
  { clock, run }: Brokers,
  transport: SocketTransport,
  signal: AbortSignal,
): Promise<{ readonly answer: Promise<unknown> }> {
  const pace = { clock, random: seededRandom('park'), signal }
  const { topicId } = await run(ensureTopic(transport, { name: 'empty', partitions: 1, configs: {} }, pace))
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000 }]
  const request = { maxWaitMs: 30_000, minBytes: 1, maxBytes: 1_000, topics: [{ topic: 'empty', topicId, partitions }] }
  const answer = transport.call(Fetch, request, { signal, node: 1 })
  answer.catch(() => {})
  await clock.settle()
  return { answer }
}

test('requests go in the newest version both sides know, and are answered', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  const answers = await brokers.run(
    Promise.all([transport.call(Metadata, nothing), transport.call(Heartbeat, { groupId: 'g', memberId: 'm' })]),
  )
  expect(answers[0].brokers).toMatchObject([{ nodeId: 1, port: brokers.port('PLAINTEXT') }])
  expect(answers[1].errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(transport.apis.get(Metadata.key)).toEqual({ min: 0, max: 13 })
  await brokers.close()
})

test('a key logs in with SASL PLAIN, at every broker', async () => {
  const brokers = await openBrokers({ nodes: [1, 2] })
  using transport = await brokers.connect({ bootstrap: [{ host: HOST, port: brokers.port('SASL') }], sasl })
  expect((await brokers.run(transport.call(Metadata, nothing, { node: 2 }))).brokers).toHaveLength(2)
  await brokers.close()
})

test('a wrong password is the broker’s own refusal', async () => {
  const brokers = await openBrokers()
  const connecting = brokers.connect({ bootstrap: [{ host: HOST, port: brokers.port('SASL') }], sasl: { ...sasl, password: 'wrong' } })
  await expect(connecting).rejects.toMatchObject({
    kind: 'authentication-failed',
    message: 'Authentication failed: Invalid username or password',
  })
  expect(brokers.net.open).toBe(0)
  await brokers.close()
})

test('a login where none is wanted is told, and so is no login where one is', async () => {
  const brokers = await openBrokers()
  await expect(brokers.connect({ sasl })).rejects.toMatchObject({ kind: 'mechanism-not-offered' })
  await expect(brokers.connect({ bootstrap: [{ host: HOST, port: brokers.port('SASL') }] })).rejects.toThrow(/closed the connection/)
  await brokers.close()
})

test('the addresses to begin with are tried in turn; when none answers, the last says why', async () => {
  const brokers = await openBrokers()
  const there = { host: HOST, port: brokers.port('PLAINTEXT') }
  const nowhere = { host: HOST, port: 1 }
  using transport = await brokers.connect({ bootstrap: [nowhere, nowhere, there] })
  expect((await brokers.run(transport.call(Metadata, nothing))).brokers).toHaveLength(1)
  await expect(brokers.connect({ bootstrap: [nowhere, { host: HOST, port: 2 }] })).rejects.toMatchObject({
    kind: 'unreachable',
    broker: '127.0.0.1:2',
  })
  await brokers.close()
})

test('a parked fetch holds nothing up, and its connection ends with its reading', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  const reading = new AbortController()
  const before = brokers.net.open
  const parked = await park(brokers, transport, reading.signal)
  expect(brokers.net.open).toBe(before + 1)
  const join = { groupId: 'g', sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, protocolType: 'consumer' }
  const ended = expect(parked.answer).rejects.toThrow('read enough')
  await brokers.run(transport.call(JoinGroup, join, { node: 1 }))
  expect(brokers.net.open).toBe(before + 2)
  reading.abort(new Error('read enough'))
  await ended
  await brokers.clock.settle()
  expect(brokers.net.open).toBe(before + 1)
  await brokers.close()
})

test('what was in flight when the connection was cut is lost, and the next call makes a new one', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  const parked = await park(brokers, transport, new AbortController().signal)
  const lost = expect(parked.answer).rejects.toMatchObject({ name: 'ConnectionLost' })
  await brokers.clock.settle()
  brokers.net.cutAll()
  await lost
  expect((await brokers.run(transport.call(Metadata, nothing))).brokers).toHaveLength(1)
  await brokers.close()
})

test('a broker that has moved is found where it is now', async () => {
  const brokers = await openBrokers({ nodes: [1, 2] })
  using transport = await brokers.connect()
  await brokers.run(transport.call(Metadata, nothing, { node: 2 }))
  const moved = await brokers.openEdge([2])
  await brokers.run(transport.call(Metadata, nothing)) // says where broker 2 is from now on
  expect(moved.connections).toBe(0)
  await brokers.run(transport.call(Metadata, nothing, { node: 2 }))
  expect(moved.connections).toBe(1)
  await moved.close()
  await brokers.close()
})

test('a broker that is not where it was is asked for again', async () => {
  const brokers = await openBrokers({ nodes: [1, 2] })
  using transport = await brokers.connect()
  await brokers.run(transport.call(Metadata, nothing, { node: 2 }))
  await brokers.run(brokers.edge.setNodes([listenersOf(1)]))
  const moved = await brokers.openEdge([2])
  const call = (): Promise<unknown> => brokers.run(transport.call(Metadata, nothing, { node: 2 }))
  await expect(call()).rejects.toMatchObject({ kind: 'unreachable' })
  await call()
  expect(moved.connections).toBe(1)
  await moved.close()
  await brokers.close()
})

test('a login that ends is renewed, and no call notices', async () => {
  const brokers = await openBrokers({ limits: { reauthMs: 10_000 } })
  using transport = await brokers.connect({ bootstrap: [{ host: HOST, port: brokers.port('SASL') }], sasl })
  for (let ms = 0; ms < 60_000; ms += 1_500) {
    await brokers.clock.advance(1_500)
    expect((await brokers.run(transport.call(Metadata, nothing))).brokers).toHaveLength(1)
  }
  await brokers.close()
})

test('it ends with its signal, and with close', async () => {
  const brokers = await openBrokers()
  const ending = new AbortController()
  const transport = await brokers.connect({ signal: ending.signal })
  const parked = await park(brokers, transport, new AbortController().signal)
  const ended = expect(parked.answer).rejects.toThrow()
  await brokers.clock.settle()
  ending.abort(new Error('Ctrl-C'))
  await ended
  await expect(transport.call(Metadata, nothing)).rejects.toBeInstanceOf(TransportClosed)
  await brokers.clock.settle()
  expect(brokers.net.open).toBe(0)
  await brokers.close()
})

test('an attempt at somebody silent ends in time', async () => {
  const net = memoryNet()
  const brokers = await openBrokers({ net })
  const listener = await net.listen({ host: HOST, port: 0 }, { onSocket: () => {}, onRefused: () => {} })
  const connecting = brokers.run(openSocketTransport({ ...over(net, brokers), bootstrap: [listener] }))
  await expect(connecting).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('no connection within 10000 ms') })
  await brokers.close()
})
