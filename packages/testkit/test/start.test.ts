import { Kafka, logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { startLeat } from '../src/index.ts'
import { consume, kafkaOf, produce } from './client.ts'

test('a foreign client produces and another consumes', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  await produce(kafkaOf(leat), topic, ['a', 'b'])
  expect(await leat.values(topic)).toEqual(['a', 'b'])

  const { consumer, next } = await consume(kafkaOf(leat), topic, 'readers')
  expect([await next(), await next()]).toEqual(['a', 'b'])
  await consumer.disconnect()
})

test('a client logs in over TLS', async () => {
  await using leat = await startLeat()
  const { bootstrap, mechanism, username, password, ca } = leat.saslSsl
  const kafka = new Kafka({ brokers: [bootstrap], ssl: { ca: [ca] }, sasl: { mechanism, username, password }, logLevel: logLevel.NOTHING })
  const topic = await leat.topic()
  await produce(kafka, topic, ['secret'])
  expect(await leat.values(topic)).toEqual(['secret'])
})

test('the listener with login can be left out', async () => {
  await using leat = await startLeat({ saslSsl: false })
  expect(leat.saslSsl).toBe(null)
  await produce(kafkaOf(leat), await leat.topic(), ['a'])
})

test('several instances in one process know nothing of each other', async () => {
  const leats = await Promise.all(Array.from({ length: 4 }, () => startLeat()))
  expect(new Set(leats.map((leat) => leat.bootstrap)).size).toBe(4)
  expect(new Set(leats.map((leat) => leat.cluster)).size).toBe(4)
  expect(new Set(leats.map((leat) => leat.saslSsl.password)).size).toBe(4)
  const values = await Promise.all(
    leats.map(async (leat, index) => {
      const topic = await leat.topic({ prefix: 'same' })
      await produce(kafkaOf(leat), topic, [`of ${index}`])
      return leat.values(topic)
    }),
  )
  expect(values).toEqual([['of 0'], ['of 1'], ['of 2'], ['of 3']])
  await Promise.all(leats.map((leat) => leat.close()))
})

test('three brokers share the partitions', async () => {
  await using leat = await startLeat({ brokers: 3 })
  expect(leat.bootstrap.split(',')).toHaveLength(3)
  const topic = await leat.topic({ partitions: 6 })
  await produce(
    kafkaOf(leat),
    topic,
    Array.from({ length: 30 }, (_, index) => `${index}`),
  )
  const records = await leat.records(topic)
  expect(records).toHaveLength(30)
  const { topics } = await leat.ask('Metadata', { topics: [{ name: topic }] })
  expect(new Set(topics[0]!.partitions.map(({ leaderId }) => leaderId))).toEqual(new Set([1, 2, 3]))
})

test('topics have names of their own and the configs asked for', async () => {
  await using leat = await startLeat()
  const names = [
    await leat.topic(),
    await leat.topic(),
    await leat.topic({ prefix: 'orders', partitions: 3, configs: { 'retention.ms': '1000' } }),
  ]
  expect(new Set(names).size).toBe(3)
  const { topics } = await leat.ask('Metadata', { topics: [{ name: names[2]! }] })
  expect(topics[0]!.partitions).toHaveLength(3)
  const configs = await leat.ask('DescribeConfigs', {
    resources: [{ resourceType: 2, resourceName: names[2]!, configurationKeys: ['retention.ms'] }],
  })
  expect(configs.results[0]!.configs[0]).toMatchObject({ name: 'retention.ms', value: '1000' })
  await expect(leat.topic({ configs: { 'no.such.config': '1' } })).rejects.toThrow('INVALID_CONFIG')
})

test('the same seed gives the same ids and keys', async () => {
  await using first = await startLeat({ seed: 'again' })
  await using second = await startLeat({ seed: 'again' })
  expect(second.cluster).toBe(first.cluster)
  expect(second.saslSsl.username).toBe(first.saslSsl.username)
  expect(second.bootstrap).not.toBe(first.bootstrap)
})

test.for(['restart', 'kill'] as const)('what was acknowledged is there after a %s, on the same ports', async (how) => {
  await using leat = await startLeat({ brokers: 3 })
  const { bootstrap, saslSsl } = leat
  const kafka = kafkaOf(leat, 20)
  const topic = await leat.topic({ partitions: 3 })
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic, messages: [{ value: 'before', partition: 0 }] })
  let down = false
  await leat[how](async () => {
    down = true
    await expect(produce(kafkaOf(leat), topic, ['nobody listens'])).rejects.toThrow(/ECONNREFUSED/)
    await expect(leat.values(topic)).rejects.toThrow('this Leat is down')
  })
  expect(down).toBe(true)
  expect([leat.bootstrap, leat.saslSsl]).toEqual([bootstrap, saslSsl])
  // The client that was cut off connects again by itself.
  await producer.send({ topic, messages: [{ value: 'after', partition: 0 }] })
  await producer.disconnect()
  expect(await leat.values(topic)).toEqual(['before', 'after'])
})

test('after the end nothing answers, and nothing is left that keeps the process alive', async () => {
  const leat = await startLeat()
  const { bootstrap } = leat
  await leat.close()
  await leat.close()
  await expect(produce(kafkaOf({ bootstrap }), 'any', ['x'])).rejects.toThrow(/ECONNREFUSED/)
  await expect(leat.topic()).rejects.toThrow('closed')
})
