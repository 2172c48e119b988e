import type { Random } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import {
  CreateTopics,
  Fetch,
  FindCoordinator,
  InitProducerId,
  ListOffsets,
  Metadata,
  OffsetCommit,
  OffsetFetch,
  Produce,
} from '@leat/wire/messages'
import { batches, buildBatch, forEachRecord, lastOffset, producerId } from '@leat/wire/records'
import { type Address, type Client, connectPlain } from './client.ts'

const TOPIC = 'verified'
const PARTITIONS = 4
const GROUP = 'verifiers'
const IN_FLIGHT = 5
const RECORDS_MAX = 20

/** One idempotent producer on one partition: numbers go up by one, and every batch is sent until it is acknowledged. */
interface Producer {
  readonly partition: number
  id: number
  /** The next number; also the next sequence. */
  next: number
  /** Everything below was acknowledged. */
  acknowledged: number
  queue: { readonly first: number; readonly count: number; readonly bytes: Buffer }[]
  /** How far the log was checked. */
  readonly checked: { offset: number; number: number }
}

/** Load that knows what it was promised. It lives longer than the process under test. */
export class VerifyingLoad {
  readonly #random: Random
  readonly #producers: Producer[] = Array.from({ length: PARTITIONS }, (_, partition) => ({
    partition,
    id: -1,
    next: 0,
    acknowledged: 0,
    queue: [],
    checked: { offset: 0, number: 0 },
  }))
  readonly #topics = new Set<string>()
  #topicsAsked = 0
  #commitAsked = 0
  #committed = 0
  acknowledgedRecords = 0

  constructor(random: Random) {
    this.#random = random
  }

  async prepare(address: Address): Promise<void> {
    using client = await connectPlain(address)
    const topics = [{ name: TOPIC, numPartitions: PARTITIONS, replicationFactor: 1, assignments: [], configs: [] }]
    expectNone(
      (await client.call(CreateTopics, 7, { topics, timeoutMs: 30_000, validateOnly: false })).topics[0]!.errorCode,
      'CreateTopics',
    )
    for (const producer of this.#producers) {
      const given = await client.call(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1_000 })
      expectNone(given.errorCode, 'InitProducerId')
      producer.id = given.producerId
    }
    await retried(async () => (await client.call(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [GROUP] })).coordinators[0]!.errorCode)
  }

  /** Goes on until the process dies. Throws when something is refused. */
  async run(address: Address): Promise<void> {
    const work = [
      ...this.#producers.map((producer) => this.#produce(address, producer)),
      this.#commit(address),
      this.#createTopics(address),
    ]
    const outcomes = await Promise.allSettled(work)
    for (const outcome of outcomes) if (outcome.status === 'rejected' && outcome.reason instanceof Refused) throw outcome.reason
  }

  async #produce(address: Address, producer: Producer): Promise<never> {
    using client = await connectPlain(address)
    for (;;) {
      while (producer.queue.length < IN_FLIGHT) producer.queue.push(this.#nextBatch(producer))
      await Promise.all(producer.queue.map((batch) => this.#send(client, producer, batch)))
      producer.queue = producer.queue.filter(({ first }) => first >= producer.acknowledged)
    }
  }

  #nextBatch(producer: Producer): Producer['queue'][number] {
    const count = 1 + this.#random.below(RECORDS_MAX)
    const first = producer.next
    producer.next += count
    const records = Array.from({ length: count }, (_, i) => ({
      value: Buffer.from(`${first + i} `.padEnd(1 + this.#random.below(300), '.')),
      timestamp: 0,
    }))
    return { first, count, bytes: buildBatch({ records, producerId: producer.id, producerEpoch: 0, baseSequence: first }) }
  }

  async #send(client: Client, producer: Producer, batch: Producer['queue'][number]): Promise<void> {
    const topicData = [{ name: TOPIC, partitionData: [{ index: producer.partition, records: batch.bytes }] }]
    const answer = await client.call(Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData })
    const { errorCode } = answer.responses[0]!.partitionResponses[0]!
    if (errorCode !== ErrorCode.DUPLICATE_SEQUENCE_NUMBER) expectNone(errorCode, `Produce of ${batch.first} to ${producer.partition}`)
    producer.acknowledged = Math.max(producer.acknowledged, batch.first + batch.count)
    this.acknowledgedRecords += batch.count
  }

  async #commit(address: Address): Promise<never> {
    using client = await connectPlain(address)
    for (;;) {
      const value = ++this.#commitAsked
      const partitions = [{ partitionIndex: 0, committedOffset: value, committedLeaderEpoch: -1, committedMetadata: '' }]
      const request = {
        groupId: GROUP,
        generationIdOrMemberEpoch: -1,
        memberId: '',
        groupInstanceId: null,
        topics: [{ name: TOPIC, partitions }],
      }
      const { errorCode } = (await client.call(OffsetCommit, 8, request)).topics[0]!.partitions[0]!
      if (errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) continue
      expectNone(errorCode, 'OffsetCommit')
      this.#committed = value
    }
  }

  async #createTopics(address: Address): Promise<never> {
    using client = await connectPlain(address)
    for (;;) {
      const name = `made-${this.#topicsAsked++}`
      const topics = [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }]
      expectNone(
        (await client.call(CreateTopics, 7, { topics, timeoutMs: 30_000, validateOnly: false })).topics[0]!.errorCode,
        `CreateTopics ${name}`,
      )
      this.#topics.add(name)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Everything acknowledged is there: once, in order, and nothing else. Answers what is wrong. */
  async check(address: Address): Promise<string[]> {
    using client = await connectPlain(address)
    const problems: string[] = []
    const { topics } = await client.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
    const names = new Set(topics.map(({ name }) => name))
    for (const name of this.#topics) if (!names.has(name)) problems.push(`topic ${name} is gone`)
    for (const producer of this.#producers) problems.push(...(await this.#checkPartition(client, producer)))
    const committed = await this.#committedOffset(client)
    if (committed < this.#committed || committed > this.#commitAsked)
      problems.push(`offset ${committed} is committed; acknowledged was ${this.#committed}, asked for ${this.#commitAsked}`)
    return problems
  }

  async #checkPartition(client: Client, producer: Producer): Promise<string[]> {
    const { partition, checked } = producer
    const problems: string[] = []
    const listed = await client.call(ListOffsets, 7, {
      replicaId: -1,
      topics: [{ name: TOPIC, partitions: [{ partitionIndex: partition, timestamp: -1 }] }],
    })
    const end = listed.topics[0]!.partitions[0]!.offset
    while (checked.offset < end && problems.length === 0) {
      const partitions = [{ partition, fetchOffset: checked.offset, partitionMaxBytes: 4_000_000 }]
      const answer = await client.call(Fetch, 12, {
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: 4_000_000,
        sessionId: 0,
        sessionEpoch: -1,
        topics: [{ topic: TOPIC, partitions }],
      })
      const { records, errorCode } = answer.responses[0]!.partitions[0]!
      if (errorCode !== ErrorCode.NONE || records === null || records.length === 0)
        return [`partition ${partition} at ${checked.offset} of ${end}: error ${errorCode}`]
      for (const at of batches(records)) {
        if (producerId(records, at) !== producer.id) problems.push(`partition ${partition}: a batch of producer ${producerId(records, at)}`)
        forEachRecord(records, at, ({ value, offset }) => {
          const number = Number.parseInt(String(value), 10)
          if (number !== checked.number || offset !== checked.offset)
            problems.push(`partition ${partition} has ${number} at ${offset}, where ${checked.number} belongs at ${checked.offset}`)
          checked.number++
          checked.offset++
        })
        checked.offset = lastOffset(records, at) + 1
      }
    }
    if (checked.number < producer.acknowledged)
      problems.push(`partition ${partition} ends with ${checked.number}, acknowledged was ${producer.acknowledged}`)
    return problems.slice(0, 3)
  }

  async #committedOffset(client: Client): Promise<number> {
    const request = { groups: [{ groupId: GROUP, topics: [{ name: TOPIC, partitionIndexes: [0] }] }], requireStable: false }
    let offset = -1
    await retried(async () => {
      const group = (await client.call(OffsetFetch, 8, request)).groups[0]!
      offset = group.topics[0]?.partitions[0]?.committedOffset ?? -1
      return group.errorCode
    })
    return Math.max(0, offset)
  }
}

/** Something that a client with a right to it did not get. */
export class Refused extends Error {}

function expectNone(errorCode: number, what: string): void {
  if (errorCode !== ErrorCode.NONE) throw new Refused(`${what} was refused with error ${errorCode}`)
}

/** While the coordinator loads. */
async function retried(work: () => Promise<number>): Promise<void> {
  for (;;) {
    const errorCode = await work()
    if (errorCode === ErrorCode.NONE) return
    if (errorCode !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS && errorCode !== ErrorCode.COORDINATOR_NOT_AVAILABLE)
      expectNone(errorCode, 'the coordinator')
  }
}
