import { expect, test } from 'vitest'
import { startLeat } from '../src/index.ts'
import { kafkaOf, produce } from './client.ts'

test('a request is answered with an error of Kafka, and the next one goes through', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  using hijack = leat.hijack('Produce', ({ nth }) => (nth === 1 ? { error: 'NOT_ENOUGH_REPLICAS' } : undefined))
  await expect(produce(kafkaOf(leat), topic, ['refused'])).rejects.toMatchObject({ message: expect.stringMatching(/in-sync replicas/) })
  await produce(kafkaOf(leat), topic, ['taken'])
  expect(hijack.caught).toBe(2)
  expect(await leat.values(topic)).toEqual(['taken'])
})

test('a client that retries gets over a passing error', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  using _hijack = leat.hijack('Produce', ({ nth }) => (nth <= 2 ? { error: 'NOT_LEADER_OR_FOLLOWER' } : undefined))
  await produce(kafkaOf(leat, 5), topic, ['at last'])
  expect(await leat.values(topic)).toEqual(['at last'])
})

test('a request is held until it is released', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  using held = leat.hijack('Produce', (request) => request.hold())
  const producing = produce(kafkaOf(leat), topic, ['late'])
  await held.seen(1)
  expect(await leat.values(topic)).toEqual([])
  held.release()
  await producing
  expect(await leat.values(topic)).toEqual(['late'])
})

test('a connection is dropped before the answer, after the work was done', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  using _hijack = leat.hijack('Produce', async (request) => {
    if (request.nth > 1) return undefined
    await request.pass()
    return { drop: true }
  })
  await produce(kafkaOf(leat, 5), topic, ['once'])
  // The retry of a producer without idempotence.
  expect(await leat.values(topic)).toEqual(['once', 'once'])
})

test('an answer is looked at and changed', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  using hijack = leat.hijack('Metadata', async (request) => {
    const answer = await request.pass()
    for (const found of answer.topics) found.partitions = []
    return { reply: answer }
  })
  const admin = kafkaOf(leat).admin()
  await admin.connect()
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  expect(topics).toMatchObject([{ name: topic, partitions: [] }])
  hijack.stop()
  expect((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions).toHaveLength(1)
  await admin.disconnect()
})

test('the newest hijack of an API stands first and passes on to the older ones', async () => {
  await using leat = await startLeat()
  const order: string[] = []
  using _old = leat.hijack(0, () => void order.push('old'))
  using _new = leat.hijack('Produce', async (request) => {
    order.push(`new ${request.api} v${request.version} of ${request.principal} on ${request.listener} of ${request.node}`)
    await request.pass()
    return { error: 'CORRUPT_MESSAGE' }
  })
  await expect(produce(kafkaOf(leat), await leat.topic(), ['a'])).rejects.toThrow()
  expect(order).toEqual([expect.stringMatching(/^new Produce v\d+ of User:admin on PLAINTEXT of 1$/), 'old'])
})

test('who wants no answer learns of an error by losing the connection', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  using hijack = leat.hijack('Produce', ({ nth }) => (nth === 1 ? { error: 'MESSAGE_TOO_LARGE' } : undefined))
  const producer = kafkaOf(leat, 5).producer()
  await producer.connect()
  const cut = new Promise<void>((resolve) => void producer.on('producer.disconnect', () => resolve()))
  await producer.send({ topic, acks: 0, messages: [{ value: 'lost' }] })
  await hijack.seen(1)
  await producer.send({ topic, acks: -1, messages: [{ value: 'kept' }] })
  await producer.disconnect()
  await cut
  expect(await leat.values(topic)).toEqual(['kept'])
})

test('what the function throws drops the connection and comes out where the hijack ends', async () => {
  await using leat = await startLeat()
  const hijack = leat.hijack('Produce', () => {
    throw new Error('a failed expectation')
  })
  await expect(produce(kafkaOf(leat), await leat.topic(), ['a'])).rejects.toThrow()
  expect(() => hijack.stop()).toThrow('a failed expectation')
})

test('what the listener answers itself cannot be hijacked, and unknown names are told', async () => {
  await using leat = await startLeat()
  expect(() => leat.hijack('SaslAuthenticate', () => ({ error: 'ILLEGAL_SASL_STATE' }))).toThrow('cannot be hijacked')
  expect(() => leat.hijack('Prodcue' as 'Produce', () => {})).toThrow('no API named Prodcue')
})

test('hijacks stay over a restart, and end with the platform', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  const hijack = leat.hijack('Produce', () => ({ error: 'KAFKA_STORAGE_ERROR' }))
  await leat.kill()
  await expect(produce(kafkaOf(leat), topic, ['a'])).rejects.toThrow()
  expect(hijack.caught).toBe(1)
})
