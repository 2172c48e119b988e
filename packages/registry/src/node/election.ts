import { type Clock, type Logger, type Millis, type NodeId, type Random, delay } from '@leat/base'
import type { CallError, Transport } from '@leat/client'
import { type ClassicCalls, type ClassicMember, type Membership, classicCalls, findCoordinator } from '@leat/client/consumer'
import { ErrorCode, errorName } from '@leat/wire'
import type { NodeLimits } from './limits.ts'
import { Retry } from './retry.ts'
import type { Role } from './role.ts'
import {
  type NodeIdentity,
  type SrAssignment,
  type SrMember,
  type Stickiness,
  SR_PROTOCOL,
  assignPrimary,
  decodeAssignment,
  decodeMember,
  encodeAssignment,
  encodeMember,
  urlOf,
} from './sr-protocol.ts'

export interface ElectionOptions {
  /** Its client id is `LEAT_CLIENT_ID`: others know this node by it. */
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly limits: NodeLimits
  readonly groupId: string
  readonly identity: () => NodeIdentity
  readonly sticky: Stickiness
  /** At once, with each change. */
  readonly onRole: (role: Role) => void
}

const LEAVE_MS_MAX: Millis = 2_000
const NONE: Omit<Membership, 'groupId'> = { memberId: '', generation: -1 }
const STOPPED = new Error('the node has left its group')

/**
 * A node's place in the group: joins, answers as group leader who is primary, stays, joins again. It goes on until it is disposed, whatever happens meanwhile: what fails
 * is logged and tried again.
 */
export class Election implements AsyncDisposable {
  readonly #options: ElectionOptions
  readonly #stopping = new AbortController()
  readonly #retry: Retry
  readonly #ended: Promise<void>
  #membership: Membership
  #coordinator: { readonly node: NodeId; readonly calls: ClassicCalls } | null = null
  #role: Role = { kind: 'outside', reason: 'it joins' }
  /** Primary as of the last assignment, and not put out since. */
  #leads = false
  /** Everybody, as far as this node knows. */
  #members: readonly SrMember[] = []
  #contactAtMs: Millis = Number.NEGATIVE_INFINITY
  #hurry: (() => void) | null = null
  #isRejoining = false

  constructor(options: ElectionOptions) {
    this.#options = options
    this.#retry = new Retry(options)
    this.#membership = { groupId: options.groupId, ...NONE }
    this.#ended = this.#run()
  }

  get role(): Role {
    return this.#role
  }

  /** Empty while it is no member. */
  get memberId(): string {
    return this.#membership.memberId
  }

  /** All members of the last generation. Told to the group's leader; others ask, and know nobody where they may not. */
  get members(): readonly SrMember[] {
    return this.#members
  }

  /** Has the coordinator answered so lately that this node cannot have been put out for its silence? */
  get isInContact(): boolean {
    return this.contactAgeMs <= this.#options.limits.contactMsMax
  }

  /** Since the last answer of the coordinator was asked for, which says that this node is a member. */
  get contactAgeMs(): Millis {
    return this.#options.clock.monotonic() - this.#contactAtMs
  }

  /** The next heartbeat is now: something has changed. */
  hurry(): void {
    this.#hurry?.()
  }

  /** Tells the group anew what this node is. */
  rejoin(): void {
    this.#isRejoining = true
    this.hurry()
  }

  /** Puts a member that is dead out of the group, and looks what that has changed. False: the coordinator could not be asked. */
  async remove(memberId: string, reason: string): Promise<boolean> {
    const calls = this.#coordinator?.calls
    if (calls === undefined) return false
    const left = await calls.leave(memberId, reason)
    if (!left.ok && left.error.code !== ErrorCode.UNKNOWN_MEMBER_ID) return false
    this.hurry()
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(STOPPED)
    await this.#ended
    const { node } = this.#coordinator ?? {}
    const { memberId } = this.#membership
    this.#become({ kind: 'outside', reason: 'it has left' })
    if (node === undefined || memberId === '') return
    const late = new AbortController()
    using _deadline = this.#options.clock.after(LEAVE_MS_MAX, () => late.abort(STOPPED))
    await this.#callsAt(node, late.signal)
      .leave(memberId, 'the registry node stops')
      .catch(() => null)
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        const isSettled = await this.#join()
        if (isSettled) await this.#stay()
      } catch (error) {
        if (signal.aborted) return
        this.#coordinator = null
        await this.#failed('registry-election-failed', String(error))
      }
    }
  }

  /** One generation. False: it is begun again. */
  async #join(): Promise<boolean> {
    const { limits } = this.#options
    const identity = this.#options.identity()
    const calls = await this.#findCoordinator()
    if (calls === null) return false
    const { memberId } = this.#membership
    const joined = await calls.join({ memberId, metadata: encodeMember(identity, this.#leads) }, limits)
    if (!joined.ok) {
      if (joined.error.code === ErrorCode.MEMBER_ID_REQUIRED) this.#membership = { ...this.#membership, memberId: joined.error.memberId }
      else await this.#recover(joined.error)
      return false
    }
    const { generationId, leader, members } = joined.value
    this.#membership = { ...this.#membership, memberId: joined.value.memberId, generation: generationId }
    const isLeader = leader === joined.value.memberId
    this.#members = isLeader ? membersIn(members) : []
    const assignment = isLeader ? encodeAssignment(assignPrimary(this.#members, this.#options.sticky)) : null
    const assignments = assignment === null ? [] : members.map((one) => ({ memberId: one.memberId, assignment }))
    const askedAtMs = this.#options.clock.monotonic()
    const synced = await calls.sync(this.#membership, assignments)
    if (!synced.ok) {
      await this.#recover(synced.error)
      return false
    }
    this.#contactAtMs = askedAtMs
    const assigned = decodeAssignment(synced.value)
    if (assigned === null) throw new Error('the group’s leader has assigned what nobody can read')
    this.#retry.reset()
    this.#assigned(assigned)
    if (!isLeader) void this.#learnMembers(calls, generationId)
    return true
  }

  async #learnMembers(calls: ClassicCalls, generation: number): Promise<void> {
    const found = await calls.members().catch(() => null)
    if (found === null || !found.ok || this.#membership.generation !== generation || this.#role.kind === 'rebalancing') return
    this.#members = membersIn(found.value)
    this.#options.onRole(this.#role)
  }

  #assigned(assignment: SrAssignment): void {
    const { logger } = this.#options
    const role = roleOf(assignment, this.#membership.memberId)
    this.#leads = role.kind === 'primary'
    const primary = assignment.kind === 'primary' ? urlOf(assignment.member) : null
    logger.event(role.kind === 'duplicates' ? 'error' : 'info', 'registry-elected', {
      role: role.kind,
      primary,
      self: urlOf(this.#options.identity()),
    })
    this.#become(role)
  }

  /** Heartbeats until the group rebalances or this node is no member any more. */
  async #stay(): Promise<void> {
    const { clock, limits } = this.#options
    for (;;) {
      await this.#pause(limits.heartbeatMs)
      if (this.#isRejoining) {
        this.#isRejoining = false
        return this.#become({ kind: 'rebalancing' })
      }
      const calls = await this.#findCoordinator()
      if (calls === null) continue
      const askedAtMs = clock.monotonic()
      const beaten = await calls.heartbeat(this.#membership)
      if (beaten.ok) {
        this.#contactAtMs = askedAtMs
        this.#retry.reset()
        continue
      }
      if (beaten.error.code === ErrorCode.REBALANCE_IN_PROGRESS) return this.#become({ kind: 'rebalancing' })
      if (await this.#recover(beaten.error)) return
    }
  }

  async #pause(ms: Millis): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const over = new AbortController()
    this.#hurry = resolve
    try {
      await Promise.race([promise, delay(this.#options.clock, ms, AbortSignal.any([this.#stopping.signal, over.signal]))])
    } finally {
      this.#hurry = null
      over.abort()
    }
  }

  /** Answers whether a new generation must be joined. What passes is waited for. */
  async #recover(error: CallError): Promise<boolean> {
    switch (error.code) {
      case ErrorCode.REBALANCE_IN_PROGRESS:
        this.#become({ kind: 'rebalancing' })
        return true
      case ErrorCode.UNKNOWN_MEMBER_ID:
      case ErrorCode.ILLEGAL_GENERATION:
      case ErrorCode.FENCED_INSTANCE_ID:
        this.#lost(error.code)
        return true
      default:
        this.#coordinator = null
        await this.#failed('registry-group-unavailable', errorName(error.code))
        return false
    }
  }

  /** The group goes on without this node, with another primary perhaps. */
  #lost(code: number): void {
    this.#leads = false
    this.#members = []
    const memberId = code === ErrorCode.ILLEGAL_GENERATION ? this.#membership.memberId : ''
    this.#membership = { ...this.#membership, memberId, generation: -1 }
    this.#options.logger.event('warn', 'registry-put-out', { code: errorName(code) })
    this.#become({ kind: 'outside', reason: 'the group went on without it' })
  }

  /** Never throws but for the end. */
  async #failed(name: string, reason: string): Promise<void> {
    this.#options.logger.event('warn', name, { group: this.#options.groupId, reason })
    if (this.contactAgeMs > this.#options.limits.sessionMs) {
      this.#leads = false
      this.#become({ kind: 'outside', reason })
    }
    await this.#retry.wait(this.#stopping.signal).catch(() => null)
  }

  async #findCoordinator(): Promise<ClassicCalls | null> {
    if (this.#coordinator !== null) return this.#coordinator.calls
    const { transport, groupId } = this.#options
    const { signal } = this.#stopping
    const found = await findCoordinator(transport, { kind: 'group', key: groupId }, signal)
    if (!found.ok) {
      await this.#recover(found.error)
      signal.throwIfAborted()
      return null
    }
    const calls = this.#callsAt(found.value, signal)
    this.#coordinator = { node: found.value, calls }
    return calls
  }

  #callsAt(node: NodeId, signal: AbortSignal): ClassicCalls {
    const { transport, groupId } = this.#options
    return classicCalls(transport, { groupId, protocol: SR_PROTOCOL }, { node, signal })
  }

  #become(role: Role): void {
    this.#role = role
    this.#options.onRole(role)
  }
}

function membersIn(members: readonly ClassicMember[]): readonly SrMember[] {
  return members.map(({ memberId, metadata }) => decodeMember(memberId, metadata)).filter((one) => one !== null)
}

function roleOf(assignment: SrAssignment, memberId: string): Role {
  if (assignment.kind === 'duplicates') return { kind: 'duplicates' }
  if (assignment.kind === 'none') return { kind: 'no-primary' }
  return assignment.member.memberId === memberId ? { kind: 'primary' } : { kind: 'secondary', primary: assignment.member }
}
