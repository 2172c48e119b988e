import { type NodeId, type Result, delay, fail, ok } from '@leat/base'
import { type Transport, TransportClosed } from '@leat/client'
import { partitionOfKey } from '@leat/client/producer'
import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import type { KafkaRest } from '../door.ts'
import { type Topic, findTopic } from '../kafka/topics.ts'
import { kafkaProblem } from '../problems.ts'
import { type PartitionBatch, type ProduceItem, produceTo } from './produce-to.ts'
import type { WishedRecord } from './record.ts'

export interface Delivered {
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
}

export type Delivery = Result<Delivered, Problem>

/** Kafka's `metadata.max.age.ms`: how soon a long stream notices that a topic has grown. */
const METADATA_MS_MAX = 300_000
const FIRST_WAIT_MS = 10

interface Item extends ProduceItem {
  partition: number
}

/** Produces to one topic, a round of records at a time, for as long as a request lasts. Plain batches, all replicas: what is answered is stored. */
export class TopicProducer {
  readonly #rest: KafkaRest
  readonly #transport: Transport
  readonly #signal: AbortSignal
  #topic: Topic
  #topicAtMs: number

  constructor(rest: KafkaRest, transport: Transport, topic: Topic, signal: AbortSignal) {
    this.#rest = rest
    this.#transport = transport
    this.#signal = signal
    this.#topic = topic
    this.#topicAtMs = rest.clock.monotonic()
  }

  /** One answer for each record, in their order. Records of one partition are stored in it. */
  async send(records: readonly WishedRecord[]): Promise<readonly Delivery[]> {
    const { clock } = this.#rest
    const items = records.map((record): Item => ({ record, timestamp: record.timestamp ?? clock.now(), outcome: null, partition: -1 }))
    try {
      await this.#deliver(items)
    } catch (cause) {
      if (!(cause instanceof TransportClosed)) throw cause
      const closed = kafkaProblem(ErrorCode.BROKER_NOT_AVAILABLE)
      for (const item of items) item.outcome ??= { kind: 'refused', problem: closed }
    }
    return items.map(deliveryOf)
  }

  async #deliver(items: readonly Item[]): Promise<void> {
    const { clock, limits } = this.#rest
    const until = clock.monotonic() + limits.produceMsMax
    if (clock.monotonic() - this.#topicAtMs > METADATA_MS_MAX) await this.#refresh(items)
    if (items.some(({ record }) => record.partition !== null && record.partition >= this.#topic.partitions.length))
      await this.#refresh(items)
    for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
      const open = items.filter(({ outcome }) => outcome === null || outcome.kind === 'again')
      if (open.length === 0) return
      await this.#sendTo(this.#byLeader(open))
      const again = items.filter(({ outcome }) => outcome?.kind === 'again')
      const leftMs = until - clock.monotonic()
      if (again.length === 0 || leftMs <= 0) return
      await delay(clock, Math.min(waitMs, leftMs), this.#signal)
      await this.#refresh(again)
    }
  }

  /** All are waited for, also when one fails: what the others stored is told. */
  async #sendTo(leaders: ReadonlyMap<NodeId, readonly PartitionBatch[]>): Promise<void> {
    const [topic, signal] = [this.#topic, this.#signal]
    const sent = [...leaders].map(([leader, batches]) => produceTo(this.#transport, { topic, leader, batches, signal }))
    for (const result of await Promise.allSettled(sent)) if (result.status === 'rejected') throw result.reason
  }

  /** Leaders and ids as they are now. When the topic is gone, so are the records that were meant for it. */
  async #refresh(items: readonly Item[]): Promise<void> {
    const found = await findTopic(this.#transport, this.#topic.name, { signal: this.#signal })
    this.#topicAtMs = this.#rest.clock.monotonic()
    if (found.ok) this.#topic = found.value
    else for (const item of items) item.outcome = { kind: 'refused', problem: found.error }
  }

  #byLeader(items: readonly Item[]): ReadonlyMap<NodeId, PartitionBatch[]> {
    const { partitions } = this.#topic
    const led = partitions.filter(({ leader }) => leader !== null)
    const any = led[this.#rest.random.below(Math.max(led.length, 1))]?.id ?? 0
    const batches = new Map<number, Item[]>()
    for (const item of items) {
      item.partition = partitionFor(item.record, partitions.length, any)
      const leader = partitions[item.partition]?.leader
      if (leader === undefined) item.outcome = { kind: 'refused', problem: kafkaProblem(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) }
      else if (leader === null) item.outcome = { kind: 'again', code: ErrorCode.LEADER_NOT_AVAILABLE, said: null }
      else listIn(batches, item.partition).push(item)
    }
    const leaders = new Map<NodeId, PartitionBatch[]>()
    for (const [partition, batch] of batches) {
      const leader = partitions[partition]!.leader!
      listIn(leaders, leader).push({ partition, items: batch })
    }
    return leaders
  }
}

function listIn<K, T>(lists: Map<K, T[]>, key: K): T[] {
  let list = lists.get(key)
  if (list === undefined) lists.set(key, (list = []))
  return list
}

/** As Kafka's producers do it: the named partition, else by the key's hash, else one for all records that travel together. */
function partitionFor({ partition, key }: WishedRecord, partitions: number, any: number): number {
  if (partition !== null) return partition
  const bytes = key?.bytes ?? null
  return bytes === null || partitions === 0 ? any : partitionOfKey(bytes, partitions)
}

function deliveryOf({ outcome, partition, timestamp }: Item): Delivery {
  switch (outcome?.kind) {
    case 'stored':
      return ok({ partition, offset: outcome.offset, timestampMs: outcome.appendTimeMs ?? timestamp })
    case 'refused':
      return fail(outcome.problem)
    case 'again':
      return fail(kafkaProblem(outcome.code, outcome.said))
    case undefined:
      return fail(kafkaProblem(ErrorCode.REQUEST_TIMED_OUT))
  }
}
