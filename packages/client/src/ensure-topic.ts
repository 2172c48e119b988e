import { type Result, type TopicId, ok } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { CreateTopics } from '@leat/wire/messages/19-create-topics'
import { DescribeConfigs } from '@leat/wire/messages/32-describe-configs'
import { Backoff, type Pace } from './backoff.ts'
import { KafkaError } from './errors.ts'
import { type CallError, orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'

export interface TopicWish {
  readonly name: string
  readonly partitions: number
  /** Kafka's names and values. */
  readonly configs: Readonly<Record<string, string>>
}

/** A setting of a topic that is there and is not as wished; `partitions` among them. Nothing is changed: somebody may have meant it. */
export interface SettingDifference {
  readonly setting: string
  readonly wished: string
  readonly found: string | null
}

export interface EnsuredTopic {
  readonly topicId: TopicId
  readonly isNew: boolean
  readonly differences: readonly SettingDifference[]
}

const UNAVAILABLE_MS_MAX = 30_000
const CREATE_MS_MAX = 30_000
const BROKER_DEFAULT = -1
const TOPIC_RESOURCE = 2

/** Makes the topic when it is not there, with the brokers' replication factor. @throws KafkaError, TransportClosed, the signal's reason */
export async function ensureTopic(
  transport: Transport,
  wish: TopicWish,
  pace: Pace & { readonly signal: AbortSignal },
): Promise<EnsuredTopic> {
  const backoff = new Backoff(pace)
  for (;;) {
    const found = await orCode(findTopic(transport, wish, pace.signal))
    if (typeof found !== 'number') return found
    const made = found === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION ? await orCode(createTopic(transport, wish, pace.signal)) : found
    if (typeof made !== 'number') return made
    // Somebody else made it meanwhile: it is found now.
    const mayPass = made === ErrorCode.TOPIC_ALREADY_EXISTS || isRetriable(made)
    if (!mayPass || backoff.failingMs >= UNAVAILABLE_MS_MAX) throw new KafkaError(`opening topic ${wish.name}`, made)
    await backoff.wait(pace.signal)
  }
}

async function orCode<T>(work: Promise<T | number>): Promise<T | number> {
  const result = await orLost(work.then((value): Result<T | number, CallError> => ok(value)))
  return result.ok ? result.value : result.error.code
}

/** The topic, or the code of what is in the way. */
async function findTopic(transport: Transport, wish: TopicWish, signal: AbortSignal): Promise<EnsuredTopic | number> {
  const { topics } = await transport.call(Metadata, { topics: [{ name: wish.name }], allowAutoTopicCreation: false }, { signal })
  const topic = topics[0]
  if (topic === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  if (topic.errorCode !== ErrorCode.NONE) return topic.errorCode
  const resources = [{ resourceType: TOPIC_RESOURCE, resourceName: wish.name, configurationKeys: Object.keys(wish.configs) }]
  const described = (await transport.call(DescribeConfigs, { resources }, { signal })).results[0]
  if (described === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  if (described.errorCode !== ErrorCode.NONE) return described.errorCode
  const values = new Map(described.configs.map(({ name, value }) => [name, value]))
  const settings = Object.entries(wish.configs).map(([setting, wished]) => ({ setting, wished, found: values.get(setting) ?? null }))
  const partitions = { setting: 'partitions', wished: String(wish.partitions), found: String(topic.partitions.length) }
  const differences = [partitions, ...settings].filter(({ wished, found }) => wished !== found)
  return { topicId: topic.topicId, isNew: false, differences }
}

async function createTopic(transport: Transport, wish: TopicWish, signal: AbortSignal): Promise<EnsuredTopic | number> {
  const topic = {
    name: wish.name,
    numPartitions: wish.partitions,
    replicationFactor: BROKER_DEFAULT,
    configs: Object.entries(wish.configs).map(([name, value]) => ({ name, value })),
  }
  const { topics } = await transport.call(CreateTopics, { topics: [topic], timeoutMs: CREATE_MS_MAX }, { signal })
  const made = topics[0]
  if (made === undefined) return ErrorCode.UNKNOWN_SERVER_ERROR
  return made.errorCode === ErrorCode.NONE ? { topicId: made.topicId, isNew: true, differences: [] } : made.errorCode
}
