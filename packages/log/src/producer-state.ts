import type { Millis, Offset, ProducerId } from '@leat/base'
import { type Result, fail, ok } from '@leat/base'
import type { BatchInfo } from '@leat/wire/records'
import type { AppendError, ProducerState } from './contract.ts'

/** Batches of a producer that are remembered to tell a repeated one: a client keeps at most 5 in flight (KIP-98). */
export const BATCHES_REMEMBERED = 5
const SEQUENCE_MAX = 0x7fff_ffff
export const NO_OFFSET: Offset = -1

export interface SequencedBatch {
  readonly lastSequence: number
  readonly lastOffset: Offset
  readonly offsetDelta: number
  readonly timestamp: Millis
}

/** Never changed in place, so that a failed write can put the one before back. */
export interface Producer {
  readonly epoch: number
  /** Oldest first, at most `BATCHES_REMEMBERED`. */
  readonly batches: readonly SequencedBatch[]
  readonly lastTimestamp: Millis
  readonly coordinatorEpoch: number
  readonly currentTxnStartOffset: Offset
  /** Monotonic: a jump of the wall clock expires nobody. */
  readonly lastSeenMs: Millis
}

export interface Undo {
  readonly producerId: ProducerId
  readonly before: Producer | null
}

/** What the batch would be: the next of its producer, or one that is here already. */
export type SequenceCheck = { readonly kind: 'next' } | { readonly kind: 'duplicate'; readonly batch: SequencedBatch }

/** The idempotent producers of one partition, as they will be when all that was appended is written. */
export class ProducerStates {
  /** Least recently heard of first. */
  readonly #producers = new Map<ProducerId, Producer>()
  readonly #countMax: number

  constructor(countMax: number) {
    this.#countMax = countMax
  }

  get size(): number {
    return this.#producers.size
  }

  entries(): IterableIterator<[ProducerId, Producer]> {
    return this.#producers.entries()
  }

  /** Kafka's rules without transactions (`ProducerAppendInfo`): an unknown producer may begin anywhere, a new epoch begins at 0. */
  check(info: BatchInfo): Result<SequenceCheck, AppendError> {
    const producer = this.#producers.get(info.producerId)
    if (producer === undefined) return ok({ kind: 'next' })
    if (info.producerEpoch < producer.epoch) return fail({ kind: 'stale-producer-epoch', current: producer.epoch })
    if (info.producerEpoch > producer.epoch)
      return info.baseSequence === 0 ? ok({ kind: 'next' }) : fail({ kind: 'sequence-gap', expected: 0 })

    const lastSequence = sequenceAfter(info.baseSequence, info.lastOffsetDelta)
    const repeated = producer.batches.find((batch) => batch.lastSequence === lastSequence && batch.offsetDelta === info.lastOffsetDelta)
    if (repeated !== undefined) return ok({ kind: 'duplicate', batch: repeated })
    const last = producer.batches.at(-1)
    const expected = last === undefined ? 0 : sequenceAfter(last.lastSequence, 1)
    return info.baseSequence === expected ? ok({ kind: 'next' }) : fail({ kind: 'sequence-gap', expected })
  }

  /** Takes note of a batch; the answer undoes it. */
  note(info: BatchInfo, baseOffset: Offset, nowMs: Millis): Undo {
    const before = this.#producers.get(info.producerId) ?? null
    const batch: SequencedBatch = {
      lastSequence: sequenceAfter(info.baseSequence, info.lastOffsetDelta),
      lastOffset: baseOffset + info.lastOffsetDelta,
      offsetDelta: info.lastOffsetDelta,
      timestamp: info.maxTimestamp,
    }
    const earlier = before === null || before.epoch !== info.producerEpoch ? [] : before.batches.slice(-(BATCHES_REMEMBERED - 1))
    this.set(info.producerId, {
      epoch: info.producerEpoch,
      batches: [...earlier, batch],
      lastTimestamp: info.maxTimestamp,
      coordinatorEpoch: before?.coordinatorEpoch ?? -1,
      currentTxnStartOffset: before?.currentTxnStartOffset ?? NO_OFFSET,
      lastSeenMs: nowMs,
    })
    return { producerId: info.producerId, before }
  }

  /** Whether an active producer's newest batch ends at `lastOffset`. */
  isLast(producerId: ProducerId, producerEpoch: number, lastOffset: Offset): boolean {
    const producer = this.#producers.get(producerId)
    return producer?.epoch === producerEpoch && producer.batches.at(-1)?.lastOffset === lastOffset
  }

  undo({ producerId, before }: Undo): void {
    if (before === null) this.#producers.delete(producerId)
    else this.set(producerId, before)
  }

  set(producerId: ProducerId, producer: Producer): void {
    this.#producers.delete(producerId) // to the end of the order
    this.#producers.set(producerId, producer)
    if (this.#producers.size <= this.#countMax) return
    const [oldest] = this.#producers.keys()
    if (oldest !== undefined) this.#producers.delete(oldest)
  }

  expire(nowMs: Millis, expirationMs: Millis): void {
    for (const [producerId, producer] of this.#producers) {
      if (nowMs - producer.lastSeenMs >= expirationMs) this.#producers.delete(producerId)
    }
  }

  /** The producers as they were before `undos` (in the order they were made): what is on disk, without what is queued. */
  before(undos: readonly Undo[]): ReadonlyMap<ProducerId, Producer> {
    const producers = new Map(this.#producers)
    for (const { producerId, before } of undos.toReversed()) {
      if (before === null) producers.delete(producerId)
      else producers.set(producerId, before)
    }
    return producers
  }

  describe(): readonly ProducerState[] {
    return [...this.#producers].map(([producerId, producer]) => ({
      producerId,
      producerEpoch: producer.epoch,
      lastSequence: producer.batches.at(-1)?.lastSequence ?? -1,
      lastTimestamp: producer.lastTimestamp,
      coordinatorEpoch: producer.coordinatorEpoch,
      currentTxnStartOffset: producer.currentTxnStartOffset,
    }))
  }
}

/** Sequences are 31 bits and begin anew at 0. */
export function sequenceAfter(sequence: number, count: number): number {
  return (sequence + count) % (SEQUENCE_MAX + 1)
}
