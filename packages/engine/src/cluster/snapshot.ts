import type { NodeId, ProducerId } from '@leat/base'
import type { TransactionalIdEntry } from './events.ts'
import { type ClusterState, type ClusterView, type PartitionState, type TopicState, emptyState } from './state.ts'
import { normalizedName } from '../topics/topic-name.ts'

/** The whole state as JSON. Written by `snapshotOf` alone, so it is read back as it was typed. */
export interface ClusterSnapshot {
  readonly topics: readonly {
    readonly name: string
    readonly id: string
    readonly partitions: readonly PartitionState[]
    readonly configs: Readonly<Record<string, string>>
  }[]
  readonly brokerConfigs: readonly (readonly [NodeId | null, Readonly<Record<string, string>>])[]
  readonly nextProducerId: ProducerId
  readonly transactionalIds: readonly (readonly [string, TransactionalIdEntry])[]
  readonly uncleanStarts: number
  readonly stoppedCleanly: boolean
}

export function snapshotOf(state: ClusterView): ClusterSnapshot {
  return {
    topics: [...state.topics.values()].map((topic) => ({ ...topic, configs: Object.fromEntries(topic.configs) })),
    brokerConfigs: [...state.brokerConfigs].map(([node, configs]) => [node, Object.fromEntries(configs)]),
    nextProducerId: state.nextProducerId,
    transactionalIds: [...state.transactionalIds],
    uncleanStarts: state.uncleanStarts,
    stoppedCleanly: state.stoppedCleanly,
  }
}

export function stateOf(snapshot: ClusterSnapshot): ClusterState {
  const state = emptyState()
  for (const { configs, ...rest } of snapshot.topics) {
    const topic: TopicState = { ...rest, configs: new Map(Object.entries(configs)) }
    state.topics.set(topic.name, topic)
    state.topicsById.set(topic.id, topic)
    state.normalizedNames.set(normalizedName(topic.name), topic.name)
  }
  for (const [node, configs] of snapshot.brokerConfigs) state.brokerConfigs.set(node, new Map(Object.entries(configs)))
  for (const [id, entry] of snapshot.transactionalIds) state.transactionalIds.set(id, entry)
  return {
    ...state,
    partitionCount: snapshot.topics.reduce((sum, topic) => sum + topic.partitions.length, 0),
    nextProducerId: snapshot.nextProducerId,
    uncleanStarts: snapshot.uncleanStarts,
    stoppedCleanly: snapshot.stoppedCleanly,
  }
}
