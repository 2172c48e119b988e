import type { ClusterLimits } from '@leat/access'
import type { TopicView } from './topic-view.ts'

/** The cloud's own words, with POLICY_VIOLATION. */
export const TOO_MANY_PARTITIONS = 'You may not create more than the maximum number of partitions'

/** The cap on partitions of a cluster. What is on its way to be made counts, or many small requests at once would get past it. */
export class PartitionCap {
  readonly #topics: TopicView
  readonly #limits: () => ClusterLimits
  #underWay = 0

  constructor(topics: TopicView, limits: () => ClusterLimits) {
    this.#topics = topics
    this.#limits = limits
  }

  /** Room for so many more partitions, kept until it is given back; null when there is none. */
  tryTake(partitions: number): { giveBack(): void } | null {
    const max = this.#limits().partitionsMax
    if (max !== null && this.#topics.partitionCount() + this.#underWay + partitions > max) return null
    this.#underWay += partitions
    return { giveBack: () => void (this.#underWay -= partitions) }
  }
}
