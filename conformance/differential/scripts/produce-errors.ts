import { ZERO_UUID } from '@leat/wire'
import { CreateTopics, Fetch, ListOffsets, Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { batch, damaged, forged, records, WRITTEN_AT_MS } from '../batch.ts'
import { ask, type Script, type Seen } from '../script.ts'

const TOPIC = 'produce-errors-plain'
const COMPACTED = 'produce-errors-compacted'
const SMALL = 'produce-errors-small'
const APPEND_TIME = 'produce-errors-append-time'
const GZIP = 'produce-errors-gzip'
const TWO_IN_SYNC = 'produce-errors-two-in-sync'
const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAABw'

function produce(label: string, recordsOf: Buffer, topic = TOPIC, version = 9, more: { acks?: number; index?: number } = {}) {
  return ask(label, Produce, version, {
    acks: more.acks ?? -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index: more.index ?? 0, records: recordsOf }] }],
  })
}

const keyless = () => buildBatch({ records: [{ key: null, value: Buffer.from('keyless'), timestamp: WRITTEN_AT_MS }] })
const idOf = (seen: Seen, name: string) => seen('create', CreateTopics).topics.find((topic) => topic.name === name)!.topicId
const AT = { length: 8, magic: 16, attributes: 21, lastOffsetDelta: 23, baseTimestamp: 27, maxTimestamp: 35, count: 57, firstRecord: 61 }

export const produceErrors: Script = {
  name: 'produce-errors',
  moves: [
    ask('create', CreateTopics, 7, {
      timeoutMs: 5000,
      topics: [
        { name: TOPIC, numPartitions: 2, replicationFactor: 1 },
        { name: COMPACTED, numPartitions: 1, replicationFactor: 1, configs: [{ name: 'cleanup.policy', value: 'compact' }] },
        { name: SMALL, numPartitions: 1, replicationFactor: 1, configs: [{ name: 'max.message.bytes', value: '100' }] },
        {
          name: APPEND_TIME,
          numPartitions: 1,
          replicationFactor: 1,
          configs: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
        },
        { name: GZIP, numPartitions: 1, replicationFactor: 1, configs: [{ name: 'compression.type', value: 'gzip' }] },
        { name: TWO_IN_SYNC, numPartitions: 1, replicationFactor: 1, configs: [{ name: 'min.insync.replicas', value: '2' }] },
      ],
    }),
    ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((version) => produce(`good, v${version}`, batch(['one', 'two']), TOPIC, version)),
    ask('good, v13', Produce, 13, (seen) => ({
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ topicId: idOf(seen, TOPIC), partitionData: [{ index: 0, records: batch(['by id']) }] }],
    })),
    produce('acks 1', batch(['acks one']), TOPIC, 9, { acks: 1 }),
    produce('acks 0', batch(['acks zero']), TOPIC, 9, { acks: 0 }),
    produce('acks 2', batch(['acks two']), TOPIC, 9, { acks: 2 }),
    produce('acks -2', batch(['acks two']), TOPIC, 9, { acks: -2 }),
    produce('unknown topic', batch(['lost']), 'produce-errors-absent'),
    produce('unknown topic, v12', batch(['lost']), 'produce-errors-absent', 12),
    produce('unknown partition', batch(['lost']), TOPIC, 9, { index: 2 }),
    produce('negative partition', batch(['lost']), TOPIC, 9, { index: -1 }),
    ask('unknown topic id', Produce, 13, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ topicId: UNKNOWN_ID, partitionData: [{ index: 0, records: batch(['lost']) }] }],
    }),
    ask('zero topic id', Produce, 13, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ topicId: ZERO_UUID, partitionData: [{ index: 0, records: batch(['lost']) }] }],
    }),
    ask('one good and one unknown partition', Produce, 9, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [
        {
          name: TOPIC,
          partitionData: [
            { index: 1, records: batch(['here']) },
            { index: 9, records: batch(['there']) },
          ],
        },
        { name: 'produce-errors-absent', partitionData: [{ index: 0, records: batch(['nowhere']) }] },
      ],
    }),
    ask('no topics', Produce, 9, { acks: -1, timeoutMs: 1000, topicData: [] }),
    ask('the same partition twice', Produce, 9, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [
        {
          name: TOPIC,
          partitionData: [
            { index: 1, records: batch(['first']) },
            { index: 1, records: batch(['second']) },
          ],
        },
      ],
    }),
    ask('the end after that', ListOffsets, 7, {
      replicaId: -1,
      topics: [{ name: TOPIC, partitions: [{ partitionIndex: 1, timestamp: -1 }] }],
    }),
    produce(
      'checksum',
      damaged(batch(['one']), (bytes) => bytes.writeUInt8(0x58, bytes.length - 3)),
    ),
    produce('too large', batch(['x'.repeat(200)]), SMALL),
    produce('too large but compressed small', batch(['x'.repeat(1000)], { compression: 'gzip' }), SMALL),
    produce(
      'magic 1',
      forged(batch(['one']), (bytes) => bytes.writeInt8(1, AT.magic)),
    ),
    produce(
      'magic 0',
      forged(batch(['one']), (bytes) => bytes.writeInt8(0, AT.magic)),
    ),
    produce(
      'magic 3',
      forged(batch(['one']), (bytes) => bytes.writeInt8(3, AT.magic)),
    ),
    produce('two batches', Buffer.concat([batch(['one']), batch(['two'])])),
    produce('no batch', Buffer.alloc(0)),
    produce('half a batch', batch(['one']).subarray(0, 40)),
    produce('a batch cut short', batch(['one']).subarray(0, 65)),
    produce(
      'a batch of no records',
      forged(batch([]), () => {}),
    ),
    produce(
      'one record more than there is',
      forged(batch(['one']), (bytes) => bytes.writeInt32BE(2, AT.count)),
    ),
    produce(
      'last offset delta too large',
      forged(batch(['one']), (bytes) => bytes.writeInt32BE(1, AT.lastOffsetDelta)),
    ),
    produce(
      'both too large',
      forged(batch(['one']), (bytes) => void (bytes.writeInt32BE(1, AT.lastOffsetDelta), bytes.writeInt32BE(2, AT.count))),
    ),
    produce(
      'record length wrong',
      forged(batch(['one']), (bytes) => bytes.writeUInt8(2, AT.firstRecord)),
    ),
    produce('offsets with a gap', buildBatch({ records: records('a', 'b').map((record, i) => ({ ...record, offsetDelta: i * 2 })) })),
    produce('base offset 7', batch(['one'], { baseOffset: 7 })),
    produce('leader epoch 7', batch(['one'], { leaderEpoch: 7 })),
    produce('control batch', batch(['one'], { isControl: true })),
    produce('transactional without a producer', batch(['one'], { isTransactional: true })),
    produce(
      'codec 5',
      forged(batch(['one']), (bytes) => bytes.writeInt16BE(5, AT.attributes)),
    ),
    produce('zstd, v6', batch(['one'], { compression: 'zstd' }), TOPIC, 6),
    produce('zstd, v7', batch(['one'], { compression: 'zstd' }), TOPIC, 7),
    produce('snappy', batch(['one', 'two'], { compression: 'snappy' })),
    produce('lz4', batch(['one', 'two'], { compression: 'lz4' })),
    produce('append time set by the producer', batch(['one'], { timestampType: 'LogAppendTime' })),
    produce('no timestamp', buildBatch({ records: [{ key: null, value: Buffer.from('timeless') }] })),
    produce(
      'timestamp in the far future',
      buildBatch({ records: [{ key: null, value: Buffer.from('later'), timestamp: Date.UTC(2100, 0, 1) }] }),
    ),
    produce('timestamp of 1970', buildBatch({ records: [{ key: null, value: Buffer.from('early'), timestamp: 0 }] })),
    produce(
      'max timestamp too small',
      forged(batch(['one', 'two']), (bytes) => bytes.writeUInt32BE(1, AT.maxTimestamp + 4)),
    ),
    produce('no key on a compacted topic', keyless(), COMPACTED),
    produce(
      'one key and one not',
      buildBatch({ records: [...records('keyed'), { key: null, value: Buffer.from('keyless'), timestamp: WRITTEN_AT_MS }] }),
      COMPACTED,
    ),
    produce('no key on a compacted topic, v7', keyless(), COMPACTED, 7),
    produce(
      'tombstone on a compacted topic',
      buildBatch({ records: [{ key: Buffer.from('k'), value: null, timestamp: WRITTEN_AT_MS }] }),
      COMPACTED,
    ),
    produce('to a topic with append time', batch(['one']), APPEND_TIME),
    produce('to a topic that compresses', batch(['one', 'two']), GZIP),
    produce('where two must be in sync, acks all', batch(['one']), TWO_IN_SYNC),
    produce('where two must be in sync, acks 1', batch(['one']), TWO_IN_SYNC, 9, { acks: 1 }),
    produce('to __consumer_offsets', batch(['one']), '__consumer_offsets'),
    ask('a transactional id with no transaction', Produce, 9, {
      transactionalId: 'produce-errors-id',
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: TOPIC, partitionData: [{ index: 0, records: batch(['plain']) }] }],
    }),
    ...[TOPIC, COMPACTED, SMALL, APPEND_TIME, GZIP].map((topic) =>
      ask(`all of ${topic}`, Fetch, 11, {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1_000_000,
        sessionEpoch: -1,
        topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, currentLeaderEpoch: -1, partitionMaxBytes: 1_000_000 }] }],
      }),
    ),
  ],
}
