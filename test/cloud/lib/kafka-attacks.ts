import { type Api, type Encodable, type RequestOf, encodeRequestFrame } from '@leat/wire'
import {
  AlterConfigs,
  ApiVersions,
  CreateAcls,
  CreatePartitions,
  CreateTopics,
  DeleteAcls,
  DeleteGroups,
  DeleteRecords,
  DeleteTopics,
  DescribeAcls,
  DescribeConfigs,
  DescribeGroups,
  DescribeLogDirs,
  DescribeTopicPartitions,
  Fetch,
  FindCoordinator,
  Heartbeat,
  IncrementalAlterConfigs,
  InitProducerId,
  JoinGroup,
  LeaveGroup,
  ListConfigResources,
  ListOffsets,
  ListPartitionReassignments,
  Metadata,
  OffsetCommit,
  OffsetDelete,
  OffsetFetch,
  OffsetForLeaderEpoch,
  Produce,
  SaslAuthenticate,
  SaslHandshake,
  SyncGroup,
  apis,
} from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { type Address, type Client, connectSecure } from '../../lib/client.ts'
import type { Names } from './world.ts'

/** One API, asked about something by its name or id. */
export interface Question {
  readonly label: string
  /** It asks about a topic by its id alone. */
  readonly isById: boolean
  readonly ask: (client: Client, names: Names) => Promise<unknown>
}

function question<A extends Api>(api: A, version: number, message: (names: Names) => Encodable<RequestOf<A>>): Question {
  return { label: `${api.name} v${version}`, isById: false, ask: (client, names) => client.call(api, version, message(names)) }
}

function byId<A extends Api>(api: A, version: number, message: (names: Names) => Encodable<RequestOf<A>>): Question {
  return { ...question(api, version, message), label: `${api.name} v${version} by id`, isById: true }
}

const TOPIC_RESOURCE = 2
const acl = ({ topic, account }: Names) => ({
  resourceType: TOPIC_RESOURCE,
  resourceName: topic,
  resourcePatternType: 3,
  principal: `User:${account}`,
  host: '*',
  operation: 2,
  permissionType: 3,
})
const aclFilter = ({ topic }: Names) => ({
  resourceTypeFilter: TOPIC_RESOURCE,
  resourceNameFilter: topic,
  patternTypeFilter: 3,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
})
const batch = () => buildBatch({ records: [{ value: Buffer.from('forged'), timestamp: 0 }] })
const fetching = { maxWaitMs: 0, minBytes: 0, maxBytes: 100_000, sessionId: 0, sessionEpoch: -1 }
const fetchPartitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100_000 }]
const member = { memberId: 'm', groupInstanceId: null }

/** Every API that is served and names a topic, a group, an id or the cluster: what one may not see must look as if it were not there. */
export const QUESTIONS: readonly Question[] = [
  question(Produce, 9, ({ topic }) => ({
    transactionalId: null,
    acks: -1,
    timeoutMs: 1_000,
    topicData: [{ name: topic, partitionData: [{ index: 0, records: batch() }] }],
  })),
  byId(Produce, 13, ({ topicId }) => ({
    transactionalId: null,
    acks: -1,
    timeoutMs: 1_000,
    topicData: [{ topicId, partitionData: [{ index: 0, records: batch() }] }],
  })),
  question(Fetch, 12, ({ topic }) => ({ ...fetching, topics: [{ topic, partitions: fetchPartitions }] })),
  byId(Fetch, 13, ({ topicId }) => ({ ...fetching, topics: [{ topicId, partitions: fetchPartitions }] })),
  question(ListOffsets, 7, ({ topic }) => ({
    replicaId: -1,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
  })),
  question(Metadata, 12, ({ topic }) => ({ topics: [{ name: topic }], allowAutoTopicCreation: true })),
  byId(Metadata, 12, ({ topicId }) => ({ topics: [{ name: null, topicId }], allowAutoTopicCreation: false })),
  question(DescribeTopicPartitions, 0, ({ topic }) => ({ topics: [{ name: topic }], responsePartitionLimit: 10, cursor: null })),
  question(OffsetForLeaderEpoch, 4, ({ topic }) => ({
    replicaId: -1,
    topics: [{ topic, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
  })),
  question(DescribeConfigs, 4, ({ topic }) => ({
    resources: [{ resourceType: TOPIC_RESOURCE, resourceName: topic, configurationKeys: null }],
  })),
  question(AlterConfigs, 2, ({ topic }) => ({
    resources: [{ resourceType: TOPIC_RESOURCE, resourceName: topic, configs: [{ name: 'retention.ms', value: '1' }] }],
    validateOnly: false,
  })),
  question(IncrementalAlterConfigs, 1, ({ topic }) => ({
    resources: [{ resourceType: TOPIC_RESOURCE, resourceName: topic, configs: [{ name: 'retention.ms', configOperation: 0, value: '1' }] }],
    validateOnly: false,
  })),
  question(CreateTopics, 7, ({ topic }) => ({
    topics: [{ name: topic, numPartitions: 1, replicationFactor: -1, assignments: [], configs: [] }],
    timeoutMs: 1_000,
    validateOnly: false,
  })),
  question(CreatePartitions, 3, ({ topic }) => ({
    topics: [{ name: topic, count: 9, assignments: null }],
    timeoutMs: 1_000,
    validateOnly: false,
  })),
  question(DeleteTopics, 6, ({ topic }) => ({ topics: [{ name: topic }], timeoutMs: 1_000 })),
  byId(DeleteTopics, 6, ({ topicId }) => ({ topics: [{ name: null, topicId }], timeoutMs: 1_000 })),
  question(DeleteRecords, 2, ({ topic }) => ({
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: -1 }] }],
    timeoutMs: 1_000,
  })),
  question(ListPartitionReassignments, 0, ({ topic }) => ({ timeoutMs: 1_000, topics: [{ name: topic, partitionIndexes: [0] }] })),
  question(DescribeLogDirs, 4, ({ topic }) => ({ topics: [{ topic, partitions: [0] }] })),
  question(FindCoordinator, 4, ({ group }) => ({ keyType: 0, coordinatorKeys: [group] })),
  question(JoinGroup, 9, ({ group }) => ({
    groupId: group,
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 10_000,
    memberId: '',
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
    reason: null,
  })),
  question(SyncGroup, 5, ({ group }) => ({
    groupId: group,
    generationId: 1,
    ...member,
    protocolType: null,
    protocolName: null,
    assignments: [],
  })),
  question(Heartbeat, 4, ({ group }) => ({ groupId: group, generationId: 1, ...member })),
  question(LeaveGroup, 5, ({ group }) => ({ groupId: group, members: [{ ...member, reason: null }] })),
  question(DescribeGroups, 5, ({ group }) => ({ groups: [group], includeAuthorizedOperations: true })),
  question(DeleteGroups, 2, ({ group }) => ({ groupsNames: [group] })),
  question(OffsetFetch, 8, ({ group }) => ({ groups: [{ groupId: group, topics: null }], requireStable: false })),
  question(OffsetCommit, 8, ({ group, topic }) => ({
    groupId: group,
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 99, committedLeaderEpoch: -1, committedMetadata: '' }] }],
  })),
  question(OffsetDelete, 0, ({ group, topic }) => ({ groupId: group, topics: [{ name: topic, partitions: [{ partitionIndex: 0 }] }] })),
  question(InitProducerId, 4, ({ group }) => ({ transactionalId: group, transactionTimeoutMs: 1_000 })),
  question(DescribeAcls, 3, aclFilter),
  question(CreateAcls, 3, (names) => ({ creations: [acl(names)] })),
  question(DeleteAcls, 3, (names) => ({ filters: [aclFilter(names)] })),
  question(ListConfigResources, 1, () => ({ resourceTypes: [TOPIC_RESOURCE] })),
]

/** An answer as text: without the names that were asked for. Buffers in hexadecimal, 64 bits in decimal. */
export function blurredAnswer(answer: unknown, names: Names): string {
  const text = JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return [names.topicId, names.group, names.topic, names.account].reduce((rest, name) => rest.replaceAll(name, '<name>'), text)
}

/** All error codes anywhere in an answer. */
export function errorCodes(answer: unknown): readonly number[] {
  if (typeof answer !== 'object' || answer === null || Buffer.isBuffer(answer)) return []
  return Object.entries(answer).flatMap(([key, value]) => (key === 'errorCode' ? [Number(value)] : errorCodes(value)))
}

/** PLAIN tokens (RFC 4616) that are none, or not of whom they name. `own` is a key and its secret. */
export function plainTokens({ key, secret }: { readonly key: string; readonly secret: string }, other: string): readonly Buffer[] {
  return [
    '',
    '\0',
    '\0\0',
    '\0\0\0',
    `${key}\0${secret}`,
    `\0${key}\0`,
    `\0\0${secret}`,
    `\0${key}\0${secret}\0`,
    `\0${key}\0${secret}\n`,
    `\0${key}\0${secret.slice(0, -1)}`,
    `\0${key.toLowerCase()}\0${secret}`,
    `\0${key} \0${secret}`,
    `\0__proto__\0${secret}`,
    `\0${other}\0${secret}`,
    `\0${secret}\0${key}`,
    `${other}\0${key}\0${secret}`,
    `\0${'K'.repeat(100_000)}\0${'S'.repeat(300_000)}`,
    `\0\u{FEFF}${key}\0${secret}`,
  ].map((token) => Buffer.from(token))
}

/** None of them is served. */
export const MECHANISMS: readonly string[] = [
  '',
  'plain',
  'PLAIN\0',
  'SCRAM-SHA-256',
  'OAUTHBEARER',
  'GSSAPI',
  'ANONYMOUS',
  'EXTERNAL',
  'P'.repeat(30_000),
]

/** The error code of a login with a token as it is. */
export async function authenticate(address: Address, ca: string, authBytes: Buffer): Promise<number> {
  using client = await connectSecure(address, ca)
  await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
  return (await client.call(SaslAuthenticate, 2, { authBytes })).errorCode
}

/** Sends each API before any login, and resolves with those whose connection was not closed for it. */
export async function servedBeforeLogin(address: Address, ca: string): Promise<readonly string[]> {
  const asked = apis.filter(({ key }) => key !== ApiVersions.key && key !== SaslHandshake.key)
  const served = await Promise.all(
    asked.map(async (api) => {
      using client = await connectSecure(address, ca)
      const answered = new Promise<boolean>((resolve) => client.socket.once('data', () => resolve(true)))
      const frame = encodeRequestFrame(api, api.request.versions[1], { correlationId: 1, clientId: null }, {} as never)
      client.write(Buffer.concat(frame))
      return await Promise.race([client.closed.then(() => false), answered])
    }),
  )
  return asked.filter((_, at) => served[at]).map(({ name }) => name)
}
