import type { Millis, Offset } from '@leat/base'

export interface CommittedOffset {
  readonly offset: Offset
  /** -1: not told */
  readonly leaderEpoch: number
  readonly metadata: string
  readonly committedAtMs: Millis
  /** Set by clients of OffsetCommit v2-4 that named a retention time; else the broker's retention rules. */
  readonly expiresAtMs: Millis | null
  /** Id of the topic that was meant, or null when only its name is known: an offset is not one of a topic made anew. */
  readonly topicId: string | null
}

/**
 * `durable` is what readers see and a restart finds. `latest` is ahead of it while a write is on its way to the disk; decisions (is there
 * something to delete?) look at it. A write that fails leaves `durable` as it is, so nothing needs to be read again.
 */
interface Slot {
  durable: CommittedOffset | null
  latest: CommittedOffset | null
  /** Number of the write that `latest` comes from; 0: durable. */
  write: number
}

export interface OffsetWrite {
  readonly group: string
  readonly topic: string
  readonly partition: number
  /** null: a tombstone */
  readonly value: CommittedOffset | null
}

type Partitions = Map<number, Slot>

/** Committed offsets of all groups of a coordinator. */
export class OffsetStore {
  readonly #groups = new Map<string, Map<string, Partitions>>()
  #writes = 0

  /** Applies a batch to what decisions see; answers the number to settle it with. */
  begin(batch: readonly OffsetWrite[]): number {
    const write = ++this.#writes
    for (const { group, topic, partition, value } of batch) {
      const slot = this.#slotFor(group, topic, partition)
      slot.latest = value
      slot.write = write
    }
    return write
  }

  /** The batch became durable, or was lost. */
  settle(write: number, batch: readonly OffsetWrite[], isDurable: boolean): void {
    for (const { group, topic, partition, value } of batch) {
      const slot = this.#slotFor(group, topic, partition)
      if (isDurable) slot.durable = value
      if (slot.write === write) {
        slot.latest = slot.durable
        slot.write = 0
      }
      if (slot.durable === null && slot.latest === null && slot.write === 0) this.#remove(group, topic, partition)
    }
  }

  /** At start: what the log holds, in its order. */
  load(write: OffsetWrite): void {
    this.settle(this.begin([write]), [write], true)
  }

  committed(group: string, topic: string, partition: number): CommittedOffset | null {
    return this.#groups.get(group)?.get(topic)?.get(partition)?.durable ?? null
  }

  /** Everything durable of a group, by topic. */
  committedTopics(group: string): { topic: string; partitions: { partition: number; value: CommittedOffset }[] }[] {
    const topics = []
    for (const [topic, slots] of this.#groups.get(group) ?? []) {
      const partitions = []
      for (const [partition, { durable }] of slots) if (durable !== null) partitions.push({ partition, value: durable })
      if (partitions.length > 0) topics.push({ topic, partitions })
    }
    return topics
  }

  /** The offsets a decision must count with, writes under way included. */
  *latest(group: string): Generator<{ topic: string; partition: number; value: CommittedOffset }> {
    for (const [topic, slots] of this.#groups.get(group) ?? []) {
      for (const [partition, { latest }] of slots) if (latest !== null) yield { topic, partition, value: latest }
    }
  }

  hasLatest(group: string, topic: string, partition: number): boolean {
    return (this.#groups.get(group)?.get(topic)?.get(partition)?.latest ?? null) !== null
  }

  /** Whether anything at all is kept or under way for the group. */
  has(group: string): boolean {
    return this.#groups.has(group)
  }

  /** Partitions kept or under way for the group. */
  count(group: string): number {
    let count = 0
    for (const slots of this.#groups.get(group)?.values() ?? []) count += slots.size
    return count
  }

  groups(): string[] {
    return [...this.#groups.keys()]
  }

  #slotFor(group: string, topic: string, partition: number): Slot {
    const topics = getOrMake(this.#groups, group, () => new Map<string, Partitions>())
    const slots = getOrMake(topics, topic, () => new Map<number, Slot>())
    return getOrMake(slots, partition, () => ({ durable: null, latest: null, write: 0 }))
  }

  #remove(group: string, topic: string, partition: number): void {
    const topics = this.#groups.get(group)!
    const slots = topics.get(topic)!
    slots.delete(partition)
    if (slots.size === 0) topics.delete(topic)
    if (topics.size === 0) this.#groups.delete(group)
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}
