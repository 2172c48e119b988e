import { Produce } from '@leat/wire/messages/00-produce'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { type BatchInput, buildBatch, compressionId, timestampType } from '@leat/wire/records'
import { faultyFs, seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { callOf } from '../testing/call.ts'
import { type TestEngine, startTestEngine } from '../testing/engine.ts'

const batch = (input: Partial<BatchInput> = {}) =>
  buildBatch({ records: [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1 }], ...input })

async function produce(kafka: TestEngine, records: Buffer, topic = 't', acks = -1) {
  const { responses } = await kafka.ask(Produce, 9, {
    transactionalId: null,
    acks,
    timeoutMs: 1,
    topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
  })
  return responses[0]!.partitionResponses[0]!
}

async function stored(kafka: TestEngine, topicId: string): Promise<Buffer> {
  const { responses } = await kafka.ask(Fetch, 16, {
    maxWaitMs: 0,
    minBytes: 0,
    topics: [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }],
    forgottenTopicsData: [],
  })
  return responses[0]!.partitions[0]!.records!
}

test('a batch sent twice is stored once and gets the same offset', async () => {
  await using kafka = await startTestEngine()
  await kafka.createTopic('t')
  const sent = (baseSequence: number, producerEpoch = 0) => produce(kafka, batch({ producerId: 7, producerEpoch, baseSequence }))
  expect(await sent(0)).toMatchObject({ errorCode: 0, baseOffset: 0 })
  expect(await sent(1)).toMatchObject({ errorCode: 0, baseOffset: 1 })
  expect(await sent(0)).toMatchObject({ errorCode: 0, baseOffset: 0 })
  expect(await sent(5)).toMatchObject({ errorCode: 45, baseOffset: -1 })
  expect(await sent(0, 1)).toMatchObject({ errorCode: 0, baseOffset: 2 })
  expect(await sent(2, 0)).toMatchObject({ errorCode: 47 })
})

test('requests are appended in the order of dispatch, though none was waited for (D7)', async () => {
  await using kafka = await startTestEngine()
  await kafka.createTopic('t')
  const message = (records: Buffer) => ({
    transactionalId: null,
    acks: -1,
    timeoutMs: 1,
    topicData: [{ name: 't', partitionData: [{ index: 0, records }] }],
  })
  const answers = [0, 1, 2, 3].map((baseSequence) =>
    kafka.send(Produce, 9, message(batch({ producerId: 7, producerEpoch: 0, baseSequence }))),
  )
  await kafka.clock.settle()
  expect((await Promise.all(answers)).map(({ responses }) => responses[0]!.partitionResponses[0]!.baseOffset)).toEqual([0, 1, 2, 3])
})

test('acks=0 is silent when all went well, and closes the connection when not', async () => {
  await using kafka = await startTestEngine()
  await kafka.createTopic('t')
  const dispatch = (index: number) =>
    kafka.engine.dispatch(
      callOf(Produce, 9, {
        transactionalId: null,
        acks: 0,
        timeoutMs: 1,
        topicData: [{ name: 't', partitionData: [{ index, records: batch() }] }],
      }),
    )
  expect(await dispatch(0)).toEqual({ kind: 'silence' })
  expect(await dispatch(9)).toEqual({ kind: 'close', reason: 'produce-without-acks-failed' })
})

test('the settings of the topic hold: keys, size, timestamps, compression', async () => {
  await using kafka = await startTestEngine()
  await kafka.createTopic('compacted', { configs: { 'cleanup.policy': 'compact' } })
  await kafka.createTopic('small', { configs: { 'max.message.bytes': '80' } })
  const stamped = await kafka.createTopic('stamped', { configs: { 'message.timestamp.type': 'LogAppendTime' } })
  const zipped = await kafka.createTopic('zipped', { configs: { 'compression.type': 'gzip' } })
  const keyless = batch({ records: [{ value: Buffer.from('v'), timestamp: 1 }] })
  expect(await produce(kafka, keyless, 'compacted')).toMatchObject({ errorCode: 87, recordErrors: [{ batchIndex: 0 }] })
  expect(
    await produce(kafka, batch({ records: [{ value: Buffer.from('v'), timestamp: 1 }], compression: 'gzip' }), 'compacted'),
  ).toMatchObject({ errorCode: 87 })
  expect(await produce(kafka, batch({ records: [{ key: null, value: Buffer.alloc(50), timestamp: 1 }] }), 'small')).toMatchObject({
    errorCode: 10,
  })
  expect(await produce(kafka, batch(), 'stamped')).toMatchObject({ errorCode: 0, logAppendTimeMs: kafka.clock.now() })
  expect(timestampType(await stored(kafka, stamped), 0)).toBe('LogAppendTime')
  expect(await produce(kafka, batch(), 'zipped')).toMatchObject({ errorCode: 0 })
  expect(compressionId(await stored(kafka, zipped), 0)).toBe(1)
})

test('transactional batches, batches that are not counted, internal topics and unknown acks are refused', async () => {
  await using kafka = await startTestEngine()
  await kafka.createTopic('t')
  expect(await produce(kafka, batch({ isTransactional: true, producerId: 1, producerEpoch: 0, baseSequence: 0 }))).toMatchObject({
    errorCode: 53,
  })
  expect(await produce(kafka, batch({ producerId: 1, producerEpoch: 0, baseSequence: -1 }))).toMatchObject({
    errorCode: 87,
    logStartOffset: 0,
  })
  await kafka.ask(FindCoordinator, 0, { key: 'g' })
  expect(await produce(kafka, batch(), '__consumer_offsets')).toMatchObject({ errorCode: 17 })
  expect(await produce(kafka, batch(), 't', 2)).toMatchObject({ errorCode: 21 })
})

test('a full disk refuses writes with KAFKA_STORAGE_ERROR, metadata changes too, and goes on serving reads', async () => {
  const fs = faultyFs({ random: seededRandom('full') })
  const kafka = await startTestEngine({ fs })
  const id = await kafka.createTopic('t')
  await produce(kafka, batch())
  fs.faults.full = true
  expect(await produce(kafka, batch())).toMatchObject({ errorCode: 56 })
  await expect(kafka.createTopic('u')).rejects.toThrow('56')
  expect((await stored(kafka, id)).length).toBeGreaterThan(0)
  fs.faults.full = false
  await kafka.clock.advance(10_000)
  expect(await produce(kafka, batch())).toMatchObject({ errorCode: 0, baseOffset: 1 })
  await kafka.createTopic('u')
  await kafka.close()
})
