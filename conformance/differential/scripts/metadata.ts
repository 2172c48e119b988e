import { ZERO_UUID } from '@leat/wire'
import { DescribeCluster, DescribeLogDirs, DescribeTopicPartitions, ListPartitionReassignments, Metadata } from '@leat/wire/messages'
import { ask, type Script, type Step } from '../script.ts'
import { create, topicId, UNKNOWN_ID, writeValues } from './common.ts'

const A = 'metadata-a'
const B = 'metadata-b'

const look = (label: string, version: number, ...names: string[]): Step =>
  ask(label, Metadata, version, { topics: names.map((name) => ({ name })), ...(version >= 4 ? { allowAutoTopicCreation: false } : {}) })
const lookById = (label: string, version: number, id: string, name: string | null = null): Step =>
  ask(label, Metadata, version, { topics: [{ topicId: id, name }], allowAutoTopicCreation: false })
const partitions = (
  label: string,
  names: readonly string[],
  more: { limit?: number; cursor?: readonly [topic: string, partition: number] } = {},
): Step =>
  ask(label, DescribeTopicPartitions, 0, {
    topics: names.map((name) => ({ name })),
    responsePartitionLimit: more.limit ?? 2000,
    cursor: more.cursor === undefined ? null : { topicName: more.cursor[0], partitionIndex: more.cursor[1] },
  })
const dirs = (label: string, version: number, topic: string, ...indexes: number[]): Step =>
  ask(label, DescribeLogDirs, version, { topics: [{ topic, partitions: indexes }] })

export const metadata: Script = {
  name: 'metadata',
  moves: [
    create({ name: A, partitions: 3 }, { name: B }),
    ...Array.from({ length: 14 }, (_, version) => look(`v${version}`, version, A, B)),
    ...[1, 4, 9, 12, 13].map((version) => look(`none, v${version}`, version)),
    ...[4, 9, 12, 13].map((version) => look(`absent, v${version}`, version, 'metadata-absent')),
    look('twice', 12, A, A),
    look('an illegal name', 12, 'meta data'),
    look('an empty name', 12, ''),
    look('a long name', 12, 'm'.repeat(250)),
    look('the internal topic', 12, '__consumer_offsets'),
    ask('by id', Metadata, 12, (seen) => ({ topics: [{ topicId: topicId(seen, A), name: null }], allowAutoTopicCreation: false })),
    ask('by id and name', Metadata, 12, (seen) => ({ topics: [{ topicId: topicId(seen, A), name: B }], allowAutoTopicCreation: false })),
    lookById('by an unknown id', 12, UNKNOWN_ID),
    lookById('by an unknown id, v13', 13, UNKNOWN_ID),
    lookById('by nothing', 12, ZERO_UUID),
    lookById('by id in v10', 10, UNKNOWN_ID, A),
    ask('null name in v11', Metadata, 11, { topics: [{ topicId: UNKNOWN_ID, name: null }], allowAutoTopicCreation: false }),
    ...[8, 10].map((version) =>
      ask(`operations, v${version}`, Metadata, version, {
        topics: [{ name: A }],
        allowAutoTopicCreation: false,
        includeClusterAuthorizedOperations: true,
        includeTopicAuthorizedOperations: true,
      }),
    ),
    ask('operations, v12', Metadata, 12, { topics: [{ name: A }], allowAutoTopicCreation: false, includeTopicAuthorizedOperations: true }),
    ask('made by asking', Metadata, 12, { topics: [{ name: 'metadata-made' }], allowAutoTopicCreation: true }),
    look('and it is there', 12, 'metadata-made'),
    ask('made by asking, v1', Metadata, 1, { topics: [{ name: 'metadata-made-1' }] }),
    ask('not made: illegal', Metadata, 12, { topics: [{ name: 'meta data' }], allowAutoTopicCreation: true }),
    ask('not made: colliding', Metadata, 12, { topics: [{ name: 'metadata_a' }, { name: 'metadata.a' }], allowAutoTopicCreation: true }),
    ...[0, 1, 2].map((version) => ask(`cluster, v${version}`, DescribeCluster, version, {})),
    ask('cluster with operations', DescribeCluster, 2, { includeClusterAuthorizedOperations: true }),
    ask('controllers', DescribeCluster, 1, { endpointType: 2 }),
    ask('endpoints of type 9', DescribeCluster, 1, { endpointType: 9 }),
    ask('fenced brokers too', DescribeCluster, 2, { includeFencedBrokers: true }),
    partitions('both', [B, A]),
    partitions('absent', ['metadata-absent', A]),
    partitions('the same twice', [A, A]),
    partitions('partitions of an illegal name', ['meta data']),
    partitions('two at a time', [A, B], { limit: 2 }),
    partitions('and on', [A, B], { limit: 2, cursor: [A, 2] }),
    partitions('from the second topic', [A, B], { cursor: [B, 0] }),
    partitions('from an absent topic', [A, B], { cursor: ['metadata-aa', 0] }),
    partitions('from a partition beyond', [A], { cursor: [A, 7] }),
    partitions('from a negative partition', [A], { cursor: [A, -1] }),
    partitions('no partitions at a time', [A], { limit: 0 }),
    writeValues('write', A, 'x'),
    ...[1, 2, 3, 4, 5].map((version) => dirs(`log dirs, v${version}`, version, A, 0, 1)),
    dirs('log dirs of an absent topic', 4, 'metadata-absent', 0),
    dirs('log dirs of an absent partition', 4, A, 9),
    ask('reassignments', ListPartitionReassignments, 0, { timeoutMs: 1000, topics: null }),
    ask('reassignments of one', ListPartitionReassignments, 0, { timeoutMs: 1000, topics: [{ name: A, partitionIndexes: [0] }] }),
    ask('reassignments of an absent one', ListPartitionReassignments, 0, {
      timeoutMs: 1000,
      topics: [{ name: 'metadata-absent', partitionIndexes: [0] }],
    }),
  ],
}
