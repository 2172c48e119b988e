/** The arguments of a run (../programs.ts), clients of its registry and of its Kafka. Each scenario takes a new registry client: no cache answers for the server. */
import { readFileSync } from 'node:fs'
import { type KafkaMessage, Kafka, logLevel } from 'kafkajs'
import { until } from '../../../clients/js/report.ts'
import { type Client, type Headers, type Libraries, loadLibraries } from './library.ts'

export interface Setting {
  readonly mode: string
  readonly prefix: string
  readonly topics: readonly string[]
  readonly libraries: Libraries
  /** Null where everybody is let in. */
  readonly key: { readonly user: string; readonly secret: string } | null
  client(userInfo?: string): Client
  readonly kafka: Kafka
}

export function settingFrom(argv: readonly string[]): Setting {
  const values = new Map(argv.slice(3).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
  const get = (key: string): string => {
    const value = values.get(key)
    if (value === undefined) throw new Error(`missing argument ${key}`)
    return value
  }
  const libraries = loadLibraries(get('modules'))
  const key = values.has('registry-user') ? { user: get('registry-user'), secret: get('registry-password') } : null
  const ca = values.get('ca')
  return {
    mode: argv[2] ?? '',
    prefix: get('prefix'),
    topics: values.get('topics')?.split(',') ?? [],
    libraries,
    key,
    client(userInfo = key === null ? undefined : `${key.user}:${key.secret}`) {
      const credentials = userInfo === undefined ? {} : { basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo } }
      return new libraries.registry.SchemaRegistryClient({ baseURLs: [get('registry')], ...credentials })
    },
    kafka: new Kafka({
      clientId: get('prefix'),
      brokers: get('bootstrap').split(','),
      logLevel: logLevel.NOTHING,
      ...(ca === undefined
        ? {}
        : { ssl: { ca: [readFileSync(ca, 'utf8')] }, sasl: { mechanism: 'plain', username: get('user'), password: get('password') } }),
    }),
  }
}

export interface SentRecord {
  readonly key: Buffer
  readonly value: Buffer
  readonly headers: Headers
}

/** Makes the topic and sends one record. */
export async function send({ kafka }: Setting, topic: string, record: SentRecord): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] })
  const isKnown = (): Promise<boolean> =>
    admin.fetchTopicMetadata({ topics: [topic] }).then(
      () => true,
      () => false,
    )
  await until(isKnown, 'the new topic')
  await admin.disconnect()
  const producer = kafka.producer()
  await producer.connect()
  try {
    await producer.send({ topic, messages: [{ partition: 0, ...record }] })
  } finally {
    await producer.disconnect()
  }
}

/** The first record of a topic; kafkajs reads in groups only. */
export async function firstOf({ kafka, prefix }: Setting, topic: string): Promise<KafkaMessage> {
  const consumer = kafka.consumer({ groupId: `${prefix}-js-${topic}`, sessionTimeout: 10_000, maxWaitTimeInMs: 200 })
  const got: KafkaMessage[] = []
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => void got.push(message) })
    await until(() => got.length > 0, `a record of ${topic}`)
  } finally {
    await consumer.disconnect()
  }
  return got[0]!
}
