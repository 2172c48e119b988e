/**
 * A record inside a batch (KIP-98); varints are zigzag:
 *
 *   size           varint  of what follows
 *   attributes     int8    unused
 *   timestampDelta varlong to baseTimestamp
 *   offsetDelta    varint  to baseOffset
 *   key            varint length (-1 for null) and bytes
 *   value          the same
 *   headers        varint count; each: varint length and key (UTF-8), varint length (-1 for null) and value
 */
import type { Bytes } from '@leat/base'
import {
  BATCH_OVERHEAD,
  MAGIC_V2,
  baseOffset,
  baseTimestamp,
  compressionId,
  magic,
  maxTimestamp,
  recordCount,
  sizeInBytes,
  timestampType,
} from './batch.ts'
import { DECOMPRESSED_BYTES_MAX, decompress } from './compression/index.ts'
import { Cursor } from './cursor.ts'
import { RecordError } from './errors.ts'

export type Header = readonly [key: string, value: Buffer | null]

/** Buffers are views of the batch, or of its decompressed copy: keep → copy. */
export interface RecordView {
  readonly offset: number
  /** Milliseconds; the batch's append time under LogAppendTime; -1 for none. */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly Header[]
}

export interface ReadLimits {
  readonly decompressedBytesMax: Bytes
}

const READ_LIMITS: ReadLimits = { decompressedBytesMax: DECOMPRESSED_BYTES_MAX }
const NO_HEADERS: readonly Header[] = []

/**
 * Calls `visit` for each record of the batch at `at`, in order, until it answers false. Throws RecordError for bytes that are no
 * batch; the checksum is not looked at.
 */
export function forEachRecord(
  batch: Buffer,
  at: number,
  visit: (record: RecordView) => boolean | void,
  limits: ReadLimits = READ_LIMITS,
): void {
  const frame = openRecords(batch, at, limits)
  const { cursor } = frame
  for (let index = 0; index < frame.count; index++) {
    const size = cursor.varint()
    if (size < 0 || size > cursor.remaining)
      throw new RecordError('malformed', `record ${index} has size ${size}, ${cursor.remaining} bytes are left`)
    const end = cursor.at + size
    cursor.skip(1)
    const timestampDelta = cursor.varlong()
    const offset = frame.baseOffset + cursor.varint()
    const record: RecordView = {
      offset,
      timestamp: frame.appendTime ?? frame.baseTimestamp + timestampDelta,
      key: readBytes(cursor),
      value: readBytes(cursor),
      headers: readHeaders(cursor),
    }
    if (cursor.at !== end) throw new RecordError('malformed', `record ${index} of size ${size} does not end where it says`)
    if (visit(record) === false) return
  }
  if (cursor.remaining !== 0) throw new RecordError('malformed', `${cursor.remaining} bytes are left after the last record`)
}

/** All records of the batch at `at`. */
export function readRecords(batch: Buffer, at = 0, limits: ReadLimits = READ_LIMITS): RecordView[] {
  const records: RecordView[] = []
  forEachRecord(batch, at, (record) => void records.push(record), limits)
  return records
}

/** The uncompressed bytes of the batch's records: a view when no codec is set. */
export function decompressRecords(batch: Buffer, at = 0, limits: ReadLimits = READ_LIMITS): Buffer {
  if (batch.length - at < BATCH_OVERHEAD) throw new RecordError('malformed', 'shorter than the header of a batch')
  const size = sizeInBytes(batch, at)
  if (size < BATCH_OVERHEAD || size > batch.length - at) throw new RecordError('malformed', `a batch of ${size} bytes does not fit`)
  if (magic(batch, at) !== MAGIC_V2) throw new RecordError('malformed', `magic ${magic(batch, at)} is not a record batch`)
  return decompress(compressionId(batch, at), batch.subarray(at + BATCH_OVERHEAD, at + size), limits.decompressedBytesMax)
}

interface OpenRecords {
  readonly cursor: Cursor
  readonly count: number
  readonly baseOffset: number
  readonly baseTimestamp: number
  readonly appendTime: number | null
}

function openRecords(batch: Buffer, at: number, limits: ReadLimits): OpenRecords {
  const records = decompressRecords(batch, at, limits)
  return {
    cursor: new Cursor(records, 0, records.length),
    count: recordCount(batch, at),
    baseOffset: baseOffset(batch, at),
    baseTimestamp: baseTimestamp(batch, at),
    appendTime: timestampType(batch, at) === 'LogAppendTime' ? maxTimestamp(batch, at) : null,
  }
}

function readBytes(cursor: Cursor): Buffer | null {
  const size = cursor.varint()
  return size < 0 ? null : cursor.take(size)
}

function readHeaders(cursor: Cursor): readonly Header[] {
  const count = cursor.varint()
  if (count === 0) return NO_HEADERS
  if (count < 0 || count > cursor.remaining) throw new RecordError('malformed', `a record has ${count} headers`)
  const headers: Header[] = []
  for (let i = 0; i < count; i++) {
    const key = readBytes(cursor)
    if (key === null) throw new RecordError('malformed', 'a header has no key')
    headers.push([key.toString('utf8'), readBytes(cursor)])
  }
  return headers
}
