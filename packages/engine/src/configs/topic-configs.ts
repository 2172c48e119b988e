import type { ConfigDef } from './config-type.ts'

/** A topic's setting. */
export interface TopicConfigDef extends ConfigDef {
  /** The broker's setting that holds for topics without one of their own. */
  readonly broker: string | null
  /**
   * `enforced`: Leat does it. `accepted`: stored and shown, without effect here, because what it governs does not exist on one copy of the data
   * (replication, preallocation). `fixed`: only the default is taken, anything else would promise what is not there.
   */
  readonly effect: 'enforced' | 'accepted' | 'fixed'
}

const LONG_MAX = '9223372036854775807'
const THROTTLED = /^(\*|\d+:\d+(,\d+:\d+)*|none)?$/
const throttled = (value: string): string | null =>
  THROTTLED.test(value.replaceAll(' ', '')) ? null : 'Expected partition:broker pairs, or *'
const level =
  (low: number, high: number, none?: number) =>
  (value: string): string | null =>
    Number(value) === none || (Number(value) >= low && Number(value) <= high)
      ? null
      : `Value must be between ${low} and ${high}${none === undefined ? '' : ` or ${none}`}`

/** All topic settings of Kafka 4.3: names, types, defaults and bounds are Kafka's. */
export const TOPIC_CONFIGS: readonly TopicConfigDef[] = [
  {
    name: 'cleanup.policy',
    type: 'LIST',
    default: 'delete',
    oneOf: ['compact', 'delete'],
    broker: 'log.cleanup.policy',
    effect: 'enforced',
    about: 'What happens to old segments: deleted by age and size, compacted by key, both, or (empty) nothing.',
  },
  {
    name: 'compression.gzip.level',
    type: 'INT',
    default: '-1',
    check: level(1, 9, -1),
    broker: 'compression.gzip.level',
    effect: 'enforced',
    about: 'Level used when compression.type is gzip; -1 is the default of gzip itself.',
  },
  {
    name: 'compression.lz4.level',
    type: 'INT',
    default: '9',
    min: 1,
    max: 17,
    broker: 'compression.lz4.level',
    effect: 'accepted',
    about: 'Level used when compression.type is lz4. Leat has one level for it.',
  },
  {
    name: 'compression.type',
    type: 'STRING',
    default: 'producer',
    oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    broker: 'compression.type',
    effect: 'enforced',
    about: 'How batches are stored: as the producer sent them, or compressed anew.',
  },
  {
    name: 'compression.zstd.level',
    type: 'INT',
    default: '3',
    min: -131072,
    max: 22,
    broker: 'compression.zstd.level',
    effect: 'enforced',
    about: 'Level used when compression.type is zstd.',
  },
  {
    name: 'delete.retention.ms',
    type: 'LONG',
    default: '86400000',
    min: 0,
    broker: 'log.cleaner.delete.retention.ms',
    effect: 'enforced',
    about: 'How long a tombstone of a compacted topic can still be read.',
  },
  {
    name: 'file.delete.delay.ms',
    type: 'LONG',
    default: '60000',
    min: 0,
    broker: 'log.segment.delete.delay.ms',
    effect: 'enforced',
    about: 'How long files of deleted segments stay for readers that are under way.',
  },
  {
    name: 'flush.messages',
    type: 'LONG',
    default: LONG_MAX,
    min: 1,
    broker: 'log.flush.interval.messages',
    effect: 'enforced',
    about: 'Sync to disk after this many records.',
  },
  {
    name: 'flush.ms',
    type: 'LONG',
    default: LONG_MAX,
    min: 0,
    broker: 'log.flush.interval.ms',
    effect: 'enforced',
    about: 'Sync to disk at least this often.',
  },
  {
    name: 'follower.replication.throttled.replicas',
    type: 'LIST',
    default: '',
    check: throttled,
    broker: null,
    effect: 'accepted',
    about: 'Replicas whose followers are throttled.',
  },
  {
    name: 'index.interval.bytes',
    type: 'INT',
    default: '4096',
    min: 0,
    broker: 'log.index.interval.bytes',
    effect: 'enforced',
    about: 'Bytes of log per entry of the offset index.',
  },
  {
    name: 'leader.replication.throttled.replicas',
    type: 'LIST',
    default: '',
    check: throttled,
    broker: null,
    effect: 'accepted',
    about: 'Replicas whose leaders are throttled.',
  },
  {
    name: 'local.retention.bytes',
    type: 'LONG',
    default: '-2',
    min: -2,
    broker: 'log.local.retention.bytes',
    effect: 'accepted',
    about: 'Local size limit of a tiered topic; tiering does not exist here.',
  },
  {
    name: 'local.retention.ms',
    type: 'LONG',
    default: '-2',
    min: -2,
    broker: 'log.local.retention.ms',
    effect: 'accepted',
    about: 'Local age limit of a tiered topic; tiering does not exist here.',
  },
  {
    name: 'max.compaction.lag.ms',
    type: 'LONG',
    default: LONG_MAX,
    min: 1,
    broker: 'log.cleaner.max.compaction.lag.ms',
    effect: 'enforced',
    about: 'A record is compacted at the latest after this time.',
  },
  {
    name: 'max.message.bytes',
    type: 'INT',
    default: '1048588',
    min: 0,
    broker: 'message.max.bytes',
    effect: 'enforced',
    about: 'Largest record batch that is taken, after compression.',
  },
  {
    name: 'message.timestamp.after.max.ms',
    type: 'LONG',
    default: '3600000',
    min: 0,
    broker: 'log.message.timestamp.after.max.ms',
    effect: 'enforced',
    about: 'How far a record may be ahead of the clock of the broker.',
  },
  {
    name: 'message.timestamp.before.max.ms',
    type: 'LONG',
    default: LONG_MAX,
    min: 0,
    broker: 'log.message.timestamp.before.max.ms',
    effect: 'enforced',
    about: 'How far a record may be behind the clock of the broker.',
  },
  {
    name: 'message.timestamp.type',
    type: 'STRING',
    default: 'CreateTime',
    oneOf: ['CreateTime', 'LogAppendTime'],
    broker: 'log.message.timestamp.type',
    effect: 'enforced',
    about: 'Whose clock stamps the records.',
  },
  {
    name: 'min.cleanable.dirty.ratio',
    type: 'DOUBLE',
    default: '0.5',
    min: 0,
    max: 1,
    broker: 'log.cleaner.min.cleanable.ratio',
    effect: 'enforced',
    about: 'Share of a log that must be uncompacted before compaction starts.',
  },
  {
    name: 'min.compaction.lag.ms',
    type: 'LONG',
    default: '0',
    min: 0,
    broker: 'log.cleaner.min.compaction.lag.ms',
    effect: 'enforced',
    about: 'A record stays uncompacted at least this long.',
  },
  {
    name: 'min.insync.replicas',
    type: 'INT',
    default: '1',
    min: 1,
    broker: 'min.insync.replicas',
    effect: 'accepted',
    about: 'Replicas that must have a record before acks=all is answered; there is one copy here.',
  },
  {
    name: 'preallocate',
    type: 'BOOLEAN',
    default: 'false',
    broker: 'log.preallocate',
    effect: 'accepted',
    about: 'Whether files are made in full size at once.',
  },
  {
    name: 'remote.log.copy.disable',
    type: 'BOOLEAN',
    default: 'false',
    broker: null,
    effect: 'fixed',
    about: 'Whether a tiered topic is read-only in its tier; tiering does not exist here.',
  },
  {
    name: 'remote.log.delete.on.disable',
    type: 'BOOLEAN',
    default: 'false',
    broker: null,
    effect: 'fixed',
    about: 'Whether tiered data goes when tiering is turned off; tiering does not exist here.',
  },
  {
    name: 'remote.storage.enable',
    type: 'BOOLEAN',
    default: 'false',
    broker: null,
    effect: 'fixed',
    about: 'Tiered storage; it does not exist here.',
  },
  {
    name: 'retention.bytes',
    type: 'LONG',
    default: '-1',
    broker: 'log.retention.bytes',
    effect: 'enforced',
    about: 'Size of a partition above which old segments go; -1 for no limit.',
  },
  {
    name: 'retention.ms',
    type: 'LONG',
    default: '604800000',
    min: -1,
    broker: 'log.retention.ms',
    effect: 'enforced',
    about: 'Age above which old segments go; -1 for no limit.',
  },
  {
    name: 'segment.bytes',
    type: 'INT',
    default: '1073741824',
    min: 1048576,
    broker: 'log.segment.bytes',
    effect: 'enforced',
    about: 'Size at which a new segment begins.',
  },
  {
    name: 'segment.index.bytes',
    type: 'INT',
    default: '10485760',
    min: 4,
    broker: 'log.index.size.max.bytes',
    effect: 'enforced',
    about: 'Size of the offset index at which a new segment begins.',
  },
  {
    name: 'segment.jitter.ms',
    type: 'LONG',
    default: '0',
    min: 0,
    broker: 'log.roll.jitter.ms',
    effect: 'enforced',
    about: 'Spreads the rolling of segments by time.',
  },
  {
    name: 'segment.ms',
    type: 'LONG',
    default: '604800000',
    min: 1,
    broker: 'log.roll.ms',
    effect: 'enforced',
    about: 'Age at which a new segment begins.',
  },
  {
    name: 'unclean.leader.election.enable',
    type: 'BOOLEAN',
    default: 'false',
    broker: 'unclean.leader.election.enable',
    effect: 'accepted',
    about: 'Whether an out-of-sync replica may lead; there is one copy here.',
  },
]

const BY_NAME: ReadonlyMap<string, TopicConfigDef> = new Map(TOPIC_CONFIGS.map((def) => [def.name, def]))

export function topicConfigDef(name: string): TopicConfigDef | undefined {
  return BY_NAME.get(name)
}
