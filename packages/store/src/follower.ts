import type { Logger, Offset } from '@leat/base'
import {
  BatchUnreadable,
  OffsetOutOfRange,
  type Pace,
  type ProducerIdentity,
  type RecordBatch,
  type Transport,
  readFetches,
} from '@leat/client'
import { type Change, type RecordFormat, StoreUnavailable } from './contract.ts'
import type { Replica } from './replica.ts'
import { StoreUnreadable } from './unreadable.ts'

/** Small, so that what was read of a fetch is garbage before the collector would copy it: a tenth of the time of a large state. */
const FETCH_BYTES_MAX = 256 * 1024

export interface FollowerOptions<State> extends Pace {
  readonly transport: Transport
  readonly topic: string
  readonly records: RecordFormat
  readonly logger: Logger
  readonly replica: Replica<State>
  readonly signal: AbortSignal
  /** Durable now, in the order of the log. */
  readonly onApplied: (changes: readonly Change[]) => void
  /** A writer begins here. */
  readonly onMarker: (writer: ProducerIdentity) => void
  /** All before this offset was taken. */
  readonly onPosition: (position: Offset) => void
}

/** Of what was left out this many are logged one by one; the count goes on. */
const SKIPPED_LOGGED_MAX = 20

/** Reads the topic into the replica. */
export class Follower<State> {
  readonly #options: FollowerOptions<State>
  #position: Offset = 0
  #skippedCount = 0

  constructor(options: FollowerOptions<State>) {
    this.#options = options
  }

  /** All before it was taken. */
  get position(): Offset {
    return this.#position
  }

  get skippedCount(): number {
    return this.#skippedCount
  }

  /** To the end that is found now. @throws StoreUnreadable, StoreUnavailable */
  catchUp(): Promise<void> {
    return this.#read({ upTo: 'end' })
  }

  /** What comes from now on, until the signal ends it. @throws StoreUnreadable, StoreUnavailable, whatever `onApplied` throws */
  follow(): Promise<void> {
    return this.#read({})
  }

  async #read(until: { readonly upTo?: 'end' }): Promise<void> {
    const { transport, topic, signal } = this.#options
    try {
      const reading = { ...this.#options, partition: 0, from: this.#position, fetchBytesMax: FETCH_BYTES_MAX, ...until }
      for await (const batches of readFetches(transport, reading)) {
        for (const batch of batches) {
          this.#take(batch)
          this.#position = batch.lastOffset + 1
        }
        this.#options.onPosition(this.#position)
      }
    } catch (error) {
      if (!signal.aborted) throw faultOf(topic, error)
    }
  }

  #take(batch: RecordBatch): void {
    const { replica, records, topic, onApplied, onMarker } = this.#options
    const confirmed = replica.confirm(batch)
    if (confirmed !== null) return confirmed.forEach(onApplied)
    const { isMarker, changes, skipped = [] } = records.decode(batch)
    for (const { offset, reason } of skipped) this.#skip(offset, reason)
    if (isMarker) onMarker(batch)
    if (changes.length === 0) return
    try {
      replica.take(changes)
    } catch (cause) {
      const text = `topic ${topic}, offset ${batch.baseOffset}: the service does not understand what is written there (${String(cause)})`
      throw new StoreUnreadable('garbage', text, batch.baseOffset, cause)
    }
    onApplied(changes)
  }

  #skip(offset: Offset, reason: string): void {
    this.#skippedCount++
    const { logger, topic } = this.#options
    if (this.#skippedCount <= SKIPPED_LOGGED_MAX) logger.event('warn', 'store-record-skipped', { topic, offset, reason })
  }
}

function faultOf(topic: string, error: unknown): unknown {
  if (error instanceof OffsetOutOfRange)
    return new StoreUnreadable(
      'records-gone',
      `${error.message}: records were deleted, or the log was cut. Restore the topic from a copy.`,
      error.offset,
      error,
    )
  if (error instanceof BatchUnreadable) return new StoreUnreadable('garbage', error.message, error.offset, error)
  if (error instanceof StoreUnreadable) return error
  return new StoreUnavailable(`topic ${topic} cannot be read: ${String(error)}`, { cause: error })
}
