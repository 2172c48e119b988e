/**
 * Connections of kafkajs to one cluster, with the codecs it leaves to others: snappy, lz4 (lz4js will not do: it says that its
 * blocks depend on each other, which Apache Kafka refuses), and zstd from Node itself.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { lz4Compress, lz4Decompress } from '@platformatic/wasm-utils'
import kafkajs, { type Admin, type Consumer, type ConsumerConfig, type Kafka, type KafkaMessage, type ProducerConfig } from 'kafkajs'
import snappy from 'kafkajs-snappy'
import { difference, type Row } from '../../dataset.ts'
import { type Codec, type Setting, expect, same, until } from './report.ts'

const { CompressionCodecs, CompressionTypes } = kafkajs

CompressionCodecs[CompressionTypes.Snappy] = snappy
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder: { buffer: Buffer }) => Promise.resolve(lz4Compress(encoder.buffer)),
  decompress: (buffer: Buffer) => Promise.resolve(lz4Decompress(buffer)),
})
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: (encoder: { buffer: Buffer }) => Promise.resolve(zstdCompressSync(encoder.buffer)),
  decompress: (buffer: Buffer) => Promise.resolve(zstdDecompressSync(buffer)),
})

const TYPE_OF = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
} as const satisfies Record<Codec, number>

export class KafkaJsClient implements AsyncDisposable {
  readonly setting: Setting
  readonly kafka: Kafka
  readonly admin: Admin

  private constructor(setting: Setting) {
    this.setting = setting
    this.kafka = new kafkajs.Kafka({
      clientId: setting.name('kafkajs'),
      brokers: setting.bootstrap,
      logLevel: kafkajs.logLevel.NOTHING,
      ...(setting.secured === null
        ? {}
        : {
            ssl: { ca: [setting.secured.ca] },
            sasl: { mechanism: 'plain' as const, username: setting.secured.user, password: setting.secured.password },
          }),
    })
    this.admin = this.kafka.admin()
  }

  static async open(setting: Setting): Promise<KafkaJsClient> {
    const client = new KafkaJsClient(setting)
    await client.admin.connect()
    return client
  }

  async topic(what: string, partitions = 1, configs: Record<string, string> = {}): Promise<string> {
    const topic = this.setting.name(what)
    const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }))
    // kafkajs' own wait for leaders gives up on UNKNOWN_TOPIC_OR_PARTITION, which a busy KRaft broker answers for a moment.
    const isNew = await this.admin.createTopics({
      waitForLeaders: false,
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
    })
    expect(isNew, `${topic} is there already`)
    await until(() => this.#isKnown(topic), 'the new topic')
    return topic
  }

  async #isKnown(topic: string): Promise<boolean> {
    return await this.admin.fetchTopicMetadata({ topics: [topic] }).then(
      () => true,
      () => false,
    )
  }

  async write(topic: string, rows: readonly Row[], codec: Codec, config: ProducerConfig = {}): Promise<void> {
    const producer = this.kafka.producer(config)
    await producer.connect()
    const messages = rows.map((row) => ({
      partition: 0,
      timestamp: String(row.timestamp),
      key: row.key,
      value: row.value,
      headers: headersTo(row),
    }))
    await producer.send({ topic, messages, compression: TYPE_OF[codec] }).finally(() => producer.disconnect())
  }

  consumer(group: string, config: Omit<ConsumerConfig, 'groupId'> = {}): Consumer {
    return this.kafka.consumer({
      groupId: this.setting.name(group),
      sessionTimeout: 10_000,
      heartbeatInterval: 500,
      maxWaitTimeInMs: 200,
      ...config,
    })
  }

  /** kafkajs reads in groups only: the reader gets a group of its own per topic. */
  async read(topic: string, count: number): Promise<KafkaMessage[]> {
    const consumer = this.consumer(`reader-${topic}`)
    const got: KafkaMessage[] = []
    await consumer.connect()
    try {
      await consumer.subscribe({ topics: [topic], fromBeginning: true })
      await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => void got.push(message) })
      await until(() => got.length >= count, `records of ${topic}`)
    } finally {
      await consumer.disconnect()
    }
    return got
  }

  async readAndCompare(topic: string, timestamps = true): Promise<string> {
    const { rows } = this.setting
    const messages = await this.read(topic, rows.length)
    same(rows.length, messages.length, 'records')
    for (const [i, row] of rows.entries()) {
      const message = messages[i]!
      const found = difference(row, {
        key: message.key,
        value: message.value,
        timestamp: timestamps ? Number(message.timestamp) : null,
        headers: headersFrom(message),
      })
      expect(found === null, `record ${i} differs in its ${found}`)
    }
    return `${rows.length} records`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.admin.disconnect()
  }
}

/** Headers of one name are a list in kafkajs. */
function headersTo(row: Row): Record<string, Buffer[]> {
  const headers: Record<string, Buffer[]> = {}
  for (const [name, value] of row.headers) (headers[name] ??= []).push(value ?? Buffer.alloc(0))
  return headers
}

function headersFrom(message: KafkaMessage): (readonly [string, Buffer])[] {
  return Object.entries(message.headers ?? {}).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, Buffer.from(value)] as const),
  )
}
