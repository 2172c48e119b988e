import { ErrorCode } from '@leat/wire'
import { seededRandom } from '@leat/base/sim'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { DeleteRecords } from '@leat/wire/messages/21-delete-records'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { expect, test } from 'vitest'
import {
  BatchUnreadable,
  KafkaError,
  OffsetOutOfRange,
  type ReadPartitionOptions,
  type RecordBatch,
  TransportClosed,
  endOffset,
  ensureTopic,
  openWriter,
  readPartition,
} from '../src/index.ts'
import { type World, openWorld, tapped } from './fixture.ts'

const never = new AbortController().signal

async function worldWith(values: readonly (readonly string[])[]): Promise<World & { readonly options: ReadPartitionOptions }> {
  const world = await openWorld()
  const { clock, run, transport } = world
  const pace = { clock, random: seededRandom('pace') }
  await run(ensureTopic(transport, { name: 'words', partitions: 1, configs: {} }, { ...pace, signal: never }))
  const writing = { ...pace, topic: 'words', partition: 0, transactionalId: 'w', appendMsMax: 1000, openMsMax: 1000, signal: never }
  const writer = await run(openWriter(transport, writing))
  for (const batch of values) {
    const appended = writer.append(batch.map((value) => ({ key: Buffer.from('k'), value: Buffer.from(value), timestamp: clock.now() })))
    if (appended.ok) await run(appended.value.acknowledged)
  }
  return { ...world, options: { ...pace, topic: 'words', partition: 0, from: 0, signal: never } }
}

async function valuesOf(batches: AsyncIterable<RecordBatch>): Promise<string[]> {
  const values: string[] = []
  for await (const { records } of batches) values.push(...records.map(({ value }) => String(value)))
  return values
}

test('a reading up to the end gives every record once, in order, however small the fetches', async () => {
  const { run, transport, options, engine } = await worldWith([['a', 'b'], ['c'], ['d', 'e', 'f']])
  for (const fetchBytesMax of [1, 80, 1_000_000])
    expect(await run(valuesOf(readPartition(transport, { ...options, upTo: 'end', fetchBytesMax })))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
    ])
  await run(engine.close())
})

test('a reading begins inside a batch, and ends before the offset it was given', async () => {
  const { run, transport, options, engine } = await worldWith([['a', 'b'], ['c'], ['d']])
  expect(await run(valuesOf(readPartition(transport, { ...options, from: 1, upTo: 3 })))).toEqual(['b', 'c'])
  expect(await run(endOffset(transport, options))).toBe(4)
  expect(await run(valuesOf(readPartition(transport, { ...options, from: 4, upTo: 'end' })))).toEqual([])
  await run(engine.close())
})

test('records carry key, value, headers, offset and timestamp, batches their producer', async () => {
  const { clock, run, transport, options, engine } = await worldWith([['a', 'b']])
  const { value: batch } = await run(readPartition(transport, { ...options, upTo: 'end' }).next())
  expect(batch).toMatchObject({ baseOffset: 0, lastOffset: 1, producerEpoch: 0, baseSequence: 0 })
  expect(batch!.records[1]).toMatchObject({ offset: 1, timestamp: expect.any(Number) as number, headers: [] })
  expect(batch!.records[1]!.timestamp).toBeLessThanOrEqual(clock.now())
  await run(engine.close())
})

test('a following reading waits, gives what comes, and ends with its signal', async () => {
  const { clock, run, transport, options, engine } = await worldWith([['a']])
  const leave = new AbortController()
  const reading = readPartition(transport, { ...options, from: 1, signal: leave.signal })
  const next = reading.next()
  await clock.advance(100_000)
  const writer = await run(openWriter(transport, { ...options, transactionalId: 'x', appendMsMax: 1000, openMsMax: 0 }))
  writer.append([{ key: Buffer.from('k'), value: Buffer.from('later') }])
  expect(String((await run(next)).value!.records[0]!.value)).toBe('later')
  const waiting = reading.next()
  await clock.settle()
  leave.abort(new Error('enough'))
  await expect(run(waiting)).rejects.toThrow('enough')
  await run(engine.close())
})

test('an offset that is gone is named', async () => {
  const { run, transport, options, engine } = await worldWith([['a'], ['b']])
  const topics = [{ name: 'words', partitions: [{ partitionIndex: 0, offset: 1 }] }]
  await run(transport.call(DeleteRecords, { topics, timeoutMs: 1000 }))
  await expect(run(valuesOf(readPartition(transport, { ...options, upTo: 'end' })))).rejects.toMatchObject({
    name: 'OffsetOutOfRange',
    offset: 0,
  })
  await expect(run(valuesOf(readPartition(transport, { ...options, from: 3 })))).rejects.toBeInstanceOf(OffsetOutOfRange)
  await run(engine.close())
})

test('errors that pass are waited out, for as long as was said', async () => {
  const { clock, run, transport, options, engine } = await worldWith([['a']])
  const { tap, transport: shaky } = tapped(transport)
  let failures = 3
  tap.answer = (api) =>
    api.key === Fetch.key && failures-- > 0 ? Promise.resolve({ errorCode: ErrorCode.UNKNOWN_TOPIC_ID, responses: [] }) : undefined
  expect(await run(valuesOf(readPartition(shaky, { ...options, upTo: 'end' })))).toEqual(['a'])
  failures = Number.POSITIVE_INFINITY
  const startMs = clock.monotonic()
  await expect(run(valuesOf(readPartition(shaky, { ...options, upTo: 'end', unavailableMsMax: 5_000 })))).rejects.toBeInstanceOf(KafkaError)
  expect(clock.monotonic() - startMs).toBeGreaterThanOrEqual(5_000)
  expect(clock.monotonic() - startMs).toBeLessThan(7_000)
  await run(engine.close())
})

test('a reading ends when its topic was made anew', async () => {
  const { run, transport, options, engine } = await worldWith([['a']])
  const reading = readPartition(transport, options)
  await run(reading.next())
  const next = reading.next()
  await run(transport.call(DeleteTopics, { topics: [{ name: 'words' }], timeoutMs: 1000 }))
  await run(ensureTopic(transport, { name: 'words', partitions: 1, configs: {} }, options))
  await expect(run(next)).rejects.toMatchObject({ code: ErrorCode.UNKNOWN_TOPIC_ID })
  await run(engine.close())
})

test('errors that do not pass end it at once', async () => {
  const { run, transport, options, engine, session } = await worldWith([['a']])
  const { tap, transport: refusing } = tapped(transport)
  tap.answer = (api) =>
    api.key === Fetch.key ? Promise.resolve({ errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, responses: [] }) : undefined
  await expect(run(valuesOf(readPartition(refusing, options)))).rejects.toMatchObject({ code: ErrorCode.TOPIC_AUTHORIZATION_FAILED })
  const waiting = readPartition(transport, { ...options, from: 1 }).next()
  session.abort()
  await expect(run(waiting)).rejects.toBeInstanceOf(TransportClosed)
  await run(engine.close())
})

test('bytes that hold no batch end it, rather than being asked for again for ever', async () => {
  const { run, transport, options, engine } = await worldWith([['a']])
  const { tap, transport: broken } = tapped(transport)
  const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 1, records: Buffer.alloc(100) }
  tap.answer = (api) => (api.key === Fetch.key ? Promise.resolve({ errorCode: 0, responses: [{ partitions: [partition] }] }) : undefined)
  await expect(run(valuesOf(readPartition(broken, options)))).rejects.toBeInstanceOf(BatchUnreadable)
  await run(engine.close())
})
