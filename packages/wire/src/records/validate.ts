import { type Bytes, type Millis, type Result, fail, ok } from '@leat/base'
import {
  type BatchInfo,
  BATCH_OVERHEAD,
  LOG_OVERHEAD,
  MAGIC_V2,
  NO_TIMESTAMP,
  type TimestampType,
  baseOffset,
  compressionId,
  isControl,
  isCrcValid,
  lastOffsetDelta,
  magic,
  readInfo,
  recordCount,
  setMaxTimestamp,
  sizeInBytes,
} from './batch.ts'
import type { BatchError, RecordRefusal } from './batch-error.ts'
import { DECOMPRESSED_BYTES_MAX, ZSTD_ID, decompress, isCodecId } from './compression/index.ts'
import { Cursor } from './cursor.ts'
import { RecordError } from './errors.ts'

/** Refused records reported one by one; a batch may hold a hundred thousand, and its answer must stay small. */
export const RECORD_REFUSALS_MAX = 100
/** Kafka's default of `max.message.bytes`. */
export const MAX_MESSAGE_BYTES_DEFAULT: Bytes = 1_048_588
/** Lengths below that of the oldest message format mean that these are not records at all. */
const BATCH_LENGTH_MIN = 14
/** Produce knows zstd from this version on (KIP-110). */
const ZSTD_PRODUCE_VERSION_MIN = 7

/** What the topic asks of a produced batch. */
export interface ProduceRules {
  /** Version of the Produce request. */
  readonly produceVersion: number
  readonly maxMessageBytes: Bytes
  /** A compacted topic takes no records without a key. */
  readonly requireKeys: boolean
  /** `message.timestamp.type`; under LogAppendTime the producer's timestamps do not matter. */
  readonly timestampType: TimestampType
  readonly now: Millis
  /** `message.timestamp.before.max.ms`, Infinity for no limit. */
  readonly timestampBeforeMaxMs: Millis
  /** `message.timestamp.after.max.ms`, Infinity for no limit. */
  readonly timestampAfterMaxMs: Millis
  /** `full` also opens compressed batches and checks each record in them. */
  readonly validate: 'header' | 'full'
}

export const DEFAULT_RULES: ProduceRules = {
  produceVersion: ZSTD_PRODUCE_VERSION_MIN,
  maxMessageBytes: MAX_MESSAGE_BYTES_DEFAULT,
  requireKeys: false,
  timestampType: 'CreateTime',
  now: 0,
  timestampBeforeMaxMs: Infinity,
  timestampAfterMaxMs: Infinity,
  validate: 'header',
}

/**
 * What Apache Kafka checks on Produce, in its order. The batch is `records[0, sizeInBytes)` of the answer: like Kafka, an incomplete
 * batch behind it is ignored. A wrong maxTimestamp is corrected in place (Kafka does too) wherever the records were walked.
 *
 * Compressed batches are opened only with `validate: 'full'`, or when the header's timestamps break the rules and the answer must
 * name the records.
 */
export function checkProduced(records: Buffer, rules: ProduceRules = DEFAULT_RULES): Result<BatchInfo, BatchError> {
  try {
    const error = checkShape(records, rules) ?? checkHeader(records, rules)
    return error === null ? checkRecords(records, rules) : fail(error)
  } catch (error) {
    if (error instanceof RecordError) return fail({ kind: 'malformed-records', reason: error.message })
    throw error
  }
}

/** One complete batch of magic 2, and nothing complete behind it. */
function checkShape(records: Buffer, rules: ProduceRules): BatchError | null {
  const first = checkFrame(records, 0)
  if (first !== null) return first
  const size = sizeInBytes(records, 0)
  if (magic(records, 0) !== MAGIC_V2) return { kind: 'old-magic', magic: magic(records, 0) }
  if (size >= BATCH_OVERHEAD && compressionId(records, 0) === ZSTD_ID && rules.produceVersion < ZSTD_PRODUCE_VERSION_MIN)
    return { kind: 'zstd-too-early' }

  const second = checkFrame(records, size)
  if (second === null) return { kind: 'several-batches' }
  return second.kind === 'no-batch' ? null : second
}

/** Null when a complete batch, of whatever magic, begins at `at`. */
function checkFrame(records: Buffer, at: number): BatchError | null {
  const remaining = records.length - at
  if (remaining < LOG_OVERHEAD) return { kind: 'no-batch' }
  const length = sizeInBytes(records, at) - LOG_OVERHEAD
  if (length < BATCH_LENGTH_MIN) return { kind: 'invalid-size', batchLength: length }
  if (remaining <= LOG_OVERHEAD + 4) return { kind: 'no-batch' }
  const itsMagic = magic(records, at)
  if (itsMagic < 0 || itsMagic > MAGIC_V2) return { kind: 'unknown-magic', magic: itsMagic }
  return length > remaining - LOG_OVERHEAD ? { kind: 'no-batch' } : null
}

function checkHeader(records: Buffer, rules: ProduceRules): BatchError | null {
  const size = sizeInBytes(records, 0)
  if (baseOffset(records, 0) !== 0) return { kind: 'base-offset-not-zero' }
  if (size > rules.maxMessageBytes) return { kind: 'too-large', sizeInBytes: size, limitBytes: rules.maxMessageBytes }
  if (size < BATCH_OVERHEAD || !isCrcValid(records, 0, size)) return { kind: 'bad-crc' }
  if (!isCodecId(compressionId(records, 0))) return { kind: 'unknown-codec', id: compressionId(records, 0) }
  const count = recordCount(records, 0)
  if (count <= 0 || count !== lastOffsetDelta(records, 0) + 1)
    return { kind: 'bad-count', recordCount: count, lastOffsetDelta: lastOffsetDelta(records, 0) }
  return isControl(records, 0) ? { kind: 'control-batch' } : null
}

function checkRecords(records: Buffer, rules: ProduceRules): Result<BatchInfo, BatchError> {
  const info = readInfo(records, 0)
  const allowed = allowedTimestamps(info, rules)
  if (info.compressionId !== 0 && rules.validate === 'header' && headerSuffices(info, allowed)) return ok(info)

  const walk = openWalk(records, info)
  const refused = walkRecords(walk, info, rules.requireKeys, allowed)
  if (refused !== null) return fail(refused)
  if (rules.timestampType === 'CreateTime') setMaxTimestamp(records, 0, 'CreateTime', walk.maxTimestamp)
  return ok(walk.maxTimestamp === info.maxTimestamp ? info : { ...info, maxTimestamp: walk.maxTimestamp })
}

function headerSuffices(info: BatchInfo, allowed: AllowedTimestamps): boolean {
  return info.timestampType === 'CreateTime' && admits(allowed, info.baseTimestamp) && admits(allowed, info.maxTimestamp)
}

interface Walk {
  readonly cursor: Cursor
  maxTimestamp: number
}

function openWalk(records: Buffer, info: BatchInfo): Walk {
  if (info.compressionId === 0) return { cursor: new Cursor(records, BATCH_OVERHEAD, info.sizeInBytes), maxTimestamp: NO_TIMESTAMP }
  const opened = decompress(info.compressionId, records.subarray(BATCH_OVERHEAD, info.sizeInBytes), DECOMPRESSED_BYTES_MAX)
  return { cursor: new Cursor(opened, 0, opened.length), maxTimestamp: NO_TIMESTAMP }
}

/** Goes over all records without allocating for any that is fine. */
function walkRecords(walk: Walk, info: BatchInfo, requireKeys: boolean, allowed: AllowedTimestamps): BatchError | null {
  const { cursor } = walk
  const refusals: RecordRefusal[] = []
  let badTimestamps = false
  let max = NO_TIMESTAMP
  const appendTime = info.timestampType === 'LogAppendTime' ? info.maxTimestamp : null
  for (let index = 0; index < info.recordCount; index++) {
    const size = cursor.varint()
    if (size < 0 || size > cursor.remaining)
      throw new RecordError('malformed', `record ${index} has size ${size}, ${cursor.remaining} bytes are left`)
    const end = cursor.at + size
    cursor.skip(1) // attributes: unused (KIP-98)
    const timestampDelta = cursor.varlong()
    const timestamp = appendTime ?? info.baseTimestamp + timestampDelta
    const offsetDelta = cursor.varint()
    if (offsetDelta !== index) throw new RecordError('malformed', `record ${index} has offset delta ${offsetDelta}`)
    const keySize = skipBytes(cursor)
    skipBytes(cursor)
    skipHeaders(cursor)
    if (cursor.at !== end) throw new RecordError('malformed', `record ${index} of size ${size} does not end where it says`)

    if (timestamp > max) max = timestamp
    if (requireKeys && keySize < 0) {
      refuse(refusals, index, 'a compacted topic takes no record without a key')
    } else if (!admits(allowed, timestamp)) {
      badTimestamps = true
      refuse(refusals, index, allowed.refusal)
    }
  }
  if (cursor.remaining !== 0) throw new RecordError('malformed', `${cursor.remaining} bytes are left after the last record`)
  walk.maxTimestamp = max
  if (badTimestamps) return { kind: 'timestamps-refused', records: refusals }
  return refusals.length === 0 ? null : { kind: 'records-refused', records: refusals }
}

function refuse(refusals: RecordRefusal[], index: number, reason: string): void {
  if (refusals.length < RECORD_REFUSALS_MAX) refusals.push({ index, reason })
}

/** Answers the field's size, negative for null. */
function skipBytes(cursor: Cursor): number {
  const size = cursor.varint()
  if (size > 0) cursor.skip(size)
  return size
}

function skipHeaders(cursor: Cursor): void {
  const count = cursor.varint()
  if (count === 0) return
  if (count < 0 || count > cursor.remaining) throw new RecordError('malformed', `a record has ${count} headers`)
  for (let i = 0; i < count; i++) {
    if (skipBytes(cursor) < 0) throw new RecordError('malformed', 'a header has no key')
    skipBytes(cursor)
  }
}

interface AllowedTimestamps {
  readonly min: number
  readonly max: number
  /** Whether records without a timestamp (-1) are fine. */
  readonly none: boolean
  readonly refusal: string
}

/**
 * Kafka takes a producer's LogAppendTime as the create time of all records where the topic has CreateTime, and refuses it where the
 * topic stamps the time itself (recorded; odd, but clients see it).
 */
function allowedTimestamps(info: BatchInfo, rules: ProduceRules): AllowedTimestamps {
  const stamped = info.timestampType === 'LogAppendTime'
  const byTopic = rules.timestampType === 'LogAppendTime'
  if (stamped && byTopic)
    return { min: Infinity, max: -Infinity, none: false, refusal: 'a producer must not set the timestamp type LogAppendTime' }
  if (byTopic) return { min: -Infinity, max: Infinity, none: true, refusal: '' }
  return {
    min: rules.now - rules.timestampBeforeMaxMs,
    max: rules.now + rules.timestampAfterMaxMs,
    none: !stamped,
    refusal: `the timestamp is more than ${rules.timestampBeforeMaxMs} ms before or ${rules.timestampAfterMaxMs} ms after the broker's clock`,
  }
}

function admits(allowed: AllowedTimestamps, timestamp: number): boolean {
  return timestamp === NO_TIMESTAMP ? allowed.none : timestamp >= allowed.min && timestamp <= allowed.max
}
