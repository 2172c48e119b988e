import type { RecordView } from '@leat/wire/records'
import type { PartitionReader } from './partition-reader.ts'

/** Partitions that are read at once. */
const FILLING_MAX = 16

export interface Merged {
  readonly partition: number
  readonly record: RecordView
}

/**
 * Records of several partitions in one order: by timestamp, as far as each partition is in the order of its own timestamps (within one the order of offsets always holds). Readers are
 * filled before the next record is chosen, so that none is passed over.
 */
export async function* mergeByTime(
  readers: readonly PartitionReader[],
  direction: 'backward' | 'forward',
): AsyncGenerator<Merged, void, undefined> {
  await fillAll(readers)
  for (;;) {
    let chosen: PartitionReader | null = null
    for (const reader of readers) {
      if (reader.peek === null) continue
      if (chosen === null || isBefore(reader.peek, chosen.peek!, direction)) chosen = reader
    }
    if (chosen === null) return
    yield { partition: chosen.partition, record: chosen.take() }
    if (chosen.peek === null) await chosen.fill()
  }
}

function isBefore(a: RecordView, b: RecordView, direction: 'backward' | 'forward'): boolean {
  return direction === 'backward' ? a.timestamp > b.timestamp : a.timestamp < b.timestamp
}

async function fillAll(readers: readonly PartitionReader[]): Promise<void> {
  const waiting = readers.values()
  const fill = async (): Promise<void> => {
    for (const reader of waiting) await reader.fill()
  }
  await Promise.all(Array.from({ length: Math.min(FILLING_MAX, readers.length) }, fill))
}
