/** @platformatic/kafka does what it is told. */
import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  Admin,
  ConfigResourceTypes,
  Consumer,
  IncrementalAlterConfigOperationTypes,
  ListOffsetTimestamps,
  Producer,
  ResourcePatternTypes,
  ResourceTypes,
} from '@platformatic/kafka'
import { take } from './platformatic-client.ts'
import { runSteps, seen, type Step, type StepTable, throttle } from './steps.ts'

type Common = ConstructorParameters<typeof Admin>[0]
const TOPIC = ConfigResourceTypes.TOPIC
const NEW_TOPIC_RETRIES = 20

let held: Producer | null = null

const admin =
  (ask: (admin: Admin, step: Step) => Promise<string>) =>
  async (common: Common, step: Step): Promise<string> => {
    const one = new Admin(common)
    return await ask(one, step).finally(() => one.close())
  }

const aclOf = ({ topic, principal }: Step): Acl => ({
  resourceType: ResourceTypes.TOPIC,
  resourceName: topic,
  resourcePatternType: ResourcePatternTypes.LITERAL,
  principal,
  host: '*',
  operation: AclOperations.READ,
  permissionType: AclPermissionTypes.ALLOW,
})

const TABLE: StepTable<Common> = {
  produce: (common, step) => produceOne(new Producer(common), step),
  'produce.new-topic': (common, step) => produceOne(new Producer({ ...common, autocreateTopics: true, retries: NEW_TOPIC_RETRIES }), step),
  'produce.idempotent': (common, step) => produceOne(new Producer({ ...common, idempotent: true }), step),
  hold: (common, step) => {
    held = new Producer(common)
    return send(held, step)
  },
  held: (_, step) => send(held!, step),
  consume: async (common, { topic, group }) => {
    const consumer = new Consumer({ ...common, groupId: group, maxWaitTime: 200 })
    const consumed = async (): Promise<string> => {
      const stream = await consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: false })
      const [first] = await take(stream, 1)
      await consumer.commit({ offsets: [{ topic, partition: 0, offset: first!.offset + 1n, leaderEpoch: first!.leaderEpoch }] })
      return '1 records'
    }
    return await consumed().finally(() => consumer.close(true))
  },
  throttle: async (common, step) => {
    const producer = new Producer(common)
    const sent = throttle(step, (value) => producer.send({ messages: [{ topic: step.topic, partition: 0, value }], acks: -1 }))
    return await sent.finally(() => producer.close())
  },
  'topics.list': admin(async (one, { topic }) => seen((await one.listTopics()).includes(topic))),
  'topics.describe': admin(async (one, { topic }) => {
    const { topics } = await one.metadata({ topics: [topic], forceUpdate: true })
    return `${topics.get(topic)!.partitions.length} partitions`
  }),
  'topics.create': admin(async (one, { topic }) => {
    await one.createTopics({ topics: [topic], partitions: 1, replicas: 1 })
    return 'created'
  }),
  'topics.delete': admin(async (one, { topic }) => {
    await one.deleteTopics({ topics: [topic] })
    return 'deleted'
  }),
  'topics.partitions': admin(async (one, { topic }) => {
    await one.createPartitions({ topics: [{ name: topic, count: 2, assignments: null }] })
    return '2 partitions'
  }),
  'configs.describe': admin(async (one, { topic }) => {
    const [described] = await one.describeConfigs({ resources: [{ resourceType: TOPIC, resourceName: topic }] })
    return `${described!.configs.length} configs`
  }),
  'configs.alter': admin(async (one, { topic }) => {
    const configs = [{ name: 'retention.ms', configOperation: IncrementalAlterConfigOperationTypes.SET, value: '7200000' }]
    await one.incrementalAlterConfigs({ resources: [{ resourceType: TOPIC, resourceName: topic, configs }] })
    return 'altered'
  }),
  'offsets.latest': admin(async (one, { topic }) => {
    const [listed] = await one.listOffsets({
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: ListOffsetTimestamps.LATEST }] }],
    })
    return `offset ${listed!.partitions[0]!.offset}`
  }),
  'records.delete': admin(async (one, { topic }) => {
    const [deleted] = await one.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 1n }] }] })
    return `from ${deleted!.partitions[0]!.lowWatermark}`
  }),
  'groups.list': admin(async (one, { group }) => seen((await one.listGroups()).has(group))),
  'groups.describe': admin(async (one, { group }) => `${(await one.describeGroups({ groups: [group] })).get(group)!.members.size} members`),
  'groups.delete': admin(async (one, { group }) => {
    await one.deleteGroups({ groups: [group] })
    return 'deleted'
  }),
  'offsets.list': admin(async (one, { group }) => {
    const [listed] = await one.listConsumerGroupOffsets({ groups: [group] })
    return `offset ${listed!.topics[0]!.partitions[0]!.committedOffset}`
  }),
  'offsets.alter': admin(async (one, { group, topic }) => {
    await one.alterConsumerGroupOffsets({ groupId: group, topics: [{ name: topic, partitionOffsets: [{ partition: 0, offset: 1n }] }] })
    return 'offset 1'
  }),
  'offsets.delete': admin(async (one, { group, topic }) => {
    await one.deleteConsumerGroupOffsets({ groupId: group, topics: [{ name: topic, partitionIndexes: [0] }] })
    return 'deleted'
  }),
  'acls.list': admin(async (one) => {
    const anything = {
      resourceType: ResourceTypes.ANY,
      resourceName: null,
      resourcePatternType: ResourcePatternTypes.ANY,
      principal: null,
      host: null,
      operation: AclOperations.ANY,
      permissionType: AclPermissionTypes.ANY,
    }
    return (await one.describeAcls({ filter: anything })).length === 0 ? 'none' : 'some'
  }),
  'acls.create': admin(async (one, step) => {
    await one.createAcls({ creations: [aclOf(step)] })
    return 'created'
  }),
  'acls.delete': admin(async (one, step) => `${(await one.deleteAcls({ filters: [aclOf(step)] })).length} deleted`),
  'cluster.log-dirs': admin(async (one, { topic }) => {
    const [described] = await one.describeLogDirs({ topics: [{ name: topic, partitions: [0] }] })
    return `${described!.results.length} directories`
  }),
}

export async function steps(): Promise<never> {
  return await runSteps(TABLE, {
    missing: {
      fetch: '@platformatic/kafka reads in groups only',
      'cluster.reassignments': '@platformatic/kafka does not list reassignments',
    },
    open: ({ bootstrap, user, password }, ca) => ({
      clientId: 'steps',
      bootstrapBrokers: [bootstrap],
      retries: 0,
      tls: { ca: [ca] },
      sasl: { mechanism: 'PLAIN' as const, username: user, password },
    }),
    errorOf,
  })
}

async function send(producer: Producer, { topic }: Step): Promise<string> {
  const { offsets } = await producer.send({ messages: [{ topic, partition: 0, value: Buffer.from('1') }], acks: -1 })
  return `offset ${offsets?.[0]?.offset}`
}

async function produceOne(producer: Producer, step: Step): Promise<string> {
  return await send(producer, step).finally(() => producer.close())
}

/** The broker's word, which is deep inside; a refused login by the client's own code. */
function errorOf(error: unknown): string {
  const found = wordsIn(error)
  return (
    found.find((word) => word.endsWith('_AUTHORIZATION_FAILED')) ??
    found.find((word) => word === 'PLT_KFK_AUTHENTICATION') ??
    found[0] ??
    String(error)
  )
}

function wordsIn(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const { apiId, code, errors, cause } = error as {
    readonly apiId?: string
    readonly code?: string
    readonly errors?: readonly unknown[]
    readonly cause?: unknown
  }
  return [...(apiId === undefined ? [] : [apiId]), ...(code === undefined ? [] : [code]), ...[...(errors ?? []), cause].flatMap(wordsIn)]
}
