import type { Operation } from '@leat/rest'
import { type KafkaDoor, type KafkaRestOptions, kafkaRestOf } from './door.ts'
import { aclOperations } from './resources/acls.ts'
import { brokerOperations } from './resources/brokers.ts'
import { clusterConfigOperations } from './resources/cluster-configs.ts'
import { clusterOperations } from './resources/clusters.ts'
import { consumerGroupOperations } from './resources/consumer-groups.ts'
import { consumerLagOperations } from './resources/consumer-lags.ts'
import { linkOperations } from './resources/links.ts'
import { partitionOperations } from './resources/partitions.ts'
import { recordOperations } from './resources/records.ts'
import { shareGroupOperations } from './resources/share-groups.ts'
import { topicConfigOperations } from './resources/topic-configs.ts'
import { topicOperations } from './resources/topics.ts'
import { browseOperations } from './views/browse/browse.ts'
import { recordBytesOperations } from './views/browse/record-bytes.ts'
import { groupViewOperations } from './views/groups.ts'
import { overviewOperations } from './views/overview.ts'
import { produceViewOperations } from './views/produce.ts'
import { topicViewOperations } from './views/topics.ts'

/** Kafka REST v3 for all clusters behind the door. */
export function kafkaRestOperations(door: KafkaDoor, options: KafkaRestOptions): readonly Operation[] {
  const rest = kafkaRestOf(door, options)
  return [
    ...clusterOperations(rest),
    ...brokerOperations(rest),
    ...clusterConfigOperations(rest),
    ...topicOperations(rest),
    ...topicConfigOperations(rest),
    ...partitionOperations(rest),
    ...recordOperations(rest),
    ...consumerGroupOperations(rest),
    ...consumerLagOperations(rest),
    ...aclOperations(rest),
    ...linkOperations(rest),
    ...shareGroupOperations(rest),
    ...topicViewOperations(rest),
    ...groupViewOperations(rest),
    ...browseOperations(rest),
    ...recordBytesOperations(rest),
    ...overviewOperations(rest),
    ...produceViewOperations(rest),
  ]
}
