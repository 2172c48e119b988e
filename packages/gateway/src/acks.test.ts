import type { Api } from '@leat/wire'
import { Fetch, Produce } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { isUnanswered } from './acks.ts'
import { testClient } from './testing/calls.ts'

const versions = Array.from({ length: Produce.versions[1] - Produce.versions[0] + 1 }, (_, i) => Produce.versions[0] + i)

test.for(versions)('reads acks behind any transactional id, v%i', (version) => {
  for (const transactionalId of [null, '', 'id', 'i'.repeat(300)]) {
    for (const acks of [0, 1, -1]) {
      const call = testClient().call(Produce, version, { transactionalId, acks, timeoutMs: 0, topicData: [] })
      expect(isUnanswered(call), `${transactionalId?.length} ${acks}`).toBe(acks === 0)
    }
  }
})

test('a request cut off before its acks is answered, if by nothing but a closed connection', () => {
  for (const version of [3, 9]) {
    const whole = testClient().call(Produce, version, { transactionalId: 'id', acks: 0, timeoutMs: 0, topicData: [] })
    const acksEnd = whole.frame.indexOf(Buffer.from('id'), whole.bodyOffset) + 4
    for (let length = whole.bodyOffset; length < acksEnd; length++)
      expect(isUnanswered({ ...whole, frame: whole.frame.subarray(0, length) })).toBe(false)
  }
})

test('a length that is none does not lead beyond the frame', () => {
  const api: Api = Produce
  for (const body of ['ffffffffffffffff', '7fff0000', '8080808080808080']) {
    for (const version of [3, 9]) expect(isUnanswered({ api, version, frame: Buffer.from(body, 'hex'), bodyOffset: 0 })).toBe(false)
  }
})

test('nothing else goes unanswered', () => {
  expect(isUnanswered(testClient().call(Fetch, 4, { maxWaitMs: 0, minBytes: 0, maxBytes: 0, topics: [] }))).toBe(false)
})
