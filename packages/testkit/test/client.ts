import { type Consumer, Kafka, logLevel } from 'kafkajs'
import type { Leat } from '../src/index.ts'

/** A foreign client that gives up soon. */
export function kafkaOf({ bootstrap }: Pick<Leat, 'bootstrap'>, retries = 0): Kafka {
  return new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING, retry: { retries, initialRetryTime: 20, factor: 0 } })
}

export async function produce(kafka: Kafka, topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  try {
    await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) })
  } finally {
    await producer.disconnect()
  }
}

/** A consumer in its group; `joined` resolves when it has its partitions, `next` with each value in turn. */
export async function consume(
  kafka: Kafka,
  topic: string,
  groupId: string,
): Promise<{ readonly consumer: Consumer; readonly next: () => Promise<string> }> {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 30_000, maxWaitTimeInMs: 50 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const values: string[] = []
  const waiting: ((value: string) => void)[] = []
  const joined = new Promise<void>((resolve) => void consumer.on('consumer.group_join', () => resolve()))
  await consumer.run({
    eachMessage: async ({ message }) => {
      const value = String(message.value)
      const taker = waiting.shift()
      if (taker === undefined) values.push(value)
      else taker(value)
    },
  })
  await joined
  const next = (): Promise<string> => {
    const value = values.shift()
    return value === undefined ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve(value)
  }
  return { consumer, next }
}
