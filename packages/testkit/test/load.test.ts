import { expect, test } from 'vitest'
import { startLeat } from '../src/index.ts'
import { kafkaOf } from './client.ts'

test.for([
  { how: 'crash', seed: 'a' },
  { how: 'crash', seed: 'b' },
  { how: 'crash', seed: 'c' },
  { how: 'kill', seed: 'a' },
  { how: 'restart', seed: 'a' },
] as const)('nothing acknowledged is missing after a $how in the middle of producing ($seed)', async ({ how, seed }) => {
  await using leat = await startLeat({ durability: how === 'crash' ? 'power' : 'process', seed })
  const topic = await leat.topic({ partitions: 3 })
  const acknowledged = new Set<string>()
  const producer = kafkaOf(leat).producer()
  await producer.connect()
  let stopped = false
  let refused = 0
  const produceAll = async (lane: number): Promise<void> => {
    for (let count = 0; !stopped; count++) {
      const value = `${lane}-${count}`
      try {
        await producer.send({ topic, acks: -1, messages: [{ value }] })
        acknowledged.add(value)
      } catch {
        refused++
      }
    }
  }
  const lanes = [0, 1, 2, 3].map(produceAll)
  using hijack = leat.hijack('Produce', () => {})
  for (let round = 1; round <= 3; round++) {
    await hijack.seen(hijack.caught + 40)
    await (how === 'crash' ? leat.disk.crash() : leat[how]())
  }
  await hijack.seen(hijack.caught + 40)
  stopped = true
  await Promise.all(lanes)
  await producer.disconnect()

  const values = new Set(await leat.values(topic))
  expect([...acknowledged].filter((value) => !values.has(value))).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(0)
  expect(refused).toBeGreaterThan(0)
})
