export { crc32c, loadNativeCrc32c } from './crc32c.ts'
export { RecordError, type RecordErrorKind } from './errors.ts'
export {
  type BatchHeader,
  type BatchInfo,
  BATCH_OVERHEAD,
  LOG_OVERHEAD,
  MAGIC_V2,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  type TimestampType,
  attributes,
  baseOffset,
  baseSequence,
  baseTimestamp,
  batches,
  compressionId,
  hasDeleteHorizon,
  isControl,
  isCrcValid,
  isTransactional,
  lastOffset,
  lastOffsetDelta,
  magic,
  maxTimestamp,
  partitionLeaderEpoch,
  producerEpoch,
  producerId,
  readHeader,
  readInfo,
  readInt64,
  recordCount,
  setAppendTime,
  setBaseOffset,
  setLeaderEpoch,
  setMaxTimestamp,
  sizeInBytes,
  storedCrc,
  timestampType,
  writeCrc,
  writeInt64,
} from './batch.ts'
export { BATCH_ERROR_CODE, type BatchError, type RecordRefusal, batchErrorMessage } from './batch-error.ts'
export { DEFAULT_RULES, MAX_MESSAGE_BYTES_DEFAULT, type ProduceRules, RECORD_REFUSALS_MAX, checkProduced } from './validate.ts'
export { type Header, type ReadLimits, type RecordView, decompressRecords, forEachRecord, readRecords } from './records.ts'
export { type OffsetAndTimestamp, findByTimestamp, maxTimestampRecord } from './timestamps.ts'
export { type BatchInput, type RecordInput, buildBatch } from './build.ts'
export { type EndTxnMarker, type EndTxnMarkerInput, buildEndTxnMarker, readEndTxnMarker } from './control.ts'
export { recompress } from './recompress.ts'
export {
  COMPRESSION_TYPES,
  type CompressionType,
  DECOMPRESSED_BYTES_MAX,
  compress,
  compressionIdOf,
  decompress,
} from './compression/index.ts'
