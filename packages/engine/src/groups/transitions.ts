import { assert, type Millis } from '@leat/base'
import type { GroupPhase, GroupState, Member } from './state.ts'
import { selectProtocol } from './state.ts'
import { computeSubscribedTopics } from './subscription.ts'

/** Each function takes a group and gives the next one. No clock, no answer, no log: those are the decisions' business. */

export function toPhase(state: GroupState, phase: GroupPhase, now: Millis): GroupState {
  return { ...state, phase, previousPhase: state.phase, phaseChangedAtMs: now }
}

export function withMember(state: GroupState, member: Member): GroupState {
  assert(state.members.has(member.memberId), `no member ${member.memberId}`)
  return { ...state, members: new Map(state.members).set(member.memberId, member) }
}

export function mapMembers(state: GroupState, change: (member: Member) => Member): GroupState {
  const members = new Map<string, Member>()
  for (const [memberId, member] of state.members) members.set(memberId, change(member))
  return { ...state, members }
}

/** The first member gives the group its protocol type and leads it. */
export function addMember(state: GroupState, member: Member, protocolType: string): GroupState {
  const isFirst = state.members.size === 0
  const staticMembers =
    member.groupInstanceId === null ? state.staticMembers : new Map(state.staticMembers).set(member.groupInstanceId, member.memberId)
  return {
    ...state,
    protocolType: isFirst ? protocolType : state.protocolType,
    leader: state.leader ?? member.memberId,
    members: new Map(state.members).set(member.memberId, member),
    staticMembers,
    pendingMembers: without(state.pendingMembers, member.memberId),
  }
}

/** Removes a member, or an id still pending. Leadership passes to the oldest that is left. */
export function removeMember(state: GroupState, memberId: string): GroupState {
  const pendingMembers = without(state.pendingMembers, memberId)
  const pendingSync = without(state.pendingSync, memberId)
  const member = state.members.get(memberId)
  if (member === undefined) return { ...state, pendingMembers, pendingSync }
  const members = new Map(state.members)
  members.delete(memberId)
  let staticMembers = state.staticMembers
  if (member.groupInstanceId !== null && staticMembers.get(member.groupInstanceId) === memberId) {
    const rest = new Map(staticMembers)
    rest.delete(member.groupInstanceId)
    staticMembers = rest
  }
  const leader = state.leader === memberId ? (members.keys().next().value ?? null) : state.leader
  return { ...state, members, staticMembers, leader, pendingMembers, pendingSync }
}

/** A static member that came back has a new id; all else stays, so the old id is fenced by not being there. */
export function replaceStaticMember(state: GroupState, groupInstanceId: string, oldMemberId: string, newMemberId: string): GroupState {
  const old = state.members.get(oldMemberId)
  assert(old !== undefined, `no member ${oldMemberId}`)
  const members = new Map<string, Member>()
  for (const [memberId, member] of state.members) {
    if (memberId !== oldMemberId) members.set(memberId, member)
    else members.set(newMemberId, { ...old, memberId: newMemberId, awaitsJoin: false, awaitsSync: false })
  }
  return {
    ...state,
    members,
    leader: state.leader === oldMemberId ? newMemberId : state.leader,
    staticMembers: new Map(state.staticMembers).set(groupInstanceId, newMemberId),
    pendingSync: without(state.pendingSync, oldMemberId),
  }
}

export function addPendingMember(state: GroupState, memberId: string): GroupState {
  return { ...state, pendingMembers: new Set(state.pendingMembers).add(memberId) }
}

export function removePendingSync(state: GroupState, memberId: string): GroupState {
  return { ...state, pendingSync: without(state.pendingSync, memberId) }
}

/** The next generation: protocol chosen and waiting for the leader's assignment, or nobody left. */
export function nextGeneration(state: GroupState, now: Millis): GroupState {
  const isEmpty = state.members.size === 0
  const next = {
    ...state,
    generation: state.generation + 1,
    protocol: isEmpty ? null : selectProtocol(state),
    pendingSync: new Set<string>(),
    storesAssignment: false,
    newMemberAdded: false,
  }
  return toPhase({ ...next, subscribedTopics: computeSubscribedTopics(next) }, isEmpty ? 'Empty' : 'CompletingRebalance', now)
}

function without(set: ReadonlySet<string>, entry: string): ReadonlySet<string> {
  if (!set.has(entry)) return set
  const rest = new Set(set)
  rest.delete(entry)
  return rest
}
