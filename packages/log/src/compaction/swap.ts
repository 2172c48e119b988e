import { CLEANED, INDEX, LOG, SWAP, TIME_INDEX } from '../file-names.ts'
import type { Partition } from '../partition.ts'
import { retireSegment } from '../retention.ts'
import type { Segment } from '../segment.ts'

/**
 * Puts a cleaned segment in the place of those it was made from. A crash before the first rename leaves the old ones; after it,
 * recovery finds `.swap` and finishes what is done here. Does not yield. Throws `FsError`.
 */
export function swapIn(partition: Partition, cleaned: Segment, group: readonly Segment[]): void {
  const { fs, durability } = partition.shared
  const path = cleaned.path(LOG)
  fs.renameSync(path + CLEANED, path + SWAP)
  if (durability !== 'none') fs.syncDirSync(partition.directory)
  try {
    replace(partition, cleaned, group)
  } catch (error) {
    partition.goOffline(`a compaction was interrupted: ${String(error)}`) // recovery ends it
    throw error
  }
}

function replace(partition: Partition, cleaned: Segment, group: readonly Segment[]): void {
  const { fs } = partition.shared
  const path = cleaned.path(LOG)
  for (const segment of group.toReversed()) retireSegment(partition, segment)
  fs.renameSync(path + SWAP, path)
  const at = partition.segments.indexOf(group[0]!)
  partition.segments = partition.segments.toSpliced(at, group.length, cleaned)
  for (const suffix of [INDEX, TIME_INDEX]) fs.renameSync(cleaned.path(suffix) + CLEANED, cleaned.path(suffix))
  cleaned.index = null // from the file when needed: sealed segments share a budget
  cleaned.timeIndex = null
}
