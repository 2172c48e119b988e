import { DeleteRecords, ListOffsets, OffsetForLeaderEpoch } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { WRITTEN_AT_MS } from '../batch.ts'
import { ask, type Script, type Step } from '../script.ts'
import { create, write, writeValues } from './common.ts'

const TOPIC = 'list-offsets-a'
const EMPTY = 'list-offsets-empty'

interface Wish {
  readonly topic?: string
  readonly partition?: number
  readonly epoch?: number
  readonly isolation?: number
}

function offsets(label: string, version: number, timestamp: number, wish: Wish = {}): Step {
  return ask(label, ListOffsets, version, {
    replicaId: -1,
    isolationLevel: wish.isolation ?? 0,
    topics: [
      {
        name: wish.topic ?? TOPIC,
        partitions: [{ partitionIndex: wish.partition ?? 0, currentLeaderEpoch: wish.epoch ?? -1, timestamp }],
      },
    ],
  })
}

const SPECIAL = [-1, -2, -3, -4, -5, -6, -7]
const VERSIONS = Array.from({ length: 11 }, (_, i) => i + 1)

export const listOffsets: Script = {
  name: 'list-offsets',
  moves: [
    create({ name: TOPIC, partitions: 2 }, { name: EMPTY }),
    writeValues('write', TOPIC, 'a', 'b', 'c'),
    write(
      'out of order',
      TOPIC,
      buildBatch({ records: [50, 10, 30].map((at) => ({ value: Buffer.from(String(at)), timestamp: WRITTEN_AT_MS + at })) }),
    ),
    write(
      'compressed',
      TOPIC,
      buildBatch({
        compression: 'gzip',
        records: [60, 70, 65].map((at) => ({ value: Buffer.from(String(at)), timestamp: WRITTEN_AT_MS + at })),
      }),
    ),
    write('timeless', TOPIC, buildBatch({ records: [{ value: Buffer.from('timeless') }] })),
    ...VERSIONS.flatMap((version) => SPECIAL.map((special) => offsets(`${special}, v${version}`, version, special))),
    ...SPECIAL.map((special) => offsets(`${special} of nothing`, 11, special, { topic: EMPTY })),
    ...[0, 1, 2, 3, 20, 50, 55, 61, 70, 71].map((at) => offsets(`at ${at} ms`, 7, WRITTEN_AT_MS + at)),
    offsets('at 0', 7, 0),
    offsets('at 0 of nothing', 7, 0, { topic: EMPTY }),
    offsets('read committed', 7, -1, { isolation: 1 }),
    offsets('unknown topic', 7, -1, { topic: 'list-offsets-absent' }),
    offsets('unknown partition', 7, -1, { partition: 2 }),
    offsets('epoch of today', 7, -1, { epoch: 0 }),
    offsets('epoch of tomorrow', 7, -1, { epoch: 1 }),
    ask('the same partition twice', ListOffsets, 7, {
      replicaId: -1,
      topics: [
        {
          name: TOPIC,
          partitions: [
            { partitionIndex: 0, timestamp: -1 },
            { partitionIndex: 0, timestamp: -2 },
          ],
        },
      ],
    }),
    ask('delete records', DeleteRecords, 2, { timeoutMs: 1000, topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, offset: 4 }] }] }),
    offsets('earliest after that', 7, -2),
    offsets('earliest local after that', 8, -4),
    offsets('by time after that', 7, WRITTEN_AT_MS),
    ...[2, 3, 4].map((version) =>
      ask(`end of epochs, v${version}`, OffsetForLeaderEpoch, version, {
        replicaId: -1,
        topics: [
          {
            topic: TOPIC,
            partitions: [
              { partition: 0, currentLeaderEpoch: 0, leaderEpoch: 0 },
              { partition: 1, currentLeaderEpoch: -1, leaderEpoch: 0 },
              { partition: 2, currentLeaderEpoch: 0, leaderEpoch: 0 },
            ],
          },
          { topic: 'list-offsets-absent', partitions: [{ partition: 0, currentLeaderEpoch: 0, leaderEpoch: 0 }] },
        ],
      }),
    ),
    ask('epoch of tomorrow, asked', OffsetForLeaderEpoch, 4, {
      replicaId: -1,
      topics: [{ topic: TOPIC, partitions: [{ partition: 0, currentLeaderEpoch: 1, leaderEpoch: 0 }] }],
    }),
    ask('end of an epoch to come', OffsetForLeaderEpoch, 4, {
      replicaId: -1,
      topics: [{ topic: TOPIC, partitions: [{ partition: 0, currentLeaderEpoch: 0, leaderEpoch: 5 }] }],
    }),
    ask('end of no epoch', OffsetForLeaderEpoch, 4, {
      replicaId: -1,
      topics: [{ topic: TOPIC, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: -1 }] }],
    }),
  ],
}
