import type { NodeId } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { ReadOutcome } from '@leat/log'
import type { Partition } from '../topics/partition.ts'
import { type LocateError, checkLeaderEpoch, locate } from '../topics/locate.ts'
import type { TopicTable } from '../topics/topic-table.ts'
import type { FetchTarget, SessionAnswer } from './sessions.ts'

/** What a fetch tells of one partition. */
export interface PartitionAnswer extends SessionAnswer {
  readonly lastStableOffset: number
  readonly chunks: readonly Buffer[]
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | null
  /** Where the leader is, when the one who was asked is it not, or the client's epoch is old (KIP-951). */
  readonly leader: { readonly nodeId: NodeId; readonly epoch: number } | null
  /** Whether the partition was found at all: Kafka fills in less otherwise. */
  readonly found: boolean
}

export interface ReadRules {
  readonly version: number
  readonly byId: boolean
  readonly node: NodeId
  readonly readCommitted: boolean
  /** A follower's fetch (replica id of 0 or more); there are none. */
  readonly fromReplica: boolean
}

/** The first non-empty partition gets at least one batch, however large; after it the limits hold (KIP-74). */
export interface Budget {
  bytesLeft: number
  atLeastOne: boolean
}

const NOTHING: readonly Buffer[] = []

/** Reads one partition within what `budget` leaves, and takes it from there. Answers at once when the tail cache has it. */
export function readPartition(
  topics: TopicTable,
  target: FetchTarget,
  rules: ReadRules,
  budget: Budget,
): PartitionAnswer | Promise<PartitionAnswer> {
  const located = locate(topics, target, rules.byId, rules.node)
  if (!located.ok) return errorAnswer(located.error, false)
  const partition = located.value
  if (rules.fromReplica) return errorAnswer({ code: ErrorCode.NOT_LEADER_OR_FOLLOWER, partition: null }, true)
  const fenced = checkLeaderEpoch(partition, target.currentLeaderEpoch)
  if (!fenced.ok) return errorAnswer(fenced.error, true)

  const { log } = partition
  if (target.lastFetchedEpoch >= 0) {
    const end = log.endOfEpoch(target.lastFetchedEpoch)
    if (end === null) return errorAnswer({ code: ErrorCode.OFFSET_OUT_OF_RANGE, partition }, true)
    if (end.epoch < target.lastFetchedEpoch || end.endOffset < target.fetchOffset)
      return { ...dataAnswer(partition, NOTHING, 0), divergingEpoch: end, diverges: true }
  }
  const end = rules.readCommitted ? log.lastStableOffset : log.highWatermark
  if (target.fetchOffset === end) return dataAnswer(partition, NOTHING, 0) // the usual case at every wake-up of a fetch of many partitions
  const read = log.read({
    offset: target.fetchOffset,
    bytesMax: Math.max(0, Math.min(target.bytesMax, budget.bytesLeft)),
    atLeastOne: budget.atLeastOne,
    upTo: rules.readCommitted ? 'last-stable' : 'high-watermark',
  })
  return read instanceof Promise ? read.then((outcome) => take(partition, outcome, budget)) : take(partition, read, budget)
}

function take(partition: Partition, outcome: ReadOutcome, budget: Budget): PartitionAnswer {
  switch (outcome.kind) {
    case 'data':
      if (outcome.bytes > 0) {
        budget.bytesLeft -= outcome.bytes
        budget.atLeastOne = false
      }
      return dataAnswer(partition, outcome.chunks, outcome.bytes)
    case 'out-of-range':
      return errorAnswer({ code: ErrorCode.OFFSET_OUT_OF_RANGE, partition }, true)
    case 'storage':
      return errorAnswer({ code: ErrorCode.KAFKA_STORAGE_ERROR, partition }, true)
  }
}

function dataAnswer({ log }: Partition, chunks: readonly Buffer[], bytes: number): PartitionAnswer {
  return {
    errorCode: ErrorCode.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.startOffset,
    chunks,
    bytes,
    divergingEpoch: null,
    diverges: false,
    leader: null,
    found: true,
  }
}

function errorAnswer({ code, partition }: LocateError, found: boolean): PartitionAnswer {
  const tellsLeader = partition !== null && (code === ErrorCode.NOT_LEADER_OR_FOLLOWER || code === ErrorCode.FENCED_LEADER_EPOCH)
  return {
    errorCode: code,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    chunks: NOTHING,
    bytes: 0,
    divergingEpoch: null,
    diverges: false,
    leader: tellsLeader ? { nodeId: partition.leader, epoch: partition.leaderEpoch } : null,
    found,
  }
}
