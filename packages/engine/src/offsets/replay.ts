import type { Logger } from '@leat/base'
import type { PartitionLog } from '@leat/log'
import { RecordError, batches, forEachRecord, isControl, lastOffset } from '@leat/wire/records'
import type { CoordinatorRecord } from '../contract.ts'

/** Read at once while replaying. */
const REPLAY_BYTES = 1024 * 1024

/** Feeds all records of one partition of `__consumer_offsets`, oldest first. False when its log cannot be read: then its groups stay unloaded. */
export async function replayPartition(
  log: PartitionLog,
  logger: Logger,
  onRecord: (record: CoordinatorRecord, timestampMs: number) => void,
): Promise<boolean> {
  let offset = log.startOffset
  while (offset < log.endOffset) {
    const read = await log.read({ offset, bytesMax: REPLAY_BYTES, atLeastOne: true, upTo: 'end' })
    if (read.kind !== 'data') {
      logger.event('error', 'offsets-not-loaded', {
        partition: log.name,
        offset,
        reason: read.kind === 'storage' ? read.reason : 'the log does not reach back to its start',
      })
      return false
    }
    if (read.bytes === 0) break
    try {
      for (const chunk of read.chunks) offset = replayChunk(chunk, onRecord, offset)
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      logger.event('error', 'offsets-not-loaded', { partition: log.name, offset, reason: error.message })
      return false
    }
  }
  return true
}

function replayChunk(chunk: Buffer, onRecord: (record: CoordinatorRecord, timestampMs: number) => void, from: number): number {
  let next = from
  for (const at of batches(chunk)) {
    next = lastOffset(chunk, at) + 1
    if (isControl(chunk, at)) continue
    forEachRecord(chunk, at, ({ key, value, timestamp }) => {
      // Views end with the chunk; what is kept is copied.
      if (key !== null) onRecord({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) }, timestamp)
    })
  }
  return next
}
