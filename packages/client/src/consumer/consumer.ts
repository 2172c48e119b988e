import { type Offset, type Result, fail, ok } from '@leat/base'
import { isRetriable } from '@leat/wire'
import { Backoff, type Pace } from '../backoff.ts'
import { KafkaError } from '../errors.ts'
import type { GroupPartition } from '../group/assign.ts'
import { type GroupMember, joinGroup } from '../group/member.ts'
import { listOffsets } from '../list-offsets.ts'
import type { CallError } from '../or-lost.ts'
import { OPEN_MS_MAX, type TopicPlace, findTopic, lookUpTopic } from '../topic-place.ts'
import type { Transport } from '../transport.ts'
import { type ConsumedRecord, TopicReader } from './topic-reader.ts'

/** `committed`: where the group stands, at the end where it stands nowhere. The others hold for a group, too, whatever it has committed. */
export type Start = { readonly at: 'earliest' | 'latest' | 'committed' } | { readonly at: 'offset'; readonly offset: Offset }

export interface ConsumerOptions extends Pace {
  readonly topic: string
  /** Null: those that there are when it begins. */
  readonly partition: number | null
  readonly start: Start
  /** With it the topic is shared with the group's other members; without it nothing is joined or committed. */
  readonly groupId: string | null
  /** Called once when nothing could be read for a second; what passes is waited out for a minute. */
  readonly onUnavailable?: (error: CallError) => void
  /** Ends the reading; `close` is still to be called. */
  readonly signal: AbortSignal
}

export interface Consumer {
  /** Ends with the signal. @throws KafkaError, BatchUnreadable, ConnectFault */
  records(): AsyncGenerator<ConsumedRecord, void, undefined>
  /** What was read to the end, for the group; without one, nothing. */
  commit(signal: AbortSignal): Promise<Result<null, CallError>>
  /** Leaves the group. */
  close(): Promise<void>
}

/** @throws KafkaError when the topic or the partition is not there; ConnectFault; the signal's reason */
export async function openConsumer(transport: Transport, options: ConsumerOptions): Promise<Consumer> {
  const opening = new OpenConsumer(transport, options)
  await opening.begin()
  return opening
}

class OpenConsumer implements Consumer {
  readonly #transport: Transport
  readonly #options: ConsumerOptions
  readonly #reader: TopicReader
  #member: GroupMember | null = null
  #place: TopicPlace | null = null
  /** What the group knows already. */
  #committed: ReadonlyMap<number, Offset> = new Map()

  constructor(transport: Transport, options: ConsumerOptions) {
    this.#transport = transport
    this.#options = options
    const { start, topic, signal } = options
    this.#reader = new TopicReader(transport, { ...options, topic, signal, resetTo: start.at === 'earliest' ? 'earliest' : 'latest' })
  }

  async begin(): Promise<void> {
    const { topic, partition, groupId } = this.#options
    const place = await this.#lookUp()
    if (partition !== null && partition >= place.leaders.length)
      throw new RangeError(`topic ${topic} has no partition ${partition}, only 0 to ${place.leaders.length - 1}`)
    if (groupId === null) return this.#read([...place.leaders.keys()])
    const handler = {
      assigned: (partitions: readonly GroupPartition[]) => this.#read(mine(partitions, topic)),
      revoked: async (partitions: readonly GroupPartition[]) => {
        // Whoever reads on from an older place reads some records again; that is all.
        await this.commit(this.#options.signal)
        this.#reader.unassign(mine(partitions, topic))
      },
      lost: (partitions: readonly GroupPartition[]) => this.#reader.unassign(mine(partitions, topic)),
    }
    this.#member = joinGroup(this.#transport, { ...this.#options, groupId, topics: [topic], handler })
    this.#member.ended.catch((error: unknown) => this.#reader.fail(error))
  }

  records(): AsyncGenerator<ConsumedRecord, void, undefined> {
    return this.#reader.records()
  }

  async commit(signal: AbortSignal): Promise<Result<null, CallError>> {
    const [member, place] = [this.#member, this.#place]
    const offsets = new Map([...this.#reader.done].filter(([partition, offset]) => this.#committed.get(partition) !== offset))
    if (member === null || place === null || offsets.size === 0) return ok(null)
    const committed = await member.commit(place, offsets, signal)
    if (committed.ok) this.#committed = new Map([...this.#committed, ...offsets])
    return committed
  }

  async close(): Promise<void> {
    await this.#member?.leave()
  }

  async #read(assigned: readonly number[]): Promise<void> {
    const { partition } = this.#options
    const partitions = partition === null ? assigned : assigned.filter((one) => one === partition)
    if (partitions.length > 0) this.#reader.assign(await this.#positions(partitions))
  }

  async #positions(partitions: readonly number[]): Promise<ReadonlyMap<number, Offset>> {
    const { start, signal } = this.#options
    if (start.at === 'offset') return new Map(partitions.map((partition) => [partition, start.offset]))
    if (start.at !== 'committed') return this.#offsets(partitions, start.at)
    const member = this.#member
    if (member === null) return this.#offsets(partitions, 'latest')
    const known = await member.committed(await this.#lookUp(), partitions, signal)
    if (!known.ok)
      throw new KafkaError(`reading the offsets of group ${this.#options.groupId}`, known.error.code, known.error.detail ?? null)
    const unknown = partitions.filter((partition) => !known.value.has(partition))
    return new Map([...known.value, ...(unknown.length === 0 ? [] : await this.#offsets(unknown, 'latest'))])
  }

  #offsets(partitions: readonly number[], which: 'earliest' | 'latest'): Promise<ReadonlyMap<number, Offset>> {
    return this.#patiently('finding where to begin in', async () => {
      const place = await lookUpTopic(this.#transport, this.#options.topic, this.#options.signal)
      return place.ok ? listOffsets(this.#transport, place.value, partitions, which, this.#options.signal) : fail(place.error)
    })
  }

  async #lookUp(): Promise<TopicPlace> {
    return (this.#place = await findTopic(this.#transport, this.#options.topic, 'opening', this.#options))
  }

  async #patiently<T>(doing: string, ask: () => Promise<Result<T, CallError>>): Promise<T> {
    const backoff = new Backoff(this.#options)
    for (;;) {
      const answer = await ask()
      if (answer.ok) return answer.value
      const { code, detail } = answer.error
      if (!isRetriable(code) || backoff.failingMs >= OPEN_MS_MAX)
        throw new KafkaError(`${doing} topic ${this.#options.topic}`, code, detail ?? null)
      await backoff.wait(this.#options.signal)
    }
  }
}

function mine(partitions: readonly GroupPartition[], topic: string): number[] {
  return partitions.filter((one) => one.topic === topic).map(({ partition }) => partition)
}
