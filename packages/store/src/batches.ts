import { type Bytes, type Clock, type Result, assert, fail, ok } from '@leat/base'
import type { AppendRefusal, PartitionWriter } from '@leat/client'
import type { RecordInput } from '@leat/wire/records'
import type { EncodedDecision } from './contract.ts'
import type { Replica, Undecided } from './replica.ts'

export interface BatchesOptions<State> {
  readonly clock: Clock
  readonly replica: Replica<State>
  /** 1: each decision is a batch of its own, appended at once. */
  readonly decisionsMax: number
  readonly bytesMax: Bytes
  /** Asked before each append. False: nothing is written under this identity any more. */
  readonly mayWrite: (writer: PartitionWriter) => boolean
}

/** Batches on their way; while so many are, decisions gather in the next. */
const IN_FLIGHT_MAX = 5
/** Of decisions that were not acknowledged. */
const WAITING_BYTES_MAX: Bytes = 16 * 1024 * 1024
/** More than the header of a batch, and than what a record has beside key and value. */
const BATCH_OVERHEAD_BYTES: Bytes = 64
const RECORD_OVERHEAD_BYTES: Bytes = 36

interface OpenBatch {
  readonly undecided: Undecided
  readonly records: RecordInput[]
  bytes: Bytes
}

interface Writing {
  readonly writer: PartitionWriter
  open: OpenBatch | null
  inFlight: number
  waitingBytes: Bytes
}

/** Puts decisions into record batches: those of one turn of the loop together, and those that come while the writer is busy. */
export class Batches<State> {
  readonly #options: BatchesOptions<State>
  #writing: Writing | null = null

  constructor(options: BatchesOptions<State>) {
    this.#options = options
  }

  /** Shows a decision and puts it on its way; one that is refused is not shown. */
  add(writer: PartitionWriter, encoded: EncodedDecision): Result<null, AppendRefusal> {
    return this.#options.decisionsMax === 1 ? this.#addAlone(writer, encoded) : this.#addTogether(writer, encoded)
  }

  #addAlone(writer: PartitionWriter, { records, changes }: EncodedDecision): Result<null, AppendRefusal> {
    const { clock, replica } = this.#options
    const appended = writer.append(records)
    if (!appended.ok) return appended
    replica.show(replica.begin(writer, appended.value.baseSequence, clock.monotonic()), changes)
    return ok(null)
  }

  #addTogether(writer: PartitionWriter, { records, changes }: EncodedDecision): Result<null, AppendRefusal> {
    const { replica, bytesMax, decisionsMax } = this.#options
    if (writer.fault !== null) return fail({ kind: 'ended', fault: writer.fault })
    const writing = this.#writingOf(writer)
    const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0)
    const sizeInBytes = BATCH_OVERHEAD_BYTES + bytes
    if (sizeInBytes > bytesMax) return fail({ kind: 'too-large', sizeInBytes, limitBytes: bytesMax })
    if (writing.waitingBytes + bytes > WAITING_BYTES_MAX) return fail({ kind: 'too-much-waiting' })
    if (writing.open !== null && (writing.open.bytes + bytes > bytesMax || writing.open.undecided.decisions.length >= decisionsMax)) {
      // The writer numbers what it is given and sends it when there is room.
      this.#append(writing)
      if (writer.fault !== null) return fail({ kind: 'ended', fault: writer.fault })
    }
    const open = (writing.open ??= this.#begin(writing))
    open.records.push(...records)
    open.bytes += bytes
    writing.waitingBytes += bytes
    replica.show(open.undecided, changes)
    return ok(null)
  }

  /** What an older writer has left open is never appended: it is refused when the new one leads. */
  #writingOf(writer: PartitionWriter): Writing {
    if (this.#writing?.writer !== writer) this.#writing = { writer, open: null, inFlight: 0, waitingBytes: 0 }
    return this.#writing
  }

  #begin(writing: Writing): OpenBatch {
    const { clock, replica } = this.#options
    if (writing.inFlight < IN_FLIGHT_MAX) clock.turn(() => this.#append(writing))
    return { undecided: replica.begin(writing.writer, null, clock.monotonic()), records: [], bytes: BATCH_OVERHEAD_BYTES }
  }

  #append(writing: Writing): void {
    const { open, writer } = writing
    if (open === null || this.#writing !== writing || writer.fault !== null) return
    writing.open = null
    if (!this.#options.mayWrite(writer)) return writer.close()
    const appended = writer.append(open.records)
    if (!appended.ok) {
      assert(appended.error.kind !== 'too-large', 'a batch is as large as its records')
      return writer.close()
    }
    open.undecided.baseSequence = appended.value.baseSequence
    writing.inFlight++
    const acknowledged = (): void => {
      writing.inFlight--
      writing.waitingBytes -= open.bytes - BATCH_OVERHEAD_BYTES
      this.#append(writing)
    }
    appended.value.acknowledged.then(acknowledged, () => {}) // the writer's end is told by itself
  }
}

function sizeOf({ key, value }: RecordInput): Bytes {
  return RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0)
}
