/** Producers, consumers and admin of @platformatic/kafka for one cluster. */
import {
  Admin,
  Consumer,
  type ConsumerOptions,
  type Message,
  type MessagesStream,
  Producer,
  type ProducerOptions,
} from '@platformatic/kafka'
import { difference, type Row } from '../../dataset.ts'
import { type Codec, type Setting, expect, same, until } from './report.ts'

const IDLE_MS = 30_000

export class PlatformaticClient implements AsyncDisposable {
  readonly setting: Setting
  readonly admin: Admin

  constructor(setting: Setting) {
    this.setting = setting
    this.admin = new Admin(this.#common())
  }

  #common(): ConstructorParameters<typeof Admin>[0] {
    const { secured } = this.setting
    return {
      clientId: this.setting.name('platformatic'),
      bootstrapBrokers: this.setting.bootstrap,
      retryDelay: 200,
      ...(secured === null
        ? {}
        : { tls: { ca: [secured.ca] }, sasl: { mechanism: 'PLAIN' as const, username: secured.user, password: secured.password } }),
    }
  }

  /** The answer of a creation comes before every metadata cache knows the topic. */
  async topic(what: string, partitions = 1, configs: Record<string, string> = {}): Promise<string> {
    const topic = this.setting.name(what)
    await this.admin.createTopics({
      topics: [topic],
      partitions,
      replicas: 1,
      configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
    })
    await until(() => this.isKnown(topic), 'the new topic')
    return topic
  }

  async isKnown(topic: string): Promise<boolean> {
    return await this.admin.metadata({ topics: [topic], forceUpdate: true }).then(
      () => true,
      () => false,
    )
  }

  producer(options: Partial<ProducerOptions<Buffer, Buffer, Buffer, Buffer>> = {}): Producer {
    return new Producer({ ...this.#common(), ...options })
  }

  consumer(group: string, options: Partial<ConsumerOptions<Buffer, Buffer, Buffer, Buffer>> = {}): Consumer {
    const base = { ...this.#common(), groupId: this.setting.name(group), sessionTimeout: 10_000, heartbeatInterval: 500, maxWaitTime: 200 }
    return new Consumer({ ...base, ...options } as ConsumerOptions<Buffer, Buffer, Buffer, Buffer>)
  }

  async write(topic: string, rows: readonly Row[], codec: Codec): Promise<void> {
    const producer = this.producer()
    const messages = rows.map((row) => ({
      topic,
      partition: 0,
      timestamp: BigInt(row.timestamp),
      ...(row.key === null ? {} : { key: row.key }),
      ...(row.value === null ? {} : { value: row.value }),
      // Two keys of the same text are two buffers and so two entries.
      headers: new Map(row.headers.map(([name, value]) => [Buffer.from(name), value ?? Buffer.alloc(0)])),
    }))
    await producer.send({ messages, compression: codec, acks: -1 }).finally(() => producer.close())
  }

  async read(topic: string, count: number): Promise<Message[]> {
    const consumer = this.consumer(`reader-${topic}`)
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', fallbackMode: 'earliest', autocommit: false })
    return await take(stream, count).finally(() => consumer.close(true))
  }

  async readAndCompare(topic: string, timestamps = true): Promise<string> {
    const { rows } = this.setting
    const messages = await this.read(topic, rows.length)
    same(rows.length, messages.length, 'records')
    for (const [i, row] of rows.entries()) {
      const message = messages[i]!
      const found = difference(row, {
        key: message.key ?? null,
        value: message.value ?? null,
        timestamp: timestamps ? Number(message.timestamp) : null,
        headers: message.headerEntries.map(([name, value]) => [String(name), value] as const),
      })
      expect(found === null, `record ${i} differs in its ${found}`)
    }
    return `${rows.length} records`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.admin.close()
  }
}

/** The next `count` messages of a stream; fails when they do not come. */
export async function take(stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>, count: number): Promise<Message[]> {
  const got: Message[] = []
  const idle = setTimeout(() => stream.destroy(new Error(`waited too long for records: ${got.length} of ${count}`)), IDLE_MS)
  try {
    for await (const message of stream) {
      got.push(message)
      if (got.length >= count) break
    }
  } finally {
    clearTimeout(idle)
  }
  return got
}
