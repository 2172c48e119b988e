import { type Bytes, type Millis, assert } from '@leat/base'
import type { ClusterView } from '../cluster/state.ts'
import type { GroupConfig } from '../contract.ts'
import { brokerConfigDef } from './broker-configs.ts'
import type { StaticConfigs } from './resolve.ts'

/** What brokers are started with, as numbers and flags; and as it is now, where it may change while they run. */
export interface BrokerSettings {
  readonly autoCreateTopics: boolean
  readonly deleteTopics: boolean
  readonly numPartitions: number
  readonly defaultReplicationFactor: number
  readonly fetchBytesMax: Bytes
  readonly fetchSessionsMax: number
  readonly fetchSessionEvictionMs: Millis
  readonly describePartitionsMax: number
  readonly offsetsPartitions: number
  readonly offsetsReplicationFactor: number
  readonly offsetsSegmentBytes: Bytes
  readonly producerExpirationMs: Millis
  readonly transactionTimeoutMaxMs: Millis
  readonly transactionalIdExpirationMs: Millis
  readonly groups: GroupConfig
}

/** `state` is asked when a setting that may change is read. */
export function brokerSettings(statics: StaticConfigs, state: () => Pick<ClusterView, 'brokerConfigs'>): BrokerSettings {
  const text = (name: string): string => {
    const value = statics.get(name) ?? brokerConfigDef(name)?.default
    assert(typeof value === 'string', `broker setting ${name} has no value`)
    return value.trim()
  }
  const now = (name: string): string => state().brokerConfigs.get(null)?.get(name)?.trim() ?? text(name)
  const number = (name: string): number => Number(text(name))
  const flag = (name: string): boolean => text(name).toLowerCase() === 'true'
  return {
    get autoCreateTopics() {
      return now('auto.create.topics.enable').toLowerCase() === 'true'
    },
    deleteTopics: flag('delete.topic.enable'),
    get numPartitions() {
      return Number(now('num.partitions'))
    },
    defaultReplicationFactor: number('default.replication.factor'),
    fetchBytesMax: number('fetch.max.bytes'),
    fetchSessionsMax: number('max.incremental.fetch.session.cache.slots'),
    fetchSessionEvictionMs: number('min.incremental.fetch.session.eviction.ms'),
    describePartitionsMax: number('max.request.partition.size.limit'),
    offsetsPartitions: number('offsets.topic.num.partitions'),
    offsetsReplicationFactor: number('offsets.topic.replication.factor'),
    offsetsSegmentBytes: number('offsets.topic.segment.bytes'),
    producerExpirationMs: number('producer.id.expiration.ms'),
    transactionTimeoutMaxMs: number('transaction.max.timeout.ms'),
    transactionalIdExpirationMs: number('transactional.id.expiration.ms'),
    groups: {
      sessionTimeoutMinMs: number('group.min.session.timeout.ms'),
      sessionTimeoutMaxMs: number('group.max.session.timeout.ms'),
      initialRebalanceDelayMs: number('group.initial.rebalance.delay.ms'),
      sizeMax: number('group.max.size'),
      offsetMetadataBytesMax: number('offset.metadata.max.bytes'),
      offsetsRetentionMs: number('offsets.retention.minutes') * 60_000,
      offsetsRetentionCheckMs: number('offsets.retention.check.interval.ms'),
    },
  }
}
