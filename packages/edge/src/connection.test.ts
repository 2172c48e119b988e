import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { encodeRequestFrame, encodeResponse, WireError } from '@leat/wire'
import { ApiVersions, Fetch, Heartbeat, Metadata, Produce } from '@leat/wire/messages'
import { type Fixture, openFixture } from './testing/fixture.ts'

const heartbeat = { groupId: 'g', generationId: 1, memberId: 'm' }
const OK = { kind: 'message', message: {} } as const
const produceOf = (bytes: number) => ({
  acks: 1,
  timeoutMs: 1,
  topicData: [{ name: 't', partitionData: [{ index: 0, records: Buffer.alloc(bytes) }] }],
})

/** The correlation ids the backend has seen. */
const seen = (fixture: Fixture): number[] => fixture.backend.calls.map(({ call }) => call.correlationId)

describe('order', () => {
  test('requests overlap, responses leave in the order of the requests', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    const ids = [1, 2, 3, 4].map(() => client.send(Heartbeat, 4, heartbeat))
    await fixture.clock.settle()
    expect(seen(fixture)).toEqual(ids)
    for (const index of [2, 0, 3]) {
      fixture.backend.calls[index]!.answer(OK)
      await fixture.clock.settle()
    }
    expect((await client.receive(Heartbeat, 4)).correlationId).toBe(ids[0])
    const before = client.received
    await fixture.clock.settle()
    expect(client.received).toBe(before)
    fixture.backend.calls[1]!.answer(OK)
    for (const id of ids.slice(1)) expect((await client.receive(Heartbeat, 4)).correlationId).toBe(id)
  })

  test('ApiVersions behind a parked request waits for it', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    client.send(Heartbeat, 4, heartbeat)
    client.send(ApiVersions, 0, {})
    await fixture.clock.settle()
    expect(client.received).toBe(0)
    fixture.backend.calls[0]!.answer(OK)
    await client.receive(Heartbeat, 4)
    expect((await client.receive(ApiVersions, 0)).message.errorCode).toBe(0)
  })

  test('silence leaves no gap and keeps the order (acks=0)', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    client.send(Heartbeat, 4, heartbeat)
    client.send(Produce, 9, { ...produceOf(10), acks: 0 })
    const last = client.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    fixture.backend.calls[1]!.answer({ kind: 'silence' })
    fixture.backend.calls[2]!.answer(OK)
    await fixture.clock.settle()
    expect(client.received).toBe(0)
    fixture.backend.calls[0]!.answer(OK)
    await client.receive(Heartbeat, 4)
    expect((await client.receive(Heartbeat, 4)).correlationId).toBe(last)
  })
})

describe('ends', () => {
  test('close comes after the responses before it, and nothing after it is answered', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    const first = client.send(Heartbeat, 4, heartbeat)
    client.send(Produce, 9, { ...produceOf(10), acks: 0 })
    client.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    fixture.backend.calls[1]!.answer({ kind: 'close', reason: 'produce-without-acks-failed' })
    fixture.backend.calls[2]!.answer(OK)
    fixture.backend.calls[0]!.answer(OK)
    expect((await client.receive(Heartbeat, 4)).correlationId).toBe(first)
    await expect(client.frame()).rejects.toThrow('closed')
    expect(fixture.causes()).toEqual(['produce-without-acks-failed'])
  })

  test('a fault of the backend ends its connection, is logged, and harms no other', async () => {
    await using fixture = await openFixture()
    const [victim, other] = [await fixture.connect(), await fixture.connect()]
    victim.send(Heartbeat, 4, heartbeat)
    other.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    fixture.backend.calls[0]!.fail(new Error('a bug in the engine'))
    fixture.backend.calls[1]!.answer(OK)
    await victim.closed
    expect((await other.receive(Heartbeat, 4)).message.errorCode).toBe(0)
    expect(fixture.lines).toContainEqual({
      level: 'error',
      name: 'connection-closed',
      fields: expect.objectContaining({ cause: 'fault', api: 'Heartbeat', detail: expect.stringContaining('a bug in the engine') }),
    })
  })

  test('a reply that cannot be encoded is a fault', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    fixture.backend.respond = () => ({ kind: 'message', message: { errorCode: 'no number' } })
    client.send(Heartbeat, 4, heartbeat)
    await client.closed
    expect(fixture.causes()).toEqual(['fault'])
  })

  test('a body that the backend cannot decode ends the connection as malformed', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    client.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    fixture.backend.calls[0]!.fail(new WireError('truncated', 'Heartbeat: ends in memberId'))
    await client.closed
    expect(fixture.causes()).toEqual(['malformed-request'])
  })

  test('the signal of the session aborts when the client goes, and parked work may still answer', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    client.send(Fetch, 12, { maxWaitMs: 500, minBytes: 1 })
    await fixture.clock.settle()
    const { call, answer } = fixture.backend.calls[0]!
    expect(call.session.signal.aborted).toBe(false)
    client.socket.destroy()
    await fixture.clock.settle()
    expect(call.session.signal.aborted).toBe(true)
    answer(OK)
    await fixture.clock.settle()
    expect(fixture.edge.connections).toBe(0)
    expect(fixture.meter.value('edge_request_bytes_in_flight')).toBe(0)
  })

  test('parked work ends when the client ends its side, even while a response still waits to be read', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    client.socket.pause()
    client.send(Fetch, 12, { maxWaitMs: 0, minBytes: 1 })
    client.send(Fetch, 12, { maxWaitMs: 500, minBytes: 1 })
    await fixture.clock.settle()
    fixture.backend.calls[0]!.answer({
      kind: 'message',
      message: { responses: [{ topic: 't', partitions: [{ partitionIndex: 0, records: Buffer.alloc(5_000_000) }] }] },
    })
    client.socket.stream.end()
    await fixture.clock.settle()
    expect(fixture.edge.connections).toBe(1)
    expect(fixture.backend.calls[1]!.call.session.signal.aborted).toBe(true)
    await fixture.clock.advance(31_000)
    expect(fixture.edge.connections).toBe(0)
  })

  test('what a client sent before it ended its side is still executed (acks=0)', async () => {
    await using fixture = await openFixture({ limits: { requestsInFlightPerConnectionMax: 2 } })
    const client = await fixture.connect()
    for (let i = 0; i < 6; i++) client.send(Produce, 9, { ...produceOf(10), acks: 0 })
    client.socket.stream.end()
    await fixture.clock.settle()
    expect(fixture.backend.calls).toHaveLength(2)
    for (let i = 0; i < 6; i++) {
      fixture.backend.calls[i]!.answer({ kind: 'silence' })
      await fixture.clock.settle()
    }
    await client.closed
    expect(seen(fixture)).toEqual([1, 2, 3, 4, 5, 6])
    expect(fixture.edge.connections).toBe(0)
  })

  test('an idle connection is closed after its time, one with a parked request is not', async () => {
    await using fixture = await openFixture({ limits: { idleMs: 10_000 } })
    const [idle, parked] = [await fixture.connect(), await fixture.connect()]
    parked.send(Heartbeat, 4, heartbeat)
    await fixture.clock.advance(11_000)
    await idle.closed
    expect(fixture.causes()).toEqual(['idle'])
    fixture.backend.calls[0]!.answer(OK)
    await parked.receive(Heartbeat, 4)
    await fixture.clock.advance(11_000)
    await parked.closed
  })
})

describe('bounds', () => {
  test('above the limit of requests in flight reading stops, and resumes with each response', async () => {
    await using fixture = await openFixture({ limits: { requestsInFlightPerConnectionMax: 3 } })
    const client = await fixture.connect()
    for (let i = 0; i < 10; i++) client.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    expect(seen(fixture)).toEqual([1, 2, 3])
    fixture.backend.calls[1]!.answer(OK)
    await fixture.clock.settle()
    // The second answer waits for the first: it is still in flight.
    expect(seen(fixture)).toHaveLength(3)
    fixture.backend.calls[0]!.answer(OK)
    await fixture.clock.settle()
    expect(seen(fixture)).toEqual([1, 2, 3, 4, 5])
    for (let i = 2; i < 10; i++) {
      fixture.backend.calls[i]!.answer(OK)
      await fixture.clock.settle()
    }
    for (let i = 1; i <= 10; i++) expect((await client.receive(Heartbeat, 4)).correlationId).toBe(i)
  })

  test('above the limit of bytes in flight reading stops', async () => {
    await using fixture = await openFixture({ limits: { requestBytesInFlightPerConnectionMax: 100_000 } })
    const client = await fixture.connect()
    for (let i = 0; i < 5; i++) client.send(Produce, 9, produceOf(60_000))
    await fixture.clock.settle()
    expect(seen(fixture)).toEqual([1])
    // One request alone may be larger than the limit.
    fixture.backend.respond = () => OK
    fixture.backend.calls[0]!.answer(OK)
    client.send(Produce, 9, produceOf(300_000))
    for (let i = 0; i < 6; i++) await client.receive(Produce, 9)
  })

  test('the budget of all connections stops reading, and everybody is served in the end', async () => {
    await using fixture = await openFixture({ limits: { requestBytesInFlightMax: 500_000 } })
    const clients = await Promise.all(Array.from({ length: 10 }, () => fixture.connect()))
    for (const client of clients) client.send(Produce, 9, produceOf(200_000))
    await fixture.clock.settle()
    expect(fixture.backend.calls).toHaveLength(2)
    // Announced requests are counted before their bytes are read; what came with the announcement is one piece of the stream at most.
    expect(fixture.meter.value('edge_request_bytes_in_flight')).toBeLessThanOrEqual(500_000)
    for (let i = 0; i < 10; i++) {
      fixture.backend.calls[i]!.answer(OK)
      await fixture.clock.settle()
    }
    await Promise.all(clients.map((client) => client.receive(Produce, 9)))
    expect(fixture.meter.value('edge_request_bytes_in_flight')).toBe(0)
  })

  test('a client that holds the budget without sending is cut, and others go on', async () => {
    await using fixture = await openFixture({ limits: { requestBytesInFlightMax: 500_000 } })
    fixture.backend.respond = () => OK
    const [holder, other] = [await fixture.connect(), await fixture.connect()]
    holder.sendRaw(
      Buffer.concat(encodeRequestFrame(Produce, 9, { correlationId: 1, clientId: null }, produceOf(490_000))).subarray(0, 1_000),
    )
    await fixture.clock.settle()
    other.send(Produce, 9, produceOf(200_000))
    await fixture.clock.advance(500)
    expect(other.received).toBe(0)
    await fixture.clock.advance(2_000)
    await holder.closed
    await other.receive(Produce, 9)
    expect(fixture.causes()).toEqual(['slow-sender'])
  })

  test('a client that does not read its responses starts no more requests, and is cut in the end', async () => {
    await using fixture = await openFixture({ limits: { responseBytesPendingPerConnectionMax: 1_000_000 } })
    const records = Buffer.alloc(400_000)
    fixture.backend.respond = (call) => {
      fixture.backend.calls.push({ call, answer: () => {}, fail: () => {} })
      return { kind: 'message', message: { responses: [{ topic: 't', partitions: [{ partitionIndex: 0, records }] }] } }
    }
    const client = await fixture.connect()
    client.socket.pause()
    for (let i = 0; i < 100; i++) {
      client.send(Fetch, 12, { maxWaitMs: 0, minBytes: 1 })
      await fixture.clock.settle()
    }
    expect(fixture.backend.calls.length).toBeLessThan(10)
    expect(fixture.meter.value('edge_response_bytes_pending')).toBeLessThan(2_000_000)
    await fixture.clock.advance(31_000)
    expect(fixture.causes()).toEqual(['slow-reader'])
    expect(fixture.meter.value('edge_response_bytes_pending')).toBe(0)
  })

  test('slow readers of one edge hold up themselves, not those who read', async () => {
    await using fixture = await openFixture({ limits: { responseBytesPendingMax: 1_000_000 } })
    const records = Buffer.alloc(900_000)
    fixture.backend.respond = () => ({
      kind: 'message',
      message: { responses: [{ topic: 't', partitions: [{ partitionIndex: 0, records }] }] },
    })
    const slow = await Promise.all([fixture.connect(), fixture.connect()])
    for (const client of slow) {
      client.socket.pause()
      client.send(Fetch, 12, { maxWaitMs: 0, minBytes: 1 })
    }
    await fixture.clock.settle()
    expect(fixture.meter.value('edge_response_bytes_pending')).toBeGreaterThan(1_000_000)
    const reader = await fixture.connect()
    for (let i = 0; i < 3; i++) {
      reader.send(Fetch, 12, { maxWaitMs: 0, minBytes: 1 })
      expect((await reader.receive(Fetch, 12)).message.responses[0]!.partitions[0]!.records).toHaveLength(900_000)
    }
  })

  test('too many connections, and too many from one address, are closed at once with one line', async () => {
    await using fixture = await openFixture({ limits: { connectionsMax: 10, connectionsPerAddressMax: 2 } })
    await fixture.connect()
    const second = await fixture.connect()
    const third = await fixture.connect()
    await third.closed
    expect(fixture.lines).toMatchObject([
      { level: 'warn', name: 'connection-refused', fields: { cause: 'too-many-from-address', remote: '127.0.0.1' } },
    ])
    second.socket.destroy()
    await once(second.socket.stream, 'close')
    await fixture.clock.settle()
    const fourth = await fixture.connect()
    fixture.backend.respond = () => OK
    fourth.send(Heartbeat, 4, heartbeat)
    await fourth.receive(Heartbeat, 4)
  })

  test('connections that come too fast are closed at once', async () => {
    await using fixture = await openFixture({ limits: { connectionsPerSecondMax: 2 } })
    const clients = await Promise.all([fixture.connect(), fixture.connect(), fixture.connect()])
    await clients[2].closed
    await fixture.clock.advance(1_000)
    const later = await fixture.connect()
    expect(fixture.edge.connections).toBe(3)
    later.socket.destroy()
  })
})

describe('drain', () => {
  test('nothing more is accepted, what is in flight is answered, then all is closed', async () => {
    await using fixture = await openFixture()
    const [busy, idle] = [await fixture.connect(), await fixture.connect()]
    const id = busy.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    const drained = fixture.edge.drain(1_000)
    await idle.closed
    await expect(fixture.connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    busy.send(Heartbeat, 4, heartbeat)
    fixture.backend.calls[0]!.answer(OK)
    expect((await busy.receive(Heartbeat, 4)).correlationId).toBe(id)
    await drained
    expect(fixture.backend.calls).toHaveLength(1)
    expect(fixture.edge.connections).toBe(0)
    expect(fixture.clock.waiting).toBe(0)
  })

  test('what is not answered by the deadline is cut', async () => {
    await using fixture = await openFixture()
    const client = await fixture.connect()
    client.send(Heartbeat, 4, heartbeat)
    await fixture.clock.settle()
    const drained = fixture.edge.drain(1_000)
    await fixture.clock.advance(1_000)
    await client.closed
    await drained
    expect(fixture.backend.calls[0]!.call.session.signal.aborted).toBe(true)
  })
})

test('a ready frame goes out as it is, with its size; one with addresses gets them', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect()
  fixture.backend.respond = (call) => {
    const header = Buffer.from([0, 0, 0, 0, 0])
    header.writeInt32BE(call.correlationId)
    const message = call.api.name === 'Metadata' ? { brokers: [{ nodeId: 3, host: 'upstream', port: 1 }], topics: [] } : { errorCode: 25 }
    return { kind: 'frame', chunks: [header, ...encodeResponse(call.api, call.version, message)] }
  }
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 25 })
  expect((await client.call(Metadata, 12, { topics: [] })).brokers).toMatchObject([{ nodeId: 3, host: 'plaintext-3.test', port: 9003 }])
})
