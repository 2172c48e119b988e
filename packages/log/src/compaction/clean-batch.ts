import type { Millis, Offset } from '@leat/base'
import {
  COMPRESSION_TYPES,
  type RecordView,
  NO_PRODUCER_ID,
  buildBatch,
  forEachRecord,
  hasDeleteHorizon,
  baseTimestamp,
  isControl,
  readInfo,
  setLeaderEpoch,
} from '@leat/wire/records'
import type { OffsetMap } from './offset-map.ts'

/** What a round of compaction knows when it looks at a batch. */
export interface CleanRules {
  readonly newest: OffsetMap
  /** Records from here on are not in the map and stay. */
  readonly mappedEnd: Offset
  readonly now: Millis
  readonly deleteRetentionMs: Millis
  /** The last offset of an active producer's last batch: it stays, empty if need be, or the producer's state would be lost. */
  isLastOfProducer(producerId: number, producerEpoch: number, lastOffset: Offset): boolean
  /** The batch that ends at the high watermark stays, too. */
  readonly highWatermark: Offset
}

/** `keep`: byte for byte. `replace`: fewer records, or a delete horizon. */
export type Cleaned = { readonly kind: 'keep' } | { readonly kind: 'drop' } | { readonly kind: 'replace'; readonly bytes: Buffer }

/**
 * Kafka's rules: the newest record of each key stays, records without a key go. A tombstone gets its delete horizon when it is first
 * cleaned (KIP-534: attribute bit 6, baseTimestamp reused) and goes when that has passed. Offsets never change: a batch keeps its
 * base offset, its last offset and its sequences. Throws RecordError for records that cannot be read.
 */
export function cleanBatch(bytes: Buffer, at: number, rules: CleanRules): Cleaned {
  const info = readInfo(bytes, at)
  const lastOffset = info.baseOffset + info.lastOffsetDelta
  if (isControl(bytes, at)) return { kind: 'keep' }
  const horizonMs = hasDeleteHorizon(bytes, at) ? baseTimestamp(bytes, at) : null
  const kept: RecordView[] = []
  let hasTombstones = false
  forEachRecord(bytes, at, (record) => {
    if (!isKept(record, horizonMs, rules)) return
    if (record.value === null) hasTombstones = true
    kept.push(record)
  })

  const startsHorizon = hasTombstones && horizonMs === null
  if (kept.length === info.recordCount && !startsHorizon) {
    return kept.length > 0 || isNeeded() ? { kind: 'keep' } : { kind: 'drop' }
  }
  if (kept.length === 0 && !isNeeded()) return { kind: 'drop' }
  const deleteHorizonMs = kept.length === 0 ? undefined : startsHorizon ? rules.now + rules.deleteRetentionMs : (horizonMs ?? undefined)
  const cleaned = buildBatch({
    records: kept.map(({ offset, ...record }) => ({ ...record, offsetDelta: offset - info.baseOffset })),
    compression: COMPRESSION_TYPES[info.compressionId]!,
    producerId: info.producerId,
    producerEpoch: info.producerEpoch,
    baseSequence: info.baseSequence,
    isTransactional: info.isTransactional,
    timestampType: info.timestampType,
    baseOffset: info.baseOffset,
    lastOffsetDelta: info.lastOffsetDelta,
    ...(info.timestampType === 'LogAppendTime' || kept.length === 0 ? { maxTimestamp: info.maxTimestamp } : {}),
    ...(deleteHorizonMs === undefined ? {} : { deleteHorizonMs }),
  })
  setLeaderEpoch(cleaned, 0, info.leaderEpoch)
  return { kind: 'replace', bytes: cleaned }

  function isNeeded(): boolean {
    if (lastOffset === rules.highWatermark - 1) return true
    return info.producerId !== NO_PRODUCER_ID && rules.isLastOfProducer(info.producerId, info.producerEpoch, lastOffset)
  }
}

function isKept(record: RecordView, horizonMs: Millis | null, rules: CleanRules): boolean {
  if (record.offset >= rules.mappedEnd) return true
  if (record.key === null || record.offset < rules.newest.get(record.key)) return false
  return record.value !== null || horizonMs === null || rules.now < horizonMs
}
