import { type ApiRange, type Backend, type Call, ErrorCode, type Reply, WireError, encodeResponseFrame } from '@leat/wire'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { Produce } from '@leat/wire/messages/00-produce'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import { expect, test } from 'vitest'
import { ApiNotServed, TransportClosed, backendTransport } from '../src/index.ts'
import { openWorld, sessionOf } from './fixture.ts'

const range = { api: Metadata, min: 0, max: 12 }

function backendOf(dispatch: (call: Call) => Promise<Reply>): { readonly calls: Call[]; readonly backend: Backend } {
  const calls: Call[] = []
  const apis = new Map<number, ApiRange>([
    [Metadata.key, range],
    [Fetch.key, { api: Fetch, min: 4, max: 18 }],
  ])
  return {
    calls,
    backend: {
      apis,
      features: [],
      dispatch: (call) => {
        calls.push(call)
        return dispatch(call)
      },
    },
  }
}

const open = (backend: Backend, signal = new AbortController().signal) =>
  backendTransport({ backend, session: sessionOf(signal), clientId: 'me' })

test('a call reaches the engine and its answer comes back decoded', async () => {
  const { run, transport, engine } = await openWorld()
  const answer = await run(transport.call(Metadata, { topics: [] }))
  expect(answer.clusterId).toBe('client-test')
  await run(engine.close())
})

test('a backend is called as by an edge: the newest version both know, a frame of its own, the session that was given', async () => {
  const { backend, calls } = backendOf(async () => ({ kind: 'message', message: { topics: [] } }))
  const transport = open(backend)
  await Promise.all([transport.call(Metadata, { topics: [{ name: 'a' }] }), transport.call(Metadata, { topics: null }, { node: 3 })])
  const [first, second] = calls
  expect(first).toMatchObject({
    version: 12,
    clientId: 'me',
    session: { node: 1, connectionId: 'system-1', principal: { name: 'system' } },
  })
  expect(first!.frame.length).toBe(first!.frame.buffer.byteLength)
  expect(second).toMatchObject({ session: { node: 3, connectionId: 'system-1-3' } })
  expect(second!.correlationId).not.toBe(first!.correlationId)
})

test('ready frames are decoded like messages', async () => {
  const { backend } = backendOf(async ({ version, correlationId }) => {
    const chunks = encodeResponseFrame(Metadata, version, correlationId, { clusterId: 'there', topics: [] })
    return { kind: 'frame', chunks: [Buffer.concat(chunks).subarray(4)] }
  })
  expect((await open(backend).call(Metadata, {})).clusterId).toBe('there')
})

test('an answer nobody can read is a WireError', async () => {
  const { backend } = backendOf(async () => ({ kind: 'frame', chunks: [Buffer.from('nonsense')] }))
  await expect(open(backend).call(Metadata, {})).rejects.toBeInstanceOf(WireError)
})

test.for<[string, () => Promise<Reply>]>([
  ['a closed connection', async () => ({ kind: 'close', reason: 'fault' })],
  ['a fault', () => Promise.reject(new Error('broken'))],
  ['silence', async () => ({ kind: 'silence' })],
])('%s is TransportClosed', async ([, dispatch]) => {
  await expect(open(backendOf(dispatch).backend).call(Metadata, {})).rejects.toBeInstanceOf(TransportClosed)
})

test('the end of the session ends what waits and what comes', async () => {
  const session = new AbortController()
  const transport = open(backendOf(() => new Promise(() => {})).backend, session.signal)
  const waiting = transport.call(Metadata, {})
  session.abort()
  await expect(waiting).rejects.toBeInstanceOf(TransportClosed)
  await expect(transport.call(Metadata, {})).rejects.toBeInstanceOf(TransportClosed)
})

test('a caller that leaves gets its own reason, and the reading it leaves is ended at the backend', async () => {
  const { backend, calls } = backendOf(() => new Promise(() => {}))
  const transport = open(backend)
  const leave = new AbortController()
  const waiting = transport.call(Fetch, { maxWaitMs: 1000 }, { signal: leave.signal })
  const other = transport.call(Fetch, { maxWaitMs: 1000 }, { signal: new AbortController().signal })
  other.catch(() => {})
  expect(calls[0]!.session.connectionId).not.toBe(calls[1]!.session.connectionId)
  leave.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  expect(calls.map(({ session }) => session.signal.aborted)).toEqual([true, false])
})

test('an api or a range of versions that is not served is named', async () => {
  const { backend } = backendOf(async () => ({ kind: 'close', reason: 'fault' }))
  await expect(open(backend).call(DescribeCluster, {})).rejects.toThrow(ApiNotServed)
  const tooNew = { ...backend, apis: new Map([[Produce.key, { api: Produce, min: 14, max: 15 }]]) }
  await expect(open(tooNew).call(Produce, {})).rejects.toThrow('versions 14 to 15')
})

test('errors of the engine come as codes', async () => {
  const { run, transport, engine } = await openWorld()
  const { topics } = await run(transport.call(Metadata, { topics: [{ name: 'nowhere' }], allowAutoTopicCreation: false }))
  expect(topics[0]!.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  await run(engine.close())
})
