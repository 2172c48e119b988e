import { type DecideContext, type Decision, Draft } from './decision.ts'
import { completeJoin, dropMember, prepareRebalance, rebalanceOrCompleteJoin } from './rebalance.ts'
import { allMembersJoined, type GroupState } from './state.ts'
import { removeMember } from './transitions.ts'

/** No sign of life from a member, or an id given out was never used. */
export function decideSessionExpired(state: GroupState, memberId: string, context: DecideContext): Decision {
  const draft = new Draft(state, context)
  const member = state.members.get(memberId)
  if (member === undefined) {
    if (!state.pendingMembers.has(memberId)) return draft.decision()
    draft.state = removeMember(state, memberId)
    finishRemoval(draft, '')
    return draft.decision()
  }
  // Whoever waits for an answer shows by it that it lives; its session begins anew with the answer. A new member has no other sign to give.
  if (!member.isNew && (member.awaitsJoin || member.awaitsSync)) return draft.decision()
  draft.do({ kind: 'tell', event: 'group-member-evicted', fields: { group: state.groupId, member: memberId, cause: 'session-timeout' } })
  dropMember(draft, memberId)
  finishRemoval(draft, `session of ${memberId} ended`)
  return draft.decision()
}

function finishRemoval(draft: Draft, reason: string): void {
  const { phase } = draft.state
  if (phase === 'PreparingRebalance') {
    if (allMembersJoined(draft.state)) completeJoin(draft)
  } else if (reason !== '' && (phase === 'Stable' || phase === 'CompletingRebalance')) rebalanceOrCompleteJoin(draft, reason)
}

/** The rebalance timeout is over. `remainingMs` as in the timer's effect: an initial rebalance goes on while new members come. */
export function decideJoinTimeout(state: GroupState, delayMs: number, remainingMs: number | null, context: DecideContext): Decision {
  const draft = new Draft(state, context)
  if (state.phase !== 'PreparingRebalance') return draft.decision()
  if (remainingMs !== null && remainingMs > 0 && state.newMemberAdded) {
    draft.state = { ...state, newMemberAdded: false }
    const nextMs = Math.min(context.config.initialRebalanceDelayMs, remainingMs)
    draft.do({ kind: 'start-join-timer', delayMs: nextMs, remainingMs: Math.max(remainingMs - delayMs, 0) })
  } else completeJoin(draft)
  return draft.decision()
}

/** Members that joined this generation and never asked for their assignment hold it up no longer. */
export function decideSyncTimeout(state: GroupState, generation: number, context: DecideContext): Decision {
  const draft = new Draft(state, context)
  const isCurrent = state.generation === generation && (state.phase === 'CompletingRebalance' || state.phase === 'Stable')
  if (!isCurrent || state.pendingSync.size === 0) return draft.decision()
  for (const memberId of state.pendingSync) {
    dropMember(draft, memberId)
    draft.do({ kind: 'tell', event: 'group-member-evicted', fields: { group: state.groupId, member: memberId, cause: 'sync-timeout' } })
  }
  prepareRebalance(draft, `members without sync: ${state.pendingSync.size}`)
  return draft.decision()
}
