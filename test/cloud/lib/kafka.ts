import { Kafka, logLevel } from 'kafkajs'
import type { Key } from './owner.ts'

const RECEIVE_MS_MAX = 20_000

/** A foreign client, over SASL_SSL with the printed CA. */
export function kafkaOf(bootstrap: string, ca: string, { key, secret }: Key): Kafka {
  return new Kafka({
    clientId: 'walker',
    brokers: [bootstrap],
    ssl: { ca: [ca] },
    sasl: { mechanism: 'plain', username: key, password: secret },
    logLevel: logLevel.NOTHING,
    retry: { retries: 2, initialRetryTime: 50 },
  })
}

/** Connects, sends one record, and leaves. */
export async function produce(kafka: Kafka, topic: string, value: string): Promise<void> {
  const producer = kafka.producer()
  try {
    await producer.connect()
    await producer.send({ topic, messages: [{ value }] })
  } finally {
    await producer.disconnect()
  }
}

/** Everything in the topic from its begin on, until `isEnough`. */
export async function receive(
  kafka: Kafka,
  { topic, group }: { readonly topic: string; readonly group: string },
  isEnough: (values: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 200, retry: { retries: 2, initialRetryTime: 50 } })
  const values: string[] = []
  const enough = Promise.withResolvers<void>()
  consumer.on(consumer.events.CRASH, ({ payload }) => enough.reject(payload.error))
  const late = setTimeout(() => enough.reject(new Error(`not enough in ${topic}: ${values.length} records`)), RECEIVE_MS_MAX)
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      eachMessage: async ({ message }) => {
        values.push(String(message.value))
        if (isEnough(values)) enough.resolve()
      },
    })
    await enough.promise
    return values
  } finally {
    clearTimeout(late)
    await consumer.disconnect()
  }
}

export async function brokersOf(kafka: Kafka): Promise<number> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return (await admin.describeCluster()).brokers.length
  } finally {
    await admin.disconnect()
  }
}
