import { memoryNet, seededRandom } from '@leat/base/sim'
import { Produce } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { type Delivered, type Producer, type ProducedRecord, openProducer, partitionOfKey } from '../src/producer.ts'
import { ensureTopic, readPartition } from '../src/index.ts'
import { openBrokers } from './brokers.ts'
import { type World, openWorld, tapped } from './fixture.ts'

const signal = new AbortController().signal
const pace = (world: World) => ({ clock: world.clock, random: seededRandom('producer'), signal })

async function openTopic(world: World, partitions = 3): Promise<void> {
  await world.run(ensureTopic(world.transport, { name: 't', partitions, configs: {} }, pace(world)))
}

async function sendAll(producer: Producer, records: readonly ProducedRecord[]): Promise<Delivered[]> {
  const sent: Promise<Delivered>[] = []
  for (const record of records) {
    const { delivered } = await producer.send(record)
    delivered.catch(() => {})
    sent.push(delivered)
  }
  return Promise.all(sent)
}

async function valuesIn(world: World, partition: number): Promise<string[]> {
  const values: string[] = []
  const read = async (): Promise<void> => {
    for await (const { records } of readPartition(world.transport, { ...pace(world), topic: 't', partition, from: 0, upTo: 'end' }))
      values.push(...records.map(({ value }) => String(value)))
  }
  await world.run(read())
  return values
}

test('records of a key go where Kafka’s own producers put them, in order, and are told where they stand', async () => {
  const world = await openWorld()
  await openTopic(world)
  const producer = await world.run(openProducer(world.transport, { ...pace(world), topic: 't' }))
  const records = Array.from({ length: 60 }, (_, i) => ({ key: Buffer.from(`k${i % 6}`), value: Buffer.from(`v${i}`) }))
  const delivered = await world.run(sendAll(producer, records))
  expect(delivered.map(({ partition }) => partition)).toEqual(records.map(({ key }) => partitionOfKey(key, 3)))
  for (const partition of [0, 1, 2]) {
    const mine = records.filter(({ key }) => partitionOfKey(key, 3) === partition).map(({ value }) => String(value))
    expect(await valuesIn(world, partition)).toEqual(mine)
    const offsets = delivered.filter((one) => one.partition === partition).map(({ offset }) => offset)
    expect(offsets).toEqual(mine.map((_, i) => i))
  }
  await world.run(world.engine.close())
})

test('records that come together travel together; one alone goes after its linger', async () => {
  const world = await openWorld()
  await openTopic(world)
  const { tap, transport } = tapped(world.transport)
  const producer = await world.run(openProducer(transport, { ...pace(world), topic: 't', lingerMs: 50 }))
  const records = Array.from({ length: 20 }, () => ({ partition: 1, value: Buffer.from('v') }))
  await world.run(sendAll(producer, records))
  expect(tap.calls.filter((name) => name === Produce.name)).toHaveLength(1)
  const { delivered } = await producer.send({ partition: 2, value: Buffer.from('alone') })
  let at: number | null = null
  const beganAt = world.clock.monotonic()
  void delivered.then(() => (at = world.clock.monotonic()))
  await world.run(delivered)
  expect(at! - beganAt).toBeGreaterThanOrEqual(50)
  await world.run(world.engine.close())
})

test('records without a key stay together while a batch fills, and are spread over the partitions', async () => {
  const world = await openWorld()
  await openTopic(world)
  const producer = await world.run(openProducer(world.transport, { ...pace(world), topic: 't' }))
  const seen = new Set<number>()
  for (let batch = 0; batch < 20; batch++) {
    const delivered = await world.run(
      sendAll(
        producer,
        Array.from({ length: 5 }, () => ({ value: Buffer.from('v') })),
      ),
    )
    expect(new Set(delivered.map(({ partition }) => partition)).size).toBe(1)
    seen.add(delivered[0]!.partition)
  }
  expect(seen.size).toBe(3)
  await world.run(world.engine.close())
})

test('a record that is too large is refused alone, and a partition that is not there at once', async () => {
  const world = await openWorld()
  await openTopic(world)
  const producer = await world.run(openProducer(world.transport, { ...pace(world), topic: 't' }))
  const small = (await producer.send({ partition: 0, value: Buffer.from('a') })).delivered
  const large = (await producer.send({ partition: 0, value: Buffer.alloc(1_100_000) })).delivered
  const after = (await producer.send({ partition: 0, value: Buffer.from('b') })).delivered
  await expect(world.run(large)).rejects.toMatchObject({ name: 'KafkaError', code: 10 })
  expect((await world.run(Promise.all([small, after]))).map(({ offset }) => offset)).toEqual([0, 1])
  await expect(producer.send({ partition: 3, value: null })).rejects.toMatchObject({ code: 3 })
  await world.run(world.engine.close())
})

test('while too much is on its way, the next record waits for room', async () => {
  const world = await openWorld()
  await openTopic(world)
  const { tap, transport } = tapped(world.transport)
  const held: (() => void)[] = []
  const producer = await world.run(openProducer(transport, { ...pace(world), topic: 't' }))
  tap.answer = (api, message) =>
    api.key === Produce.key
      ? new Promise((resolve) => held.push(() => resolve(world.transport.call(Produce, message as never))))
      : undefined
  let sent = 0
  const send = async (): Promise<void> => {
    for (; sent < 12; sent++) await producer.send({ partition: 0, value: Buffer.alloc(900_000) })
  }
  const sending = send()
  await world.clock.advance(100)
  expect(sent).toBe(10) // 8 MiB are on their way
  tap.answer = () => undefined
  for (const go of held) go()
  await world.run(sending)
  await world.run(producer.flush())
  expect(await valuesIn(world, 0)).toHaveLength(12)
  await world.run(world.engine.close())
})

test('a topic that is not there is refused when it begins', async () => {
  const world = await openWorld()
  const opening = world.run(openProducer(world.transport, { ...pace(world), topic: 'nowhere' }))
  await expect(opening).rejects.toMatchObject({ name: 'KafkaError', code: 3 })
  await world.run(world.engine.close())
})

test('records that could not be delivered in time are told, and the next ones have a new start', async () => {
  const world = await openWorld()
  await openTopic(world)
  const { tap, transport } = tapped(world.transport)
  const producer = await world.run(openProducer(transport, { ...pace(world), topic: 't', deliveryMsMax: 2_000 }))
  tap.answer = (api) =>
    api.key === Produce.key
      ? Promise.resolve({ responses: [{ partitionResponses: [{ index: 0, errorCode: 6, baseOffset: -1 }] }] })
      : undefined
  const lost = (await producer.send({ partition: 0, value: Buffer.from('lost') })).delivered
  await expect(world.run(lost)).rejects.toMatchObject({ name: 'WriterFault', kind: 'timed-out' })
  tap.answer = () => undefined
  expect(await world.run(sendAll(producer, [{ partition: 0, value: Buffer.from('found') }]))).toEqual([{ partition: 0, offset: 0 }])
  await world.run(world.engine.close())
})

// Invariants: each record once, in the order of the calls within its partition, over a network that cuts one write in twenty.
test.for(['a', 'b', 'c'])('a network that cuts loses and doubles nothing (seed %s)', async (seed) => {
  const faults = { random: seededRandom(seed), cutsPerThousand: 0 }
  const brokers = await openBrokers({ nodes: [1, 2], net: memoryNet(faults) })
  await openTopic(brokers)
  using transport = await brokers.connect()
  const producer = await brokers.run(openProducer(transport, { ...pace(brokers), topic: 't', deliveryMsMax: 600_000, lingerMs: 0 }))
  faults.cutsPerThousand = 50
  const values = Array.from({ length: 200 }, (_, i) => `v${i}`)
  const produce = async (): Promise<void> => {
    for (const value of values) {
      const { delivered } = await producer.send({ key: Buffer.from(value), value: Buffer.from(value) })
      if (Number(value.slice(1)) % 10 === 9) await delivered
    }
    await producer.flush()
  }
  await brokers.run(produce())
  faults.cutsPerThousand = 0
  for (const partition of [0, 1, 2])
    expect(await valuesIn(brokers, partition)).toEqual(values.filter((value) => partitionOfKey(Buffer.from(value), 3) === partition))
  await brokers.close()
})
