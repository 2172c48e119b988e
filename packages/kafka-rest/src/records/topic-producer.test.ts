import { seededRandom, virtualClock } from '@leat/base/sim'
import { TransportClosed } from '@leat/client'
import { ErrorCode } from '@leat/wire'
import { Produce, type ProduceRequest } from '@leat/wire/messages/00-produce'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { readRecords, recordCount } from '@leat/wire/records'
import { describe, expect, test } from 'vitest'
import { kafkaRestOf } from '../door.ts'
import type { Topic } from '../kafka/topics.ts'
import { fakeTransport, plays } from '../testing/fake-transport.ts'
import type { WishedRecord } from './record.ts'
import { type Delivery, TopicProducer } from './topic-producer.ts'

type PartitionAnswer = {
  errorCode: number
  baseOffset?: number
  errorMessage?: string
  recordErrors?: { batchIndex: number; batchIndexErrorMessage: string }[]
}

/** Leaders of the topic's partitions, by round of metadata; the last holds on. Null: no leader; an empty list: no topic. */
type Leaders = readonly (readonly (number | null)[])[]

function underTest(leaders: Leaders, answer: (partition: number, values: readonly string[], node: number | undefined) => PartitionAnswer) {
  const clock = virtualClock()
  const asked: string[] = []
  let round = 0
  const transport = fakeTransport(
    plays(Metadata, () => {
      round = Math.min(round + 1, leaders.length - 1)
      return { topics: [metadataOf(leaders[round]!, round)] }
    }),
    plays(Produce, (request, node) => ({
      responses: [
        {
          name: '',
          topicId: (request as ProduceRequest).topicData[0]!.topicId,
          partitionResponses: (request as ProduceRequest).topicData[0]!.partitionData.map(({ index, records }) => {
            const values = [...readRecords(records as Buffer, 0)].map(({ value }) => value!.toString())
            expect(recordCount(records as Buffer, 0)).toBe(values.length)
            asked.push(`${node}: ${index} ${values.join('')}`)
            return {
              index,
              baseOffset: -1,
              logAppendTimeMs: -1,
              logStartOffset: -1,
              recordErrors: [],
              errorMessage: null,
              ...answer(index, values, node),
            }
          }),
        },
      ],
    })),
  )
  const rest = kafkaRestOf(
    { connect: () => transport, activity: async () => null, clusters: () => [] },
    { clock, random: seededRandom('producer'), limits: { produceMsMax: 1_000 } },
  )
  const topic = topicOf(leaders[0]!, 0)
  const producer = new TopicProducer(rest, transport, topic, new AbortController().signal)
  return { producer, clock, asked }
}

function topicOf(leaders: readonly (number | null)[], round: number): Topic {
  const partitions = leaders.map((leader, id) => ({ id, leader, replicas: [1] }))
  return { name: 'orders', id: `id-${round}`, isInternal: false, partitions, authorizedOperations: 0 }
}

function metadataOf(leaders: readonly (number | null)[], round: number) {
  const partitions = leaders.map((leader, partitionIndex) => ({
    errorCode: 0,
    partitionIndex,
    leaderId: leader ?? -1,
    leaderEpoch: 0,
    replicaNodes: [1],
    isrNodes: [1],
    offlineReplicas: [],
  }))
  const errorCode = leaders.length === 0 ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE
  return { errorCode, name: 'orders', topicId: `id-${round}`, isInternal: false, partitions, topicAuthorizedOperations: 0 }
}

function records(values: string, partition: number | null = 0): WishedRecord[] {
  return values.split('').map((value) => ({
    partition,
    key: null,
    value: { format: 'STRING', bytes: Buffer.from(value) },
    headers: [],
    timestamp: null,
  }))
}

function shown(deliveries: readonly Delivery[]): readonly (number | string)[] {
  return deliveries.map((delivery) => (delivery.ok ? delivery.value.offset : String(delivery.error.errorCode)))
}

async function run<T>(clock: ReturnType<typeof virtualClock>, work: Promise<T>): Promise<T> {
  let isDone = false
  const done = work.finally(() => (isDone = true))
  while (!isDone) await clock.advance(10)
  return done
}

describe('a round of records', () => {
  test('is one request to each leader', async () => {
    const { producer, asked } = underTest([[1, 2, 1]], () => ({ errorCode: 0, baseOffset: 7 }))
    const deliveries = await producer.send([...records('a', 0), ...records('b', 1), ...records('c', 2), ...records('d', 0)])
    expect(shown(deliveries)).toEqual([7, 7, 7, 8])
    expect(asked).toEqual(['1: 0 ad', '1: 2 c', '2: 1 b'])
  })

  test('follows its partition to another leader, and keeps its order', async () => {
    const { producer, clock, asked } = underTest([[1], [2]], (_partition, _values, node) =>
      node === 2 ? { errorCode: 0, baseOffset: 0 } : { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER },
    )
    expect(shown(await run(clock, producer.send(records('abc'))))).toEqual([0, 1, 2])
    expect(asked).toEqual(['1: 0 abc', '2: 0 abc'])
  })

  test('waits for a leader no longer than it may', async () => {
    const { producer, clock, asked } = underTest([[null]], () => ({ errorCode: 0 }))
    const deliveries = await run(clock, producer.send(records('a')))
    expect(shown(deliveries)).toEqual(['50003'])
    expect(clock.monotonic()).toBeLessThanOrEqual(1_100)
    expect(asked).toEqual([])
  })

  test('is refused when the topic has gone, and finds the one that was made in its place', async () => {
    const gone = underTest([[1], []], () => ({ errorCode: ErrorCode.UNKNOWN_TOPIC_ID }))
    expect(shown(await run(gone.clock, gone.producer.send(records('a'))))).toEqual(['40403'])
    let tries = 0
    const anew = underTest([[1], [1]], () => (tries++ === 0 ? { errorCode: ErrorCode.UNKNOWN_TOPIC_ID } : { errorCode: 0, baseOffset: 0 }))
    expect(shown(await run(anew.clock, anew.producer.send(records('a'))))).toEqual([0])
  })

  test('sees partitions that were added since', async () => {
    const { producer } = underTest([[1], [1, 1]], () => ({ errorCode: 0, baseOffset: 3 }))
    expect(shown(await producer.send([...records('a', 1), ...records('b', 2)]))).toEqual([3, '40403'])
  })

  test('is halved until only the record that is too large is left out', async () => {
    let offset = 0
    const { producer, asked } = underTest([[1]], (_partition, values) => {
      if (values.includes('L')) return { errorCode: ErrorCode.MESSAGE_TOO_LARGE }
      offset += values.length
      return { errorCode: 0, baseOffset: offset - values.length }
    })
    expect(shown(await producer.send(records('abLcd')))).toEqual([0, 1, '413', 2, 3])
    expect(asked).toEqual(['1: 0 abLcd', '1: 0 ab', '1: 0 Lcd', '1: 0 L', '1: 0 cd'])
  })

  test('leaves out the records that the broker names', async () => {
    const { producer, asked } = underTest([[1]], (_partition, values) => {
      const recordErrors = values.flatMap((value, batchIndex) =>
        value === 'X' ? [{ batchIndex, batchIndexErrorMessage: 'needs a key' }] : [],
      )
      return recordErrors.length > 0 ? { errorCode: ErrorCode.INVALID_RECORD, recordErrors } : { errorCode: 0, baseOffset: 0 }
    })
    const deliveries = await producer.send(records('aXbX'))
    expect(shown(deliveries)).toEqual([0, '50002', 1, '50002'])
    expect(deliveries[1]).toMatchObject({ error: { detail: 'needs a key' } })
    expect(asked).toEqual(['1: 0 aXbX', '1: 0 ab'])
  })

  test('is answered for each record when Kafka goes away in the middle', async () => {
    const { producer } = underTest([[1, 2]], (partition) => {
      if (partition === 1) throw new TransportClosed('gone')
      return { errorCode: 0, baseOffset: 0 }
    })
    expect(shown(await producer.send([...records('b', 1), ...records('a', 0)]))).toEqual(['50302', 0])
  })

  test('of records without a key goes to one partition that has a leader', async () => {
    const { producer, asked } = underTest([[null, 1, null]], () => ({ errorCode: 0, baseOffset: 0 }))
    expect(shown(await producer.send(records('abc', null)))).toEqual([0, 1, 2])
    expect(asked).toEqual(['1: 1 abc'])
  })
})
