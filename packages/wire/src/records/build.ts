import {
  type BatchHeader,
  BATCH_OVERHEAD,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  type TimestampType,
  packAttributes,
  writeCrc,
  writeHeader,
} from './batch.ts'
import { type CompressionType, compress, compressionIdOf } from './compression/index.ts'
import { varintSize, writeVarint } from './cursor.ts'
import type { Header } from './records.ts'

export interface RecordInput {
  readonly key?: Buffer | null
  readonly value?: Buffer | null
  /** Milliseconds; -1 for none. */
  readonly timestamp?: number
  readonly headers?: readonly Header[]
  /** Place in the batch; the index by default. Compaction leaves gaps. */
  readonly offsetDelta?: number
}

export interface BatchInput {
  readonly records: readonly RecordInput[]
  readonly compression?: CompressionType
  readonly compressionLevel?: number
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly isTransactional?: boolean
  readonly isControl?: boolean
  readonly timestampType?: TimestampType
  /** Under LogAppendTime: the time of all records, milliseconds. The records' largest otherwise. */
  readonly maxTimestamp?: number
  readonly baseOffset?: number
  readonly leaderEpoch?: number
  /** That of the last record by default; larger when compaction removed records behind it. */
  readonly lastOffsetDelta?: number
  /** Milliseconds; stands in place of baseTimestamp in a compacted batch with tombstones (KIP-534). */
  readonly deleteHorizonMs?: number
}

/** A batch of its own buffer, ready to be produced or stored. */
export function buildBatch(input: BatchInput): Buffer {
  const base = input.deleteHorizonMs ?? input.records[0]?.timestamp ?? NO_TIMESTAMP
  const compression = input.compression ?? 'none'
  const sizes = input.records.map((record, index) => bodySize(record, index, base))
  const recordBytes = sizes.reduce((sum, size) => sum + varintSize(size) + size, 0)
  const plain = Buffer.allocUnsafe(BATCH_OVERHEAD + recordBytes)
  let at = BATCH_OVERHEAD
  for (const [index, record] of input.records.entries()) at = writeRecord(plain, at, record, index, base, sizes[index]!)

  // Kafka leaves the records of an empty batch empty under every codec (a compacted batch that only keeps its producer's state).
  const isCompressed = compression !== 'none' && input.records.length > 0
  const batch = isCompressed ? withRecords(plain, compress(compression, plain.subarray(BATCH_OVERHEAD), input.compressionLevel)) : plain
  writeHeader(batch, 0, headerOf(input, base, batch.length))
  writeCrc(batch, 0)
  return batch
}

/** `header`'s first 61 bytes followed by `records`. The length and checksum are still to be written. */
export function withRecords(header: Buffer, records: Buffer): Buffer {
  const batch = Buffer.allocUnsafe(BATCH_OVERHEAD + records.length)
  header.copy(batch, 0, 0, BATCH_OVERHEAD)
  records.copy(batch, BATCH_OVERHEAD)
  return batch
}

function headerOf(input: BatchInput, base: number, size: number): BatchHeader {
  const last = input.records.length - 1
  return {
    baseOffset: input.baseOffset ?? 0,
    sizeInBytes: size,
    leaderEpoch: input.leaderEpoch ?? -1,
    attributes: packAttributes({
      compressionId: compressionIdOf(input.compression ?? 'none'),
      timestampType: input.timestampType ?? 'CreateTime',
      isTransactional: input.isTransactional ?? false,
      isControl: input.isControl ?? false,
      hasDeleteHorizon: input.deleteHorizonMs !== undefined,
    }),
    lastOffsetDelta: input.lastOffsetDelta ?? input.records[last]?.offsetDelta ?? last,
    baseTimestamp: base,
    maxTimestamp:
      input.maxTimestamp ?? input.records.reduce((max, record) => Math.max(max, record.timestamp ?? NO_TIMESTAMP), NO_TIMESTAMP),
    producerId: input.producerId ?? NO_PRODUCER_ID,
    producerEpoch: input.producerEpoch ?? NO_PRODUCER_EPOCH,
    baseSequence: input.baseSequence ?? NO_SEQUENCE,
    recordCount: input.records.length,
  }
}

function bodySize(record: RecordInput, index: number, base: number): number {
  const headers = record.headers ?? []
  let size = 1 + varintSize((record.timestamp ?? NO_TIMESTAMP) - base) + varintSize(record.offsetDelta ?? index)
  size += bytesSize(record.key ?? null) + bytesSize(record.value ?? null) + varintSize(headers.length)
  for (const [key, value] of headers) {
    const keySize = Buffer.byteLength(key)
    size += varintSize(keySize) + keySize + bytesSize(value)
  }
  return size
}

function bytesSize(bytes: Buffer | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length
}

function writeRecord(to: Buffer, start: number, record: RecordInput, index: number, base: number, size: number): number {
  const headers = record.headers ?? []
  let at = writeVarint(to, start, size)
  to[at++] = 0
  at = writeVarint(to, at, (record.timestamp ?? NO_TIMESTAMP) - base)
  at = writeVarint(to, at, record.offsetDelta ?? index)
  at = writeBytes(to, at, record.key ?? null)
  at = writeBytes(to, at, record.value ?? null)
  at = writeVarint(to, at, headers.length)
  for (const [key, value] of headers) {
    at = writeVarint(to, at, Buffer.byteLength(key))
    at += to.write(key, at, 'utf8')
    at = writeBytes(to, at, value)
  }
  return at
}

function writeBytes(to: Buffer, start: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(to, start, -1)
  const at = writeVarint(to, start, bytes.length)
  return at + bytes.copy(to, at)
}
