import type { Bytes, Clock, Offset, Random } from '@leat/base'
import { readFetches, type Transport } from '@leat/client'
import type { RecordView } from '@leat/wire/records'

/** Records that are held at most for one partition, of what is read ahead of what is shown. */
const WINDOW_BYTES_MAX: Bytes = 2 * 1024 * 1024
const FETCH_BYTES_MAX: Bytes = 512 * 1024

export interface ReadingOptions {
  readonly transport: Transport
  readonly topic: string
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

/** One partition, read in one direction, a window at a time. `peek` is the next record once `fill` has resolved; null: there are no more. */
export interface PartitionReader {
  readonly partition: number
  readonly peek: RecordView | null
  /** Where to go on: with `forward` the next offset, else the offset that is no longer wanted. */
  readonly position: Offset
  readonly isEnded: boolean
  fill(): Promise<void>
  take(): RecordView
}

/** From an offset up to (not including) another. */
export function forwardReader(options: ReadingOptions, partition: number, from: Offset, end: Offset): PartitionReader {
  const { transport, topic, clock, random, signal } = options
  const fetches = readFetches(transport, { topic, partition, clock, random, signal, from, upTo: end, fetchBytesMax: FETCH_BYTES_MAX })
  let records: RecordView[] = []
  let at = 0
  let position = from
  let isRead = from >= end
  return {
    partition,
    get peek() {
      return records[at] ?? null
    },
    get position() {
      return position
    },
    get isEnded() {
      return isRead && at >= records.length
    },
    async fill() {
      while (at >= records.length && !isRead) {
        const { value, done } = await fetches.next()
        at = 0
        records = done === true ? [] : value.flatMap((batch) => batch.records).filter(({ offset }) => offset < end)
        if (done !== true) continue
        isRead = true
        position = end
      }
    },
    take() {
      const record = records[at++]!
      position = record.offset + 1
      return record
    },
  }
}

/** From before an offset down to another: windows that end where the last one began, read forward and given backward. */
export function backwardReader(
  options: ReadingOptions,
  partition: number,
  before: Offset,
  start: Offset,
  windowOffsets: number,
): PartitionReader {
  let records: RecordView[] = []
  let unread = before
  let position = before
  let span = windowOffsets
  return {
    partition,
    get peek() {
      return records.at(-1) ?? null
    },
    get position() {
      return position
    },
    get isEnded() {
      return unread <= start && records.length === 0
    },
    async fill() {
      while (records.length === 0 && unread > start) {
        const from = Math.max(start, unread - span)
        const window = await readWindow(options, partition, from, unread)
        if (window === null && span > 1) {
          // Large records: fewer at once.
          span = Math.ceil(span / 8)
          continue
        }
        records = window ?? []
        unread = from
        // Compaction leaves holes: look further at once.
        if (records.length === 0) span = Math.min(span * 4, 100_000)
        if (records.length === 0 && unread <= start) position = start
      }
    },
    take() {
      const record = records.pop()!
      position = record.offset
      return record
    },
  }
}

/** Null: they are more bytes than are held at once. A single record is always held. */
async function readWindow(options: ReadingOptions, partition: number, from: Offset, upTo: Offset): Promise<RecordView[] | null> {
  const { transport, topic, clock, random, signal } = options
  const records: RecordView[] = []
  let bytes = 0
  for await (const batches of readFetches(transport, {
    topic,
    partition,
    clock,
    random,
    signal,
    from,
    upTo,
    fetchBytesMax: FETCH_BYTES_MAX,
  })) {
    for (const { records: some } of batches) {
      for (const record of some) {
        if (record.offset >= upTo) continue
        records.push(record)
        bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0)
      }
    }
    if (bytes > WINDOW_BYTES_MAX && upTo - from > 1) return null
  }
  return records
}
