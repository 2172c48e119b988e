import type { Bytes, Millis, Offset, ProducerId, TopicId } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import type { RecordView } from '@leat/wire/records'
import { Backoff, type Pace } from './backoff.ts'
import { KafkaError, OffsetOutOfRange } from './errors.ts'
import { fetchOnce } from './fetch-once.ts'
import { type PartitionName, type PartitionPlace, locatePartition, partitionText } from './locate-partition.ts'
import type { Transport } from './transport.ts'

export interface ReadPartitionOptions extends PartitionName, Pace {
  readonly from: Offset
  /** Ends before this offset, or at the end found by the first fetch; without it, follows what comes. */
  readonly upTo?: Offset | 'end'
  readonly signal: AbortSignal
  /** Memory for one fetch; a batch larger than that still comes. */
  readonly fetchBytesMax?: Bytes
  /** How long a partition may be unavailable. Without it a reading up to an end gives up after 30 seconds, and one that follows never. */
  readonly unavailableMsMax?: Millis
}

/** One batch as it stands in the log. Buffers are views of the fetch they came with: keep → copy. */
export interface RecordBatch {
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  /** -1 without idempotence, as are epoch and sequence. */
  readonly producerId: ProducerId
  readonly producerEpoch: number
  readonly baseSequence: number
  /** Key, value, headers, offset, timestamp (ms). None in a control batch, nor in one whose records compaction has removed. */
  readonly records: readonly RecordView[]
}

const FETCH_BYTES_MAX: Bytes = 1024 * 1024
/** How long a fetch may be parked before it is asked again. */
const FOLLOW_WAIT_MS: Millis = 30_000
const UNAVAILABLE_MS_MAX: Millis = 30_000

/**
 * Record batches from an offset on, in order, as far as consumers may see them. Errors that pass are waited out.
 *
 * @throws OffsetOutOfRange; BatchUnreadable; KafkaError when the partition stays unavailable or is refused; TransportClosed; the signal's reason
 */
export async function* readPartition(transport: Transport, options: ReadPartitionOptions): AsyncGenerator<RecordBatch, void, undefined> {
  for await (const batches of readFetches(transport, options)) yield* batches
}

/** The same as they come, a fetch at a time: for those who read thousands of batches before anything else can begin. */
export async function* readFetches(
  transport: Transport,
  options: ReadPartitionOptions,
): AsyncGenerator<readonly RecordBatch[], void, undefined> {
  const { signal, upTo, fetchBytesMax = FETCH_BYTES_MAX } = options
  const unavailableMsMax = options.unavailableMsMax ?? (upTo === undefined ? Number.POSITIVE_INFINITY : UNAVAILABLE_MS_MAX)
  const backoff = new Backoff(options)
  let place: PartitionPlace | null = null
  let topicId: TopicId | null = null
  let position = options.from
  let end = upTo === 'end' ? null : (upTo ?? Number.POSITIVE_INFINITY)
  // Below the high watermark an answer comes at once, if only to say that compaction left nothing there.
  let isBehind = upTo !== undefined

  const unavailable = async (code: number): Promise<void> => {
    const doing = `reading ${partitionText(options)}`
    if (!isRetriable(code) || backoff.failingMs >= unavailableMsMax) throw new KafkaError(doing, code)
    place = null
    await backoff.wait(signal)
  }

  while (end === null || position < end) {
    if (place === null) {
      const located = await locatePartition(transport, options, signal)
      if (!located.ok) {
        await unavailable(located.error.code)
        continue
      }
      place = located.value
      topicId ??= place.topicId
      // Another topic of the same name: its offsets say nothing of what was read here.
      if (place.topicId !== topicId) throw new KafkaError(`reading ${partitionText(options)}`, ErrorCode.UNKNOWN_TOPIC_ID)
    }
    const maxWaitMs = isBehind ? 0 : FOLLOW_WAIT_MS
    const fetched = await fetchOnce(transport, { place, from: position, maxWaitMs, bytesMax: fetchBytesMax, signal })
    if (!fetched.ok) {
      if (fetched.error.code === ErrorCode.OFFSET_OUT_OF_RANGE) throw new OffsetOutOfRange(partitionText(options), position)
      await unavailable(fetched.error.code)
      continue
    }
    backoff.reset()
    const { highWatermark } = fetched.value
    end ??= highWatermark
    const batches = upTo === undefined ? fetched.value.batches : before(end, fetched.value.batches)
    position = (batches.at(-1)?.lastOffset ?? position - 1) + 1
    if (batches.length > 0) yield batches
    isBehind = upTo !== undefined && highWatermark >= end
    if (batches.length === 0 && isBehind) return
  }
}

/** A batch that begins before the end is given whole. */
function before(end: Offset, batches: readonly RecordBatch[]): readonly RecordBatch[] {
  return (batches.at(-1)?.baseOffset ?? 0) < end ? batches : batches.filter(({ baseOffset }) => baseOffset < end)
}
