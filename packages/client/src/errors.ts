import type { Offset } from '@leat/base'
import { errorMessage, errorName } from '@leat/wire'

/** Kafka refused, and asking again would not help, or did not for as long as the caller allows. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError'
  /** As in `ErrorCode` of wire. */
  readonly code: number
  /** What was refused: `reading orders`. */
  readonly doing: string

  constructor(doing: string, code: number, detail: string | null = null) {
    super(`${doing}: ${errorName(code)} (${detail === null || detail === '' ? errorMessage(code) : detail})`)
    this.code = code
    this.doing = doing
  }
}

/** The partition holds nothing at this offset: retention or DeleteRecords took it, or the log was cut. */
export class OffsetOutOfRange extends Error {
  override readonly name = 'OffsetOutOfRange'
  readonly offset: Offset

  constructor(partition: string, offset: Offset) {
    super(`${partition} has no offset ${offset}`)
    this.offset = offset
  }
}

/** What a broker gave as records is none. */
export class BatchUnreadable extends Error {
  override readonly name = 'BatchUnreadable'
  /** Of the batch; where the reading stands when not even that can be read. */
  readonly offset: Offset

  constructor(partition: string, offset: Offset, cause: unknown) {
    super(`${partition}: the batch at offset ${offset} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, {
      cause,
    })
    this.offset = offset
  }
}

export type WriterFaultKind =
  /** A newer writer has taken over (INVALID_PRODUCER_EPOCH, PRODUCER_FENCED). */
  | 'fenced'
  /** The partition misses a batch that it had acknowledged, or has one that nobody knows (OUT_OF_ORDER_SEQUENCE_NUMBER). */
  | 'out-of-order'
  /** What passes with time did not, for as long as an append may take. */
  | 'timed-out'
  /** An error that asking again would not change. */
  | 'refused'
  /** The transport was closed under it. */
  | 'unreachable'
  /** It was closed by its owner. */
  | 'closed'

/** The end of a writer. Batches that were not acknowledged may be in the log or not, until the log was read up to a newer writer's first batch. */
export class WriterFault extends Error {
  override readonly name = 'WriterFault'
  readonly kind: WriterFaultKind
  /** Kafka's, 0 where there is none. */
  readonly code: number

  constructor(kind: WriterFaultKind, code: number, message: string, cause: unknown = null) {
    super(message, cause === null ? {} : { cause })
    this.kind = kind
    this.code = code
  }
}
