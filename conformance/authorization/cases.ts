/** What each principal asks: every API, mostly in an old and a new version, for resources with rights and without, there and absent. */
import { type Api, type Encodable, type RequestOf, ZERO_UUID } from '@leat/wire'
import * as m from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'

export interface World {
  /** Topic ids by name. */
  readonly ids: ReadonlyMap<string, string>
  /** Another one for each principal: for what a request would make. */
  readonly fresh: string
}

export interface Case {
  readonly label: string
  readonly api: Api
  readonly version: number
  readonly body: (world: World) => unknown
  /** What it changes is made anew by the super user for each principal. */
  readonly remakes?: 'topics' | 'groups'
  /** Error codes that mean the same here: what a request comes to once it is allowed is compared elsewhere. */
  readonly alike?: readonly number[]
}

/** One with rights and one without, each there and absent. */
export const TOPICS = ['z-shut', 'a-open', 'z-absent', 'a-absent'] as const
export const GROUPS = ['z-group', 'a-group', 'z-nobody', 'a-nobody'] as const
const IDS = ['z-tx', 'a-tx'] as const

function of<A extends Api>(
  label: string,
  api: A,
  version: number,
  body: (world: World) => Encodable<RequestOf<A>>,
  more: Pick<Case, 'remakes' | 'alike'> = {},
): Case {
  return { label: `${api.name} v${version} ${label}`, api, version, body, ...more }
}

const byName = TOPICS.map((name) => ({ name }))
const idOf = ({ ids }: World, topic: string): string => ids.get(topic) ?? 'dW5rbm93bi10b3BpYy1pZA'
const there = ['z-shut', 'a-open'] as const

/** In a buffer of its own: a broker may patch what it is given. */
function batch(isTransactional: boolean): Buffer {
  const records = [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: Date.UTC(2025, 5, 1) }]
  return buildBatch(isTransactional ? { records, isTransactional, producerId: 4_711, producerEpoch: 0, baseSequence: 0 } : { records })
}

const produce = (version: number, acks: number, transactionalId: string | null = null): Case =>
  of(
    `acks ${acks}${transactionalId === null ? '' : `, transactional as ${transactionalId}`}`,
    m.Produce,
    version,
    (world) => ({
      transactionalId,
      acks,
      timeoutMs: 5_000,
      topicData: (version >= 13 ? there : TOPICS).map((name) => ({
        name: version >= 13 ? '' : name,
        topicId: version >= 13 ? idOf(world, name) : ZERO_UUID,
        partitionData: [{ index: 0, records: batch(transactionalId !== null) }],
      })),
    }),
    { alike: transactionalId === null ? [] : [0, 3, 19, 48, 49, 59] },
  )

const fetch = (version: number): Case =>
  of('full', m.Fetch, version, (world) => ({
    replicaId: -1,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1_000,
    sessionId: 0,
    sessionEpoch: -1,
    topics: (version >= 13 ? there : TOPICS).map((topic) => ({
      topic: version >= 13 ? '' : topic,
      topicId: version >= 13 ? idOf(world, topic) : ZERO_UUID,
      partitions: [{ partition: 0, currentLeaderEpoch: -1, fetchOffset: 0, partitionMaxBytes: 1_000 }],
    })),
  }))

const offsetCommit = (version: number): Case[] =>
  ['a-group', 'z-group'].map((groupId) =>
    of(groupId, m.OffsetCommit, version, (world) => ({
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      topics: (version >= 10 ? there : TOPICS).map((name) => ({
        name: version >= 10 ? '' : name,
        topicId: version >= 10 ? idOf(world, name) : ZERO_UUID,
        partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }],
      })),
    })),
  )

const topicsOfOffsets = (version: number, world: World) =>
  (version >= 10 ? there : TOPICS).map((name) => ({
    name: version >= 10 ? '' : name,
    topicId: version >= 10 ? idOf(world, name) : ZERO_UUID,
    partitionIndexes: [0],
  }))

const configResources = [
  ...TOPICS.map((resourceName) => ({ resourceType: 2, resourceName })),
  { resourceType: 4, resourceName: '1' },
  { resourceType: 4, resourceName: '' },
]

const metadata = (
  label: string,
  version: number,
  topics: m.MetadataRequest['topics'] | ((world: World) => m.MetadataRequest['topics']),
): Case =>
  of(label, m.Metadata, version, (world) => ({
    topics: typeof topics === 'function' ? topics(world) : topics,
    allowAutoTopicCreation: false,
    includeTopicAuthorizedOperations: version >= 8,
    includeClusterAuthorizedOperations: version >= 8 && version <= 10,
  }))

const named = TOPICS.map((name) => ({ name, topicId: ZERO_UUID }))

export const CASES: readonly Case[] = [
  produce(3, 1),
  produce(9, 0),
  of('acks 0, one topic', m.Produce, 9, () => ({
    acks: 0,
    timeoutMs: 5_000,
    topicData: [{ name: 'a-open', partitionData: [{ index: 0, records: batch(false) }] }],
  })),
  produce(12, -1),
  produce(13, 1),
  produce(9, -1, 'a-tx'),
  produce(9, -1, 'z-tx'),
  fetch(4),
  fetch(12),
  fetch(16),
  of('', m.ListOffsets, 1, () => ({
    replicaId: -1,
    topics: byName.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] })),
  })),
  of('', m.ListOffsets, 10, () => ({
    replicaId: -1,
    topics: byName.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] })),
  })),
  metadata('named', 4, named),
  metadata('named', 8, named),
  metadata('named', 12, named),
  metadata('by id', 12, (world) => there.map((name) => ({ name: null, topicId: idOf(world, name) }))),
  metadata('all', 4, null),
  metadata('all', 10, null),
  of(
    'to be made',
    m.Metadata,
    9,
    ({ fresh }) => ({ topics: [`a-${fresh}`, `z-${fresh}`].map((name) => ({ name })), allowAutoTopicCreation: true }),
    { alike: [0, 3, 5] },
  ),
  of(
    'to be made, with operations',
    m.Metadata,
    9,
    ({ fresh }) => ({
      topics: [`a-${fresh}`, `z-${fresh}`].map((name) => ({ name })),
      allowAutoTopicCreation: true,
      includeTopicAuthorizedOperations: true,
    }),
    { alike: [0, 3, 5] },
  ),
  of('cluster operations', m.DescribeCluster, 0, () => ({ includeClusterAuthorizedOperations: true })),
  ...offsetCommit(2),
  ...offsetCommit(9),
  ...offsetCommit(10),
  ...['a-group', 'z-group'].flatMap((groupId) =>
    [1, 5, 7].map((version) =>
      of(`${groupId}, topics`, m.OffsetFetch, version, (world) => ({ groupId, topics: topicsOfOffsets(version, world) })),
    ),
  ),
  of('a-group, all', m.OffsetFetch, 7, () => ({ groupId: 'a-group', topics: null })),
  ...[8, 10].map((version) =>
    of('groups', m.OffsetFetch, version, (world) => ({
      groups: ['z-group', 'a-group'].flatMap((groupId) => [{ groupId, topics: topicsOfOffsets(version, world) }]),
    })),
  ),
  of('groups, all', m.OffsetFetch, 9, () => ({ groups: ['z-group', 'a-group'].map((groupId) => ({ groupId, topics: null })) })),
  ...GROUPS.slice(0, 2).flatMap((key) => [0, 3].map((version) => of(key, m.FindCoordinator, version, () => ({ key, keyType: 0 })))),
  ...IDS.map((key) => of(key, m.FindCoordinator, 2, () => ({ key, keyType: 1 }), { alike: [0, 15] })),
  of('groups', m.FindCoordinator, 4, () => ({ keyType: 0, coordinatorKeys: GROUPS })),
  of('transactional ids', m.FindCoordinator, 5, () => ({ keyType: 1, coordinatorKeys: IDS }), { alike: [0, 15] }),
  ...['a-nobody', 'z-nobody'].flatMap((groupId) => [
    ...[0, 5, 9].map((version) =>
      of(groupId, m.JoinGroup, version, () => ({
        groupId,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 10_000,
        memberId: version < 4 ? 'nobody' : '',
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
      })),
    ),
    ...[0, 4].map((version) => of(groupId, m.Heartbeat, version, () => ({ groupId, generationId: 1, memberId: 'nobody' }))),
    of(groupId, m.LeaveGroup, 0, () => ({ groupId, memberId: 'nobody' })),
    of(groupId, m.LeaveGroup, 4, () => ({ groupId, members: [{ memberId: 'nobody', groupInstanceId: null }] })),
    ...[0, 5].map((version) =>
      of(groupId, m.SyncGroup, version, () => ({
        groupId,
        generationId: 1,
        memberId: 'nobody',
        protocolType: version < 5 ? null : 'consumer',
        protocolName: version < 5 ? null : 'range',
      })),
    ),
  ]),
  of('', m.DescribeGroups, 0, () => ({ groups: GROUPS })),
  of('with operations', m.DescribeGroups, 5, () => ({ groups: GROUPS, includeAuthorizedOperations: true })),
  of('with operations', m.DescribeGroups, 6, () => ({ groups: GROUPS, includeAuthorizedOperations: true })),
  of('', m.ListGroups, 0, () => ({})),
  of('', m.ListGroups, 5, () => ({ statesFilter: [], typesFilter: [] })),
  ...[2, 5, 7].map((version) =>
    of('', m.CreateTopics, version, ({ fresh }) => ({
      topics: ['z-shut', 'a-open', `z-${fresh}`, `a-${fresh}`].map((name) => ({
        name,
        numPartitions: 1,
        replicationFactor: 1,
        assignments: [],
        configs: [],
      })),
      timeoutMs: 10_000,
      validateOnly: true,
    })),
  ),
  of('', m.CreatePartitions, 1, () => ({
    topics: TOPICS.map((name) => ({ name, count: 3, assignments: null })),
    timeoutMs: 10_000,
    validateOnly: true,
  })),
  ...['a-tx', 'z-tx', null].flatMap((transactionalId) =>
    [0, 4].map((version) =>
      of(String(transactionalId), m.InitProducerId, version, () => ({ transactionalId, transactionTimeoutMs: 10_000 }), {
        alike: [0, 14, 15, 16, 51],
      }),
    ),
  ),
  ...[3, 4].map((version) =>
    of('', m.OffsetForLeaderEpoch, version, () => ({
      replicaId: -1,
      topics: TOPICS.map((topic) => ({ topic, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] })),
    })),
  ),
  ...[1, 4].map((version) =>
    of('', m.DescribeConfigs, version, () => ({
      resources: configResources.map((one) => ({ ...one, configurationKeys: ['retention.ms'] })),
    })),
  ),
  of('', m.AlterConfigs, 1, () => ({
    resources: configResources.filter(({ resourceType }) => resourceType === 2).map((one) => ({ ...one, configs: [] })),
    validateOnly: true,
  })),
  of('', m.IncrementalAlterConfigs, 1, () => ({ resources: configResources.map((one) => ({ ...one, configs: [] })), validateOnly: true })),
  ...[1, 3].map((version) => of('', m.DescribeLogDirs, version, () => ({ topics: null }))),
  of('', m.ListPartitionReassignments, 0, () => ({ timeoutMs: 10_000, topics: null })),
  ...[0, 1].map((version) => of('', m.ListConfigResources, version, () => ({}))),
  of('named', m.DescribeTopicPartitions, 0, () => ({ topics: byName })),
  of('all', m.DescribeTopicPartitions, 0, () => ({ topics: [] })),
  of('one at a time', m.DescribeTopicPartitions, 0, () => ({ topics: [], responsePartitionLimit: 1 })),
  of('', m.DescribeAcls, 1, () => ({
    resourceTypeFilter: 2,
    resourceNameFilter: 'nothing',
    patternTypeFilter: 3,
    principalFilter: null,
    hostFilter: null,
    operation: 1,
    permissionType: 1,
  })),
  of('', m.CreateAcls, 1, () => ({
    creations: [1, 2].map(() => ({
      resourceType: 2,
      resourceName: 'nothing',
      resourcePatternType: 3,
      principal: 'nobody',
      host: '*',
      operation: 3,
      permissionType: 3,
    })),
  })),
  of('', m.DeleteAcls, 1, () => ({
    filters: [1, 2].map(() => ({
      resourceTypeFilter: 2,
      resourceNameFilter: 'nothing',
      patternTypeFilter: 3,
      principalFilter: null,
      hostFilter: null,
      operation: 1,
      permissionType: 1,
    })),
  })),
  of('', m.DeleteRecords, 1, () => ({
    topics: TOPICS.map((name) => ({ name, partitions: [{ partitionIndex: 0, offset: 0 }] })),
    timeoutMs: 5_000,
  })),
  ...['a-group', 'z-group'].map((groupId) =>
    of(groupId, m.OffsetDelete, 0, () => ({ groupId, topics: TOPICS.map((name) => ({ name, partitions: [{ partitionIndex: 0 }] })) }), {
      remakes: 'groups',
    }),
  ),
  ...[0, 2].map((version) => of('', m.DeleteGroups, version, () => ({ groupsNames: GROUPS }), { remakes: 'groups' })),
  of('by name', m.DeleteTopics, 1, () => ({ topicNames: TOPICS, timeoutMs: 10_000 }), { remakes: 'topics' }),
  of('by name', m.DeleteTopics, 6, () => ({ topics: TOPICS.map((name) => ({ name, topicId: ZERO_UUID })), timeoutMs: 10_000 }), {
    remakes: 'topics',
  }),
  of(
    'by id',
    m.DeleteTopics,
    6,
    (world) => ({ topics: there.map((name) => ({ name: null, topicId: idOf(world, name) })), timeoutMs: 10_000 }),
    { remakes: 'topics' },
  ),
]
