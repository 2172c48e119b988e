import { type Millis, type NodeId, type Offset, type Result, delay, fail, ok } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import type { JoinGroupResponse } from '@leat/wire/messages/11-join-group'
import { Backoff, type Pace } from '../backoff.ts'
import { KafkaError } from '../errors.ts'
import { findCoordinator } from '../find-coordinator.ts'
import type { CallError } from '../or-lost.ts'
import { type TopicPlace, lookUpTopic } from '../topic-place.ts'
import type { Transport } from '../transport.ts'
import { type Assignment, type GroupPartition, assignCooperatively, nameOf } from './assign.ts'
import { type CoordinatorCalls, coordinatorCalls } from './join.ts'
import { type Membership, commitOffsets, fetchOffsets } from './offsets.ts'
import { decodeSubscription } from './protocol.ts'

export interface MemberOptions extends Pace {
  readonly groupId: string
  readonly topics: readonly string[]
  /** A member that is not heard for so long is out [session.timeout.ms]. */
  readonly sessionMs?: Millis
  /** How long the others wait for a member to join again [max.poll.interval.ms]. */
  readonly rebalanceMs?: Millis
  readonly heartbeatMs?: Millis
  readonly handler: MemberHandler
}

export interface MemberHandler {
  /** These are the member's from now on. */
  assigned(partitions: readonly GroupPartition[]): Promise<void>
  /** These go to others when this resolves: what was read is committed here. */
  revoked(partitions: readonly GroupPartition[]): Promise<void>
  /** The group went on without this member: others may have these already. */
  lost(partitions: readonly GroupPartition[]): void
}

const SESSION_MS: Millis = 45_000
const REBALANCE_MS: Millis = 300_000
const HEARTBEAT_MS: Millis = 3_000
/** How soon a leader notices that a topic has grown [topic.metadata.refresh.interval.ms]. */
const GROWTH_MS: Millis = 60_000
/** How long what passes may stand in the way, joining or committing. */
const UNAVAILABLE_MS_MAX: Millis = 60_000
const LEAVE_MS_MAX: Millis = 3_000

/** The membership is over: another must begin. */
const OUT = new Set<number>([ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.ILLEGAL_GENERATION])

/** Joins a group of the classic protocol with cooperative-sticky assignment (KIP-429), and stays until it leaves. */
export function joinGroup(transport: Transport, options: MemberOptions): GroupMember {
  return new GroupMember(transport, options)
}

export class GroupMember {
  /** Resolves after `leave`; rejects with what ended the membership: KafkaError, ConnectFault, TransportClosed, what the handler threw. */
  readonly ended: Promise<void>
  readonly #transport: Transport
  readonly #options: MemberOptions
  readonly #backoff: Backoff
  readonly #leaving = new AbortController()
  #membership: Membership
  #coordinator: { readonly node: NodeId; readonly calls: CoordinatorCalls } | null = null
  #owned: readonly GroupPartition[] = []
  /** The leader's view of its topics, by which it assigned. */
  #counts: ReadonlyMap<string, number> | null = null

  constructor(transport: Transport, options: MemberOptions) {
    this.#transport = transport
    this.#options = options
    this.#backoff = new Backoff(options)
    this.#membership = { groupId: options.groupId, memberId: '', generation: -1 }
    this.ended = this.#run()
    this.ended.catch(() => {})
  }

  /** Errors that pass are waited out, as are those that a rebalance ends. */
  async commit(place: TopicPlace, offsets: ReadonlyMap<number, Offset>, signal: AbortSignal): Promise<Result<null, CallError>> {
    return this.#patiently(signal, (node) => commitOffsets(this.#transport, this.#membership, { ...place, offsets }, { node, signal }))
  }

  /** Partitions without a committed offset are left out. */
  async committed(
    place: TopicPlace,
    partitions: readonly number[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<number, Offset>, CallError>> {
    const { groupId } = this.#options
    return this.#patiently(signal, (node) => fetchOffsets(this.#transport, groupId, place, partitions, { node, signal }))
  }

  /** The others need not wait for the end of its session. Resolves in a few seconds at most, whoever answers. */
  async leave(): Promise<void> {
    this.#leaving.abort(LEFT)
    await this.ended.catch(() => {})
    const { node } = this.#coordinator ?? {}
    if (node === undefined || this.#membership.memberId === '') return
    const soon = new AbortController()
    using _ = this.#options.clock.after(LEAVE_MS_MAX, () => soon.abort(LEFT))
    const { calls } = this.#at(node, soon.signal)
    await calls.leave(this.#membership).catch(() => {})
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const rejoins = await this.#rebalance()
        if (!rejoins) await this.#stay()
      }
    } catch (error) {
      if (error !== LEFT) throw error
    }
  }

  /** One generation. Answers whether another must follow at once, because partitions were given up or something passed. */
  async #rebalance(): Promise<boolean> {
    const { topics, sessionMs = SESSION_MS, rebalanceMs = REBALANCE_MS } = this.#options
    const { calls } = await this.#findCoordinator(this.#leaving.signal)
    const { memberId, generation } = this.#membership
    const joined = await calls.join({ memberId, topics, owned: this.#owned, generation }, { sessionMs, rebalanceMs })
    if (!joined.ok) {
      if (joined.error.code === ErrorCode.MEMBER_ID_REQUIRED) this.#membership = { ...this.#membership, memberId: joined.error.memberId }
      else await this.#recover(joined.error, 'joining')
      return true
    }
    this.#membership = { ...this.#membership, memberId: joined.value.memberId, generation: joined.value.generationId }
    const assigned = await calls.sync(this.#membership, await this.#assign(joined.value))
    if (!assigned.ok) {
      await this.#recover(assigned.error, 'joining')
      return true
    }
    this.#backoff.reset()
    return this.#take(assigned.value)
  }

  /** Only the leader is told who there is, and assigns. */
  async #assign({ leader, memberId, members }: JoinGroupResponse): Promise<Assignment> {
    this.#counts = null
    if (leader !== memberId) return new Map()
    const wishes = members.map((member) => decodeSubscription(member.memberId, member.metadata))
    this.#counts = await this.#countPartitions(new Set(wishes.flatMap(({ topics }) => topics)))
    return assignCooperatively(wishes, this.#counts)
  }

  /** Topics that are not there have no partitions. */
  async #countPartitions(topics: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>()
    for (const topic of topics) {
      const place = await lookUpTopic(this.#transport, topic, this.#leaving.signal)
      if (place.ok) counts.set(topic, place.value.leaders.length)
    }
    return counts
  }

  async #take(assigned: readonly GroupPartition[]): Promise<boolean> {
    const { handler } = this.#options
    const had = new Set(this.#owned.map(nameOf))
    const has = new Set(assigned.map(nameOf))
    const revoked = this.#owned.filter((one) => !has.has(nameOf(one)))
    const added = assigned.filter((one) => !had.has(nameOf(one)))
    if (revoked.length > 0) await handler.revoked(revoked)
    this.#owned = assigned
    if (added.length > 0) await handler.assigned(added)
    return revoked.length > 0
  }

  /** Heartbeats until the group rebalances. */
  async #stay(): Promise<void> {
    const { clock, heartbeatMs = HEARTBEAT_MS } = this.#options
    let growthAtMs = clock.monotonic() + GROWTH_MS
    for (;;) {
      await delay(clock, heartbeatMs, this.#leaving.signal)
      const { calls } = await this.#findCoordinator(this.#leaving.signal)
      const beaten = await calls.heartbeat(this.#membership)
      if (beaten.ok) this.#backoff.reset()
      else if (beaten.error.code === ErrorCode.REBALANCE_IN_PROGRESS) return
      else if (await this.#recover(beaten.error, 'staying in')) return
      if (this.#counts === null || clock.monotonic() < growthAtMs) continue
      growthAtMs = clock.monotonic() + GROWTH_MS
      if (await this.#hasGrown(this.#counts)) return
    }
  }

  async #hasGrown(counts: ReadonlyMap<string, number>): Promise<boolean> {
    const now = await this.#countPartitions([...counts.keys(), ...this.#options.topics])
    return [...now].some(([topic, count]) => count !== counts.get(topic))
  }

  /** Answers whether the membership must begin anew. @throws KafkaError for what does not pass */
  async #recover(error: CallError, doing: string): Promise<boolean> {
    if (OUT.has(error.code)) {
      const lost = this.#owned
      this.#owned = []
      const isUnknown = error.code === ErrorCode.UNKNOWN_MEMBER_ID
      this.#membership = { ...this.#membership, generation: -1, ...(isUnknown ? { memberId: '' } : {}) }
      if (lost.length > 0) this.#options.handler.lost(lost)
      return true
    }
    if (error.code === ErrorCode.REBALANCE_IN_PROGRESS) return true
    await this.#waitOut(error, doing, this.#backoff, this.#leaving.signal)
    return false
  }

  async #waitOut({ code, detail }: CallError, doing: string, backoff: Backoff, signal: AbortSignal): Promise<void> {
    if (!isRetriable(code) || backoff.failingMs >= UNAVAILABLE_MS_MAX)
      throw new KafkaError(`${doing} group ${this.#options.groupId}`, code, detail ?? null)
    this.#coordinator = null
    await backoff.wait(signal)
  }

  async #findCoordinator(signal: AbortSignal): Promise<{ readonly node: NodeId; readonly calls: CoordinatorCalls }> {
    while (this.#coordinator === null) {
      const found = await findCoordinator(this.#transport, { kind: 'group', key: this.#options.groupId }, signal)
      if (found.ok) this.#coordinator = this.#at(found.value, this.#leaving.signal)
      else await this.#waitOut(found.error, 'finding the coordinator of', this.#backoff, signal)
    }
    return this.#coordinator
  }

  #at(node: NodeId, signal: AbortSignal): { readonly node: NodeId; readonly calls: CoordinatorCalls } {
    return { node, calls: coordinatorCalls(this.#transport, this.#options.groupId, node, signal) }
  }

  async #patiently<T>(signal: AbortSignal, ask: (node: NodeId) => Promise<Result<T, CallError>>): Promise<Result<T, CallError>> {
    const backoff = new Backoff(this.#options)
    for (;;) {
      const { node } = await this.#findCoordinator(signal)
      const answer = await ask(node)
      if (answer.ok) return ok(answer.value)
      const { code } = answer.error
      const mayPass = isRetriable(code) || code === ErrorCode.REBALANCE_IN_PROGRESS
      if (!mayPass || backoff.failingMs >= UNAVAILABLE_MS_MAX) return fail(answer.error)
      if (code !== ErrorCode.REBALANCE_IN_PROGRESS) this.#coordinator = null
      await backoff.wait(signal)
    }
  }
}

/** Why a membership ends that its owner has left. */
const LEFT = new Error('the member has left its group')
