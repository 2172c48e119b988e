import { createHash } from 'node:crypto'
import {
  COMPRESSION_TYPES,
  baseOffset,
  baseSequence,
  compressionId,
  isControl,
  isTransactional,
  lastOffset,
  maxTimestamp,
  partitionLeaderEpoch,
  producerEpoch,
  producerId,
  readRecords,
  recordCount,
  timestampType,
} from '../../src/records/index.ts'

/** A batch as one line of JSON, letter by letter as GoldenRecords.java writes it. */
export function describeBatch(batch: Buffer): string {
  return JSON.stringify({
    baseOffset: baseOffset(batch, 0),
    lastOffset: lastOffset(batch, 0),
    leaderEpoch: partitionLeaderEpoch(batch, 0),
    codec: COMPRESSION_TYPES[compressionId(batch, 0)],
    timestampType: timestampType(batch, 0),
    maxTimestamp: maxTimestamp(batch, 0),
    isTransactional: isTransactional(batch, 0),
    isControl: isControl(batch, 0),
    producerId: producerId(batch, 0),
    producerEpoch: producerEpoch(batch, 0),
    baseSequence: baseSequence(batch, 0),
    count: recordCount(batch, 0),
    records: readRecords(batch).map(({ offset, timestamp, key, value, headers }) => ({
      offset,
      timestamp,
      key: text(key),
      value: text(value),
      headers: headers.map(([name, content]) => [name, text(content)]),
    })),
  })
}

function text(bytes: Buffer | null): string | null {
  if (bytes === null) return null
  return bytes.length > 1024 ? `sha256:${createHash('sha256').update(bytes).digest('base64')}` : bytes.toString('base64')
}
