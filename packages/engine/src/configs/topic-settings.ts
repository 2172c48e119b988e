import { type Bytes, type Millis, type NodeId, assert } from '@leat/base'
import type { PartitionConfig } from '@leat/log'
import type { CompressionType, TimestampType } from '@leat/wire/records'
import type { ClusterView } from '../cluster/state.ts'
import { listOf } from './config-type.ts'
import { type StaticConfigs, resolveTopicConfig } from './resolve.ts'
import { topicConfigDef } from './topic-configs.ts'

/** A topic's settings as the hot path wants them: numbers and flags, resolved once per change. */
export interface TopicSettings {
  readonly maxMessageBytes: Bytes
  readonly timestampType: TimestampType
  /** Infinity: no limit. */
  readonly timestampBeforeMaxMs: Millis
  readonly timestampAfterMaxMs: Millis
  /** Null: as the producer sent it. */
  readonly compression: { readonly type: CompressionType; readonly level: number | undefined } | null
  readonly log: PartitionConfig
}

export function topicSettings(
  topicConfigs: ReadonlyMap<string, string>,
  state: ClusterView,
  statics: StaticConfigs,
  node: NodeId,
): TopicSettings {
  const text = (name: string): string => {
    const def = topicConfigDef(name)
    assert(def !== undefined, `no topic setting ${name}`)
    return resolveTopicConfig(def, topicConfigs, state, statics, node).value ?? ''
  }
  const number = (name: string): number => Number(text(name))
  const policies = listOf(text('cleanup.policy'))
  return {
    maxMessageBytes: number('max.message.bytes'),
    timestampType: text('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime',
    timestampBeforeMaxMs: unlimited(number('message.timestamp.before.max.ms')),
    timestampAfterMaxMs: unlimited(number('message.timestamp.after.max.ms')),
    compression: compressionOf(text('compression.type'), number),
    log: {
      cleanupPolicy: { compact: policies.includes('compact'), delete: policies.includes('delete') },
      retentionMs: number('retention.ms'),
      retentionBytes: number('retention.bytes'),
      segmentBytes: number('segment.bytes'),
      segmentMs: number('segment.ms'),
      segmentJitterMs: number('segment.jitter.ms'),
      segmentIndexBytes: number('segment.index.bytes'),
      indexIntervalBytes: number('index.interval.bytes'),
      flushMessages: number('flush.messages'),
      flushMs: number('flush.ms'),
      fileDeleteDelayMs: number('file.delete.delay.ms'),
      deleteRetentionMs: number('delete.retention.ms'),
      minCompactionLagMs: number('min.compaction.lag.ms'),
      maxCompactionLagMs: number('max.compaction.lag.ms'),
      minCleanableDirtyRatio: number('min.cleanable.dirty.ratio'),
    },
  }
}

/** Long.MAX_VALUE is Kafka's way to say "none". */
function unlimited(value: number): number {
  return Number.isSafeInteger(value) ? value : Infinity
}

function compressionOf(type: string, number: (name: string) => number): TopicSettings['compression'] {
  switch (type) {
    case 'producer':
      return null
    case 'gzip':
      return { type, level: number('compression.gzip.level') === -1 ? undefined : number('compression.gzip.level') }
    case 'zstd':
      return { type, level: number('compression.zstd.level') }
    case 'snappy':
    case 'lz4':
      return { type, level: undefined }
    default:
      return { type: 'none', level: undefined }
  }
}
