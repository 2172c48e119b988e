import { readFileSync } from 'node:fs'
import { Kafka, logLevel } from 'kafkajs'
import type { UpLine } from './leat-process.ts'

/** A foreign client over SASL_SSL, made from nothing but the line that `up --json` printed. */
export function kafkaOf(line: UpLine): Kafka {
  return new Kafka({
    brokers: line.sasl_ssl_bootstrap.split(','),
    ssl: { ca: [readFileSync(line.ca_file, 'utf8')] },
    sasl: { mechanism: 'plain', username: line.api_key, password: line.api_secret },
    logLevel: logLevel.NOTHING,
    retry: { retries: 3 },
  })
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

export async function consume(kafka: Kafka, topic: string, count: number): Promise<readonly string[]> {
  const consumer = kafka.consumer({ groupId: `reads-${topic}` })
  const values: string[] = []
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    const { promise, resolve } = Promise.withResolvers<void>()
    await consumer.run({
      eachMessage: async ({ message }) => {
        values.push(String(message.value))
        if (values.length === count) resolve()
      },
    })
    await promise
  } finally {
    await consumer.disconnect()
  }
  return values
}
