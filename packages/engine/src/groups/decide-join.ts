import { assert, type Millis } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { joinedGeneration, joinError, NO_MEMBER_ID } from './answers.ts'
import { type DecideContext, type Decision, Draft, type JoinAnswer, type Outcome } from './decision.ts'
import { LIMITS } from './limits.ts'
import { answerJoinOf, answerSyncOf, completeJoinIfAllJoined, prepareRebalance, rebalanceOrCompleteJoin } from './rebalance.ts'
import {
  countAwaitingJoin,
  type GroupState,
  hasSameProtocols,
  type Member,
  NO_BYTES,
  type Protocol,
  selectProtocol,
  supportsProtocols,
} from './state.ts'
import { addMember, addPendingMember, removeMember, replaceStaticMember, withMember } from './transitions.ts'
import { checkMember } from './validate.ts'

export interface JoinInput {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: Millis
  readonly rebalanceTimeoutMs: Millis
  readonly protocolType: string
  readonly protocols: readonly Protocol[]
  readonly reason: string
  /** v4+: a dynamic member must come twice, so that a lost answer leaves no ghost behind (KIP-394). */
  readonly requiresMemberId: boolean
  /** v9+ (KIP-814) */
  readonly skipsAssignment: boolean
  /** The id for a member that has none. */
  readonly newMemberId: string
}

export interface JoinDecision extends Decision {
  readonly outcome: Outcome<JoinAnswer>
}

export function decideJoin(state: GroupState, input: JoinInput, context: DecideContext): JoinDecision {
  const draft = new Draft(state, context)
  const outcome = join(draft, input)
  return { ...draft.decision(), outcome }
}

function join(draft: Draft, input: JoinInput): Outcome<JoinAnswer> {
  const { state } = draft
  const { memberId, groupInstanceId } = input
  if (!hasRoomFor(draft, memberId)) {
    if (memberId !== NO_MEMBER_ID) draft.state = removeMember(state, memberId)
    draft.do({ kind: 'end-session', memberId })
    return refuse(ErrorCode.GROUP_MAX_SIZE_REACHED, NO_MEMBER_ID)
  }
  if (!supportsProtocols(state, input.protocolType, input.protocols)) return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, memberId)
  if (memberId === NO_MEMBER_ID) {
    const known = groupInstanceId === null ? undefined : state.staticMembers.get(groupInstanceId)
    if (known !== undefined) return rejoinStatic(draft, input, known)
    return groupInstanceId === null && input.requiresMemberId ? askToComeBack(draft, input) : joinNew(draft, input, input.newMemberId)
  }
  if (state.pendingMembers.has(memberId)) {
    // An id given to a dynamic member is used with an instance id: no such member. Kafka calls it a bug of the client.
    return groupInstanceId === null ? joinNew(draft, input, memberId) : refuse(ErrorCode.UNKNOWN_MEMBER_ID, memberId)
  }
  const errorCode = checkMember(state, memberId, groupInstanceId)
  return errorCode === ErrorCode.NONE ? rejoin(draft, input) : refuse(errorCode, memberId)
}

/**
 * While a rebalance runs, places go to those who came back first, so that a group above its limit shrinks; else by size. Ids given out
 * count as well, since they are kept.
 */
function hasRoomFor(draft: Draft, memberId: string): boolean {
  const { state, context } = draft
  const { sizeMax } = context.config
  const isKnown = state.members.has(memberId)
  if (!isKnown && !state.pendingMembers.has(memberId) && state.pendingMembers.size >= sizeMax) return false
  switch (state.phase) {
    case 'Empty':
    case 'Dead':
      return true
    case 'PreparingRebalance':
      return state.members.get(memberId)?.awaitsJoin === true || countAwaitingJoin(state) < sizeMax
    case 'CompletingRebalance':
    case 'Stable':
      return isKnown || state.members.size < sizeMax
  }
}

function askToComeBack(draft: Draft, input: JoinInput): Outcome<JoinAnswer> {
  draft.state = addPendingMember(draft.state, input.newMemberId)
  draft.do({ kind: 'start-session', memberId: input.newMemberId, timeoutMs: input.sessionTimeoutMs })
  return refuse(ErrorCode.MEMBER_ID_REQUIRED, input.newMemberId)
}

function joinNew(draft: Draft, input: JoinInput, memberId: string): Outcome<JoinAnswer> {
  const { state } = draft
  const member: Member = {
    memberId,
    groupInstanceId: input.groupInstanceId,
    clientId: input.clientId,
    clientHost: input.clientHost,
    sessionTimeoutMs: input.sessionTimeoutMs,
    rebalanceTimeoutMs: input.rebalanceTimeoutMs,
    protocols: input.protocols,
    assignment: NO_BYTES,
    awaitsJoin: true,
    awaitsSync: false,
    isNew: true,
  }
  const prolongs = state.phase === 'PreparingRebalance' && state.previousPhase === 'Empty'
  draft.state = addMember(prolongs ? { ...state, newMemberAdded: true } : state, member, input.protocolType)
  // It does not know its id yet and cannot send heartbeats; a retry after a lost answer would leave this one behind for ever.
  draft.do({ kind: 'start-session', memberId, timeoutMs: LIMITS.newMemberJoinTimeoutMs })
  rebalanceOrCompleteJoin(draft, `new member ${memberId}; ${input.reason}`)
  return { kind: 'park', memberId }
}

/** A known member comes again: to take part in a rebalance, to ask for one, or because it lost the answer. */
function rejoin(draft: Draft, input: JoinInput): Outcome<JoinAnswer> {
  const { state } = draft
  const { memberId } = input
  const member = state.members.get(memberId)
  assert(member !== undefined, `no member ${memberId}`)
  const isSame = hasSameProtocols(member, input.protocols)
  switch (state.phase) {
    case 'PreparingRebalance':
      return parkAndRebalance(draft, input, member, 'member rejoins')
    case 'CompletingRebalance':
      return isSame ? answer(joinedGeneration(state, memberId)) : parkAndRebalance(draft, input, member, 'member changed its metadata')
    case 'Stable':
      // The leader may know of changes that no metadata shows, such as new partitions.
      if (state.leader === memberId) return parkAndRebalance(draft, input, member, 'leader rejoins')
      return isSame ? answer(joinedGeneration(state, memberId)) : parkAndRebalance(draft, input, member, 'member changed its metadata')
    case 'Empty':
    case 'Dead':
      return refuse(ErrorCode.UNKNOWN_MEMBER_ID, memberId)
  }
}

function parkAndRebalance(draft: Draft, input: JoinInput, member: Member, reason: string): Outcome<JoinAnswer> {
  draft.state = withMember(draft.state, updated(member, input))
  rebalanceOrCompleteJoin(draft, `${reason}: ${member.memberId}; ${input.reason}`)
  return { kind: 'park', memberId: member.memberId }
}

function updated(member: Member, input: JoinInput): Member {
  const { protocols, sessionTimeoutMs, rebalanceTimeoutMs } = input
  return { ...member, protocols, sessionTimeoutMs, rebalanceTimeoutMs, awaitsJoin: true }
}

/** A static member restarted: it gets a new id, its predecessor is fenced, and a stable group goes on without a rebalance (KIP-345). */
function rejoinStatic(draft: Draft, input: JoinInput, oldMemberId: string): Outcome<JoinAnswer> {
  const { newMemberId, groupInstanceId } = input
  assert(groupInstanceId !== null, 'a static member has an instance id')
  const oldMember = draft.state.members.get(oldMemberId)
  assert(oldMember !== undefined, `no member ${oldMemberId}`)
  const oldLeader = draft.state.leader
  answerJoinOf(draft, oldMemberId, ErrorCode.FENCED_INSTANCE_ID, oldMemberId)
  answerSyncOf(draft, oldMemberId, ErrorCode.FENCED_INSTANCE_ID)
  draft.do({ kind: 'end-session', memberId: oldMemberId })
  const replaced = replaceStaticMember(draft.state, groupInstanceId, oldMemberId, newMemberId)
  const member = updated(replaced.members.get(newMemberId)!, input)
  draft.state = withMember(replaced, member)
  draft.keepAlive(member)
  const outcome = { kind: 'park', memberId: newMemberId } as const
  switch (draft.state.phase) {
    case 'Stable': {
      if (selectProtocol(draft.state) !== draft.state.protocol) {
        rebalanceOrCompleteJoin(draft, `static member ${groupInstanceId} changes the protocol; ${input.reason}`)
        return outcome
      }
      const { generation } = draft.state
      const { skipsAssignment } = input
      draft.do({
        kind: 'store',
        snapshot: draft.state,
        stored: { kind: 'static-member', generation, newMemberId, oldMember, oldLeader, skipsAssignment },
      })
      return outcome
    }
    case 'CompletingRebalance':
      // The leader may assign to the old id any moment: nobody would get that assignment.
      prepareRebalance(draft, `static member ${groupInstanceId} restarted; ${input.reason}`)
      return outcome
    case 'PreparingRebalance':
      completeJoinIfAllJoined(draft)
      return outcome
    case 'Empty':
    case 'Dead':
      throw new TypeError(`a group in phase ${draft.state.phase} has no static members`)
  }
}

function answer(joined: JoinAnswer): Outcome<JoinAnswer> {
  return { kind: 'answer', answer: joined }
}

function refuse(errorCode: number, memberId: string): Outcome<JoinAnswer> {
  return answer(joinError(errorCode, memberId))
}
