import { type VirtualClock, memoryNet, virtualClock } from '@leat/base/sim'
import { Heartbeat, Metadata } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { type SocketLimits, type SocketTransport, openSocketTransport } from '../src/socket.ts'
import { over } from './brokers.ts'
import { passing } from './fixture.ts'
import { type ScriptedBroker, type ScriptedRequest, scriptedBroker } from './scripted-broker.ts'

interface Scripted {
  readonly clock: VirtualClock
  readonly broker: ScriptedBroker
  readonly transport: SocketTransport
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
}

/** Answers what the transport asks for itself. */
const respond = (request: ScriptedRequest): boolean => {
  if (request.api.key !== Metadata.key) return false
  request.answer({})
  return true
}

async function open(limits: Partial<SocketLimits> = {}, versionsUpTo = 3): Promise<Scripted> {
  const net = memoryNet()
  const clock = virtualClock()
  const broker = await scriptedBroker(net, { versionsUpTo })
  broker.respond = respond
  const run = <T>(work: PromiseLike<T>): Promise<T> => passing(clock, work)
  const bootstrap = [{ host: '127.0.0.1', port: broker.port }]
  const transport = await run(openSocketTransport({ ...over(net, { clock }), bootstrap, limits }))
  return { clock, broker, transport, run }
}

const beat = (transport: SocketTransport, memberId = 'm') => {
  const answer = transport.call(Heartbeat, { groupId: 'g', memberId })
  answer.catch(() => {})
  return answer
}

test('a broker that is too old for our ApiVersions is asked in version 0', async () => {
  const { transport } = await open({}, 0)
  expect(transport.apis.get(Heartbeat.key)).toEqual({ min: 0, max: 4 })
  transport.close()
})

test('so many requests are on their way and no more, in the order of the calls', async () => {
  const { clock, broker, transport } = await open({ requestsInFlightMax: 3 })
  const answers = Array.from({ length: 5 }, (_, i) => beat(transport, `m${i}`))
  await clock.settle()
  expect(broker.requests).toHaveLength(3)
  broker.requests[0]!.answer({ throttleTimeMs: 7 })
  expect((await answers[0]!).throttleTimeMs).toBe(7)
  await clock.settle()
  expect(broker.requests).toHaveLength(4)
  for (const at of [1, 2, 3]) broker.requests[at]!.answer({ throttleTimeMs: at })
  await clock.settle()
  broker.requests[4]!.answer({ throttleTimeMs: 4 })
  expect((await Promise.all(answers)).map(({ throttleTimeMs }) => throttleTimeMs)).toEqual([7, 1, 2, 3, 4])
  transport.close()
})

test('so many bytes are on their way: what comes after a large request waits', async () => {
  const { clock, broker, transport } = await open({ bytesInFlightMax: 1_000 })
  const large = beat(transport, 'm'.repeat(2_000))
  void beat(transport)
  await clock.settle()
  expect(broker.requests).toHaveLength(1)
  broker.requests[0]!.answer({})
  await large
  await clock.settle()
  expect(broker.requests).toHaveLength(2)
  transport.close()
})

test('calls that would wait behind too many others are refused, and so is one connection too many', async () => {
  const { clock, transport } = await open({ requestsInFlightMax: 1, callsWaitingMax: 2, connectionsMax: 1 })
  void beat(transport)
  await clock.settle()
  void beat(transport)
  void beat(transport)
  await expect(beat(transport)).rejects.toMatchObject({ name: 'TransportBusy' })
  await expect(transport.call(Heartbeat, { groupId: 'g' }, { node: 1 })).rejects.toMatchObject({ name: 'TransportBusy' })
  transport.close()
})

test('an answer that does not come in time ends the connection, and those behind it go over the next', async () => {
  const { clock, broker, transport, run } = await open({ answerMsMax: 5_000, requestsInFlightMax: 1 })
  const late = beat(transport, 'late')
  const next = beat(transport, 'next')
  await clock.advance(4_999)
  expect(broker.sockets).toHaveLength(1)
  broker.respond = (request) => respond(request) || (request.answer({ throttleTimeMs: 3 }), true)
  expect((await run(next)).throttleTimeMs).toBe(3)
  await expect(late).rejects.toMatchObject({
    name: 'ConnectionLost',
    message: expect.stringContaining('did not answer Heartbeat within 5000 ms'),
  })
  expect(broker.sockets).toHaveLength(2)
  transport.close()
})

test('who gives up is told, and the answer that comes then is nobody else’s', async () => {
  const { clock, broker, transport } = await open()
  const giving = new AbortController()
  const given = transport.call(Heartbeat, { groupId: 'g' }, { signal: giving.signal })
  const other = beat(transport)
  await clock.settle()
  giving.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  broker.requests[0]!.answer({ throttleTimeMs: 1 })
  broker.requests[1]!.answer({ throttleTimeMs: 2 })
  expect((await other).throttleTimeMs).toBe(2)
  transport.close()
})

test('who gives up before it was sent is not sent', async () => {
  const { clock, broker, transport } = await open({ requestsInFlightMax: 1 })
  void beat(transport)
  const giving = new AbortController()
  const given = transport.call(Heartbeat, { groupId: 'given up' }, { signal: giving.signal })
  await clock.settle()
  giving.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  broker.requests[0]!.answer({})
  await clock.settle()
  expect(broker.requests).toHaveLength(1)
  transport.close()
})

test('a message that the version cannot carry costs only itself', async () => {
  const { broker, transport, run } = await open()
  broker.respond = (request) => respond(request) || (request.answer({}), true)
  await expect(transport.call(Heartbeat, { groupId: 5 as unknown as string })).rejects.toMatchObject({ name: 'WireError' })
  expect((await run(beat(transport))).errorCode).toBe(0)
  transport.close()
})

test('attempts at a broker that is gone are spaced', async () => {
  const { clock, broker, transport } = await open()
  broker.respond = () => false
  const attempts: number[] = []
  for (const socket of broker.sockets) socket.destroy()
  await clock.settle()
  broker.onSocket = (socket) => {
    attempts.push(clock.monotonic())
    socket.destroy()
  }
  const failing = async (): Promise<void> => {
    while (attempts.length < 9) await beat(transport).catch(() => {})
  }
  await passing(clock, failing())
  const waits = attempts.slice(1).map((at, i) => at - attempts[i]!)
  expect(waits[0]).toBeLessThanOrEqual(20)
  expect(waits.at(-1)).toBeGreaterThanOrEqual(800)
  expect(waits.at(-1)).toBeLessThanOrEqual(1_000)
  transport.close()
})

test('what is no Kafka is told as that', async () => {
  const net = memoryNet()
  const clock = virtualClock()
  const speaks = (words: string) =>
    net.listen({ host: '127.0.0.1', port: 0 }, { onSocket: ({ stream }) => void stream.write(words), onRefused: () => {} })
  for (const words of ['HTTP/1.1 400 Bad Request\r\n\r\n', '\u0015\u0003\u0003\u0000\u0002\u0002\u0050']) {
    const opening = passing(clock, openSocketTransport({ ...over(net, { clock }), bootstrap: [await speaks(words)] }))
    await expect(opening).rejects.toMatchObject({ name: 'ConnectFault', kind: 'not-kafka' })
  }
})
