import type { NodeId, ProducerId, TopicId } from '@leat/base'
import { normalizedName } from '../topics/topic-name.ts'
import type { TransactionalIdEntry } from './events.ts'

export interface PartitionState {
  /** The first is the leader. */
  readonly replicas: readonly NodeId[]
  /** Its leader epoch counts from here: `uncleanStarts` of the cluster when it was made, and one less for each change of its leader since. */
  readonly epochBase: number
}

export interface TopicState {
  readonly name: string
  readonly id: TopicId
  readonly partitions: readonly PartitionState[]
  /** Set on the topic itself; what is absent comes from the broker's settings. */
  readonly configs: ReadonlyMap<string, string>
}

/** The cluster's metadata. Only `apply` changes it; everything else holds a `ClusterView`. */
export interface ClusterState {
  readonly topics: Map<string, TopicState>
  readonly topicsById: Map<TopicId, TopicState>
  /** Names with `.` read as `_`: two topics must not share one, as their metrics would. */
  readonly normalizedNames: Map<string, string>
  readonly partitionCount: number
  /** Dynamic settings of one broker, and (null) of all. */
  readonly brokerConfigs: Map<NodeId | null, ReadonlyMap<string, string>>
  readonly nextProducerId: ProducerId
  readonly transactionalIds: Map<string, TransactionalIdEntry>
  /** Every start that was not preceded by a clean stop raises all leader epochs by one (KIP-101, KIP-320). */
  readonly uncleanStarts: number
  readonly stoppedCleanly: boolean
}

type ReadonlyMaps<T> = { readonly [K in keyof T]: T[K] extends Map<infer Key, infer Value> ? ReadonlyMap<Key, Value> : T[K] }
export type ClusterView = ReadonlyMaps<ClusterState>

export function emptyState(): ClusterState {
  return {
    topics: new Map(),
    topicsById: new Map(),
    normalizedNames: new Map(),
    partitionCount: 0,
    brokerConfigs: new Map(),
    nextProducerId: 0,
    transactionalIds: new Map(),
    uncleanStarts: 0,
    stoppedCleanly: true,
  }
}

export function leaderOf(partition: PartitionState): NodeId {
  return partition.replicas[0]!
}

export function leaderEpochOf(state: Pick<ClusterView, 'uncleanStarts'>, partition: PartitionState): number {
  return state.uncleanStarts - partition.epochBase
}

/** Where a topic's name meets the rule on collisions. */
export function topicWithCollidingName(state: ClusterView, name: string): string | null {
  return state.normalizedNames.get(normalizedName(name)) ?? null
}
