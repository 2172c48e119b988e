import type { ConfigDef } from './config-type.ts'
import { TOPIC_CONFIGS, type TopicConfigDef } from './topic-configs.ts'

/** A broker's setting. */
export interface BrokerConfigDef extends ConfigDef {
  /** False: changed while running by AlterConfigs. True: set at start only. */
  readonly readOnly: boolean
}

const fixed = (
  name: string,
  type: ConfigDef['type'],
  value: string | null,
  about: string,
  bounds: { min?: number; max?: number } = {},
): BrokerConfigDef => ({ name, type, default: value, about, readOnly: true, ...bounds })

/** Set at start; each is obeyed, or tells what is the case. Names, types and defaults are Kafka's unless parity.md says otherwise. */
const STATIC_CONFIGS: readonly BrokerConfigDef[] = [
  fixed('auto.create.topics.enable', 'BOOLEAN', 'true', 'Whether asking for the metadata of an absent topic makes it.'),
  fixed('broker.id', 'INT', '-1', 'The id of this broker.'),
  fixed('broker.rack', 'STRING', null, 'The rack of this broker: there is none.'),
  fixed('connections.max.idle.ms', 'LONG', '600000', 'Idle connections are closed after this time.'),
  fixed('default.replication.factor', 'INT', '1', 'Replication factor of topics that name none.', { min: 1, max: 3 }),
  fixed('delete.topic.enable', 'BOOLEAN', 'true', 'Whether topics may be deleted.'),
  fixed('fetch.max.bytes', 'INT', '57671680', 'Most bytes that one fetch answers.', { min: 1024 }),
  fixed('group.initial.rebalance.delay.ms', 'INT', '0', 'How long a new group waits for more members.', { min: 0 }),
  fixed('group.max.session.timeout.ms', 'INT', '1800000', 'Longest session timeout of a group member.'),
  fixed('group.max.size', 'INT', '10000', 'Most members of a group.', { min: 1 }),
  fixed('group.min.session.timeout.ms', 'INT', '6000', 'Shortest session timeout of a group member.'),
  fixed('log.cleaner.enable', 'BOOLEAN', 'true', 'Compaction runs.'),
  fixed('log.dir', 'LIST', null, 'Where the data is.'),
  fixed('log.dirs', 'LIST', null, 'Where the data is.'),
  fixed('log.retention.check.interval.ms', 'LONG', '300000', 'How often retention runs.'),
  fixed('log.retention.hours', 'INT', '168', 'The default of retention.ms in hours.'),
  fixed('log.roll.hours', 'INT', '168', 'The default of segment.ms in hours.'),
  fixed('max.incremental.fetch.session.cache.slots', 'INT', '1000', 'Fetch sessions kept per broker.', { min: 0 }),
  fixed('max.request.partition.size.limit', 'INT', '2000', 'Most partitions per answer of DescribeTopicPartitions.', { min: 1 }),
  fixed('min.incremental.fetch.session.eviction.ms', 'LONG', '120000', 'A fetch session this old may give way to another.', { min: 0 }),
  fixed('node.id', 'INT', '-1', 'The id of this broker.'),
  fixed('num.partitions', 'INT', '1', 'Partitions of topics that name none.', { min: 1 }),
  fixed('offset.metadata.max.bytes', 'INT', '4096', 'Longest metadata of a committed offset.'),
  fixed('offsets.retention.check.interval.ms', 'LONG', '600000', 'How often expired offsets are looked for.', { min: 1 }),
  fixed('offsets.retention.minutes', 'INT', '10080', 'How long offsets outlive their group.', { min: 1 }),
  fixed('offsets.topic.num.partitions', 'INT', '50', 'Partitions of __consumer_offsets.', { min: 1 }),
  fixed('offsets.topic.replication.factor', 'SHORT', '1', 'Replication factor of __consumer_offsets.', { min: 1, max: 3 }),
  fixed('offsets.topic.segment.bytes', 'INT', '104857600', 'Segment size of __consumer_offsets.', { min: 1048576 }),
  fixed('process.roles', 'LIST', 'broker,controller', 'What this process is.'),
  fixed('producer.id.expiration.ms', 'INT', '86400000', 'How long a partition remembers an idle producer.', { min: 1 }),
  fixed('socket.request.max.bytes', 'INT', '104857600', 'Largest request.', { min: 1 }),
  fixed('transaction.max.timeout.ms', 'INT', '900000', 'Longest transaction timeout a producer may ask for.', { min: 1 }),
  fixed('transactional.id.expiration.ms', 'INT', '604800000', 'How long an unused transactional id is remembered.', { min: 1 }),
]

/** Those that hold for topics without a setting of their own. Time-based ones have Kafka's default elsewhere (`log.retention.hours`), so theirs is null. */
const NULL_BY_DEFAULT = new Set(['log.retention.ms', 'log.roll.ms', 'log.roll.jitter.ms', 'log.flush.interval.ms'])
const TOPIC_DEFAULTS: readonly BrokerConfigDef[] = TOPIC_CONFIGS.flatMap((def) =>
  def.broker === null ? [] : [brokerDefOf(def, def.broker)],
)

function brokerDefOf(def: TopicConfigDef, name: string): BrokerConfigDef {
  const { broker: _broker, effect: _effect, ...rest } = def
  return {
    ...rest,
    name,
    default: NULL_BY_DEFAULT.has(name) ? null : def.default,
    readOnly: false,
    about: `${def.about} (Holds for topics that do not set ${def.name}.)`,
  }
}

export const BROKER_CONFIGS: readonly BrokerConfigDef[] = [...STATIC_CONFIGS, ...TOPIC_DEFAULTS].sort((a, b) => (a.name < b.name ? -1 : 1))

const BY_NAME: ReadonlyMap<string, BrokerConfigDef> = new Map(BROKER_CONFIGS.map((def) => [def.name, def]))

export function brokerConfigDef(name: string): BrokerConfigDef | undefined {
  return BY_NAME.get(name)
}

/**
 * Apache Kafka has these fixed. Confluent Cloud lets Dedicated clusters change them, for all brokers together: so here, where a cluster was started with a
 * value of its own for them.
 */
const CHANGED_WHERE_GIVEN: ReadonlySet<string> = new Set(['auto.create.topics.enable', 'num.partitions'])

/** Whether a running broker, started with these settings, may be given another value. */
export function isReadOnly({ name, readOnly }: BrokerConfigDef, statics: { has(name: string): boolean }): boolean {
  return readOnly && !(CHANGED_WHERE_GIVEN.has(name) && statics.has(name))
}
