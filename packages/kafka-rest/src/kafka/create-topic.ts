import { type Result, ok } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { CreateTopics, type CreateTopicsResponse } from '@leat/wire/messages/19-create-topics'
import type { CreateTopicRequestData } from '../api/topics.ts'
import { refused, refusedToGrow } from '../problems.ts'
import { configSourceOf, type Config } from './configs.ts'

export interface CreatedTopic {
  readonly name: string
  readonly partitionsCount: number
  readonly replicationFactor: number
}

const CREATE_MS_MAX = 30_000
const BROKER_DEFAULT = -1

export async function createTopic(
  transport: Transport,
  wish: CreateTopicRequestData,
  signal: AbortSignal,
): Promise<Result<CreatedTopic, Problem>> {
  const made = await request(transport, wish, signal)
  if (made.errorCode !== ErrorCode.NONE) return refusedToGrow(made.errorCode, made.errorMessage)
  // Who may not describe the settings is not told the counts either (KIP-525): then what was asked for is said.
  const partitionsCount = made.numPartitions < 0 ? (wish.partitions_count ?? 0) : made.numPartitions
  const replicationFactor = made.replicationFactor < 0 ? (wish.replication_factor ?? 0) : made.replicationFactor
  return ok({ name: wish.topic_name, partitionsCount, replicationFactor })
}

/** What a new topic of this name would be set to: asked of the brokers, so that nothing here has to know defaults. */
export async function defaultConfigsOf(
  transport: Transport,
  name: string,
  signal: AbortSignal,
): Promise<Result<readonly Config[], Problem>> {
  const would = await request(transport, { topic_name: name, validate_only: true }, signal)
  if (would.errorCode !== ErrorCode.NONE) return refused(would.errorCode, would.errorMessage)
  if (would.topicConfigErrorCode !== ErrorCode.NONE) return refused(would.topicConfigErrorCode)
  return ok(
    (would.configs ?? []).map(({ name: config, value, readOnly, configSource, isSensitive }) => {
      const source = configSourceOf(configSource)
      const is_default = source === 'DEFAULT_CONFIG'
      return { name: config, value, is_default, is_read_only: readOnly, is_sensitive: isSensitive, source, synonyms: [] }
    }),
  )
}

async function request(
  transport: Transport,
  { topic_name, partitions_count, replication_factor, configs, validate_only }: CreateTopicRequestData,
  signal: AbortSignal,
): Promise<CreateTopicsResponse['topics'][number]> {
  const topic = {
    name: topic_name,
    numPartitions: partitions_count ?? BROKER_DEFAULT,
    replicationFactor: replication_factor ?? BROKER_DEFAULT,
    assignments: [],
    configs: (configs ?? []).map(({ name, value }) => ({ name, value: value ?? null })),
  }
  const { topics } = await transport.call(
    CreateTopics,
    { topics: [topic], timeoutMs: CREATE_MS_MAX, validateOnly: validate_only === true },
    { signal },
  )
  return topics[0]!
}
