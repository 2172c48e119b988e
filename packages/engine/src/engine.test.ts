import { Fetch } from '@leat/wire/messages/01-fetch'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { readRecords } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { memoryFs } from '@leat/base/sim'
import { type TestEngine, startTestEngine } from './testing/engine.ts'

async function values(kafka: TestEngine, topic: string, topicId: string, offset = 0): Promise<(string | undefined)[]> {
  const { responses } = await kafka.ask(Fetch, 17, fetchOf(topic, topicId, offset))
  const { records, errorCode } = responses[0]!.partitions[0]!
  expect(errorCode).toBe(0)
  return records === null || records.length === 0 ? [] : readRecords(records).map(({ value }) => value?.toString())
}

function fetchOf(topic: string, topicId: string, fetchOffset: number) {
  return {
    maxWaitMs: 0,
    minBytes: 1,
    topics: [{ topic, topicId, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000_000 }] }],
    forgottenTopicsData: [],
  }
}

test('what was produced is fetched, and still there after a restart', async () => {
  const fs = memoryFs()
  const first = await startTestEngine({ fs })
  const topicId = await first.createTopic('orders')
  expect(await first.produce('orders', 0, ['a', 'b'])).toBe(0)
  expect(await first.produce('orders', 0, ['c'])).toBe(2)
  expect(await values(first, 'orders', topicId)).toEqual(['a', 'b'])
  expect(await values(first, 'orders', topicId, 2)).toEqual(['c'])
  await first.close()

  await using second = await startTestEngine({ fs })
  expect(await values(second, 'orders', topicId, 2)).toEqual(['c'])
  expect(await second.produce('orders', 0, ['d'])).toBe(3)
})

test('metadata of an absent topic makes it, with its leader in the first answer', async () => {
  await using kafka = await startTestEngine({ brokerConfig: { 'num.partitions': '3' } })
  const { topics, brokers, clusterId } = await kafka.ask(Metadata, 12, {
    topics: [{ topicId: undefined, name: 'fresh' }],
    allowAutoTopicCreation: true,
  })
  expect(topics[0]).toMatchObject({ errorCode: 0, name: 'fresh', isInternal: false })
  expect(topics[0]!.partitions.map(({ leaderId }) => leaderId)).toEqual([1, 1, 1])
  expect(brokers).toMatchObject([{ nodeId: 1 }])
  expect(clusterId).toBe('test-cluster')
})
