import { expect, test } from 'vitest'
import { startLeat } from '../src/index.ts'
import { kafkaOf, produce } from './client.ts'

test('a full disk refuses producers, serves readers, and takes writes again when there is room', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  await produce(kafkaOf(leat), topic, ['before'])
  leat.disk.fill()
  await expect(produce(kafkaOf(leat), topic, ['no room'])).rejects.toMatchObject({ message: expect.stringMatching(/disk/i) })
  expect(await leat.values(topic)).toEqual(['before'])
  leat.disk.heal()
  await produce(kafkaOf(leat, 100), topic, ['after'])
  expect(await leat.values(topic)).toEqual(['before', 'after'])
})

test('a failed sync takes its partition away until a restart, and no other', async () => {
  await using leat = await startLeat({ durability: 'power' })
  const [sick, sound] = [await leat.topic({ prefix: 'sick' }), await leat.topic({ prefix: 'sound' })]
  await produce(kafkaOf(leat), sick, ['synced'])
  {
    using _fault = leat.disk.fail('sync', { path: await leat.disk.pathOf(sick) })
    await expect(produce(kafkaOf(leat), sick, ['lost'])).rejects.toThrow()
  }
  await produce(kafkaOf(leat), sound, ['fine'])
  await leat.restart()
  await produce(kafkaOf(leat), sick, ['again'])
  const values = await leat.values(sick)
  expect([values[0], values.at(-1)]).toEqual(['synced', 'again'])
})

test('a write that fails is refused and not stored', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  const fault = leat.disk.fail('write', { path: await leat.disk.pathOf(topic) })
  await expect(produce(kafkaOf(leat), topic, ['a'])).rejects.toThrow()
  fault[Symbol.dispose]()
  await leat.restart()
  expect(await leat.values(topic)).toEqual([])
})

test('a read that fails is told to the reader, and healed', async () => {
  await using leat = await startLeat()
  const topic = await leat.topic()
  await produce(kafkaOf(leat), topic, ['there'])
  await leat.restart()
  leat.disk.fail('read', { path: await leat.disk.pathOf(topic) })
  await expect(leat.values(topic)).rejects.toThrow('KAFKA_STORAGE_ERROR')
  leat.disk.heal()
  await leat.restart()
  expect(await leat.values(topic)).toEqual(['there'])
})

test.for(['1', '2', '3', '4', '5', '6', '7', '8'])(
  'after a power loss nothing acknowledged is missing under power (seed %s)',
  async (seed) => {
    await using leat = await startLeat({ durability: 'power', seed })
    const topic = await leat.topic({ partitions: 2 })
    const acknowledged: string[] = []
    for (let round = 0; round < 3; round++) {
      const values = Array.from({ length: 10 }, (_, index) => `${round}-${index}`)
      await produce(kafkaOf(leat, 5), topic, values)
      acknowledged.push(...values)
      await leat.disk.crash()
      expect(new Set(await leat.values(topic))).toEqual(new Set(acknowledged))
    }
  },
)

test('under process a power loss may take the last second, never what was synced', async () => {
  await using leat = await startLeat({ clock: 'virtual', seed: 'loses' })
  const topic = await leat.topic()
  await produce(kafkaOf(leat), topic, ['synced'])
  await leat.clock.advance(2000)
  await produce(kafkaOf(leat), topic, ['unsynced'])
  await leat.disk.crash()
  expect((await leat.values(topic))[0]).toBe('synced')
})
