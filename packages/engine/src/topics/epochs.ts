import type { Offset } from '@leat/base'
import type { PartitionLog } from '@leat/log'

/** The leader epoch in which the record at `offset` was, or would be, written. */
export function epochAt(log: PartitionLog, offset: Offset): number {
  for (let epoch = 0; epoch < log.leaderEpoch; epoch++) {
    const end = log.endOfEpoch(epoch)
    if (end !== null && end.endOffset > offset) return end.epoch
  }
  return log.leaderEpoch
}
