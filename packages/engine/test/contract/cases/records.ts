import { strict as assert } from 'node:assert'
import { ErrorCode } from '@leat/wire'
import { DeleteRecords, Fetch, InitProducerId, ListOffsets, OffsetForLeaderEpoch, Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { type Contract, type ContractCase, fetchOf, placeOf, recordsOf, until, values, WRITTEN_AT_MS } from '../contract.ts'

const TIMEOUT_MS = 5_000

async function newProducer(on: Contract): Promise<number> {
  let id = -1
  await until('there are producer ids', async () => {
    const { errorCode, producerId } = await on.call(InitProducerId, 4, {
      transactionalId: null,
      transactionTimeoutMs: 60_000,
      producerId: -1,
      producerEpoch: -1,
    })
    id = producerId
    return errorCode === 0
  })
  return id
}

export const recordCases: readonly ContractCase[] = [
  {
    name: 'Produce: every version appends, in order',
    async run(on) {
      const topic = await on.topic()
      const leader = await on.leader(topic)
      for (const [i, version] of on.versions(Produce).entries()) {
        const place = placeOf(Produce, version, topic)
        const topicData = [{ ...place, partitionData: [{ index: 0, records: values(`v${version}`) }] }]
        const { responses } = await on.call(Produce, version, { acks: -1, timeoutMs: TIMEOUT_MS, topicData }, leader)
        assert.deepEqual(
          [responses[0]!.partitionResponses[0]!.errorCode, responses[0]!.partitionResponses[0]!.baseOffset],
          [0, i],
          `v${version}`,
        )
      }
      assert.deepEqual(
        (await on.read(topic)).map(({ value }) => value),
        on.versions(Produce).map((version) => `v${version}`),
      )
    },
  },
  {
    name: 'Produce: what is dispatched first is appended first, without waiting for answers',
    async run(on) {
      const topic = await on.topic()
      const leader = await on.leader(topic)
      const numbers = Array.from({ length: 20 }, (_, i) => String(i))
      const answers = numbers.map((number) => {
        const topicData = [{ name: topic.name, partitionData: [{ index: 0, records: values(number) }] }]
        return on.call(Produce, 9, { acks: -1, timeoutMs: TIMEOUT_MS, topicData }, leader)
      })
      await Promise.all(answers)
      assert.deepEqual(
        (await on.read(topic)).map(({ value }) => value),
        numbers,
      )
    },
  },
  {
    name: 'Produce: acks=0 is not answered, and the records arrive',
    async run(on) {
      const topic = await on.topic()
      const leader = await on.leader(topic)
      const topicData = [{ name: topic.name, partitionData: [{ index: 0, records: values('unasked') }] }]
      assert.deepEqual(await leader.send(Produce, 9, { acks: 0, timeoutMs: TIMEOUT_MS, topicData }), { kind: 'silence' })
      await until('they are there', async () => (await on.read(topic))[0]?.value === 'unasked')
    },
  },
  {
    name: 'Produce: an unknown topic, a wrong checksum and a missing partition are told apart',
    async run(on) {
      const topic = await on.topic()
      const bad = values('damaged')
      bad[bad.length - 3]! ^= 1
      assert.equal((await on.write(topic, bad)).errorCode, ErrorCode.CORRUPT_MESSAGE)
      const leader = await on.leader(topic)
      const produce = async (name: string, index: number) => {
        const topicData = [{ name, partitionData: [{ index, records: values('lost') }] }]
        const { responses } = await on.call(Produce, 9, { acks: -1, timeoutMs: TIMEOUT_MS, topicData }, leader)
        return responses[0]!.partitionResponses[0]!.errorCode
      }
      assert.equal(await produce(on.name('-absent'), 0), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      assert.equal(await produce(topic.name, 9), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      assert.deepEqual(await on.read(topic), [])
    },
  },
  {
    name: 'Produce: a repeated batch of a producer is stored once and answered with its first offset; a gap is refused',
    async run(on) {
      const topic = await on.topic()
      const producerId = await newProducer(on)
      const numbered = (baseSequence: number) =>
        buildBatch({
          records: [{ value: Buffer.from(String(baseSequence)), timestamp: WRITTEN_AT_MS }],
          producerId,
          producerEpoch: 0,
          baseSequence,
        })
      assert.equal((await on.write(topic, numbered(0))).baseOffset, 0)
      assert.equal((await on.write(topic, numbered(1))).baseOffset, 1)
      assert.equal((await on.write(topic, numbered(0))).baseOffset, 0)
      assert.equal((await on.write(topic, numbered(3))).errorCode, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER)
      assert.equal(await on.end(topic), 2)
    },
  },
  {
    name: 'Fetch: every version answers the bytes that were produced',
    async run(on) {
      const topic = await on.topic()
      const batch = values('a', 'b')
      const sent = Buffer.from(batch)
      await on.write(topic, batch)
      const leader = await on.leader(topic)
      for (const version of on.versions(Fetch)) {
        const place = version >= 13 ? { topicId: topic.id } : { topic: topic.name }
        const { responses } = await on.call(Fetch, version, fetchOf(place, 0), leader)
        const found = responses[0]!.partitions[0]!
        assert.deepEqual([found.errorCode, found.highWatermark], [0, 2], `v${version}`)
        // Behind base offset and leader epoch, which are the broker's, not a byte is different.
        assert.deepEqual(found.records!.subarray(16), sent.subarray(16), `v${version}`)
      }
    },
  },
  {
    name: 'Fetch: waits for records and is woken by them',
    async run(on) {
      const topic = await on.topic()
      const leader = await on.leader(topic)
      const waiting = on.connect(leader.node)
      const answer = on.call(Fetch, 12, fetchOf({ topic: topic.name }, 0, 0, 20_000), waiting)
      await on.write(topic, values('at last'))
      assert.deepEqual(
        recordsOf((await answer).responses[0]!.partitions[0]!.records).map(({ value }) => value),
        ['at last'],
      )
    },
  },
  {
    name: 'Fetch: offsets out of range and epochs of the future are refused',
    async run(on) {
      const topic = await on.topic()
      await on.write(topic, values('a'))
      const leader = await on.leader(topic)
      const codeOf = async (message: ReturnType<typeof fetchOf>) =>
        (await on.call(Fetch, 12, message, leader)).responses[0]!.partitions[0]!.errorCode
      assert.equal(await codeOf(fetchOf({ topic: topic.name }, 2)), ErrorCode.OFFSET_OUT_OF_RANGE)
      const future = fetchOf({ topic: topic.name }, 0)
      future.topics[0]!.partitions[0]!.currentLeaderEpoch = 1_000
      assert.equal(await codeOf(future), ErrorCode.UNKNOWN_LEADER_EPOCH)
    },
  },
  {
    name: 'Fetch: a session answers only what changed',
    async run(on) {
      const topic = await on.topic(2)
      await on.write(topic, values('a'))
      const leader = await on.leader(topic)
      const base = { maxWaitMs: 0, minBytes: 1, maxBytes: 1_000_000 }
      const partitions = [{ partition: 0, fetchOffset: 0, currentLeaderEpoch: -1, partitionMaxBytes: 1_000_000 }]
      const opened = await on.call(
        Fetch,
        12,
        { ...base, sessionId: 0, sessionEpoch: 0, topics: [{ topic: topic.name, partitions }] },
        leader,
      )
      if (opened.sessionId === 0) return // A backend need not have sessions.
      const moved = [{ topic: topic.name, partitions: [{ ...partitions[0]!, fetchOffset: 1 }] }]
      const quiet = await on.call(Fetch, 12, { ...base, sessionId: opened.sessionId, sessionEpoch: 1, topics: moved }, leader)
      assert.deepEqual([quiet.errorCode, quiet.responses], [0, []])
      const wrong = await on.call(Fetch, 12, { ...base, sessionId: opened.sessionId, sessionEpoch: 7, topics: [] }, leader)
      assert.equal(wrong.errorCode, ErrorCode.INVALID_FETCH_SESSION_EPOCH)
    },
  },
  {
    name: 'ListOffsets: every version tells the end; the start moves with DeleteRecords',
    async run(on) {
      const topic = await on.topic()
      await on.write(topic, values('a', 'b', 'c'))
      const leader = await on.leader(topic)
      const list = async (version: number, timestamp: number) => {
        const message = {
          replicaId: -1,
          topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp }] }],
        }
        return (await on.call(ListOffsets, version, message, leader)).topics[0]!.partitions[0]!.offset
      }
      for (const version of on.versions(ListOffsets)) assert.equal(await list(version, -1), 3, `v${version}`)
      assert.equal(await list(7, WRITTEN_AT_MS + 1), 1)
      for (const [i, version] of on.versions(DeleteRecords).entries()) {
        const offset = Math.min(i + 1, 3)
        const message = { timeoutMs: TIMEOUT_MS, topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, offset }] }] }
        const { topics } = await on.call(DeleteRecords, version, message, leader)
        assert.deepEqual([topics[0]!.partitions[0]!.errorCode, topics[0]!.partitions[0]!.lowWatermark], [0, offset], `v${version}`)
        assert.equal(await list(7, -2), offset)
      }
    },
  },
  {
    name: 'OffsetForLeaderEpoch: every version tells where the first epoch ends',
    async run(on) {
      const topic = await on.topic()
      await on.write(topic, values('a', 'b'))
      const leader = await on.leader(topic)
      for (const version of on.versions(OffsetForLeaderEpoch)) {
        const message = {
          replicaId: -1,
          topics: [{ topic: topic.name, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
        }
        const { topics } = await on.call(OffsetForLeaderEpoch, version, message, leader)
        assert.deepEqual([topics[0]!.partitions[0]!.errorCode, topics[0]!.partitions[0]!.endOffset], [0, 2], `v${version}`)
      }
    },
  },
  {
    name: 'InitProducerId: every version gives an id of its own; a transactional id keeps it and its epoch grows',
    async run(on) {
      const ids = new Set([await newProducer(on)])
      for (const version of on.versions(InitProducerId)) {
        const { errorCode, producerId } = await on.call(InitProducerId, version, { transactionalId: null, transactionTimeoutMs: 60_000 })
        assert.equal(errorCode, 0, `v${version}`)
        ids.add(producerId)
      }
      assert.equal(ids.size, on.versions(InitProducerId).length + 1)
      const transactionalId = on.name('-t')
      const coordinator = await on.coordinator(transactionalId, 1)
      const init = () =>
        on.call(InitProducerId, 4, { transactionalId, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 }, coordinator)
      let first = await init()
      await until('the transaction coordinator is ready', async () => {
        if (first.errorCode === 0) return true
        first = await init()
        return false
      })
      const second = await init()
      assert.deepEqual([second.producerId, second.producerEpoch], [first.producerId, first.producerEpoch + 1])
    },
  },
]
