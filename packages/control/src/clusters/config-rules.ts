import type { ConfigRules, SettingRange } from '@leat/access'
import type { Cluster, ClusterType } from '../entities.ts'

/** Topic settings that may be set on every cluster of the cloud, with its published bounds. What is not here cannot be set. */
const TOPIC: Readonly<Record<string, SettingRange>> = {
  'cleanup.policy': {},
  'delete.retention.ms': { max: 60_566_400_000 },
  'max.compaction.lag.ms': {},
  'max.message.bytes': { max: 8_388_608 },
  'message.timestamp.after.max.ms': {},
  'message.timestamp.before.max.ms': {},
  'message.timestamp.difference.max.ms': {},
  'message.timestamp.type': {},
  'min.compaction.lag.ms': {},
  'min.insync.replicas': { min: 1, max: 2 },
  'retention.bytes': {},
  'retention.ms': {},
  'segment.bytes': { min: 52_428_800, max: 1_073_741_824 },
  'segment.ms': { min: 14_400_000 },
}

/**
 * Settings of a cluster: on Dedicated ones alone. Terraform knows `ssl.cipher.suites` and `ssl.enabled.protocols` besides: TLS is this process's, one for
 * all clusters, so they cannot be set.
 */
const DEDICATED_CLUSTER: Readonly<Record<string, SettingRange>> = {
  'auto.create.topics.enable': {},
  'log.cleaner.max.compaction.lag.ms': {},
  'log.retention.ms': { min: 3_600_000 },
  'num.partitions': { min: 1, max: 100 },
}

const RULES: Readonly<Record<ClusterType, ConfigRules>> = {
  BASIC: { topic: TOPIC, cluster: null },
  STANDARD: { topic: TOPIC, cluster: null },
  DEDICATED: { topic: { ...TOPIC, 'max.message.bytes': { max: 20_971_520 } }, cluster: DEDICATED_CLUSTER },
}

/** Null for the platform's first cluster: it has Apache Kafka's rules, as it has its defaults. */
export function configRulesOf({ first, type }: Pick<Cluster, 'first' | 'type'>): ConfigRules | null {
  return first ? null : RULES[type]
}
