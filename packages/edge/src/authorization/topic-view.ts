/** What the authorizing step must know of topics at once, without a request: whoever runs the backend gives it. All answers are of this moment. */
export interface TopicView {
  /** The topic with this id, or null. */
  nameOf(topicId: string): string | null
  /** Null: there is no such topic. */
  partitionsOf(topic: string): number | null
  /** Names of all topics, internal ones among them, in any order. */
  names(): Iterable<string>
  /** Partitions of all topics but the internal ones: what `partitionsMax` counts. */
  partitionCount(): number
  /** `auto.create.topics.enable`: whether Metadata makes topics at all. */
  readonly autoCreation: boolean
  /** `num.partitions`: what a topic gets that does not say. */
  readonly defaultPartitions: number
}
