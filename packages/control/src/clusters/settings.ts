import type { Cluster } from '../entities.ts'

/** The cloud's defaults where they differ from Apache Kafka's. Terraform compares topics with them. */
const CLOUD_SETTINGS = {
  'auto.create.topics.enable': 'false',
  'default.replication.factor': '3',
  'log.segment.bytes': '104857600',
  'message.max.bytes': '2097164',
  'min.insync.replicas': '2',
  'num.partitions': '6',
} as const

/**
 * What a cluster's brokers are started with. The platform's first cluster keeps Apache Kafka's own defaults: it is what a developer finds at the plaintext
 * listener, where topics make themselves and have one partition.
 */
export function settingsOf({ first }: Pick<Cluster, 'first'>): Readonly<Record<string, string>> {
  return first ? {} : CLOUD_SETTINGS
}
