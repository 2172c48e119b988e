import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { ListOffsets, type ListOffsetsPartition } from '@leat/wire/messages/02-list-offsets'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import { epochAt } from '../topics/epochs.ts'
import { checkLeaderEpoch, locate } from '../topics/locate.ts'
import type { Partition } from '../topics/partition.ts'

/**
 * ListOffsets (2)
 *
 * Behaviour: a time of 0 or more finds the first record at or after it, to the record, or answers -1/-1. Negative times are names: see `SPECIAL`.
 *
 * Versions: v2 isolation level (read_committed ends at the last stable offset) · v4 leader epoch · v7 -3 max timestamp (KIP-734) · v8 -4 local log
 * start (KIP-405) · v9 -5 last tiered (KIP-1005) · v10 timeout, of remote reads only · v11 -6 earliest pending upload (KIP-1023): -1 without tiering.
 */
export function listOffsets(engine: EngineContext): Handler {
  return { api: ListOffsets, min: 1, max: 11, handle: (call) => handleListOffsets(engine, call) }
}

const READ_COMMITTED = 1
/** The version each special time came with; the others mean nothing to a broker. */
const SPECIAL_SINCE: ReadonlyMap<number, number> = new Map([
  [-1, 1],
  [-2, 1],
  [-3, 7],
  [-4, 8],
  [-5, 9],
  [-6, 11],
])
const UNKNOWN = { timestamp: -1, offset: -1, leaderEpoch: -1 }

interface Found {
  readonly timestamp: number
  readonly offset: number
  readonly leaderEpoch: number
}

async function handleListOffsets(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, ListOffsets)
  const readCommitted = request.isolationLevel === READ_COMMITTED
  const topics = await Promise.all(
    request.topics.map(async ({ name, partitions }) => {
      const asked = new Map<number, ListOffsetsPartition[]>()
      for (const partition of partitions) asked.set(partition.partitionIndex, [...(asked.get(partition.partitionIndex) ?? []), partition])
      return {
        name,
        partitions: await Promise.all(
          [...asked.values()].map((same) => partitionOffset(engine, call, name, same[0]!, readCommitted, same.length > 1)),
        ),
      }
    }),
  )
  return respond(ListOffsets, { topics })
}

async function partitionOffset(
  engine: EngineContext,
  call: Call,
  topic: string,
  asked: ListOffsetsPartition,
  readCommitted: boolean,
  repeated: boolean,
) {
  const { partitionIndex, timestamp } = asked
  const failed = (errorCode: number) => ({ partitionIndex, errorCode, ...UNKNOWN })
  if (repeated) return failed(ErrorCode.INVALID_REQUEST)
  if (timestamp < 0 && call.version < (SPECIAL_SINCE.get(timestamp) ?? Infinity)) return failed(ErrorCode.UNSUPPORTED_VERSION)
  const located = locate(engine.topics, { topic, topicId: '', index: partitionIndex }, false, call.session.node)
  if (!located.ok) return failed(located.error.code)
  const fenced = checkLeaderEpoch(located.value, asked.currentLeaderEpoch)
  if (!fenced.ok) return failed(fenced.error.code)
  const found = await find(located.value, timestamp, readCommitted)
  // Before v4 there is no place for the epoch.
  return { partitionIndex, errorCode: ErrorCode.NONE, ...found, leaderEpoch: call.version >= 4 ? found.leaderEpoch : UNKNOWN.leaderEpoch }
}

async function find(partition: Partition, timestamp: number, readCommitted: boolean): Promise<Found> {
  const { log } = partition
  switch (timestamp) {
    case -1:
      return { timestamp: -1, offset: readCommitted ? log.lastStableOffset : log.highWatermark, leaderEpoch: partition.leaderEpoch }
    case -2:
    case -4:
      return { timestamp: -1, offset: log.startOffset, leaderEpoch: epochAt(log, log.startOffset) }
    case -3:
      return (await log.maxTimestamp()) ?? UNKNOWN
    case -5:
    case -6:
      return UNKNOWN
    default:
      return (await log.offsetForTimestamp(timestamp)) ?? UNKNOWN
  }
}
