import { BATCH_OVERHEAD, MAGIC_V2, batches, magic, readInfo, readRecords } from '@leat/wire/records'

/** The records of a Fetch answer in words. Sizes of compressed batches are left out: two compressors need not agree. */
export function describeRecords(bytes: Buffer | null): unknown {
  if (bytes === null) return null
  const described: unknown[] = []
  let end = 0
  for (const at of batches(bytes)) {
    described.push(describeBatch(bytes, at))
    end = at + readInfo(bytes, at).sizeInBytes
  }
  // A last batch that was cut off: how much of it came is the limit's doing.
  if (end < bytes.length) described.push({ cutOffBytes: bytes.length - end })
  return described
}

function describeBatch(bytes: Buffer, at: number): unknown {
  if (bytes.length - at < BATCH_OVERHEAD || magic(bytes, at) !== MAGIC_V2) return { magic: magic(bytes, at) }
  const info = readInfo(bytes, at)
  const {
    baseOffset,
    leaderEpoch,
    attributes,
    lastOffsetDelta,
    baseTimestamp,
    maxTimestamp,
    producerId,
    producerEpoch,
    baseSequence,
    recordCount,
  } = info
  const records = readRecords(bytes, at).map(({ offset, timestamp, key, value, headers }) => ({
    offset,
    timestamp,
    key: key?.toString() ?? null,
    value: value?.toString().slice(0, SHOWN_CHARS_MAX) ?? null,
    headers: headers.map(([name, content]) => `${name}=${content?.toString() ?? 'null'}`),
  }))
  const header = {
    baseOffset,
    leaderEpoch,
    attributes,
    lastOffsetDelta,
    baseTimestamp,
    maxTimestamp,
    producerId,
    producerEpoch,
    baseSequence,
    recordCount,
  }
  return { ...header, ...(info.compressionId === 0 ? { sizeInBytes: info.sizeInBytes } : {}), content: records }
}

const SHOWN_CHARS_MAX = 40
