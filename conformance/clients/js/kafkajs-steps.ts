/** kafkajs does what it is told. */
import kafkajs, { type Admin, type Kafka, type Producer } from 'kafkajs'
import { firstOf, runSteps, seen, type Step, type StepTable, throttle } from './steps.ts'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigResourceTypes, ResourcePatternTypes } = kafkajs
const FETCH_WAIT_MS = 200
const NONE = 0
const CODES: ReadonlyMap<number, string> = new Map([[30, 'GROUP_AUTHORIZATION_FAILED']])

let held: Producer | null = null

const admin =
  (ask: (admin: Admin, step: Step) => Promise<string>) =>
  async (kafka: Kafka, step: Step): Promise<string> => {
    const one = kafka.admin()
    await one.connect()
    return await ask(one, step).finally(() => one.disconnect())
  }

const aclOf = ({ topic, principal }: Step) => ({
  resourceType: AclResourceTypes.TOPIC,
  resourceName: topic,
  resourcePatternType: ResourcePatternTypes.LITERAL,
  principal,
  host: '*',
  operation: AclOperationTypes.READ,
  permissionType: AclPermissionTypes.ALLOW,
})

const TABLE: StepTable<Kafka> = {
  produce: (kafka, step) => produceOne(kafka.producer(), step),
  'produce.new-topic': (kafka, step) => produceOne(kafka.producer({ allowAutoTopicCreation: true, retry: { retries: 5 } }), step),
  'produce.idempotent': (kafka, step) => produceOne(kafka.producer({ idempotent: true, retry: { retries: 1 } }), step),
  hold: async (kafka, step) => {
    held = kafka.producer()
    await held.connect()
    return await send(held, step)
  },
  held: (_, step) => send(held!, step),
  consume,
  throttle: async (kafka, step) => {
    const producer = kafka.producer()
    await producer.connect()
    const sent = throttle(step, (value) => producer.send({ topic: step.topic, messages: [{ value }] }))
    return await sent.finally(() => producer.disconnect())
  },
  'topics.list': admin(async (one, { topic }) => seen((await one.listTopics()).includes(topic))),
  'topics.describe': admin(async (one, { topic }) => {
    const { topics } = await one.fetchTopicMetadata({ topics: [topic] })
    return `${topics[0]!.partitions.length} partitions`
  }),
  'topics.create': admin(async (one, { topic }) => {
    await one.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] })
    return 'created'
  }),
  'topics.delete': admin(async (one, { topic }) => {
    await one.deleteTopics({ topics: [topic] })
    return 'deleted'
  }),
  'topics.partitions': admin(async (one, { topic }) => {
    await one.createPartitions({ topicPartitions: [{ topic, count: 2 }] })
    return '2 partitions'
  }),
  'configs.describe': admin(async (one, { topic }) => {
    const { resources } = await one.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
    })
    return `${resources[0]!.configEntries.length} configs`
  }),
  'configs.alter': admin(async (one, { topic }) => {
    const configEntries = [{ name: 'retention.ms', value: '7200000' }]
    await one.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }] })
    return 'altered'
  }),
  'offsets.latest': admin(async (one, { topic }) => `offset ${(await one.fetchTopicOffsets(topic))[0]!.offset}`),
  'records.delete': admin(async (one, { topic }) => {
    // It finds leaders of topics only that something else has asked for.
    await one.fetchTopicOffsets(topic)
    await one.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '1' }] })
    return 'from 1'
  }),
  'groups.list': admin(async (one, { group }) => seen((await one.listGroups()).groups.some(({ groupId }) => groupId === group))),
  'groups.describe': admin(async (one, { group }) => {
    const [described] = (await one.describeGroups([group])).groups
    // It hands an error in the answer on as it is, and has no type for it.
    const { errorCode } = described as unknown as { readonly errorCode: number }
    if (errorCode !== NONE) throw Object.assign(new Error(`error code ${errorCode}`), { type: CODES.get(errorCode) ?? String(errorCode) })
    return `${described!.members.length} members`
  }),
  'groups.delete': admin(async (one, { group }) => {
    await one.deleteGroups([group])
    return 'deleted'
  }),
  'offsets.list': admin(async (one, { group, topic }) => {
    const [found] = await one.fetchOffsets({ groupId: group, topics: [topic] })
    return `offset ${found!.partitions[0]!.offset}`
  }),
  'offsets.alter': admin(async (one, { group, topic }) => {
    await one.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '1' }] })
    return 'offset 1'
  }),
  'acls.list': admin(async (one) => {
    const { resources } = await one.describeAcls({
      resourceType: AclResourceTypes.ANY,
      resourcePatternType: ResourcePatternTypes.ANY,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ANY,
    })
    return resources.length === 0 ? 'none' : 'some'
  }),
  'acls.create': admin(async (one, step) => {
    await one.createAcls({ acl: [aclOf(step)] })
    return 'created'
  }),
  'acls.delete': admin(async (one, step) => {
    const { filterResponses } = await one.deleteAcls({ filters: [aclOf(step)] })
    return `${filterResponses[0]!.matchingAcls.length} deleted`
  }),
  'cluster.reassignments': admin(async (one, { topic }) => {
    const { topics } = await one.listPartitionReassignments({ topics: [{ topic, partitions: [0] }] })
    return `${topics.length} reassignments`
  }),
}

export async function steps(): Promise<never> {
  return await runSteps(TABLE, {
    missing: {
      fetch: 'kafkajs reads in groups only',
      'offsets.delete': 'kafkajs has no deletion of single offsets',
      'cluster.log-dirs': 'kafkajs does not ask for log directories',
    },
    open: ({ bootstrap, user, password }, ca) =>
      new kafkajs.Kafka({
        clientId: 'steps',
        brokers: [bootstrap],
        logLevel: kafkajs.logLevel.NOTHING,
        // Its first look at a cluster that it has no metadata of counts as a try.
        retry: { retries: 2, initialRetryTime: 50 },
        ssl: { ca: [ca] },
        sasl: { mechanism: 'plain', username: user, password },
      }),
    errorOf,
  })
}

async function send(producer: Producer, { topic }: Step): Promise<string> {
  const [sent] = await producer.send({ topic, messages: [{ value: Buffer.from('1') }] })
  return `offset ${sent!.baseOffset}`
}

async function produceOne(producer: Producer, step: Step): Promise<string> {
  await producer.connect()
  return await send(producer, step).finally(() => producer.disconnect())
}

async function consume(kafka: Kafka, { topic, group }: Step): Promise<string> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: FETCH_WAIT_MS })
  const first = firstOf<string>((tell, refuse) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => refuse(payload.error))
    const eachMessage = async ({ message }: { readonly message: { readonly offset: string } }): Promise<void> => {
      await consumer.commitOffsets([{ topic, partition: 0, offset: String(Number(message.offset) + 1) }])
      tell('1 records')
    }
    const begin = async (): Promise<void> => {
      await consumer.connect()
      await consumer.subscribe({ topics: [topic], fromBeginning: true })
      await consumer.run({ autoCommit: false, eachMessage })
    }
    begin().catch(refuse)
  })
  return await first.finally(() => consumer.disconnect())
}

/** The broker's word where it has one, also deep inside; else the name of the class. */
function errorOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { type, cause, errors, partitions } = error as {
    readonly type?: unknown
    readonly cause?: unknown
    readonly errors?: readonly unknown[]
    readonly partitions?: readonly { readonly error?: unknown }[]
  }
  if (typeof type === 'string') return type
  const inner = partitions?.[0]?.error ?? errors?.[0] ?? cause
  return inner instanceof Error ? errorOf(inner) : error.name
}
