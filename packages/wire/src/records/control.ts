/**
 * The one record of a control batch that ends a transaction (KIP-98), big-endian:
 *
 *   key    int16 version 0 · int16 type: 0 abort, 1 commit
 *   value  int16 version 0 · int32 epoch of the transaction coordinator
 */
import { isControl } from './batch.ts'
import { buildBatch } from './build.ts'
import { RecordError } from './errors.ts'
import { type RecordView, readRecords } from './records.ts'

export interface EndTxnMarker {
  readonly type: 'commit' | 'abort'
  readonly coordinatorEpoch: number
}

export interface EndTxnMarkerInput extends EndTxnMarker {
  readonly producerId: number
  readonly producerEpoch: number
  /** Milliseconds. */
  readonly timestamp: number
  readonly baseOffset?: number
  readonly leaderEpoch?: number
}

export function buildEndTxnMarker({ type, coordinatorEpoch, timestamp, ...batch }: EndTxnMarkerInput): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(type === 'commit' ? 1 : 0, 2)
  const value = Buffer.alloc(6)
  value.writeInt32BE(coordinatorEpoch, 2)
  return buildBatch({ ...batch, records: [{ key, value, timestamp }], isTransactional: true, isControl: true })
}

/** The marker in a control batch; null for control records of other types, which readers skip. */
export function readEndTxnMarker(batch: Buffer, at = 0): EndTxnMarker | null {
  if (!isControl(batch, at)) throw new RecordError('malformed', 'not a control batch')
  const record: RecordView | undefined = readRecords(batch, at)[0]
  if (record === undefined) return null // compaction has removed it
  const { key, value } = record
  if (key === null || key.length < 4 || key.readInt16BE(0) < 0) throw new RecordError('malformed', 'a control record without a proper key')
  const type = key.readInt16BE(2)
  if (type !== 0 && type !== 1) return null
  if (value === null || value.length < 6 || value.readInt16BE(0) < 0)
    throw new RecordError('malformed', 'an end marker without a proper value')
  return { type: type === 1 ? 'commit' : 'abort', coordinatorEpoch: value.readInt32BE(2) }
}
