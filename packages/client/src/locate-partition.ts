import { type NodeId, type Result, type TopicId, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'

export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

/** Where requests to a partition go, and under which name: versions from 13 on carry the id alone. */
export interface PartitionPlace extends PartitionName {
  readonly topicId: TopicId
  readonly leader: NodeId
}

export type LocateError = { readonly code: number }

const NO_LEADER = -1

/** A connection that is lost is NETWORK_EXCEPTION. */
export function locatePartition(
  transport: Transport,
  name: PartitionName,
  signal: AbortSignal,
): Promise<Result<PartitionPlace, LocateError>> {
  return orLost(locate(transport, name, signal))
}

async function locate(
  transport: Transport,
  { topic, partition }: PartitionName,
  signal: AbortSignal,
): Promise<Result<PartitionPlace, LocateError>> {
  const { topics } = await transport.call(Metadata, { topics: [{ name: topic }], allowAutoTopicCreation: false }, { signal })
  const found = topics[0]
  if (found === undefined || found.errorCode !== ErrorCode.NONE)
    return fail({ code: found?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
  const there = found.partitions.find(({ partitionIndex }) => partitionIndex === partition)
  if (there === undefined) return fail({ code: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
  if (there.leaderId === NO_LEADER) return fail({ code: ErrorCode.LEADER_NOT_AVAILABLE })
  return ok({ topic, partition, topicId: found.topicId, leader: there.leaderId })
}

export function partitionText({ topic, partition }: PartitionName): string {
  return `${topic}-${partition}`
}
