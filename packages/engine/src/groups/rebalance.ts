import { ErrorCode } from '@leat/wire'
import { joinedGeneration, syncError } from './answers.ts'
import type { Draft } from './decision.ts'
import { allMembersJoined, canRebalance, type GroupState, NO_BYTES, rebalanceTimeoutMs } from './state.ts'
import { mapMembers, nextGeneration, removeMember, toPhase, withMember } from './transitions.ts'

/** Something changed that the members must agree on anew. */
export function rebalanceOrCompleteJoin(draft: Draft, reason: string): void {
  if (canRebalance(draft.state)) prepareRebalance(draft, reason)
  else completeJoinIfAllJoined(draft)
}

/** An initial rebalance ends by its timer only, so that members that start together share the first generation. */
export function completeJoinIfAllJoined(draft: Draft): void {
  const { state } = draft
  if (state.phase !== 'PreparingRebalance' || state.previousPhase === 'Empty' || !allMembersJoined(state)) return
  completeJoin(draft)
}

/** Members learn of it by REBALANCE_IN_PROGRESS and have the rebalance timeout to come back. */
export function prepareRebalance(draft: Draft, reason: string): void {
  const { config, now } = draft.context
  if (draft.state.phase === 'CompletingRebalance') resetAssignments(draft, ErrorCode.REBALANCE_IN_PROGRESS)
  draft.state = { ...draft.state, pendingSync: new Set() }
  draft.do({ kind: 'end-sync-timer' })
  const isInitial = draft.state.phase === 'Empty'
  draft.state = toPhase(draft.state, 'PreparingRebalance', now)
  draft.do({
    kind: 'tell',
    event: 'group-rebalance',
    fields: { group: draft.state.groupId, generation: draft.state.generation, members: draft.state.members.size, reason },
  })
  if (isInitial) {
    const delayMs = config.initialRebalanceDelayMs
    draft.do({ kind: 'start-join-timer', delayMs, remainingMs: Math.max(rebalanceTimeoutMs(draft.state) - delayMs, 0) })
  } else if (allMembersJoined(draft.state)) completeJoin(draft)
  else draft.do({ kind: 'start-join-timer', delayMs: rebalanceTimeoutMs(draft.state), remainingMs: null })
}

/** The join phase is over: who did not come back is out, except static members, who have until their session ends. */
export function completeJoin(draft: Draft): void {
  draft.do({ kind: 'end-join-timer' })
  for (const member of draft.state.members.values()) {
    if (member.awaitsJoin || member.groupInstanceId !== null) continue
    draft.state = removeMember(draft.state, member.memberId)
    draft.do({ kind: 'end-session', memberId: member.memberId })
    draft.do({
      kind: 'tell',
      event: 'group-member-evicted',
      fields: { group: draft.state.groupId, member: member.memberId, cause: 'rebalance-timeout' },
    })
  }
  const elected = withJoinedLeader(draft.state)
  if (elected === null && draft.state.members.size > 0) {
    // Static members only, and none of them here: wait until sessions decide.
    draft.do({ kind: 'start-join-timer', delayMs: rebalanceTimeoutMs(draft.state), remainingMs: null })
    return
  }
  draft.state = nextGeneration(elected ?? draft.state, draft.context.now)
  if (draft.state.phase === 'Empty') {
    draft.do({ kind: 'store', snapshot: draft.state, stored: { kind: 'emptied' } })
    return
  }
  answerJoins(draft)
}

function answerJoins(draft: Draft): void {
  for (const member of draft.state.members.values()) {
    if (member.awaitsJoin)
      draft.do({ kind: 'answer-join', memberId: member.memberId, answer: joinedGeneration(draft.state, member.memberId) })
    draft.keepAlive(member)
  }
  const state = mapMembers(draft.state, (member) => ({ ...member, awaitsJoin: false, isNew: false }))
  draft.state = { ...state, pendingSync: new Set(state.members.keys()) }
  draft.do({ kind: 'start-sync-timer', delayMs: rebalanceTimeoutMs(state), generation: state.generation })
}

/** The leader must be one who is here to assign. null: nobody is. */
function withJoinedLeader(state: GroupState): GroupState | null {
  if (state.leader === null) return null
  if (state.members.get(state.leader)?.awaitsJoin === true) return state
  for (const member of state.members.values()) if (member.awaitsJoin) return { ...state, leader: member.memberId }
  return null
}

/** Ends every parked SyncGroup with an error and forgets what was assigned. */
export function resetAssignments(draft: Draft, errorCode: number): void {
  for (const member of draft.state.members.values()) {
    if (!member.awaitsSync) continue
    draft.do({ kind: 'answer-sync', memberId: member.memberId, answer: syncError(errorCode) })
    // Its session did not run while it waited.
    draft.keepAlive(member)
  }
  draft.state = mapMembers(draft.state, (member) => ({ ...member, assignment: NO_BYTES, awaitsSync: false }))
}

/** Takes a member out because it left or fell silent. A JoinGroup it may still wait for is told to begin anew. */
export function dropMember(draft: Draft, memberId: string): void {
  answerJoinOf(draft, memberId, ErrorCode.UNKNOWN_MEMBER_ID, '')
  answerSyncOf(draft, memberId, ErrorCode.UNKNOWN_MEMBER_ID)
  draft.do({ kind: 'end-session', memberId })
  draft.state = removeMember(draft.state, memberId)
}

export function answerJoinOf(draft: Draft, memberId: string, errorCode: number, answeredId: string): void {
  const member = draft.state.members.get(memberId)
  if (member === undefined || !member.awaitsJoin) return
  const answer = {
    errorCode,
    memberId: answeredId,
    generation: -1,
    protocolType: null,
    protocol: null,
    leader: '',
    skipAssignment: false,
    members: [],
  }
  draft.do({ kind: 'answer-join', memberId, answer })
  draft.state = withMember(draft.state, { ...member, awaitsJoin: false })
}

export function answerSyncOf(draft: Draft, memberId: string, errorCode: number): void {
  const member = draft.state.members.get(memberId)
  if (member === undefined || !member.awaitsSync) return
  draft.do({ kind: 'answer-sync', memberId, answer: syncError(errorCode) })
  draft.state = withMember(draft.state, { ...member, awaitsSync: false })
}
