import { Fetch } from '@leat/wire/messages/01-fetch'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import type { VirtualClock } from '@leat/base/sim'
import { readRecords, batches } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { startTestEngine } from '../testing/engine.ts'

interface Asked {
  readonly partition?: number
  readonly fetchOffset?: number
  readonly partitionMaxBytes?: number
  readonly currentLeaderEpoch?: number
}

function fetchOf(topicId: string, asked: readonly Asked[], rest: object = {}) {
  const partitions = asked.map((one) => ({ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000, ...one }))
  return { maxWaitMs: 500, minBytes: 1, topics: [{ topicId, partitions }], forgottenTopicsData: [], ...rest }
}

const count = (records: Buffer | null): number =>
  records === null ? 0 : [...batches(records)].reduce((sum, at) => sum + readRecords(records, at).length, 0)

/** Whether the promise is done once the loop has come to rest. */
async function isDone(promise: Promise<unknown>, clock: VirtualClock): Promise<boolean> {
  let done = false
  void promise.then(() => (done = true))
  await clock.settle()
  return done
}

test('a fetch at the end waits, and is answered by the next record', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t')
  const waiting = kafka.send(Fetch, 16, fetchOf(id, [{}]))
  expect(await isDone(waiting, kafka.clock)).toBe(false)
  await kafka.produce('t', 0, ['a'])
  expect(count((await waiting).responses[0]!.partitions[0]!.records)).toBe(1)
})

test('a fetch waits for max_wait_ms at most, and answers empty', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t')
  const waiting = kafka.send(Fetch, 16, fetchOf(id, [{}]))
  await kafka.clock.settle()
  await kafka.clock.advance(499)
  expect(await isDone(waiting, kafka.clock)).toBe(false)
  await kafka.clock.advance(1)
  expect((await waiting).responses[0]!.partitions[0]).toMatchObject({ errorCode: 0, highWatermark: 0 })
})

test('min_bytes are waited for over all partitions', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t', { partitions: 2 })
  const waiting = kafka.send(Fetch, 16, fetchOf(id, [{}, { partition: 1 }], { minBytes: 150 }))
  await kafka.produce('t', 0, ['a'])
  expect(await isDone(waiting, kafka.clock)).toBe(false)
  await kafka.produce('t', 1, ['b'])
  await kafka.produce('t', 0, ['c'])
  expect((await waiting).responses[0]!.partitions.map(({ records }) => count(records))).toEqual([2, 1])
})

test('the end of the connection ends the wait', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t')
  const gone = new AbortController()
  const waiting = kafka.send(Fetch, 16, fetchOf(id, [{}], { maxWaitMs: 60_000 }), { signal: gone.signal })
  await kafka.clock.settle()
  gone.abort()
  expect(await isDone(waiting, kafka.clock)).toBe(true)
})

test('deleting the topic wakes its fetches', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t')
  const waiting = kafka.send(Fetch, 16, fetchOf(id, [{}], { maxWaitMs: 60_000 }))
  await kafka.clock.settle()
  await kafka.ask(DeleteTopics, 6, { topics: [{ name: 't' }], timeoutMs: 1000 })
  expect((await waiting).responses[0]!.partitions[0]!.errorCode).toBe(100)
})

test('the first partition with data gives a batch however small the limits; those after it keep to them', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t', { partitions: 3 })
  await kafka.produce('t', 1, ['a'])
  await kafka.produce('t', 2, ['b'])
  const { responses } = await kafka.ask(Fetch, 16, fetchOf(id, [{}, { partition: 1 }, { partition: 2 }], { maxBytes: 1 }))
  expect(responses[0]!.partitions.map(({ records }) => count(records))).toEqual([0, 1, 0])
})

test('a parked fetch beyond the limit is answered at once', async () => {
  await using kafka = await startTestEngine({ limits: { parkedFetchesMax: 1 } })
  const id = await kafka.createTopic('t')
  const first = kafka.send(Fetch, 16, fetchOf(id, [{}]))
  await kafka.clock.settle()
  expect((await kafka.ask(Fetch, 16, fetchOf(id, [{}]))).errorCode).toBe(0)
  await kafka.clock.advance(500)
  await first
})

test('a session is opened, told only news, and refused after another request went on with it', async () => {
  await using kafka = await startTestEngine()
  const id = await kafka.createTopic('t', { partitions: 2 })
  const { sessionId } = await kafka.ask(Fetch, 16, fetchOf(id, [{}, { partition: 1 }], { maxWaitMs: 0, sessionEpoch: 0 }))
  expect(sessionId).toBeGreaterThan(0)
  const next = (sessionEpoch: number, maxWaitMs = 0) => ({ ...fetchOf(id, []), topics: [], sessionId, sessionEpoch, maxWaitMs })
  expect((await kafka.ask(Fetch, 16, next(1))).responses).toEqual([])
  await kafka.produce('t', 1, ['a'])
  expect((await kafka.ask(Fetch, 16, next(2))).responses[0]!.partitions.map(({ partitionIndex }) => partitionIndex)).toEqual([1])
  expect((await kafka.ask(Fetch, 16, next(2))).errorCode).toBe(71)
})
