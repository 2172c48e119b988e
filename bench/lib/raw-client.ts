/**
 * One connection that asks one thing after the other: what a trial does beside its load. Its own cost is small and the same for both brokers,
 * and unlike a full client it never waits a back-off of its own in the middle of a measured start.
 */
import { type Socket, connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { connect as connectTls } from 'node:tls'
import {
  type Api,
  type Encodable,
  ErrorCode,
  FrameSplitter,
  type RequestOf,
  type ResponseOf,
  decodeResponseFrame,
  encodeRequestFrame,
  errorName,
} from '@leat/wire'
import { CreateTopics, DeleteTopics, ListOffsets, Metadata, Produce, SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import type { Secured } from './broker.ts'
import { sleep } from './proc.ts'

const FRAME_BYTES_MAX = 64 * 1024 * 1024
const ANSWER_MS_MAX = 120_000
const ASK_AGAIN_MS = 2
const CREATE_MS_MAX = 100_000
/** Versions that both brokers speak and that name topics rather than give their ids. */
const VERSION = {
  createTopics: 6,
  deleteTopics: 5,
  metadata: 9,
  produce: 9,
  listOffsets: 6,
  saslHandshake: 1,
  saslAuthenticate: 2,
} as const
const LATEST = -1

export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  readonly configs?: Readonly<Record<string, string>>
}

export class RawClient implements Disposable {
  readonly #socket: Socket
  readonly #splitter = new FrameSplitter(FRAME_BYTES_MAX)
  #waiting: PromiseWithResolvers<Buffer> | null = null
  #correlationId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (bytes) => this.#splitter.push(bytes, (frame) => this.#waiting?.resolve(frame)))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('the broker closed the connection')))
  }

  /** @throws when nobody listens. */
  static async connect(bootstrap: string): Promise<RawClient> {
    const socket = connect(addressOf(bootstrap))
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new RawClient(socket)
  }

  /** Over SASL_SSL. @throws when the login is refused. */
  static async login({ bootstrap, caFile, user, password }: Secured): Promise<RawClient> {
    const socket = connectTls({ ...addressOf(bootstrap), ca: readFileSync(caFile) })
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    const client = new RawClient(socket)
    await client.ask(SaslHandshake, VERSION.saslHandshake, { mechanism: 'PLAIN' })
    const authBytes = Buffer.from(`\0${user}\0${password}`)
    const { errorCode } = await client.ask(SaslAuthenticate, VERSION.saslAuthenticate, { authBytes })
    fine(errorCode, 'login')
    return client
  }

  /** Resolves when the connection is gone. */
  async closed(): Promise<void> {
    if (!this.#socket.destroyed) await new Promise((resolve) => this.#socket.once('close', resolve))
  }

  async ask<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Promise<ResponseOf<A>> {
    this.#waiting = Promise.withResolvers<Buffer>()
    this.#correlationId += 1
    const chunks = encodeRequestFrame(api, version, { correlationId: this.#correlationId, clientId: 'bench' }, message)
    this.#socket.write(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    const timer = setTimeout(() => this.#socket.destroy(new Error(`${api.name} had no answer in ${ANSWER_MS_MAX} ms`)), ANSWER_MS_MAX)
    const frame = await this.#waiting.promise.finally(() => clearTimeout(timer))
    return decodeResponseFrame(api, version, frame).message
  }

  /** Creates topics and waits until each partition has a leader. */
  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const wanted = topics.map(({ name, partitions, configs = {} }) => ({
      name,
      numPartitions: partitions,
      replicationFactor: 1,
      assignments: [],
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    }))
    const answer = await this.ask(CreateTopics, VERSION.createTopics, { topics: wanted, timeoutMs: CREATE_MS_MAX, validateOnly: false })
    for (const { name, errorCode, errorMessage } of answer.topics) fine(errorCode, `create ${name}: ${errorMessage ?? ''}`)
    await this.awaitLeaders(topics)
  }

  /** Asks until every partition of these topics has a leader. */
  async awaitLeaders(topics: readonly TopicSpec[]): Promise<void> {
    const names = topics.map(({ name }) => ({ name }))
    const wanted = topics.reduce((sum, { partitions }) => sum + partitions, 0)
    const end = performance.now() + CREATE_MS_MAX
    for (;;) {
      const { topics: found } = await this.ask(Metadata, VERSION.metadata, { topics: names, allowAutoTopicCreation: false })
      const led = found.flatMap(({ partitions }) => partitions.filter(({ leaderId, errorCode }) => leaderId >= 0 && errorCode === 0))
      if (led.length === wanted) return
      if (performance.now() > end) throw new Error(`${led.length} of ${wanted} partitions have a leader after ${CREATE_MS_MAX} ms`)
      await sleep(ASK_AGAIN_MS)
    }
  }

  async deleteTopic(name: string): Promise<void> {
    const answer = await this.ask(DeleteTopics, VERSION.deleteTopics, { topicNames: [name], timeoutMs: CREATE_MS_MAX })
    for (const { errorCode } of answer.responses) fine(errorCode, `delete ${name}`)
  }

  /** One acknowledged record. A broker that has just started may not lead its partitions yet: asks again until it does. */
  async produceOne(topic: string): Promise<void> {
    await this.#produce(topic, [0])
  }

  /** One acknowledged record in each partition, with one request per topic. */
  async produceToEach(topics: readonly TopicSpec[]): Promise<void> {
    for (const { name, partitions } of topics) {
      await this.#produce(
        name,
        Array.from({ length: partitions }, (_, index) => index),
      )
    }
  }

  async #produce(topic: string, partitions: readonly number[]): Promise<void> {
    const records = buildBatch({ records: [{ value: Buffer.from('one'), timestamp: Date.now() }] })
    const end = performance.now() + CREATE_MS_MAX
    let left = partitions
    while (left.length > 0) {
      const { responses } = await this.ask(Produce, VERSION.produce, {
        acks: -1,
        timeoutMs: ANSWER_MS_MAX,
        topicData: [{ name: topic, partitionData: left.map((index) => ({ index, records })) }],
      })
      const refused = responses[0]!.partitionResponses.filter(({ errorCode }) => errorCode !== 0)
      for (const { errorCode } of refused) if (!isNotYet(errorCode) || performance.now() > end) fine(errorCode, `produce to ${topic}`)
      left = refused.map(({ index }) => index)
      if (left.length > 0) await sleep(ASK_AGAIN_MS)
    }
  }

  /** Records in a topic that nothing was deleted from. */
  async count(topic: TopicSpec): Promise<number> {
    const partitions = Array.from({ length: topic.partitions }, (_, partitionIndex) => ({
      partitionIndex,
      timestamp: LATEST,
    }))
    const answer = await this.ask(ListOffsets, VERSION.listOffsets, {
      replicaId: -1,
      topics: [{ name: topic.name, partitions }],
    })
    let sum = 0
    for (const { errorCode, offset } of answer.topics[0]!.partitions) {
      fine(errorCode, `offsets of ${topic.name}`)
      sum += offset
    }
    return sum
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}

function addressOf(bootstrap: string): { readonly host: string; readonly port: number } {
  const colon = bootstrap.lastIndexOf(':')
  return { host: bootstrap.slice(0, colon), port: Number(bootstrap.slice(colon + 1)) }
}

/** What a broker answers about partitions that it is about to lead. */
function isNotYet(code: number): boolean {
  return code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION || code === ErrorCode.NOT_LEADER_OR_FOLLOWER
}

function fine(code: number, what: string): void {
  if (code !== 0) throw new Error(`${what}: ${errorName(code)}`)
}
