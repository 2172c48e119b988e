import { type Clock, type NodeId, type Result, type TopicId, delay, ok } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode, isRetriable } from '@leat/wire'
import { Metadata, type MetadataResponse } from '@leat/wire/messages/03-metadata'
import { refused } from '../problems.ts'

export interface Partition {
  readonly id: number
  /** Null: it has none at the moment. */
  readonly leader: NodeId | null
  readonly replicas: readonly NodeId[]
}

export interface Topic {
  readonly name: string
  readonly id: TopicId
  readonly isInternal: boolean
  /** By id. */
  readonly partitions: readonly Partition[]
  /** Bits of Kafka's operation codes; only where they were asked for. */
  readonly authorizedOperations: number
}

type MetadataTopic = MetadataResponse['topics'][number]

/** All topics that the caller may see, except the brokers' own: as AdminClient lists them. */
export async function listTopics(transport: Transport, signal: AbortSignal): Promise<readonly Topic[]> {
  const { topics } = await transport.call(Metadata, { topics: null, allowAutoTopicCreation: false }, { signal })
  return topics.filter(({ errorCode, isInternal }) => errorCode === ErrorCode.NONE && !isInternal).map(topicOf)
}

export async function findTopic(
  transport: Transport,
  name: string,
  { signal, withOperations = false }: { readonly signal: AbortSignal; readonly withOperations?: boolean },
): Promise<Result<Topic, Problem>> {
  const found = await askFor(transport, name, withOperations, signal)
  return found.errorCode === ErrorCode.NONE ? ok(topicOf(found)) : refused(found.errorCode)
}

/** Those of the ids that are there and may be seen. One request. */
export async function topicsById(transport: Transport, ids: readonly TopicId[], signal: AbortSignal): Promise<ReadonlyMap<TopicId, Topic>> {
  if (ids.length === 0) return new Map()
  const wanted = ids.map((topicId) => ({ topicId, name: null }))
  const { topics } = await transport.call(Metadata, { topics: wanted, allowAutoTopicCreation: false }, { signal })
  return new Map(topics.filter(({ errorCode }) => errorCode === ErrorCode.NONE).map((topic) => [topic.topicId, topicOf(topic)]))
}

export interface Awaited {
  readonly clock: Clock
  readonly msMax: number
  readonly signal: AbortSignal
}

const FIRST_WAIT_MS = 10

/**
 * The topic as soon as the metadata shows it as wanted, all partitions led. Null when that takes too long, or when the caller may change the topic
 * and not see it: what was asked for is done all the same.
 */
export async function awaitTopic(
  transport: Transport,
  name: string,
  isAsWanted: (topic: Topic) => boolean,
  { clock, msMax, signal }: Awaited,
): Promise<Topic | null> {
  const until = clock.monotonic() + msMax
  for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
    const found = await askFor(transport, name, false, signal)
    if (found.errorCode === ErrorCode.NONE) {
      const topic = topicOf(found)
      if (isAsWanted(topic) && topic.partitions.every(({ leader }) => leader !== null)) return topic
    } else if (!isRetriable(found.errorCode)) return null
    const leftMs = until - clock.monotonic()
    if (leftMs <= 0) return null
    await delay(clock, Math.min(waitMs, leftMs), signal)
  }
}

async function askFor(transport: Transport, name: string, withOperations: boolean, signal: AbortSignal): Promise<MetadataTopic> {
  const request = { topics: [{ name }], allowAutoTopicCreation: false, includeTopicAuthorizedOperations: withOperations }
  const { topics } = await transport.call(Metadata, request, { signal })
  return topics[0]!
}

function topicOf({ name, topicId, isInternal, partitions, topicAuthorizedOperations }: MetadataTopic): Topic {
  return {
    name: name ?? '',
    id: topicId,
    isInternal,
    partitions: partitions
      .map(({ partitionIndex, leaderId, replicaNodes }) => ({
        id: partitionIndex,
        leader: leaderId < 0 ? null : leaderId,
        replicas: replicaNodes,
      }))
      .sort((a, b) => a.id - b.id),
    authorizedOperations: topicAuthorizedOperations,
  }
}
