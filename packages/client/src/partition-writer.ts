import type { Bytes, Clock, Millis, Offset, Result, Timer } from '@leat/base'
import { fail, ok } from '@leat/base'
import { ErrorCode, errorName, isRetriable } from '@leat/wire'
import { type RecordInput, buildBatch } from '@leat/wire/records'
import { Backoff, type Pace } from './backoff.ts'
import type { ProducerIdentity } from './init-producer.ts'
import { type LocateError, type PartitionPlace, locatePartition, partitionText } from './locate-partition.ts'
import { type ProduceError, produceBatch } from './produce-batch.ts'
import type { Transport } from './transport.ts'
import { type WriterFaultKind, WriterFault } from './errors.ts'

export type AppendRefusal =
  | { readonly kind: 'too-large'; readonly sizeInBytes: Bytes; readonly limitBytes: Bytes }
  /** More than `WAITING_BYTES_MAX` has not been acknowledged. */
  | { readonly kind: 'too-much-waiting' }
  | { readonly kind: 'ended'; readonly fault: WriterFault }

export interface Append {
  /** Finds the batch again in the log, together with the writer's id and epoch. */
  readonly baseSequence: number
  /** The base offset, when the batch is as safe as acks=all makes it. Rejects with the `WriterFault` that ended the writer; the batch may be there all the same. */
  readonly acknowledged: Promise<Offset>
}

export interface PartitionWriterOptions extends Pace {
  /** How long one append may take, tries again included, before the writer ends. */
  readonly appendMsMax: Millis
  readonly batchBytesMax?: Bytes
  /** Called once, at once, before the appends that it ends are told. */
  readonly onEnded?: (fault: WriterFault) => void
}

/** As many as a partition remembers to tell a repeated batch (KIP-98). */
const IN_FLIGHT_MAX = 5
/** Kafka's `max.message.bytes`. */
const BATCH_BYTES_MAX: Bytes = 1_048_588
const WAITING_BYTES_MAX: Bytes = 16 * 1024 * 1024
/** A partition that forgot the writer (`producer.id.expiration.ms`) takes any sequence: then the first batch goes alone, lest a second overtake it. */
const ALONE_AFTER_IDLE_MS: Millis = 60_000
const SEQUENCES = 2 ** 31

interface Waiting {
  readonly batch: Buffer
  readonly baseSequence: number
  readonly deadlineMs: Millis
  readonly promise: Promise<Offset>
  readonly resolve: (offset: Offset) => void
  readonly reject: (fault: WriterFault) => void
  offset: Offset | null
}

/**
 * The one writer of a partition: batches of an idempotent producer, numbered in the order of the calls and acknowledged in it. What fails for a while
 * is sent again under the same number, so that it is there once; when that lasts too long, or a newer writer came, the writer ends for good.
 */
export class PartitionWriter implements ProducerIdentity, Disposable {
  readonly producerId: number
  readonly producerEpoch: number
  readonly #transport: Transport
  readonly #options: PartitionWriterOptions
  readonly #clock: Clock
  readonly #backoff: Backoff
  readonly #stopping = new AbortController()
  #place: PartitionPlace
  /** In the order of their numbers; the first `#sent` of them were sent and are in flight or acknowledged before their turn. */
  readonly #waiting: Waiting[] = []
  #waitingBytes: Bytes = 0
  #sent = 0
  #inFlight = 0
  #nextSequence = 0
  /** The error that is being waited out: nothing is sent until all that is in flight came back. */
  #failing: number | null = null
  #acknowledgedAtMs: Millis = Number.NEGATIVE_INFINITY
  #deadline: Timer | null = null
  #fault: WriterFault | null = null

  constructor(transport: Transport, options: PartitionWriterOptions, identity: ProducerIdentity, place: PartitionPlace) {
    this.producerId = identity.producerId
    this.producerEpoch = identity.producerEpoch
    this.#transport = transport
    this.#options = options
    this.#clock = options.clock
    this.#backoff = new Backoff(options)
    this.#place = place
  }

  /** Why nothing is written any more; null as long as the writer goes on. */
  get fault(): WriterFault | null {
    return this.#fault
  }

  /** Takes the next place in the log for one batch. At least one record; keys where the topic is compacted. */
  append(records: readonly RecordInput[]): Result<Append, AppendRefusal> {
    if (this.#fault !== null) return fail({ kind: 'ended', fault: this.#fault })
    const { producerId, producerEpoch } = this
    const baseSequence = this.#nextSequence
    const batch = buildBatch({ records, producerId, producerEpoch, baseSequence })
    const limitBytes = this.#options.batchBytesMax ?? BATCH_BYTES_MAX
    if (batch.length > limitBytes) return fail({ kind: 'too-large', sizeInBytes: batch.length, limitBytes })
    if (this.#waitingBytes > 0 && this.#waitingBytes + batch.length > WAITING_BYTES_MAX) return fail({ kind: 'too-much-waiting' })
    const waiting: Waiting = {
      batch,
      baseSequence,
      deadlineMs: this.#clock.monotonic() + this.#options.appendMsMax,
      ...Promise.withResolvers<Offset>(),
      offset: null,
    }
    waiting.promise.catch(ignore) // who does not ask is not told; the fault is known from `onEnded`
    this.#nextSequence = (baseSequence + records.length) % SEQUENCES
    this.#waitingBytes += batch.length
    this.#waiting.push(waiting)
    this.#send()
    this.#watchDeadline()
    return ok({ baseSequence, acknowledged: waiting.promise })
  }

  /** Writes no more. What is in flight may still take effect. */
  close(): void {
    this.#end('closed', ErrorCode.NONE)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #send(): void {
    const mayForget = this.#clock.monotonic() - this.#acknowledgedAtMs > ALONE_AFTER_IDLE_MS
    const inFlightMax = mayForget ? 1 : IN_FLIGHT_MAX
    while (this.#fault === null && this.#failing === null && this.#inFlight < inFlightMax && this.#sent < this.#waiting.length) {
      const next = this.#waiting[this.#sent++]!
      if (next.offset !== null) continue
      this.#inFlight++
      void this.#produce(next)
    }
  }

  async #produce(batch: Waiting): Promise<void> {
    try {
      this.#answered(batch, await produceBatch(this.#transport, this.#place, batch.batch, this.#stopping.signal))
    } catch (cause) {
      this.#end('unreachable', ErrorCode.NONE, cause)
    }
  }

  #answered(batch: Waiting, result: Result<Offset, ProduceError>): void {
    this.#inFlight--
    if (this.#fault !== null) return
    if (result.ok) this.#acknowledge(batch, result.value)
    else if (isRetriable(result.error.code) || this.#isBehindAFailure(batch, result.error.code)) this.#failing ??= result.error.code
    else return this.#end(faultKind(result.error.code), result.error.code, result.error.detail)
    if (this.#failing === null) this.#send()
    else if (this.#inFlight === 0) void this.#tryAgain(this.#failing)
  }

  #acknowledge(batch: Waiting, offset: Offset): void {
    batch.offset = offset
    this.#acknowledgedAtMs = this.#clock.monotonic()
    if (this.#failing === null) this.#backoff.reset()
    for (let first = this.#waiting[0]; first !== undefined && first.offset !== null; first = this.#waiting[0]) {
      this.#waiting.shift()
      this.#sent--
      this.#waitingBytes -= first.batch.length
      first.resolve(first.offset)
    }
  }

  /** The one before it was refused, so this one came too early; as the first that is missing it would have been in order. */
  #isBehindAFailure(batch: Waiting, code: number): boolean {
    return code === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && batch !== this.#waiting[0]
  }

  async #tryAgain(code: number): Promise<void> {
    const located = await this.#locateLater()
    if (located === null || this.#fault !== null) return
    if (located.ok && located.value.topicId !== this.#place.topicId) return this.#end('refused', ErrorCode.UNKNOWN_TOPIC_ID)
    if (located.ok) this.#place = located.value
    if (this.#isLate()) return this.#end('timed-out', code)
    this.#failing = null
    this.#sent = 0
    this.#send()
  }

  /** Null: the writer has ended meanwhile. */
  async #locateLater(): Promise<Result<PartitionPlace, LocateError> | null> {
    const { signal } = this.#stopping
    try {
      await this.#backoff.wait(signal)
      return await locatePartition(this.#transport, this.#place, signal)
    } catch (cause) {
      this.#end('unreachable', ErrorCode.NONE, cause)
      return null
    }
  }

  #isLate(): boolean {
    const oldest = this.#waiting[0]
    return oldest !== undefined && oldest.deadlineMs <= this.#clock.monotonic()
  }

  /** One timer for all that waits, set anew when it was too early. */
  #watchDeadline(): void {
    const oldest = this.#waiting[0]
    if (this.#deadline !== null || oldest === undefined || this.#fault !== null) return
    this.#deadline = this.#clock.after(Math.max(1, oldest.deadlineMs - this.#clock.monotonic()), () => {
      this.#deadline = null
      if (this.#isLate()) this.#end('timed-out', this.#failing ?? ErrorCode.NONE)
      else this.#watchDeadline()
    })
  }

  #end(kind: WriterFaultKind, code: number, cause: unknown = null): void {
    if (this.#fault !== null) return
    const reason = code === ErrorCode.NONE ? '' : ` (${errorName(code)})`
    const fault = new WriterFault(kind, code, `writing to ${partitionText(this.#place)}: ${kind}${reason}`, cause)
    this.#fault = fault
    this.#deadline?.cancel()
    this.#stopping.abort(fault)
    const waiting = this.#waiting.splice(0)
    this.#waitingBytes = 0
    this.#options.onEnded?.(fault)
    for (const { reject } of waiting) reject(fault)
  }
}

function faultKind(code: number): WriterFaultKind {
  if (code === ErrorCode.INVALID_PRODUCER_EPOCH || code === ErrorCode.PRODUCER_FENCED) return 'fenced'
  return code === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER ? 'out-of-order' : 'refused'
}

function ignore(): void {}
