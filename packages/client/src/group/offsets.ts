import { type NodeId, type Offset, type Result, type TopicId, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { OffsetCommit } from '@leat/wire/messages/08-offset-commit'
import { OffsetFetch } from '@leat/wire/messages/09-offset-fetch'
import { type CallError, orLost } from '../or-lost.ts'
import type { Transport } from '../transport.ts'
import { newestVersion } from '../version.ts'

/** In whose name offsets are committed. */
export interface Membership {
  readonly groupId: string
  readonly memberId: string
  readonly generation: number
}

/** Versions from 10 on carry the id alone. */
export interface OffsetsOfTopic {
  readonly topic: string
  readonly topicId: TopicId
  /** By partition: the next record to be read. */
  readonly offsets: ReadonlyMap<number, Offset>
}

interface At {
  readonly node: NodeId
  readonly signal: AbortSignal
}

/** The first error of a partition is the answer. A connection that is lost is NETWORK_EXCEPTION. */
export function commitOffsets(
  transport: Transport,
  { groupId, memberId, generation }: Membership,
  { topic, topicId, offsets }: OffsetsOfTopic,
  at: At,
): Promise<Result<null, CallError>> {
  const partitions = [...offsets].map(([partitionIndex, committedOffset]) => ({ partitionIndex, committedOffset, committedMetadata: '' }))
  const commit = async (): Promise<Result<null, CallError>> => {
    const topics = [{ name: topic, topicId, partitions }]
    const answer = await transport.call(OffsetCommit, { groupId, memberId, generationIdOrMemberEpoch: generation, topics }, at)
    const refused = answer.topics[0]?.partitions.find(({ errorCode }) => errorCode !== ErrorCode.NONE)
    return refused === undefined ? ok(null) : fail({ code: refused.errorCode })
  }
  return orLost(commit())
}

const GROUPS_SINCE = 8
const STABLE_SINCE = 7

/** Partitions without a committed offset are left out. A connection that is lost is NETWORK_EXCEPTION. */
export function fetchOffsets(
  transport: Transport,
  groupId: string,
  { topic, topicId }: Omit<OffsetsOfTopic, 'offsets'>,
  partitionIndexes: readonly number[],
  at: At,
): Promise<Result<ReadonlyMap<number, Offset>, CallError>> {
  const fetch = async (): Promise<Result<ReadonlyMap<number, Offset>, CallError>> => {
    const version = newestVersion(transport.apis, OffsetFetch)
    const topics = [{ name: topic, partitionIndexes }]
    const request =
      version >= GROUPS_SINCE ? { groups: [{ groupId, topics: [{ ...topics[0]!, topicId }] }], requireStable: true } : { groupId, topics }
    const answer = await transport.call(OffsetFetch, version === STABLE_SINCE ? { ...request, requireStable: true } : request, at)
    const found = version >= GROUPS_SINCE ? answer.groups[0] : answer
    if (found === undefined || found.errorCode !== ErrorCode.NONE) return fail({ code: found?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR })
    const offsets = new Map<number, Offset>()
    for (const { partitionIndex, committedOffset, errorCode } of found.topics[0]?.partitions ?? []) {
      if (errorCode !== ErrorCode.NONE) return fail({ code: errorCode })
      if (committedOffset >= 0) offsets.set(partitionIndex, committedOffset)
    }
    return ok(offsets)
  }
  return orLost(fetch())
}
