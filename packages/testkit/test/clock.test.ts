import { expect, test } from 'vitest'
import { startLeat } from '../src/index.ts'
import { consume, kafkaOf, produce } from './client.ts'

test('a member that falls silent is expired when time has passed, and not before', async () => {
  await using leat = await startLeat({ clock: 'virtual' })
  const topic = await leat.topic()
  const { consumer } = await consume(kafkaOf(leat), topic, 'readers')
  const members = async (): Promise<number> => (await leat.ask('DescribeGroups', { groups: ['readers'] })).groups[0]!.members.length
  expect(await members()).toBe(1)

  using _silence = leat.hijack('Heartbeat', (request) => request.hold())
  await leat.clock.advance(29_000)
  expect(await members()).toBe(1)
  await leat.clock.advance(2_000)
  expect(await members()).toBe(0)
  await consumer.disconnect()
})

test('records fall due by time', async () => {
  await using leat = await startLeat({ clock: 'virtual' })
  const topic = await leat.topic({ configs: { 'retention.ms': '60000', 'segment.ms': '1000', 'file.delete.delay.ms': '0' } })
  await produce(kafkaOf(leat), topic, ['old'])
  await leat.clock.advance(2_000)
  await produce(kafkaOf(leat), topic, ['new'])
  expect(await leat.values(topic)).toEqual(['old', 'new'])
  await leat.clock.advance(10 * 60_000)
  expect(await leat.values(topic)).toEqual([])
})

test('a consumer waits for records and ends in its own time', async () => {
  await using leat = await startLeat({ clock: 'virtual' })
  const topic = await leat.topic()
  const { consumer, next } = await consume(kafkaOf(leat), topic, 'readers')
  const coming = next()
  await produce(kafkaOf(leat), topic, ['here'])
  expect(await coming).toBe('here')
  await consumer.disconnect()
})

test('a restart needs no help with time, even with clients connected', async () => {
  await using leat = await startLeat({ clock: 'virtual' })
  const topic = await leat.topic()
  const { consumer, next } = await consume(kafkaOf(leat, 20), topic, 'readers')
  await leat.restart()
  await produce(kafkaOf(leat, 5), topic, ['after'])
  expect(await next()).toBe('after')
  await consumer.disconnect()
})
