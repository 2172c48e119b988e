import type { TopicId } from '@leat/base'
import type { ClusterView } from '../cluster/state.ts'
import type { BrokerSettings } from '../configs/broker-settings.ts'
import { INTERNAL_TOPICS } from './topic-name.ts'

/** Topics as whoever stands in front of the engine sees them without a request. All answers are of this moment. */
export interface TopicsNow {
  nameOf(topicId: TopicId): string | null
  /** Null: there is no such topic. */
  partitionsOf(topic: string): number | null
  /** All, internal ones among them. */
  names(): Iterable<string>
  /** Topics of users, and their partitions. */
  topicCount(): number
  partitionCount(): number
  /** `auto.create.topics.enable` */
  readonly autoCreation: boolean
  /** `num.partitions` */
  readonly defaultPartitions: number
}

export function topicsNow(state: () => ClusterView, settings: Pick<BrokerSettings, 'autoCreateTopics' | 'numPartitions'>): TopicsNow {
  const partitionsOf = (topic: string): number | null => state().topics.get(topic)?.partitions.length ?? null
  const internal = (): readonly number[] => INTERNAL_TOPICS.flatMap((topic) => partitionsOf(topic) ?? [])
  return {
    nameOf: (topicId) => state().topicsById.get(topicId)?.name ?? null,
    partitionsOf,
    names: () => state().topics.keys(),
    topicCount: () => state().topics.size - internal().length,
    partitionCount: () => internal().reduce((count, partitions) => count - partitions, state().partitionCount),
    get autoCreation() {
      return settings.autoCreateTopics
    },
    get defaultPartitions() {
      return settings.numPartitions
    },
  }
}
