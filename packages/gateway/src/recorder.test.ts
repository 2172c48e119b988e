import { type Backend, decodeResponseFrame, type Reply, SILENCE } from '@leat/wire'
import { Metadata, Produce } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { type Recorded, recorder } from './recorder.ts'
import { testClient } from './testing/calls.ts'

function recording(answer: (frame: Buffer) => Reply): { readonly recorded: Recorded[]; readonly backend: Backend } {
  const recorded: Recorded[] = []
  const backend: Backend = { apis: new Map(), features: [], dispatch: async (call) => answer(call.frame) }
  return { recorded, backend: recorder(backend, (one) => recorded.push(one)) }
}

test('writes down the request as it came, although the backend changed it', async () => {
  const { recorded, backend } = recording((frame) => {
    frame.fill(0)
    return { kind: 'message', message: { topics: [], clusterId: 'c' } }
  })
  const call = testClient().call(Metadata, 5, { topics: null })
  const sent = Buffer.from(call.frame)
  const reply = await backend.dispatch(call)
  expect(reply.kind).toBe('message')
  expect(recorded[0]!.request).toEqual(sent)
  const { outcome } = recorded[0]!
  expect(outcome.kind === 'answer' && decodeResponseFrame(Metadata, 5, outcome.response)).toMatchObject({
    correlationId: call.correlationId,
    message: { clusterId: 'c' },
  })
})

test('tells frames, silence and closing apart', async () => {
  const replies: Reply[] = [{ kind: 'frame', chunks: [Buffer.from('ab'), Buffer.from('c')] }, SILENCE, { kind: 'close', reason: 'fault' }]
  for (const reply of replies) {
    const { recorded, backend } = recording(() => reply)
    expect(await backend.dispatch(testClient().call(Produce, 9, { topicData: [] }))).toBe(reply)
    expect(recorded[0]!.outcome).toEqual(reply.kind === 'frame' ? { kind: 'answer', response: Buffer.from('abc') } : reply)
  }
})

test('a fault is written down and thrown on', async () => {
  const { recorded, backend } = recording(() => {
    throw new Error('broken')
  })
  await expect(backend.dispatch(testClient().call(Metadata, 5, { topics: null }))).rejects.toThrow('broken')
  expect(recorded[0]!.outcome).toEqual({ kind: 'fault', detail: 'Error: broken' })
})
