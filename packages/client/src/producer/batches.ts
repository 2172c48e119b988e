import type { Bytes, Offset } from '@leat/base'
import type { RecordInput } from '@leat/wire/records'
import type { Delivered } from './producer.ts'

/** A batch that is this large is sent at once; Kafka's `batch.size` is 16 KiB, larger ones cost less for each record. */
const BATCH_BYTES: Bytes = 128 * 1024
/** No record is added to a batch beyond this, so that only one that is too large by itself is refused for its size. */
const BATCH_BYTES_MAX: Bytes = 1_000_000
/** At most what a record takes besides its key, value and headers. */
const RECORD_OVERHEAD_BYTES: Bytes = 40

interface OpenBatch {
  readonly records: RecordInput[]
  bytes: Bytes
  readonly stored: PromiseWithResolvers<Offset>
}

/** Records that wait for others to travel with them, by partition. */
export class Batches {
  readonly #open = new Map<number, OpenBatch>()

  /** Partitions of which records wait. */
  open(): readonly number[] {
    return [...this.#open.keys()]
  }

  /** Whether what waits must go first. */
  isFullFor(partition: number, record: RecordInput): boolean {
    const batch = this.#open.get(partition)
    return batch !== undefined && batch.bytes + bytesOf(record) > BATCH_BYTES_MAX
  }

  add(partition: number, record: RecordInput): { readonly delivered: Promise<Delivered>; readonly bytes: Bytes; readonly isFull: boolean } {
    let batch = this.#open.get(partition)
    if (batch === undefined) {
      batch = { records: [], bytes: 0, stored: Promise.withResolvers<Offset>() }
      this.#open.set(partition, batch)
    }
    const bytes = bytesOf(record)
    const index = batch.records.push(record) - 1
    batch.bytes += bytes
    // A broker that has the batch and no longer knows where answers -1.
    const delivered = batch.stored.promise.then((base) => ({ partition, offset: base < 0 ? -1 : base + index }))
    return { delivered, bytes, isFull: batch.bytes >= BATCH_BYTES }
  }

  /** What waits for this partition goes to `write`, which answers the base offset. */
  seal(partition: number, write: (records: readonly RecordInput[]) => Promise<Offset>): void {
    const batch = this.#open.get(partition)
    if (batch === undefined) return
    this.#open.delete(partition)
    write(batch.records).then(batch.stored.resolve, batch.stored.reject)
  }
}

function bytesOf({ key, value, headers = [] }: RecordInput): Bytes {
  const ofHeaders = headers.reduce((sum, [name, of]) => sum + Buffer.byteLength(name) + (of?.length ?? 0) + 10, 0)
  return RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0) + ofHeaders
}
