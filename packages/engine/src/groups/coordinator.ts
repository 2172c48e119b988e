import type { Timer } from '@leat/base'
import { type Call, ErrorCode, WireError } from '@leat/wire'
import type { CoordinatorRecord, GroupsOptions } from '../contract.ts'
import { decideMoved } from './decide-moved.ts'
import type { DecideContext } from './decision.ts'
import { isExpired } from './expiry.ts'
import { Group, type GroupHost } from './group.ts'
import { LIMITS } from './limits.ts'
import { newMemberId } from './member-id.ts'
import { type CommittedOffset, OffsetStore, type OffsetWrite } from './offset-store.ts'
import { partitionOf } from './partition-of.ts'
import { decodeEvent, encodeEvent, type GroupEvent } from './records.ts'
import { emptyGroup, type GroupState } from './state.ts'

/** All groups and offsets of the brokers on this thread, and the way to their log. What the API files work with. */
export class Coordinator implements GroupHost {
  readonly options: GroupsOptions
  readonly offsets = new OffsetStore()
  readonly #groups = new Map<string, Group>()
  readonly #loaded = new Set<number>()
  /** Groups of partitions that are being read. */
  readonly #loading = new Map<number, Set<string>>()
  #expiryTimer: Timer | null = null
  #closed = false

  constructor(options: GroupsOptions) {
    this.options = options
    options.meter.observe('groups', () => this.#groups.size)
    this.#scheduleExpiry()
  }

  get clock(): GroupsOptions['clock'] {
    return this.options.clock
  }

  get logger(): GroupsOptions['logger'] {
    return this.options.logger
  }

  context(): DecideContext {
    return { now: this.options.clock.now(), config: this.options.config }
  }

  partitionOf(groupId: string): number {
    return partitionOf(groupId, this.options.offsets.partitionCount)
  }

  /** NONE, or why this broker cannot answer for the group now. */
  admit(groupId: string, call: Call): number {
    const partition = this.partitionOf(groupId)
    if (this.options.coordinatorOf(partition) !== call.session.node) return ErrorCode.NOT_COORDINATOR
    if (this.#loaded.has(partition)) return ErrorCode.NONE
    // Clients that skip FindCoordinator make the topic by their first request; it is asked for again after the retry's pause.
    this.options.offsets
      .ensure()
      .catch((error: unknown) => this.options.logger.event('error', 'group-topic-not-made', { cause: String(error) }))
    return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
  }

  /** Whether a partition that this broker coordinates is still being read. */
  isLoading(call: Call): boolean {
    if (this.#loaded.size === this.options.offsets.partitionCount) return false
    for (let partition = 0; partition < this.options.offsets.partitionCount; partition++) {
      if (!this.#loaded.has(partition) && this.options.coordinatorOf(partition) === call.session.node) return true
    }
    return false
  }

  group(groupId: string): Group | undefined {
    return this.#groups.get(groupId)
  }

  *groupsOf(call: Call): Generator<Group> {
    for (const group of this.#groups.values()) {
      if (this.options.coordinatorOf(this.partitionOf(group.groupId)) === call.session.node) yield group
    }
  }

  /** null: there are too many. `recordsCreation`: a group made by a member is in the log from its first moment, as in Kafka. */
  create(groupId: string, recordsCreation: boolean): Group | null {
    if (this.#groups.size >= LIMITS.groups) return null
    const state = emptyGroup(groupId, this.options.clock.now())
    const group = new Group(this, state, false)
    this.#groups.set(groupId, group)
    if (recordsCreation) group.apply({ state, effects: [{ kind: 'store', snapshot: state, stored: { kind: 'created' } }] })
    return group
  }

  newMemberId(clientId: string, groupInstanceId: string | null): string {
    return newMemberId(this.options.random, clientId, groupInstanceId)
  }

  store(group: Group, snapshot: GroupState): Promise<number> {
    return this.#append(group.groupId, [{ kind: 'group', groupId: group.groupId, state: snapshot }])
  }

  /** An empty group that the log does not know and that has no offsets leaves no trace. */
  settled(group: Group): void {
    const { state } = group
    if (group.recorded || group.isStoring || state.phase !== 'Empty' || state.pendingMembers.size > 0) return
    if (this.offsets.has(group.groupId) || this.#groups.get(group.groupId) !== group) return
    this.#groups.delete(group.groupId)
    group.close(ErrorCode.UNKNOWN_MEMBER_ID)
  }

  /** One atomic batch of offsets of one group. Decisions count with it at once, readers see it when it is durable. */
  async writeOffsets(groupId: string, writes: readonly OffsetWrite[], more: readonly GroupEvent[] = []): Promise<number> {
    const write = this.offsets.begin(writes)
    const errorCode = await this.#append(groupId, [...writes.map((each) => ({ kind: 'offset', write: each }) as const), ...more])
    this.offsets.settle(write, writes, errorCode === ErrorCode.NONE)
    const group = this.#groups.get(groupId)
    if (group !== undefined) this.settled(group)
    return errorCode
  }

  /** Tombstones for any number of offsets, in as many batches as their size asks for; `more` goes with the last. */
  async deleteOffsets(
    groupId: string,
    places: readonly { topic: string; partition: number }[],
    more: readonly GroupEvent[] = [],
  ): Promise<number> {
    const writes = places.map(({ topic, partition }) => ({ group: groupId, topic, partition, value: null }))
    const batches: Promise<number>[] = []
    for (let at = 0; at < writes.length || (at === 0 && more.length > 0); at += TOMBSTONES_PER_BATCH) {
      const isLast = at + TOMBSTONES_PER_BATCH >= writes.length
      batches.push(this.writeOffsets(groupId, writes.slice(at, at + TOMBSTONES_PER_BATCH), isLast ? more : []))
    }
    const errorCodes = await Promise.all(batches)
    return errorCodes.find((errorCode) => errorCode !== ErrorCode.NONE) ?? ErrorCode.NONE
  }

  /** Deletes an empty group with its offsets. When the log refuses, the group is as it was, save for ids given out. */
  async deleteGroup(group: Group): Promise<number> {
    const { groupId, state, recorded } = group
    this.#groups.delete(groupId)
    group.close(ErrorCode.UNKNOWN_MEMBER_ID)
    const errorCode = await this.deleteOffsets(groupId, [...this.offsets.latest(groupId)], [{ kind: 'group', groupId, state: null }])
    const isStillThere = errorCode !== ErrorCode.NONE && (recorded || this.offsets.has(groupId))
    if (isStillThere && !this.#groups.has(groupId))
      this.#groups.set(groupId, new Group(this, { ...state, pendingMembers: new Set() }, recorded))
    return errorCode
  }

  moved(partitions: ReadonlySet<number>): void {
    // What is still being read has no calls and no sessions yet.
    const isMoved = (partition: number): boolean => partitions.has(partition) && this.#loaded.has(partition)
    const moved = [...this.#groups.values()].filter(({ groupId }) => isMoved(this.partitionOf(groupId)))
    for (const group of moved) group.apply(decideMoved(group.state, this.context()))
  }

  async topicsDeleted(topics: ReadonlySet<string>): Promise<void> {
    const groups = this.offsets.groups().map((groupId) => {
      const places = [...this.offsets.latest(groupId)].filter(({ topic }) => topics.has(topic))
      return this.deleteOffsets(groupId, places)
    })
    await Promise.all(groups)
  }

  async expire(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => this.#expireGroup(group)))
  }

  replay(partition: number, record: CoordinatorRecord, timestampMs: number): void {
    const event = this.#decode(record, timestampMs)
    if (event === null) return
    if (event.kind === 'offset') {
      this.offsets.load(event.write)
      const { group } = event.write
      if (event.write.value !== null && !this.#groups.has(group)) this.#replayed(partition, emptyGroup(group, timestampMs), false)
    } else if (event.state === null) this.#groups.delete(event.groupId)
    else this.#replayed(partition, event.state, true)
  }

  loaded(partition: number): void {
    this.#loaded.add(partition)
    for (const groupId of this.#loading.get(partition) ?? []) this.#groups.get(groupId)?.start()
    this.#loading.delete(partition)
  }

  #replayed(partition: number, state: GroupState, recorded: boolean): void {
    this.#groups.set(state.groupId, new Group(this, state, recorded))
    const loading = this.#loading.get(partition)
    if (loading === undefined) this.#loading.set(partition, new Set([state.groupId]))
    else loading.add(state.groupId)
  }

  close(): void {
    this.#closed = true
    this.#expiryTimer?.cancel()
    for (const group of this.#groups.values()) group.close(ErrorCode.NOT_COORDINATOR)
  }

  /** Takes its place in the log before it returns. */
  #append(groupId: string, events: readonly GroupEvent[]): Promise<number> {
    if (events.length === 0) return Promise.resolve(ErrorCode.NONE)
    const records = events.map(encodeEvent)
    let bytes = 0
    for (const { key, value } of records) bytes += key.length + (value?.length ?? 0) + RECORD_OVERHEAD_BYTES
    if (bytes > LIMITS.batchBytes) return Promise.resolve(ErrorCode.UNKNOWN_SERVER_ERROR)
    return this.#durable(this.options.offsets.append(this.partitionOf(groupId), records))
  }

  async #durable(appended: Promise<boolean>): Promise<number> {
    return (await appended) ? ErrorCode.NONE : ErrorCode.COORDINATOR_NOT_AVAILABLE
  }

  /** A record that cannot be read costs one group or offset, not the partition; Kafka skips it too. */
  #decode(record: CoordinatorRecord, timestampMs: number): GroupEvent | null {
    try {
      return decodeEvent(record, timestampMs)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.options.logger.event('error', 'group-record-unreadable', { cause: error.message, keyBytes: record.key.length })
      return null
    }
  }

  async #expireGroup(group: Group): Promise<void> {
    const { groupId, state } = group
    if (!this.#loaded.has(this.partitionOf(groupId)) || group.isStoring) return
    const now = this.options.clock.now()
    const { offsetsRetentionMs } = this.options.config
    const isOver = ({ topic, value }: { topic: string; value: CommittedOffset }): boolean =>
      isExpired(state, topic, value, now, offsetsRetentionMs)
    const places = [...this.offsets.latest(groupId)]
    const expired = places.filter(isOver)
    if (expired.length > 0) this.options.logger.event('info', 'group-offsets-expired', { group: groupId, offsets: expired.length })
    if (expired.length === places.length && state.phase === 'Empty' && state.pendingMembers.size === 0) await this.deleteGroup(group)
    else if (expired.length > 0) await this.deleteOffsets(groupId, expired)
  }

  #scheduleExpiry(): void {
    if (this.#closed) return
    this.#expiryTimer = this.options.clock.after(this.options.config.offsetsRetentionCheckMs, () => void this.#expireAndGoOn())
  }

  async #expireAndGoOn(): Promise<void> {
    await this.expire()
    this.#scheduleExpiry()
  }
}

/** Length, attributes, deltas and sizes around a key and a value in a batch: at most this many bytes. */
const RECORD_OVERHEAD_BYTES = 24
/** Keys have at most two names of 32,767 bytes, but groups and topics are short: a batch of so many is far below its limit. */
const TOMBSTONES_PER_BATCH = 1_000
