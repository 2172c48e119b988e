import type { EngineContext } from '../context.ts'
import type { Handler } from '../contract.ts'
import { produce } from './00-produce.ts'
import { fetch } from './01-fetch.ts'
import { listOffsets } from './02-list-offsets.ts'
import { metadata } from './03-metadata.ts'
import { findCoordinator } from './10-find-coordinator.ts'
import { createTopics } from './19-create-topics.ts'
import { deleteTopics } from './20-delete-topics.ts'
import { deleteRecords } from './21-delete-records.ts'
import { initProducerId } from './22-init-producer-id.ts'
import { offsetForLeaderEpoch } from './23-offset-for-leader-epoch.ts'
import { describeConfigs } from './32-describe-configs.ts'
import { alterConfigs } from './33-alter-configs.ts'
import { describeLogDirs } from './35-describe-log-dirs.ts'
import { createPartitions } from './37-create-partitions.ts'
import { incrementalAlterConfigs } from './44-incremental-alter-configs.ts'
import { listPartitionReassignments } from './46-list-partition-reassignments.ts'
import { describeCluster } from './60-describe-cluster.ts'
import { listConfigResources } from './74-list-config-resources.ts'
import { describeTopicPartitions } from './75-describe-topic-partitions.ts'

/** What the engine serves besides groups: the sum of the files in this folder. */
export function handlersOf(engine: EngineContext): Handler[] {
  const parts = [
    produce,
    fetch,
    listOffsets,
    metadata,
    findCoordinator,
    createTopics,
    deleteTopics,
    deleteRecords,
    initProducerId,
    offsetForLeaderEpoch,
    describeConfigs,
    alterConfigs,
    describeLogDirs,
    createPartitions,
    incrementalAlterConfigs,
    listPartitionReassignments,
    describeCluster,
    listConfigResources,
    describeTopicPartitions,
  ]
  return parts.map((handlerOf) => handlerOf(engine))
}
