import type { Backend, Session } from '@leat/wire'
import { ErrorCode, errorName } from '@leat/wire'
import { CreateTopics, Metadata } from '@leat/wire/messages'
import { exchange } from './speak.ts'

export interface TopicOptions {
  /** What the name begins with; `topic` by default. */
  readonly prefix?: string
  /** 1 by default. */
  readonly partitions?: number
  /** 1 by default. */
  readonly replicationFactor?: number
  /** Kafka's topic configs: `{ 'retention.ms': '1000' }`. */
  readonly configs?: Readonly<Record<string, string>>
}

/** Makes a topic under the first name from `names` that is free, and answers it. */
export async function createTopic(engine: Backend, session: Session, names: Iterable<string>, options: TopicOptions): Promise<string> {
  const { partitions = 1, replicationFactor = 1, configs = {} } = options
  for (const name of names) {
    const wish = {
      name,
      numPartitions: partitions,
      replicationFactor,
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    }
    const { topics } = await exchange(engine, CreateTopics, 7, { topics: [wish], timeoutMs: 10_000 }, session)
    const { errorCode, errorMessage } = topics[0]!
    if (errorCode === ErrorCode.NONE) return name
    if (errorCode !== ErrorCode.TOPIC_ALREADY_EXISTS)
      throw new Error(`topic ${name}: ${errorName(errorCode)}${errorMessage === null ? '' : `: ${errorMessage}`}`)
  }
  throw new Error('no name was free')
}

/** Throws when there is no such topic. */
export async function topicId(engine: Backend, session: Session, name: string): Promise<string> {
  const { topics } = await exchange(engine, Metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false }, session)
  const { errorCode, topicId: id } = topics[0]!
  if (errorCode !== ErrorCode.NONE) throw new Error(`topic ${name}: ${errorName(errorCode)}`)
  return id
}
