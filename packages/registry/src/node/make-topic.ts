import { ErrorCode, errorName } from '@leat/wire'
import type { Transport } from '@leat/client'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { CreateTopics } from '@leat/wire/messages/19-create-topics'

export interface TopicWishes {
  readonly topic: string
  /** As many as there are brokers, where those are fewer. */
  readonly replicationFactor: number
  readonly configs: Readonly<Record<string, string>>
}

const CREATE_MS_MAX = 30_000

/**
 * Makes the log's topic with its replicas, unless it is there: the brokers' own default is often one. What stands in the way for a while is left to whoever opens the topic
 * and tries again. @throws what the transport throws, an error for what does not pass
 */
export async function makeTopic(
  transport: Transport,
  { topic, replicationFactor, configs }: TopicWishes,
  signal: AbortSignal,
): Promise<void> {
  const found = await transport.call(Metadata, { topics: [{ name: topic }], allowAutoTopicCreation: false }, { signal })
  if (found.topics[0]?.errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) return
  const wish = {
    name: topic,
    numPartitions: 1,
    replicationFactor: Math.min(replicationFactor, Math.max(1, found.brokers.length)),
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  }
  const made = (await transport.call(CreateTopics, { topics: [wish], timeoutMs: CREATE_MS_MAX }, { signal })).topics[0]
  const code = made?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR
  if (code === ErrorCode.NONE || code === ErrorCode.TOPIC_ALREADY_EXISTS) return
  throw new Error(`topic ${topic} cannot be made: ${errorName(code)}${made?.errorMessage ? ` (${made.errorMessage})` : ''}`)
}
