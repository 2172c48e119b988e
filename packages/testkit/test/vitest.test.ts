import { expect } from 'vitest'
import { leatTest, test } from '../src/vitest.ts'
import { kafkaOf, produce } from './client.ts'

const seen = new Set<string>()

for (const name of ['first', 'second']) {
  test(`the ${name} test has a Leat of its own`, async ({ leat }) => {
    const topic = await leat.topic()
    await produce(kafkaOf(leat), topic, [name])
    expect(await leat.values(topic)).toEqual([name])
    expect(seen.has(leat.cluster)).toBe(false)
    seen.add(leat.cluster)
  })
}

leatTest({ clock: 'virtual', brokers: 3 })('a fixture takes options', async ({ leat }) => {
  await leat.clock.advance(1000)
  expect(leat.bootstrap.split(',')).toHaveLength(3)
})
