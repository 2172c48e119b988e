import { assert } from '@leat/base'
import { type Backend, type Call, encodeRequestFrame, parseRequestHeader, type Reply } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { expect, test } from 'vitest'
import { callsOn, SESSIONS_MAX } from './calls.ts'
import type { CallAs, RemoteCall } from './protocol.ts'

const USER: CallAs = { principal: { type: 'User', name: 'sa-1' }, clientHost: '/10.0.0.1' }
const OTHER: CallAs = { principal: { type: 'User', name: 'sa-2' }, clientHost: '/10.0.0.1' }

function backend(seen: Call[], answer: (call: Call) => Promise<Reply>): Backend {
  const dispatch = (call: Call): Promise<Reply> => {
    seen.push(call)
    return answer(call)
  }
  return { apis: new Map([[Metadata.key, { api: Metadata, min: 0, max: 13 }]]), features: [], dispatch }
}

function remoteCall(as: CallAs, connectionId: string): RemoteCall {
  const frame = Uint8Array.from(
    Buffer.concat(encodeRequestFrame(Metadata, 9, { correlationId: 7, clientId: 'c' }, { topics: null })).subarray(4),
  )
  const { bodyOffset } = parseRequestHeader(Buffer.from(frame), () => Metadata)
  const header = { apiKey: Metadata.key, version: 9, correlationId: 7, clientId: 'c', bodyOffset }
  return { cluster: 'lkc-1', as, connectionId, node: 1, ...header, frame }
}

const SILENT = (): Promise<Reply> => Promise.resolve({ kind: 'silence' })

test('the system goes straight to the engine, a caller through the edge, and without one nowhere', async () => {
  const engine: Call[] = []
  const edge: Call[] = []
  let edgeIsOpen = false
  const behind = backend(edge, SILENT)
  const calls = callsOn({ cluster: 'lkc-1', engine: backend(engine, SILENT), edge: () => (edgeIsOpen ? behind : null) })
  await calls.dispatch(remoteCall('system', 's'))
  expect(await calls.dispatch(remoteCall(USER, 'c'))).toEqual({ kind: 'close', reason: 'upstream-closed' })
  edgeIsOpen = true
  await calls.dispatch(remoteCall(USER, 'c'))
  expect([engine.map(({ session }) => session.trusted), edge.map(({ session }) => session.trusted)]).toEqual([[true], [undefined]])
  expect(edge[0]!.session).toMatchObject({ principal: { name: 'sa-1' }, tenant: 'lkc-1', clientHost: '/10.0.0.1' })
})

test('a connection is one session until it ends, and nobody gets that of another principal by its id', async () => {
  const seen: Call[] = []
  const all = backend(seen, SILENT)
  const calls = callsOn({ cluster: 'lkc-1', engine: all, edge: () => all })
  for (const as of [USER, USER, OTHER]) await calls.dispatch(remoteCall(as, 'same'))
  const [first, again, other] = seen.map(({ session }) => session)
  expect([again === first, other === first, other!.principal.name]).toEqual([true, false, 'sa-2'])
  calls.end(USER, 'same')
  expect([first!.signal.aborted, other!.signal.aborted]).toEqual([true, false])
})

test('beyond the limit the longest unused session ends; closing ends all', async () => {
  const seen: Call[] = []
  const all = backend(seen, SILENT)
  const calls = callsOn({ cluster: 'lkc-1', engine: all, edge: () => all })
  for (let n = 0; n < SESSIONS_MAX; n++) await calls.dispatch(remoteCall(USER, String(n)))
  await calls.dispatch(remoteCall(USER, '0'))
  await calls.dispatch(remoteCall(USER, 'one more'))
  expect(seen.slice(0, 3).map(({ session }) => session.signal.aborted)).toEqual([false, true, false])
  calls.close()
  expect(seen.every(({ session }) => session.signal.aborted)).toBe(true)
})

test('an answer crosses in bytes of its own, whatever its chunks are views of', async () => {
  const pool = Buffer.alloc(1024, 'x')
  const all = backend([], () => Promise.resolve({ kind: 'frame', chunks: [pool.subarray(10, 13), pool.subarray(500, 501)] }))
  const calls = callsOn({ cluster: 'lkc-1', engine: all, edge: () => all })
  const reply = await calls.dispatch(remoteCall(USER, 'c'))
  assert(reply.kind === 'frame', 'a frame stays a frame')
  expect([Buffer.from(reply.bytes).toString(), reply.bytes.buffer.byteLength]).toEqual(['xxxx', 4])
})
