import { FsError, type NodeId, assert, randomUuid } from '@leat/base'
import { buildBatch, readInfo } from '@leat/wire/records'
import type { Cluster } from '../cluster/cluster.ts'
import { decideCreateTopics } from '../cluster/create-topics.ts'
import { leaderOf } from '../cluster/state.ts'
import type { BrokerSettings } from '../configs/broker-settings.ts'
import type { CoordinatorRecord, OffsetsLog } from '../contract.ts'
import type { Partition } from '../topics/partition.ts'
import { OFFSETS_TOPIC } from '../topics/topic-name.ts'
import type { TopicTable } from '../topics/topic-table.ts'
import type { Clock, Random } from '@leat/base'

export interface OffsetsTopicOptions {
  readonly cluster: Cluster
  readonly topics: TopicTable
  readonly settings: BrokerSettings
  readonly clock: Clock
  readonly random: Random
  readonly partitionsMax: number
}

/** `__consumer_offsets`: a topic like any other, compacted, which the group coordinator writes and reads (Kafka's tools read it too). */
export class OffsetsTopic implements OffsetsLog {
  readonly #options: OffsetsTopicOptions

  constructor(options: OffsetsTopicOptions) {
    this.#options = options
  }

  /** Of the topic as it is, or as it will be made: the setting counts only until then. */
  get partitionCount(): number {
    return this.#partitions()?.length ?? this.#options.settings.offsetsPartitions
  }

  /** Before the topic is there: who would lead the partition. */
  leaderOf(partition: number): NodeId {
    const state = this.#options.cluster.state.topics.get(OFFSETS_TOPIC)?.partitions[partition]
    const { nodes } = this.#options.cluster
    return state === undefined ? nodes[partition % nodes.length]! : leaderOf(state)
  }

  async ensure(): Promise<void> {
    if (this.#partitions() !== null) return
    const { cluster, settings, random, partitionsMax } = this.#options
    // Made anew for each decision: the brokers may be others by then.
    const topic = () => ({
      name: OFFSETS_TOPIC,
      numPartitions: -1,
      replicationFactor: -1,
      // By hand, so that the leader of each is the one `leaderOf` promised.
      assignments: Array.from({ length: settings.offsetsPartitions }, (_, partitionIndex) => ({
        partitionIndex,
        brokerIds: this.#replicasOf(partitionIndex),
      })),
      configs: Object.entries({
        'cleanup.policy': 'compact',
        'compression.type': 'producer',
        'segment.bytes': String(settings.offsetsSegmentBytes),
      }).map(([name, value]) => ({ name, value })),
    })
    const rules = () => ({
      nodes: cluster.nodes,
      defaultPartitions: settings.offsetsPartitions,
      defaultReplicationFactor: 1,
      partitionsMax: partitionsMax + settings.offsetsPartitions,
      newTopicId: () => randomUuid(random),
    })
    await cluster.change((state) =>
      state.topics.has(OFFSETS_TOPIC)
        ? { events: [], answer: null }
        : { ...decideCreateTopics(state, [topic()], false, rules()), answer: null },
    )
  }

  append(partition: number, records: readonly CoordinatorRecord[]): Promise<boolean> {
    const own = this.#partitions()?.[partition]
    if (own === undefined) return Promise.resolve(false)
    const timestamp = this.#options.clock.now()
    const batch = buildBatch({ records: records.map(({ key, value }) => ({ key, value, timestamp })) })
    try {
      const appended = own.log.append(batch, readInfo(batch, 0), {
        leaderEpoch: own.leaderEpoch,
        appendTimeMs: null,
        origin: 'coordinator',
      })
      return appended.ok ? own.log.acknowledged(appended.value.lastOffset + 1) : Promise.resolve(false)
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      return Promise.resolve(false)
    }
  }

  /** Null while the topic is not there. */
  partitions(): readonly Partition[] | null {
    return this.#partitions()
  }

  #partitions(): readonly Partition[] | null {
    return this.#options.topics.byName(OFFSETS_TOPIC)?.partitions ?? null
  }

  #replicasOf(partition: number): NodeId[] {
    const { cluster, settings } = this.#options
    const { nodes } = cluster
    const count = Math.min(settings.offsetsReplicationFactor, nodes.length)
    assert(count > 0, 'a partition has a replica')
    return Array.from({ length: count }, (_, i) => nodes[(partition + i) % nodes.length]!)
  }
}
