import type { Api, Call, Reply } from '@leat/wire'
import type { Clock, Logger, Meter, Millis, NodeId, Random, TopicId } from '@leat/base'

/** One API of the engine: a file in `apis/` (or `groups/apis/`) exports one. The engine's ApiTable is the sum of these files. */
export interface Handler {
  readonly api: Api
  readonly min: number
  readonly max: number
  readonly advertisedMin?: number
  /** Takes its place in every queue before it first yields (design D7). Session, node and decoding come with the call. */
  handle(call: Call): Promise<Reply> | Reply
}

/** What groups need to know of topics. */
export interface TopicView {
  idOf(topic: string): TopicId | null
  nameOf(topicId: TopicId): string | null
  /** Number of partitions, or null when the topic does not exist. */
  partitionCount(topic: string): number | null
}

export interface CoordinatorRecord {
  readonly key: Buffer
  /** null: tombstone */
  readonly value: Buffer | null
}

/** `__consumer_offsets` as the group coordinator sees it; a real, compacted topic, made on first use. */
export interface OffsetsLog {
  /** `offsets.topic.num.partitions`, 50 by default. */
  readonly partitionCount: number
  /** Makes the topic when it is not there yet (FindCoordinator, first commit). */
  ensure(): Promise<void>
  /**
   * One record batch, atomic. Its place in the log is taken before this returns; the promise tells whether it became durable as `acks=all` means it.
   * False: nothing of it will be there after a restart, or the disk refuses (KAFKA_STORAGE_ERROR maps to COORDINATOR_NOT_AVAILABLE where Kafka does so).
   */
  append(partition: number, records: readonly CoordinatorRecord[]): Promise<boolean>
}

export interface GroupConfig {
  /** group.min.session.timeout.ms 6000, group.max.session.timeout.ms 1800000 */
  readonly sessionTimeoutMinMs: Millis
  readonly sessionTimeoutMaxMs: Millis
  /** group.initial.rebalance.delay.ms: 0 in Leat, 3000 in Apache Kafka (docs/parity.md) */
  readonly initialRebalanceDelayMs: Millis
  /** group.max.size: 2147483647 in Kafka; bounded here */
  readonly sizeMax: number
  /** offset.metadata.max.bytes 4096 */
  readonly offsetMetadataBytesMax: number
  /** offsets.retention.minutes as ms, 7 days; offsets.retention.check.interval.ms 600000 */
  readonly offsetsRetentionMs: Millis
  readonly offsetsRetentionCheckMs: Millis
}

export interface GroupsOptions {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly config: GroupConfig
  readonly topics: TopicView
  readonly offsets: OffsetsLog
  /** The broker that coordinates a group: leader of its partition of `__consumer_offsets`. */
  coordinatorOf(partition: number): NodeId
}

/** The classic group coordinator (KIP-848 comes later, beside it). One for all brokers of the data thread. */
export interface Groups {
  /** JoinGroup, SyncGroup, Heartbeat, LeaveGroup, OffsetCommit, OffsetFetch, OffsetDelete, DescribeGroups, ListGroups, DeleteGroups. */
  readonly handlers: readonly Handler[]
  /** Partition of a group: Java's `Math.abs(groupId.hashCode()) % partitionCount`. */
  partitionOf(groupId: string): number
  /** At start: records of one partition in order. Requests to groups of partitions not loaded get COORDINATOR_LOAD_IN_PROGRESS. */
  replay(partition: number, record: CoordinatorRecord, timestampMs: Millis): void
  loaded(partition: number): void
  /** These partitions have another coordinator now: who waits at the old one is told NOT_COORDINATOR. */
  moved(partitions: ReadonlySet<number>): void
  /** Offsets of deleted topics go (tombstones). */
  topicsDeleted(topics: readonly string[]): void
  /** Expiry of offsets and of empty groups; run by its own timer, and by tests. */
  expire(): Promise<void>
  close(): void
}
