/**
 * A partition's directory, as Apache Kafka lays it out:
 *
 *   00000000000000000000.log        batches as on the wire; the name is the first offset, 20 digits
 *   00000000000000000000.index      offset index
 *   00000000000000000000.timeindex  time index
 *   00000000000000000042.snapshot   producers as they were before offset 42
 *   leader-epoch-checkpoint         where each leadership began
 *   sync-failed                     (Leat's own) empty, or a second name of a log: a sync failed, so what can be read may not be on the disk
 *
 * `.deleted` marks what goes when its readers are done, `.cleaned` an unfinished compaction, `.swap` a finished one not yet in place.
 */
import type { Offset } from '@leat/base'

export const LOG = '.log'
export const INDEX = '.index'
export const TIME_INDEX = '.timeindex'
export const SNAPSHOT = '.snapshot'
export const DELETED = '.deleted'
export const CLEANED = '.cleaned'
export const SWAP = '.swap'
export const LEADER_EPOCHS = 'leader-epoch-checkpoint'
export const SYNC_FAILED = 'sync-failed'

const NUMBERED = /^(\d{20})(\.[a-z]+)(\.[a-z]+)?$/

export function numbered(offset: Offset, suffix: string): string {
  return `${String(offset).padStart(20, '0')}${suffix}`
}

/** What a numbered file is; `mark` is `.deleted`, `.cleaned`, `.swap` or empty. Null for files that are not numbered. */
export function parseNumbered(name: string): { readonly offset: Offset; readonly suffix: string; readonly mark: string } | null {
  const match = NUMBERED.exec(name)
  return match === null ? null : { offset: Number(match[1]), suffix: match[2]!, mark: match[3] ?? '' }
}
