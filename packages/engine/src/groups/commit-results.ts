import type { OffsetCommitResponse } from '@leat/wire/messages/08-offset-commit'

type TopicResult = OffsetCommitResponse['topics'][number]

/** Collects an OffsetCommit's results by topic; what failed before the group was asked comes first, as in Kafka. */
export class CommitResults {
  readonly topics: TopicResult[] = []
  readonly #byKey = new Map<string, TopicResult>()

  add(name: string, topicId: string, partitionIndex: number, errorCode: number): void {
    const key = `${topicId}/${name}`
    let topic = this.#byKey.get(key)
    if (topic === undefined) {
      topic = { name, topicId, partitions: [] }
      this.#byKey.set(key, topic)
      this.topics.push(topic)
    }
    topic.partitions.push({ partitionIndex, errorCode })
  }
}
