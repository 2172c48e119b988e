import type { Bytes, Millis, NodeId, Offset } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import type { RecordView } from '@leat/wire/records'
import { Backoff, type Pace } from '../backoff.ts'
import { KafkaError } from '../errors.ts'
import { listOffsets } from '../list-offsets.ts'
import type { CallError } from '../or-lost.ts'
import { type TopicPlace, byLeader, lookUpTopic } from '../topic-place.ts'
import type { Transport } from '../transport.ts'
import { fetchMany } from './fetch-many.ts'

export interface TopicReaderOptions extends Pace {
  readonly topic: string
  /** Where a partition goes on when it holds nothing at its position any more [auto.offset.reset]. */
  readonly resetTo: 'earliest' | 'latest'
  /** Called once when nothing could be read for a second, with what stands in the way; again only after something could. */
  readonly onUnavailable?: (error: CallError) => void
  /** Ends the reading. */
  readonly signal: AbortSignal
}

/** Buffers are views of the fetch they came with: keep → copy. */
export interface ConsumedRecord extends RecordView {
  readonly partition: number
}

/** How long a fetch may be parked before it is asked again. */
const WAIT_MS: Millis = 10_000
const FETCH_BYTES_MAX: Bytes = 8 * 1024 * 1024
/** How long what passes may stand in the way, without anything being read. */
const UNAVAILABLE_MS_MAX: Millis = 60_000
/** What is over sooner than this nobody is told. */
const UNAVAILABLE_MS_TOLD: Millis = 1_000

/** A round of fetching: it ends when partitions come, go or move, and the next begins where its records were handed out to. */
interface Round {
  readonly ending: AbortController
  readonly fetched: ConsumedRecord[][]
}

/**
 * Records of some partitions of a topic as they come, in order within a partition: one fetch at a time to each of their leaders, the next when the records
 * of the last one are handed out.
 */
export class TopicReader {
  readonly #transport: Transport
  readonly #options: TopicReaderOptions
  readonly #backoff: Backoff
  /** Where the next round goes on: behind the last record that was handed out. */
  readonly #next = new Map<number, Offset>()
  readonly #done = new Map<number, Offset>()
  #round: Round
  #wake = Promise.withResolvers<void>()
  #drained = Promise.withResolvers<void>()
  #fault: { readonly error: unknown } | null = null
  #isUnavailable = false

  constructor(transport: Transport, options: TopicReaderOptions) {
    this.#transport = transport
    this.#options = options
    this.#backoff = new Backoff(options)
    this.#round = { ending: new AbortController(), fetched: [] }
    options.signal.addEventListener('abort', () => this.#stop(), { once: true })
  }

  /** By partition, behind the last record that its reader has finished: who asked for the next one. Nothing for partitions of which none was. */
  get done(): ReadonlyMap<number, Offset> {
    return this.#done
  }

  assign(positions: ReadonlyMap<number, Offset>): void {
    for (const [partition, position] of positions) this.#next.set(partition, position)
    this.#begin()
  }

  /** Their records that are not yet handed out never will be. */
  unassign(partitions: Iterable<number>): void {
    for (const partition of partitions) {
      this.#next.delete(partition)
      this.#done.delete(partition)
    }
    this.#begin()
  }

  /** The reading ends with this, once the records that are there are handed out. */
  fail(error: unknown): void {
    this.#fault ??= { error }
    this.#wake.resolve()
  }

  /**
   * Ends with the signal. One at a time.
   * @throws KafkaError when what passes does not, or is refused; BatchUnreadable; what `fail` was given
   */
  async *records(): AsyncGenerator<ConsumedRecord, void, undefined> {
    const { signal } = this.#options
    while (!signal.aborted) {
      const round = this.#round
      const chunk = round.fetched.shift()
      if (chunk === undefined) {
        if (this.#fault !== null) throw this.#fault.error
        this.#release()
        await this.#wake.promise
        this.#wake = Promise.withResolvers()
        continue
      }
      for (const record of chunk) {
        if (round !== this.#round || signal.aborted) break
        this.#next.set(record.partition, record.offset + 1)
        yield record
        if (this.#next.has(record.partition)) this.#done.set(record.partition, record.offset + 1)
      }
    }
  }

  #begin(): void {
    this.#round.ending.abort(ROUND_OVER)
    this.#release()
    const round: Round = { ending: new AbortController(), fetched: [] }
    this.#round = round
    if (this.#options.signal.aborted || this.#next.size === 0) return
    this.#run(round).catch((error: unknown) => {
      if (round === this.#round && !this.#options.signal.aborted) this.fail(error)
    })
  }

  #stop(): void {
    this.#round.ending.abort(ROUND_OVER)
    this.#release()
    this.#wake.resolve()
  }

  async #run(round: Round): Promise<void> {
    const { signal } = round.ending
    const found = await lookUpTopic(this.#transport, this.#options.topic, signal)
    const led = found.ok ? byLeader(found.value, this.#next.keys()) : NO_LEADERS
    const isWhole = [...led.values()].reduce((sum, { length }) => sum + length, 0) === this.#next.size
    const first = found.ok ? await Promise.race(this.#followers(round, found.value, led, isWhole)) : found.error
    if (!isRetriable(first.code) || this.#backoff.failingMs >= UNAVAILABLE_MS_MAX)
      throw new KafkaError(`reading ${this.#options.topic}`, first.code, first.detail ?? null)
    if (!this.#isUnavailable && this.#backoff.failingMs >= UNAVAILABLE_MS_TOLD) {
      this.#isUnavailable = true
      this.#options.onUnavailable?.(first)
    }
    await this.#backoff.wait(signal)
    this.#begin()
  }

  /** Each ends with the first error of its broker. Partitions without a leader are looked for again soon, while the others are read. */
  #followers(round: Round, place: TopicPlace, led: ReadonlyMap<NodeId, readonly number[]>, isWhole: boolean): Promise<CallError>[] {
    const following = [...led].map(([node, partitions]) => this.#follow(round, place, node, partitions))
    return isWhole ? following : [...following, Promise.resolve({ code: ErrorCode.LEADER_NOT_AVAILABLE })]
  }

  async #follow(round: Round, place: TopicPlace, node: NodeId, partitions: readonly number[]): Promise<CallError> {
    const { signal } = round.ending
    const from = new Map(partitions.map((partition) => [partition, this.#next.get(partition) ?? 0]))
    for (;;) {
      const answer = await fetchMany(this.#transport, { place, node, from, maxWaitMs: WAIT_MS, bytesMax: FETCH_BYTES_MAX, signal })
      if (!answer.ok) return answer.error
      for (const [partition, result] of answer.value) {
        if (result.ok) {
          const last = result.value.at(-1)?.lastOffset
          if (last !== undefined) from.set(partition, last + 1)
          const records = result.value.flatMap((batch) => batch.records.map((record): ConsumedRecord => ({ ...record, partition })))
          if (records.length > 0) round.fetched.push(records)
        } else if (result.error.code === ErrorCode.OFFSET_OUT_OF_RANGE) {
          const reset = await listOffsets(this.#transport, place, [partition], this.#options.resetTo, signal)
          if (!reset.ok) return reset.error
          from.set(partition, reset.value.get(partition)!)
        } else return result.error
      }
      this.#backoff.reset()
      this.#isUnavailable = false
      await this.#handOut(round)
    }
  }

  /** Waits until all that was fetched is handed out. */
  async #handOut(round: Round): Promise<void> {
    while (round.fetched.length > 0 && !round.ending.signal.aborted) {
      this.#wake.resolve()
      await this.#drained.promise
    }
  }

  /** Those who wait for room look again. */
  #release(): void {
    this.#drained.resolve()
    this.#drained = Promise.withResolvers()
  }
}

const ROUND_OVER = new Error('the partitions that are read have changed')
const NO_LEADERS: ReadonlyMap<NodeId, readonly number[]> = new Map()
