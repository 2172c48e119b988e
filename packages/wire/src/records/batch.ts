/**
 * RecordBatch v2 (KIP-98), big-endian:
 *
 *   at  bytes  field
 *    0      8  baseOffset            the broker's; outside the checksum
 *    8      4  batchLength           bytes that follow this field
 *   12      4  partitionLeaderEpoch  the broker's; outside the checksum
 *   16      1  magic                 2
 *   17      4  crc                   CRC-32C from `attributes` to the end
 *   21      2  attributes            0-2 codec · 3 LogAppendTime · 4 transactional · 5 control · 6 baseTimestamp is a delete horizon (KIP-534)
 *   23      4  lastOffsetDelta
 *   27      8  baseTimestamp         ms; of the first record, or the delete horizon
 *   35      8  maxTimestamp          ms; -1 when unknown; of all records under LogAppendTime
 *   43      8  producerId            -1 without idempotence
 *   51      2  producerEpoch
 *   53      4  baseSequence
 *   57      4  recordCount
 *   61      …  records, compressed as one block when a codec is set
 *
 * Every function takes the buffer and the position of a batch in it; nothing is copied. Callers hand in at least
 * `BATCH_OVERHEAD` bytes behind `at`. int64 fields are safe integers or a RecordError is thrown.
 */
import { crc32c } from './crc32c.ts'
import { RecordError } from './errors.ts'

/** Bytes of a batch before its records. */
export const BATCH_OVERHEAD = 61
/** Bytes of baseOffset and batchLength: what must be there to know a batch's size. */
export const LOG_OVERHEAD = 12
export const MAGIC_V2 = 2
export const NO_TIMESTAMP = -1
export const NO_PRODUCER_ID = -1
export const NO_PRODUCER_EPOCH = -1
export const NO_SEQUENCE = -1

export type TimestampType = 'CreateTime' | 'LogAppendTime'

const AT = {
  batchLength: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const
const CODEC_MASK = 0x07
const LOG_APPEND_TIME_BIT = 0x08
const TRANSACTIONAL_BIT = 0x10
const CONTROL_BIT = 0x20
const DELETE_HORIZON_BIT = 0x40
const TWO_32 = 0x1_0000_0000

export const baseOffset = (bytes: Buffer, at: number): number => readInt64(bytes, at)
/** The whole batch in bytes, header included; may be nonsense in bytes that were never checked. */
export const sizeInBytes = (bytes: Buffer, at: number): number => LOG_OVERHEAD + bytes.readInt32BE(at + AT.batchLength)
export const partitionLeaderEpoch = (bytes: Buffer, at: number): number => bytes.readInt32BE(at + AT.leaderEpoch)
export const magic = (bytes: Buffer, at: number): number => bytes.readInt8(at + AT.magic)
export const storedCrc = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at + AT.crc)
export const attributes = (bytes: Buffer, at: number): number => bytes.readInt16BE(at + AT.attributes)
export const lastOffsetDelta = (bytes: Buffer, at: number): number => bytes.readInt32BE(at + AT.lastOffsetDelta)
export const lastOffset = (bytes: Buffer, at: number): number => baseOffset(bytes, at) + lastOffsetDelta(bytes, at)
export const baseTimestamp = (bytes: Buffer, at: number): number => readInt64(bytes, at + AT.baseTimestamp)
export const maxTimestamp = (bytes: Buffer, at: number): number => readInt64(bytes, at + AT.maxTimestamp)
export const producerId = (bytes: Buffer, at: number): number => readInt64(bytes, at + AT.producerId)
export const producerEpoch = (bytes: Buffer, at: number): number => bytes.readInt16BE(at + AT.producerEpoch)
export const baseSequence = (bytes: Buffer, at: number): number => bytes.readInt32BE(at + AT.baseSequence)
export const recordCount = (bytes: Buffer, at: number): number => bytes.readInt32BE(at + AT.recordCount)

/** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; 5 to 7 do not exist. */
export const compressionId = (bytes: Buffer, at: number): number => attributes(bytes, at) & CODEC_MASK
export const isTransactional = (bytes: Buffer, at: number): boolean => (attributes(bytes, at) & TRANSACTIONAL_BIT) !== 0
export const isControl = (bytes: Buffer, at: number): boolean => (attributes(bytes, at) & CONTROL_BIT) !== 0
export const hasDeleteHorizon = (bytes: Buffer, at: number): boolean => (attributes(bytes, at) & DELETE_HORIZON_BIT) !== 0
export const timestampType = (bytes: Buffer, at: number): TimestampType =>
  (attributes(bytes, at) & LOG_APPEND_TIME_BIT) === 0 ? 'CreateTime' : 'LogAppendTime'

/** The checksum's bytes are those from `attributes` on. `size` is the whole batch. */
export function isCrcValid(bytes: Buffer, at: number, size: number): boolean {
  return storedCrc(bytes, at) === crc32c(bytes, at + AT.attributes, at + size)
}

/** Outside the checksum: the broker gives a batch its place without touching the rest. */
export function setBaseOffset(bytes: Buffer, at: number, offset: number): void {
  writeInt64(bytes, at, offset)
}

/** Outside the checksum. */
export function setLeaderEpoch(bytes: Buffer, at: number, epoch: number): void {
  bytes.writeInt32BE(epoch, at + AT.leaderEpoch)
}

/** LogAppendTime: every record of the batch now has the timestamp `ms`, and the checksum is made anew. */
export function setAppendTime(bytes: Buffer, at: number, ms: number): void {
  setMaxTimestamp(bytes, at, 'LogAppendTime', ms)
}

/** Writes the type and maxTimestamp of a batch; the checksum is made anew only when one of them changed. */
export function setMaxTimestamp(bytes: Buffer, at: number, type: TimestampType, ms: number): void {
  if (timestampType(bytes, at) === type && maxTimestamp(bytes, at) === ms) return
  const others = attributes(bytes, at) & ~LOG_APPEND_TIME_BIT
  bytes.writeInt16BE(type === 'LogAppendTime' ? others | LOG_APPEND_TIME_BIT : others, at + AT.attributes)
  writeInt64(bytes, at + AT.maxTimestamp, ms)
  writeCrc(bytes, at)
}

/** Computes the checksum of a batch whose length field is right, and stores it. */
export function writeCrc(bytes: Buffer, at: number): void {
  bytes.writeUInt32BE(crc32c(bytes, at + AT.attributes, at + sizeInBytes(bytes, at)), at + AT.crc)
}

export interface BatchHeader {
  readonly baseOffset: number
  /** The whole batch, header included. */
  readonly sizeInBytes: number
  readonly leaderEpoch: number
  readonly attributes: number
  readonly lastOffsetDelta: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly recordCount: number
}

/** `crc` is left zero: call `writeCrc` when the records are in place. */
export function writeHeader(bytes: Buffer, at: number, header: BatchHeader): void {
  writeInt64(bytes, at, header.baseOffset)
  bytes.writeInt32BE(header.sizeInBytes - LOG_OVERHEAD, at + AT.batchLength)
  bytes.writeInt32BE(header.leaderEpoch, at + AT.leaderEpoch)
  bytes.writeInt8(MAGIC_V2, at + AT.magic)
  bytes.writeUInt32BE(0, at + AT.crc)
  bytes.writeInt16BE(header.attributes, at + AT.attributes)
  bytes.writeInt32BE(header.lastOffsetDelta, at + AT.lastOffsetDelta)
  writeInt64(bytes, at + AT.baseTimestamp, header.baseTimestamp)
  writeInt64(bytes, at + AT.maxTimestamp, header.maxTimestamp)
  writeInt64(bytes, at + AT.producerId, header.producerId)
  bytes.writeInt16BE(header.producerEpoch, at + AT.producerEpoch)
  bytes.writeInt32BE(header.baseSequence, at + AT.baseSequence)
  bytes.writeInt32BE(header.recordCount, at + AT.recordCount)
}

export function readHeader(bytes: Buffer, at: number): BatchHeader {
  return {
    baseOffset: baseOffset(bytes, at),
    sizeInBytes: sizeInBytes(bytes, at),
    leaderEpoch: partitionLeaderEpoch(bytes, at),
    attributes: attributes(bytes, at),
    lastOffsetDelta: lastOffsetDelta(bytes, at),
    baseTimestamp: baseTimestamp(bytes, at),
    maxTimestamp: maxTimestamp(bytes, at),
    producerId: producerId(bytes, at),
    producerEpoch: producerEpoch(bytes, at),
    baseSequence: baseSequence(bytes, at),
    recordCount: recordCount(bytes, at),
  }
}

/** A header with the meaning of its attributes: what `checkProduced` answers, and what a log is given with a batch. */
export interface BatchInfo extends BatchHeader {
  readonly compressionId: number
  readonly timestampType: TimestampType
  readonly isTransactional: boolean
  readonly isControl: boolean
}

/** For batches that need no check, such as our own. */
export function readInfo(bytes: Buffer, at: number): BatchInfo {
  return {
    ...readHeader(bytes, at),
    compressionId: compressionId(bytes, at),
    timestampType: timestampType(bytes, at),
    isTransactional: isTransactional(bytes, at),
    isControl: isControl(bytes, at),
  }
}

/** The attributes' bits from their meaning. */
export function packAttributes(bits: {
  readonly compressionId: number
  readonly timestampType: TimestampType
  readonly isTransactional: boolean
  readonly isControl: boolean
  readonly hasDeleteHorizon: boolean
}): number {
  return (
    bits.compressionId |
    (bits.timestampType === 'LogAppendTime' ? LOG_APPEND_TIME_BIT : 0) |
    (bits.isTransactional ? TRANSACTIONAL_BIT : 0) |
    (bits.isControl ? CONTROL_BIT : 0) |
    (bits.hasDeleteHorizon ? DELETE_HORIZON_BIT : 0)
  )
}

/** Positions of the complete batches in `bytes[start, end)`. Stops before a partial one, as at the end of a fetch response, and at lengths that cannot be. */
export function* batches(bytes: Buffer, start = 0, end: number = bytes.length): Generator<number, void, undefined> {
  let at = start
  while (end - at >= BATCH_OVERHEAD) {
    const size = sizeInBytes(bytes, at)
    if (size < BATCH_OVERHEAD || size > end - at) return
    yield at
    at += size
  }
}

/** An int64 as a number; a RecordError when it is beyond 2^53. */
export function readInt64(bytes: Buffer, at: number): number {
  const value = bytes.readInt32BE(at) * TWO_32 + bytes.readUInt32BE(at + 4)
  if (!Number.isSafeInteger(value)) throw new RecordError('malformed', `int64 at ${at} is beyond the safe integers`)
  return value
}

export function writeInt64(bytes: Buffer, at: number, value: number): void {
  const high = Math.floor(value / TWO_32)
  bytes.writeInt32BE(high, at)
  bytes.writeUInt32BE(value - high * TWO_32, at + 4)
}
