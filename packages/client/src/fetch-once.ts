import { type Bytes, type Millis, type Offset, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { Fetch } from '@leat/wire/messages/01-fetch'
import {
  type RecordView,
  RecordError,
  baseOffset,
  baseSequence,
  batches,
  forEachRecord,
  isControl,
  lastOffset,
  producerEpoch,
  producerId,
} from '@leat/wire/records'
import { BatchUnreadable } from './errors.ts'
import { type LocateError, type PartitionPlace, partitionText } from './locate-partition.ts'
import { orLost } from './or-lost.ts'
import type { RecordBatch } from './read-partition.ts'
import type { Transport } from './transport.ts'

export interface FetchOptions {
  readonly place: PartitionPlace
  readonly from: Offset
  readonly maxWaitMs: Millis
  readonly bytesMax: Bytes
  readonly signal: AbortSignal
}

export interface Fetched {
  readonly batches: readonly RecordBatch[]
  readonly highWatermark: Offset
}

/** One Fetch of one partition, without a session (KIP-227): there is nothing to leave out of the next one. A connection that is lost is NETWORK_EXCEPTION. */
export function fetchOnce(transport: Transport, options: FetchOptions): Promise<Result<Fetched, LocateError>> {
  return orLost(fetch(transport, options))
}

async function fetch(
  transport: Transport,
  { place, from, maxWaitMs, bytesMax, signal }: FetchOptions,
): Promise<Result<Fetched, LocateError>> {
  const { topic, topicId, partition, leader } = place
  const answer = await transport.call(
    Fetch,
    {
      maxWaitMs,
      minBytes: 1,
      maxBytes: bytesMax,
      topics: [{ topic, topicId, partitions: [{ partition, fetchOffset: from, partitionMaxBytes: bytesMax }] }],
    },
    { signal, node: leader },
  )
  if (answer.errorCode !== ErrorCode.NONE) return fail({ code: answer.errorCode })
  const data = answer.responses[0]?.partitions[0]
  if (data === undefined) return fail({ code: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
  if (data.errorCode !== ErrorCode.NONE) return fail({ code: data.errorCode })
  return ok({ batches: batchesIn(data.records ?? EMPTY, from, partitionText(place)), highWatermark: data.highWatermark })
}

const EMPTY = Buffer.alloc(0)

/** The batches of an answer that have something at or after `from`. @throws BatchUnreadable */
export function batchesIn(records: Buffer, from: Offset, partition: string): RecordBatch[] {
  const found: RecordBatch[] = []
  let position = from
  try {
    for (const at of batches(records)) {
      const last = lastOffset(records, at)
      if (last < from) continue
      found.push(batchAt(records, at, from))
      position = last + 1
    }
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    throw new BatchUnreadable(partition, position, error)
  }
  // A broker gives at least one whole batch (KIP-74): going on would ask for the same bytes for ever.
  if (found.length === 0 && records.length > 0) throw new BatchUnreadable(partition, from, `${records.length} bytes hold no whole batch`)
  return found
}

function batchAt(bytes: Buffer, at: number, from: Offset): RecordBatch {
  const records: RecordView[] = []
  if (!isControl(bytes, at))
    forEachRecord(bytes, at, (record) => {
      if (record.offset >= from) records.push(record)
    })
  return {
    baseOffset: baseOffset(bytes, at),
    lastOffset: lastOffset(bytes, at),
    producerId: producerId(bytes, at),
    producerEpoch: producerEpoch(bytes, at),
    baseSequence: baseSequence(bytes, at),
    records,
  }
}
