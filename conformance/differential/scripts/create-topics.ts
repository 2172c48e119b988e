import type { Encodable } from '@leat/wire'
import { CreateTopics, type CreateTopicsRequest, Metadata } from '@leat/wire/messages'
import { ask, type Script, type Step } from '../script.ts'

type Wanted = Encodable<CreateTopicsRequest['topics'][number]>

function make(label: string, topic: Wanted, more: { version?: number; validateOnly?: boolean } = {}): Step {
  return ask(label, CreateTopics, more.version ?? 7, {
    timeoutMs: 5000,
    validateOnly: more.validateOnly ?? false,
    topics: [{ numPartitions: 1, replicationFactor: 1, ...topic }],
  })
}

const named = (label: string, name: string) => make(label, { name })
const config = (name: string, value: string | null) =>
  make(
    `${name} = ${value}`,
    { name: `create-topics-${name}-${String(value).replaceAll(/[^a-z0-9]/gi, '')}`.slice(0, 200), configs: [{ name, value }] },
    { validateOnly: true },
  )
const placed = (label: string, assignments: Wanted['assignments'], more: Wanted = {}) =>
  make(
    label,
    {
      name: `create-topics-placed-${label.replaceAll(' ', '-')}`,
      numPartitions: -1,
      replicationFactor: -1,
      ...more,
      ...(assignments === undefined ? {} : { assignments }),
    },
    { validateOnly: true },
  )

export const createTopics: Script = {
  name: 'create-topics',
  moves: [
    ...[2, 3, 4, 5, 6, 7].map((version) => make(`v${version}`, { name: `create-topics-v${version}` }, { version })),
    make('all defaults', { name: 'create-topics-defaults', numPartitions: -1, replicationFactor: -1 }),
    make('defaults, v3', { name: 'create-topics-defaults-3', numPartitions: -1, replicationFactor: -1 }, { version: 3 }),
    named('again', 'create-topics-v7'),
    make('again, only asked', { name: 'create-topics-v7' }, { validateOnly: true }),
    make('only asked', { name: 'create-topics-asked' }, { validateOnly: true }),
    ask('it is not there', Metadata, 12, { topics: [{ name: 'create-topics-asked' }], allowAutoTopicCreation: false }),
    named('empty name', ''),
    named('a dot', '.'),
    named('two dots', '..'),
    named('a space', 'create topics'),
    named('a slash', 'create/topics'),
    named('an umlaut', 'create-töpics'),
    named('250 characters', 'c'.repeat(250)),
    make('249 characters', { name: 'c'.repeat(249) }, { validateOnly: true }),
    named('under_score', 'create_topics.one'),
    named('collides by dot', 'create.topics_one'),
    named('internal name', '__consumer_offsets'),
    make('no partitions', { name: 'create-topics-p', numPartitions: 0 }),
    make('-2 partitions', { name: 'create-topics-p', numPartitions: -2 }),
    make('no replicas', { name: 'create-topics-p', replicationFactor: 0 }),
    make('-2 replicas', { name: 'create-topics-p', replicationFactor: -2 }),
    make('2 replicas', { name: 'create-topics-p', replicationFactor: 2 }),
    make('3 replicas', { name: 'create-topics-p3', replicationFactor: 3 }),
    make('4 replicas', { name: 'create-topics-p', replicationFactor: 4 }),
    ask('the same name twice', CreateTopics, 7, {
      timeoutMs: 5000,
      topics: [
        { name: 'create-topics-twice', numPartitions: 1, replicationFactor: 1 },
        { name: 'create-topics-once', numPartitions: 1, replicationFactor: 1 },
        { name: 'create-topics-twice', numPartitions: 2, replicationFactor: 1 },
      ],
    }),
    ask('colliding in one request', CreateTopics, 7, {
      timeoutMs: 5000,
      topics: [
        { name: 'create-topics.x', numPartitions: 1, replicationFactor: 1 },
        { name: 'create-topics_x', numPartitions: 1, replicationFactor: 1 },
      ],
    }),
    ask('nothing', CreateTopics, 7, { timeoutMs: 5000, topics: [] }),
    placed('one', [{ partitionIndex: 0, brokerIds: [1] }]),
    placed('two', [
      { partitionIndex: 0, brokerIds: [1] },
      { partitionIndex: 1, brokerIds: [1] },
    ]),
    placed('with a count', [{ partitionIndex: 0, brokerIds: [1] }], { numPartitions: 1 }),
    placed('with a factor', [{ partitionIndex: 0, brokerIds: [1] }], { replicationFactor: 1 }),
    placed('unknown broker', [{ partitionIndex: 0, brokerIds: [7] }]),
    placed('no broker', [{ partitionIndex: 0, brokerIds: [] }]),
    placed('the same broker twice', [{ partitionIndex: 0, brokerIds: [1, 1] }]),
    placed('a gap', [
      { partitionIndex: 0, brokerIds: [1] },
      { partitionIndex: 2, brokerIds: [1] },
    ]),
    placed('from 1', [{ partitionIndex: 1, brokerIds: [1] }]),
    placed('the same partition twice', [
      { partitionIndex: 0, brokerIds: [1] },
      { partitionIndex: 0, brokerIds: [1] },
    ]),
    config('unknown.name', '1'),
    config('retention.ms', 'soon'),
    config('retention.ms', '-2'),
    config('retention.ms', '-1'),
    config('retention.ms', '9223372036854775808'),
    config('retention.ms', ''),
    config('retention.ms', null),
    config('retention.ms', ' 5 '),
    config('retention.bytes', '-1'),
    config('cleanup.policy', 'shred'),
    config('cleanup.policy', 'compact,delete'),
    config('cleanup.policy', 'delete,delete'),
    config('cleanup.policy', ''),
    config('compression.type', 'brotli'),
    config('compression.type', 'zstd'),
    config('compression.gzip.level', '99'),
    config('compression.lz4.level', '0'),
    config('compression.zstd.level', '99'),
    config('max.message.bytes', '-1'),
    config('max.message.bytes', '2147483648'),
    config('message.timestamp.type', 'SometimeLater'),
    config('min.insync.replicas', '0'),
    config('min.insync.replicas', '2'),
    config('segment.bytes', '13'),
    config('segment.bytes', '1048576'),
    config('segment.ms', '0'),
    config('segment.jitter.ms', '-1'),
    config('preallocate', 'perhaps'),
    config('preallocate', 'TRUE'),
    config('unclean.leader.election.enable', 'true'),
    config('min.cleanable.dirty.ratio', '1.5'),
    config('min.cleanable.dirty.ratio', '0.1'),
    config('min.compaction.lag.ms', '-1'),
    config('max.compaction.lag.ms', '0'),
    config('delete.retention.ms', '-1'),
    config('file.delete.delay.ms', '-1'),
    config('flush.messages', '0'),
    config('flush.messages', '9223372036854775807'),
    config('flush.ms', '-1'),
    config('index.interval.bytes', '-1'),
    config('segment.index.bytes', '3'),
    config('message.timestamp.after.max.ms', '-1'),
    config('message.timestamp.before.max.ms', '5'),
    config('message.downconversion.enable', 'false'),
    config('message.format.version', '3.0'),
    config('remote.storage.enable', 'true'),
    config('local.retention.ms', '-2'),
    config('local.retention.ms', '-3'),
    config('follower.replication.throttled.replicas', '0:1,1:1'),
    config('follower.replication.throttled.replicas', '*'),
    config('leader.replication.throttled.replicas', 'all'),
    make(
      'lag beyond its maximum',
      {
        name: 'create-topics-lag',
        configs: [
          { name: 'min.compaction.lag.ms', value: '10' },
          { name: 'max.compaction.lag.ms', value: '5' },
        ],
      },
      { validateOnly: true },
    ),
    make(
      'the same setting twice',
      {
        name: 'create-topics-double',
        configs: [
          { name: 'retention.ms', value: '1' },
          { name: 'retention.ms', value: '2' },
        ],
      },
      { validateOnly: true },
    ),
  ],
}
