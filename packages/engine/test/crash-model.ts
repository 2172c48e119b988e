import { sizeInBytes } from '@leat/wire/records'

/** The hardest end of a process that something must outlive. */
export const SURVIVES = { nothing: 0, kill: 1, power: 2 } as const
export type Survives = (typeof SURVIVES)[keyof typeof SURVIVES]

/** Before this the broker writes into a batch: base offset (0) and leader epoch (12). Length and everything from the magic on are the client's. */
const CLIENTS_OWN_FROM = 16

/** A batch that somebody sent, and what is known of it. */
export interface SentBatch {
  /** Unique; the key of its first record. */
  readonly tag: string
  readonly bytes: Buffer
  readonly records: number
  /** Producer id, epoch, first sequence; null for a plain producer. */
  readonly producer: { readonly id: number; readonly epoch: number; readonly sequence: number } | null
  sends: number
  survives: Survives
  offset: number | null
}

export class PartitionModel {
  readonly index: number
  readonly sent = new Map<string, SentBatch>()
  leader: number
  /** Smallest start that DeleteRecords promised, and the largest that anything may have moved it to. */
  startPromised = 0
  startMax = 0

  constructor(index: number, leader: number) {
    this.index = index
    this.leader = leader
  }

  /** Somebody was told, or has seen, that the batch is at this offset. */
  place(batch: SentBatch, offset: number, survives: Survives): string[] {
    const problems: string[] = []
    if (batch.offset !== null && batch.offset !== offset && batch.producer !== null)
      problems.push(`${batch.tag} is at ${batch.offset} and at ${offset}`)
    for (const other of this.sent.values()) {
      if (other === batch || other.offset === null) continue
      if (offset < other.offset + other.records && other.offset < offset + batch.records)
        problems.push(`offset ${offset} belongs to ${batch.tag} and, at ${other.offset}, to ${other.tag}`)
    }
    batch.offset ??= offset
    batch.survives = Math.max(batch.survives, survives) as Survives
    return problems
  }
}

export interface TopicModel {
  readonly name: string
  readonly id: string
  /** `flush.messages=1`: acks=all is answered after the sync, whatever the durability. */
  readonly flushed: boolean
  readonly partitions: PartitionModel[]
  deletion: 'none' | 'asked' | 'done'
  /** What `retention.ms` may be: the last acknowledged value and those asked for since. */
  retentionMs: string[]
  partitionCounts: number[]
  /** An admin request about it is under way. */
  busy: boolean
}

export interface TopicWish {
  readonly name: string
  readonly partitions: number
  readonly flushed: boolean
  readonly retentionMs: string
}

/** A group's offset for one partition of one topic. Values only grow, so the order of commits can be read from them. */
export interface OffsetModel {
  acknowledged: number | null
  readonly asked: number[]
}

/** What the clients of all lives together know. */
export class Model {
  readonly topics = new Map<string, TopicModel>()
  /** Created, and nobody knows whether it happened. */
  readonly wishes = new Map<string, TopicWish>()
  /** By group, then `topicId/partition`. */
  readonly offsets = new Map<string, Map<string, OffsetModel>>()
  readonly producerIds = new Set<number>()
  readonly transactional = new Map<string, { readonly producerId: number; readonly producerEpoch: number }>()
  readonly generations = new Map<string, number>()

  /** Topics that are there for sure. */
  alive(): TopicModel[] {
    return [...this.topics.values()].filter(({ deletion }) => deletion === 'none')
  }

  isFree(name: string): boolean {
    return !this.wishes.has(name) && ![...this.topics.values()].some((topic) => topic.name === name && topic.deletion !== 'done')
  }

  /** A topic that was found or acknowledged. */
  adopt(wish: TopicWish, id: string, leaders: readonly number[]): TopicModel {
    const topic: TopicModel = {
      name: wish.name,
      id,
      flushed: wish.flushed,
      partitions: leaders.map((leader, index) => new PartitionModel(index, leader)),
      deletion: 'none',
      retentionMs: [wish.retentionMs],
      partitionCounts: [leaders.length],
      busy: false,
    }
    this.topics.set(id, topic)
    this.wishes.delete(wish.name)
    return topic
  }

  offset(group: string, key: string): OffsetModel {
    let ofGroup = this.offsets.get(group)
    if (ofGroup === undefined) this.offsets.set(group, (ofGroup = new Map()))
    let own = ofGroup.get(key)
    if (own === undefined) ofGroup.set(key, (own = { acknowledged: null, asked: [] }))
    return own
  }

  /** A new producer id, or the next epoch of a transactional one; says what must not be. */
  producerGiven(transactionalId: string | null, producerId: number, producerEpoch: number): string[] {
    const before = transactionalId === null ? undefined : this.transactional.get(transactionalId)
    const same = before?.producerId === producerId
    const problems: string[] = []
    if (!same && this.producerIds.has(producerId)) problems.push(`producer id ${producerId} was given twice`)
    if (same && producerEpoch <= before.producerEpoch)
      problems.push(`${transactionalId} went from epoch ${before.producerEpoch} to ${producerEpoch}`)
    this.producerIds.add(producerId)
    if (transactionalId !== null) this.transactional.set(transactionalId, { producerId, producerEpoch })
    return problems
  }
}

/** Byte for byte, but for what the broker may write. */
export function sameBatch(sent: Buffer, stored: Buffer): boolean {
  if (sent.length !== stored.length || sizeInBytes(sent, 0) !== sizeInBytes(stored, 0)) return false
  return sent.subarray(CLIENTS_OWN_FROM).equals(stored.subarray(CLIENTS_OWN_FROM))
}
