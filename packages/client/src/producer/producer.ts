import type { Bytes, Millis, Offset, Timer } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import type { RecordInput } from '@leat/wire/records'
import { Backoff, type Pace } from '../backoff.ts'
import { KafkaError } from '../errors.ts'
import { type ProducerIdentity, initProducer } from '../init-producer.ts'
import { locatePartition } from '../locate-partition.ts'
import type { CallError } from '../or-lost.ts'
import { type Append, PartitionWriter } from '../partition-writer.ts'
import { OPEN_MS_MAX, findTopic } from '../topic-place.ts'
import type { Transport } from '../transport.ts'
import { Batches } from './batches.ts'
import { partitionOfKey } from './murmur2.ts'

export interface ProducerOptions extends Pace {
  readonly topic: string
  /** How long a record may wait for others to travel with it [linger.ms]. */
  readonly lingerMs?: Millis
  /** How long a record may take, tries again included [delivery.timeout.ms]. */
  readonly deliveryMsMax?: Millis
  /** Ends it; what is on its way may still take effect. */
  readonly signal: AbortSignal
}

export interface ProducedRecord extends RecordInput {
  /** Without it, by the hash of the key; without a key, any. */
  readonly partition?: number
}

export interface Delivered {
  readonly partition: number
  readonly offset: Offset
}

const LINGER_MS: Millis = 5
const DELIVERY_MS_MAX: Millis = 120_000
/** Records that are not acknowledged yet; above it `send` waits. */
const WAITING_BYTES_MAX: Bytes = 8 * 1024 * 1024
/** How soon it notices that a topic has grown [metadata.max.age.ms]. */
const METADATA_MS_MAX: Millis = 300_000

/**
 * Produces to one topic: idempotent, acks=all, records of a partition in the order of the calls, each there once. One call of `send` after the other.
 *
 * @throws KafkaError, ConnectFault, the signal's reason
 */
export async function openProducer(transport: Transport, options: ProducerOptions): Promise<Producer> {
  const producer = new Producer(transport, options)
  await producer.refresh()
  return producer
}

export class Producer {
  readonly #transport: Transport
  readonly #options: ProducerOptions
  readonly #batches: Batches
  readonly #writers = new Map<number, PartitionWriter>()
  readonly #turns = new Map<number, Promise<void>>()
  #identity: ProducerIdentity | null = null
  #partitions = 0
  #refreshedAtMs: Millis = 0
  /** Where records without a key go until the next batch begins (KIP-480). */
  #sticky = 0
  #linger: Timer | null = null
  #waitingBytes: Bytes = 0
  #acknowledged = Promise.withResolvers<void>()
  readonly #onTheirWay = new Set<Promise<unknown>>()

  constructor(transport: Transport, options: ProducerOptions) {
    this.#transport = transport
    this.#options = options
    this.#batches = new Batches()
  }

  /**
   * Resolves when there is room for the record; `delivered` when it is as safe as acks=all makes it.
   * @throws KafkaError for a partition that is not there
   */
  async send(record: ProducedRecord): Promise<{ readonly delivered: Promise<Delivered> }> {
    const { clock, signal } = this.#options
    signal.throwIfAborted()
    while (this.#waitingBytes >= WAITING_BYTES_MAX) await this.#acknowledged.promise
    if (clock.monotonic() - this.#refreshedAtMs > METADATA_MS_MAX) await this.refresh()
    const partition = record.partition ?? this.#partitionFor(record.key ?? null)
    if (partition >= this.#partitions)
      throw new KafkaError(
        `producing to ${this.#options.topic}`,
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        `there is no partition ${partition}`,
      )
    const stamped = { timestamp: clock.now(), ...record }
    if (this.#batches.isFullFor(partition, stamped)) this.#seal(partition)
    const { delivered, bytes, isFull } = this.#batches.add(partition, stamped)
    this.#track(delivered, bytes)
    if (isFull) this.#seal(partition)
    else this.#linger ??= clock.after(this.#options.lingerMs ?? LINGER_MS, () => this.#sealAll())
    return { delivered }
  }

  /** Sends what lingers and waits for what is on its way, whatever becomes of it. */
  async flush(): Promise<void> {
    this.#sealAll()
    await Promise.allSettled(this.#onTheirWay)
  }

  /** Nothing more is sent; `flush` first. */
  close(): void {
    this.#linger?.cancel()
    for (const writer of this.#writers.values()) writer.close()
  }

  async refresh(): Promise<void> {
    const place = await findTopic(this.#transport, this.#options.topic, 'producing to', this.#options)
    this.#partitions = place.leaders.length
    this.#refreshedAtMs = this.#options.clock.monotonic()
    this.#unstick()
  }

  #partitionFor(key: Buffer | null): number {
    return key === null ? this.#sticky : partitionOfKey(key, this.#partitions)
  }

  #unstick(): void {
    this.#sticky = this.#options.random.below(Math.max(1, this.#partitions))
  }

  #sealAll(): void {
    this.#linger?.cancel()
    this.#linger = null
    for (const partition of this.#batches.open()) this.#seal(partition)
  }

  #seal(partition: number): void {
    if (partition === this.#sticky) this.#unstick()
    this.#batches.seal(partition, (records) => this.#write(partition, records))
  }

  /** In the order of the calls: a batch waits until the one before it has its place. */
  async #write(partition: number, records: readonly RecordInput[]): Promise<Offset> {
    const appended = (this.#turns.get(partition) ?? Promise.resolve()).then(() => this.#append(partition, records))
    this.#turns.set(partition, appended.then(ignore, ignore))
    return (await appended).acknowledged
  }

  async #append(partition: number, records: readonly RecordInput[]): Promise<Append> {
    const appended = (await this.#writer(partition)).append(records)
    if (appended.ok) return appended.value
    const { error } = appended
    if (error.kind === 'ended') throw error.fault
    const said = error.kind === 'too-large' ? `${error.sizeInBytes} bytes, where ${error.limitBytes} are accepted` : error.kind
    throw new KafkaError(`producing to ${this.#options.topic}`, ErrorCode.MESSAGE_TOO_LARGE, said)
  }

  /** One that has ended has told its records so; the next ones get a writer with a number of its own. */
  async #writer(partition: number): Promise<PartitionWriter> {
    const known = this.#writers.get(partition)
    if (known !== undefined && known.fault === null) return known
    if (known !== undefined) this.#identity = null
    const { topic, signal, deliveryMsMax = DELIVERY_MS_MAX } = this.#options
    const backoff = new Backoff(this.#options)
    for (;;) {
      const place = await locatePartition(this.#transport, { topic, partition }, signal)
      const identity = this.#identity === null && place.ok ? await this.#newIdentity(signal) : null
      if (place.ok && identity === null) {
        const writer = new PartitionWriter(this.#transport, { ...this.#options, appendMsMax: deliveryMsMax }, this.#identity!, place.value)
        this.#writers.set(partition, writer)
        return writer
      }
      await waitOut(place.ok ? identity! : place.error, `producing to ${topic}`, backoff, signal)
    }
  }

  async #newIdentity(signal: AbortSignal): Promise<CallError | null> {
    const begun = await initProducer(this.#transport, { transactionalId: null, resumes: null }, signal)
    if (!begun.ok) return begun.error
    this.#identity = begun.value
    return null
  }

  #track(delivered: Promise<Delivered>, bytes: Bytes): void {
    this.#waitingBytes += bytes
    this.#onTheirWay.add(delivered)
    const settle = (): void => {
      this.#onTheirWay.delete(delivered)
      this.#waitingBytes -= bytes
      this.#acknowledged.resolve()
      this.#acknowledged = Promise.withResolvers()
    }
    delivered.then(settle, settle)
  }
}

async function waitOut({ code, detail }: CallError, doing: string, backoff: Backoff, signal: AbortSignal): Promise<void> {
  if (!isRetriable(code) || backoff.failingMs >= OPEN_MS_MAX) throw new KafkaError(doing, code, detail ?? null)
  await backoff.wait(signal)
}

function ignore(): void {}
