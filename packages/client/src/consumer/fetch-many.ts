import { type Bytes, type Millis, type NodeId, type Offset, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { batchesIn } from '../fetch-once.ts'
import { partitionText } from '../locate-partition.ts'
import { type CallError, orLost } from '../or-lost.ts'
import type { RecordBatch } from '../read-partition.ts'
import type { TopicPlace } from '../topic-place.ts'
import type { Transport } from '../transport.ts'

export interface FetchManyOptions {
  readonly place: TopicPlace
  /** The leader of all these partitions. */
  readonly node: NodeId
  readonly from: ReadonlyMap<number, Offset>
  readonly maxWaitMs: Millis
  readonly bytesMax: Bytes
  readonly signal: AbortSignal
}

export type FetchedPartitions = ReadonlyMap<number, Result<readonly RecordBatch[], CallError>>

const PARTITION_BYTES_MAX: Bytes = 1024 * 1024
const NO_RECORDS = Buffer.alloc(0)

/**
 * One Fetch of the partitions of one broker, without a session: one that is parked for many partitions instead of many that are parked, which Apache Kafka
 * would answer one after the other. A connection that is lost is NETWORK_EXCEPTION. @throws BatchUnreadable
 */
export function fetchMany(transport: Transport, options: FetchManyOptions): Promise<Result<FetchedPartitions, CallError>> {
  return orLost(fetch(transport, options))
}

async function fetch(
  transport: Transport,
  { place, node, from, maxWaitMs, bytesMax, signal }: FetchManyOptions,
): Promise<Result<FetchedPartitions, CallError>> {
  const { topic, topicId } = place
  const wanted = [...from].map(([partition, fetchOffset]) => ({ partition, fetchOffset, partitionMaxBytes: PARTITION_BYTES_MAX }))
  const request = { maxWaitMs, minBytes: 1, maxBytes: bytesMax, topics: [{ topic, topicId, partitions: wanted }] }
  const answer = await transport.call(Fetch, request, { signal, node })
  if (answer.errorCode !== ErrorCode.NONE) return fail({ code: answer.errorCode })
  const fetched = new Map<number, Result<readonly RecordBatch[], CallError>>()
  for (const { partitionIndex: partition, errorCode, records } of answer.responses[0]?.partitions ?? []) {
    const position = from.get(partition)
    if (position === undefined) continue
    const read = (): readonly RecordBatch[] => batchesIn(records ?? NO_RECORDS, position, partitionText({ topic, partition }))
    fetched.set(partition, errorCode === ErrorCode.NONE ? ok(read()) : fail({ code: errorCode }))
  }
  return ok(fetched)
}
