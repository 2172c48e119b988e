import { CreatePartitions } from '@leat/wire/messages/37-create-partitions'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { memoryFs } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { startTestEngine } from '../testing/engine.ts'

test('what requests do to topics is seen when they are answered', async () => {
  await using kafka = await startTestEngine()
  const { topics } = kafka.engine
  const topicId = await kafka.createTopic('orders', { partitions: 3 })
  expect([topics.partitionsOf('orders'), topics.partitionCount(), topics.topicCount()]).toEqual([3, 3, 1])
  expect(topics.nameOf(topicId)).toBe('orders')

  await kafka.ask(CreatePartitions, 3, { topics: [{ name: 'orders', count: 5, assignments: null }], timeoutMs: 1000 })
  expect([topics.partitionsOf('orders'), topics.partitionCount()]).toEqual([5, 5])

  await kafka.ask(Metadata, 9, { topics: [{ name: 'made-by-asking' }], allowAutoTopicCreation: true })
  expect([...topics.names()]).toEqual(['orders', 'made-by-asking'])

  await kafka.ask(DeleteTopics, 6, { topics: [{ name: null, topicId }], timeoutMs: 1000 })
  expect([topics.partitionsOf('orders'), topics.nameOf(topicId), topics.partitionCount()]).toEqual([null, null, 1])
})

test('topics of the brokers have names, and are not counted', async () => {
  await using kafka = await startTestEngine()
  await kafka.ask(FindCoordinator, 4, { keyType: 0, coordinatorKeys: ['group'] })
  const { topics } = kafka.engine
  expect([[...topics.names()], topics.partitionCount(), topics.topicCount()]).toEqual([['__consumer_offsets'], 0, 0])
})

test('what was there before is there from the start, with the settings of this one', async () => {
  const fs = memoryFs()
  const first = await startTestEngine({ fs })
  await first.createTopic('orders', { partitions: 2 })
  expect([first.engine.topics.autoCreation, first.engine.topics.defaultPartitions]).toEqual([true, 1])
  await first.close()
  await using kafka = await startTestEngine({ fs, brokerConfig: { 'auto.create.topics.enable': 'false', 'num.partitions': '6' } })
  const { topics } = kafka.engine
  expect([topics.partitionsOf('orders'), topics.autoCreation, topics.defaultPartitions]).toEqual([2, false, 6])
})
