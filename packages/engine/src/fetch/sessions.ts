import type { Clock, Millis, Random } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { FetchRequest } from '@leat/wire/messages/01-fetch'

/** What a client asks of one partition. */
export interface FetchTarget {
  readonly topic: string
  readonly topicId: string
  readonly index: number
  readonly fetchOffset: number
  readonly currentLeaderEpoch: number
  readonly lastFetchedEpoch: number
  readonly bytesMax: number
}

/** A partition of a session, and what its client was last told of it. */
export interface SessionPartition {
  target: FetchTarget
  highWatermark: number
  logStartOffset: number
}

/** What an incremental answer leaves out when nothing changed (KIP-227). */
export interface SessionAnswer {
  readonly errorCode: number
  readonly highWatermark: number
  readonly logStartOffset: number
  readonly bytes: number
  readonly diverges: boolean
}

/** One client's set of partitions, so that each request names only what changed. Its order is the order of the answers. */
export interface FetchSession {
  readonly id: number
  readonly usesTopicIds: boolean
  readonly createdAtMs: Millis
  lastUsedAtMs: Millis
  /** Of the next request. */
  epoch: number
  readonly partitions: Map<string, SessionPartition>
}

export type FetchPlan =
  | { readonly kind: 'error'; readonly errorCode: number }
  /** `sessionId` is 0 where the client asked for none, or none could be had. */
  | { readonly kind: 'full'; readonly targets: readonly FetchTarget[]; readonly wantsSession: boolean }
  | { readonly kind: 'incremental'; readonly session: FetchSession; readonly epoch: number; readonly targets: readonly FetchTarget[] }

export interface FetchSessionOptions {
  readonly clock: Clock
  readonly random: Random
  readonly sessionsMax: number
  readonly partitionsMax: number
  readonly evictionMs: Millis
}

const NO_SESSION = 0
const INITIAL_EPOCH = 0
const FINAL_EPOCH = -1
const EPOCH_MAX = 2 ** 31 - 1
const TOPIC_IDS_SINCE = 13

/** The sessions of one broker (KIP-227). A client whose session is gone is told so and asks in full; nothing is lost by it. */
export class FetchSessions {
  readonly #options: FetchSessionOptions
  /** Least recently used first. */
  readonly #sessions = new Map<number, FetchSession>()
  #partitionCount = 0

  constructor(options: FetchSessionOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#sessions.size
  }

  /** What the request is about, its changes to the session applied. */
  plan(request: FetchRequest, version: number): FetchPlan {
    const { sessionId, sessionEpoch } = request
    if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
      if (sessionId !== NO_SESSION) this.#drop(sessionId)
      return { kind: 'full', targets: targetsOf(request), wantsSession: sessionEpoch === INITIAL_EPOCH }
    }
    const session = this.#sessions.get(sessionId)
    if (session === undefined) return { kind: 'error', errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND }
    if (session.epoch !== sessionEpoch) return { kind: 'error', errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH }
    if (session.usesTopicIds !== version >= TOPIC_IDS_SINCE) return { kind: 'error', errorCode: ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR }

    this.#update(session, request)
    if (session.partitions.size === 0) {
      this.#drop(sessionId)
      return { kind: 'full', targets: [], wantsSession: false }
    }
    session.epoch = nextEpoch(session.epoch)
    session.lastUsedAtMs = this.#options.clock.monotonic()
    this.#sessions.delete(session.id)
    this.#sessions.set(session.id, session)
    return { kind: 'incremental', session, epoch: session.epoch, targets: [...session.partitions.values()].map(({ target }) => target) }
  }

  /** Opens a session for what was just answered in full; null when there is no room, which clients take for "ask in full again". */
  open(targets: readonly FetchTarget[], answers: readonly SessionAnswer[], version: number): FetchSession | null {
    const { clock, sessionsMax, partitionsMax } = this.#options
    if (targets.length === 0 || this.#partitionCount + targets.length > partitionsMax) return null
    if (this.#sessions.size >= sessionsMax && !this.#evict(targets.length)) return null
    const now = clock.monotonic()
    const usesTopicIds = version >= TOPIC_IDS_SINCE
    const partitions = new Map<string, SessionPartition>()
    for (const [i, target] of targets.entries()) {
      const { errorCode, highWatermark, logStartOffset } = answers[i]!
      partitions.set(keyOf(target, usesTopicIds), {
        target,
        highWatermark: errorCode === ErrorCode.NONE ? highWatermark : -1,
        logStartOffset,
      })
    }
    const session: FetchSession = {
      id: this.#newId(),
      usesTopicIds,
      createdAtMs: now,
      lastUsedAtMs: now,
      epoch: nextEpoch(INITIAL_EPOCH),
      partitions,
    }
    this.#sessions.set(session.id, session)
    this.#partitionCount += partitions.size
    return session
  }

  /** Which of the answers the client must be sent; remembers them, and moves partitions that had data behind the others, so that all get their turn. */
  select(session: FetchSession, targets: readonly FetchTarget[], answers: readonly SessionAnswer[]): readonly number[] {
    const selected: number[] = []
    for (const [i, target] of targets.entries()) {
      const key = keyOf(target, session.usesTopicIds)
      const known = session.partitions.get(key)
      const answer = answers[i]!
      if (known !== undefined && !isNews(known, answer)) continue
      selected.push(i)
      if (known === undefined) continue
      // An error is told until it is over; then the partition is told again.
      known.highWatermark = answer.errorCode === ErrorCode.NONE ? answer.highWatermark : -1
      known.logStartOffset = answer.logStartOffset
      if (answer.bytes === 0) continue
      session.partitions.delete(key)
      session.partitions.set(key, known)
    }
    return selected
  }

  #update(session: FetchSession, request: FetchRequest): void {
    const before = session.partitions.size
    for (const target of targetsOf(request)) {
      const known = session.partitions.get(keyOf(target, session.usesTopicIds))
      if (known !== undefined) known.target = target
      else if (this.#partitionCount < this.#options.partitionsMax)
        session.partitions.set(keyOf(target, session.usesTopicIds), { target, highWatermark: -1, logStartOffset: -1 })
    }
    for (const { topic, topicId, partitions } of request.forgottenTopicsData) {
      for (const index of partitions) session.partitions.delete(keyOf({ topic, topicId, index }, session.usesTopicIds))
    }
    this.#partitionCount += session.partitions.size - before
  }

  /** Room for a session of `size`: the longest unused one if it is old, else a smaller one that has had its time (Kafka's rule for consumers). */
  #evict(size: number): boolean {
    const { clock, evictionMs } = this.#options
    const now = clock.monotonic()
    let victim: FetchSession | null = null
    for (const session of this.#sessions.values()) {
      if (now - session.lastUsedAtMs > evictionMs) {
        victim = session
        break
      }
      if (now - session.createdAtMs >= evictionMs && session.partitions.size < (victim?.partitions.size ?? size)) victim = session
    }
    if (victim === null) return false
    this.#drop(victim.id)
    return true
  }

  #drop(id: number): void {
    this.#partitionCount -= this.#sessions.get(id)?.partitions.size ?? 0
    this.#sessions.delete(id)
  }

  #newId(): number {
    for (;;) {
      const id = 1 + this.#options.random.below(EPOCH_MAX)
      if (!this.#sessions.has(id)) return id
    }
  }
}

export function nextEpoch(epoch: number): number {
  return epoch === EPOCH_MAX ? 1 : epoch + 1
}

function isNews(known: SessionPartition, answer: SessionAnswer): boolean {
  return (
    answer.errorCode !== ErrorCode.NONE ||
    answer.bytes > 0 ||
    answer.diverges ||
    known.highWatermark !== answer.highWatermark ||
    known.logStartOffset !== answer.logStartOffset
  )
}

function keyOf(ref: Pick<FetchTarget, 'topic' | 'topicId' | 'index'>, usesTopicIds: boolean): string {
  return `${usesTopicIds ? ref.topicId : ref.topic}/${ref.index}`
}

function targetsOf(request: FetchRequest): FetchTarget[] {
  return request.topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((asked) => ({
      topic,
      topicId,
      index: asked.partition,
      fetchOffset: asked.fetchOffset,
      currentLeaderEpoch: asked.currentLeaderEpoch,
      lastFetchedEpoch: asked.lastFetchedEpoch,
      bytesMax: asked.partitionMaxBytes,
    })),
  )
}
