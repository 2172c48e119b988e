import type { Millis } from '@leat/base'

/** The classic group's states, by Kafka's names. */
export type GroupPhase = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

export interface Protocol {
  readonly name: string
  readonly metadata: Buffer
}

export interface Member {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: Millis
  readonly rebalanceTimeoutMs: Millis
  readonly protocols: readonly Protocol[]
  readonly assignment: Buffer
  /** Its JoinGroup (SyncGroup) is parked. Stays true when the connection is gone: Kafka too finds out by the session only. */
  readonly awaitsJoin: boolean
  readonly awaitsSync: boolean
  /** Joined for the first time and not yet answered: it cannot send heartbeats, so its session ends even while it waits. */
  readonly isNew: boolean
}

/** A classic group as plain data, never changed in place. Parked calls and timers live beside it, in `group.ts`. */
export interface GroupState {
  readonly groupId: string
  readonly phase: GroupPhase
  readonly previousPhase: GroupPhase
  /** Wall clock of the last change of phase. Retention of an empty group's offsets counts from it. */
  readonly phaseChangedAtMs: Millis
  readonly generation: number
  /** null: no member ever joined; a simple group, which only keeps offsets. */
  readonly protocolType: string | null
  readonly protocol: string | null
  readonly leader: string | null
  readonly members: ReadonlyMap<string, Member>
  /** Member ids of static members by group.instance.id (KIP-345). */
  readonly staticMembers: ReadonlyMap<string, string>
  /** Ids given out with MEMBER_ID_REQUIRED and not yet used (KIP-394). */
  readonly pendingMembers: ReadonlySet<string>
  /** Members of this generation whose SyncGroup has not come yet. */
  readonly pendingSync: ReadonlySet<string>
  /** The leader's assignment is on its way to the log: a second SyncGroup of the leader must not send another after it. */
  readonly storesAssignment: boolean
  /** Somebody joined during the initial rebalance: it may wait longer. */
  readonly newMemberAdded: boolean
  /** Topics of all members, when they speak the consumer protocol and it could be read. */
  readonly subscribedTopics: ReadonlySet<string> | null
}

export const NO_BYTES: Buffer = Buffer.alloc(0)
export const CONSUMER_PROTOCOL_TYPE = 'consumer'

/** Shared by all groups that have none, which are most of those that only keep offsets. Never changed. */
const NO_ENTRIES: ReadonlyMap<string, never> = new Map<string, never>()
const NO_IDS: ReadonlySet<string> = new Set<string>()

export function emptyGroup(groupId: string, now: Millis): GroupState {
  return {
    groupId,
    phase: 'Empty',
    previousPhase: 'Dead',
    phaseChangedAtMs: now,
    generation: 0,
    protocolType: null,
    protocol: null,
    leader: null,
    members: NO_ENTRIES,
    staticMembers: NO_ENTRIES,
    pendingMembers: NO_IDS,
    pendingSync: NO_IDS,
    storesAssignment: false,
    newMemberAdded: false,
    subscribedTopics: null,
  }
}

export function countAwaitingJoin(state: GroupState): number {
  let count = 0
  for (const member of state.members.values()) if (member.awaitsJoin) count++
  return count
}

export function allMembersJoined(state: GroupState): boolean {
  return state.pendingMembers.size === 0 && countAwaitingJoin(state) === state.members.size
}

/** The largest of the members': a slow member decides how long the others wait. */
export function rebalanceTimeoutMs(state: GroupState): Millis {
  let longest = 0
  for (const member of state.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs)
  return longest
}

/** Kafka rebalances from these; a group already preparing only completes. */
export function canRebalance(state: GroupState): boolean {
  return state.phase === 'Stable' || state.phase === 'CompletingRebalance' || state.phase === 'Empty'
}

/** Whether a member with these protocols can be part of the group: type as the others', and one protocol that all know. */
export function supportsProtocols(state: GroupState, protocolType: string, protocols: readonly Protocol[]): boolean {
  if (state.phase === 'Empty') return protocolType !== '' && protocols.length > 0
  if (state.protocolType !== protocolType) return false
  return protocols.some((protocol) => isKnownToAll(state, protocol.name))
}

function isKnownToAll(state: GroupState, protocol: string): boolean {
  for (const member of state.members.values()) if (!member.protocols.some(({ name }) => name === protocol)) return false
  return true
}

/** Each member votes for the first of its protocols that all know; the most votes win, the earlier member's choice on a tie. */
export function selectProtocol(state: GroupState): string | null {
  const votes = new Map<string, number>()
  const knownToAll = new Map<string, boolean>()
  for (const member of state.members.values()) {
    for (const { name } of member.protocols) {
      const known = knownToAll.get(name) ?? isKnownToAll(state, name)
      knownToAll.set(name, known)
      if (!known) continue
      votes.set(name, (votes.get(name) ?? 0) + 1)
      break
    }
  }
  let winner: string | null = null
  for (const [name, count] of votes) if (winner === null || count > votes.get(winner)!) winner = name
  return winner
}

export function metadataOf(member: Member, protocol: string | null): Buffer {
  return member.protocols.find(({ name }) => name === protocol)?.metadata ?? NO_BYTES
}

/** Same protocols with the same metadata in the same order: the member has nothing new to say. */
export function hasSameProtocols(member: Member, protocols: readonly Protocol[]): boolean {
  if (member.protocols.length !== protocols.length) return false
  return member.protocols.every((own, at) => own.name === protocols[at]!.name && own.metadata.equals(protocols[at]!.metadata))
}

/** Kafka considers a consumer group whose metadata it cannot read subscribed to everything. */
export function isSubscribed(state: GroupState, topic: string): boolean {
  if (state.subscribedTopics === null) return state.protocolType === CONSUMER_PROTOCOL_TYPE
  return state.subscribedTopics.has(topic)
}
