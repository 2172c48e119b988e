import { ErrorCode } from '@leat/wire'
import { NO_MEMBER_ID } from './answers.ts'
import { type DecideContext, type Decision, Draft } from './decision.ts'
import { completeJoinIfAllJoined, dropMember, rebalanceOrCompleteJoin } from './rebalance.ts'
import type { GroupState } from './state.ts'
import { removeMember } from './transitions.ts'
import { checkMember } from './validate.ts'

export interface Leaving {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly reason: string
}

export interface LeaveDecision extends Decision {
  /** One per leaving member, in order. */
  readonly errorCodes: readonly number[]
}

/** Several members leave in one step and cause one rebalance. An administrator names static members by instance id alone. */
export function decideLeave(state: GroupState, leaving: readonly Leaving[], context: DecideContext): LeaveDecision {
  const draft = new Draft(state, context)
  const errorCodes = leaving.map((member) => leave(draft, member))
  const left = leaving.filter((_, at) => errorCodes[at] === ErrorCode.NONE)
  if (left.length > 0) {
    if (draft.state.phase === 'PreparingRebalance') completeJoinIfAllJoined(draft)
    else if (draft.state.phase !== 'Empty') rebalanceOrCompleteJoin(draft, `members left: ${left.length}; ${left[0]!.reason}`)
  }
  return { ...draft.decision(), errorCodes }
}

function leave(draft: Draft, leaving: Leaving): number {
  const { memberId, groupInstanceId } = leaving
  if (memberId === NO_MEMBER_ID) {
    const known = groupInstanceId === null ? undefined : draft.state.staticMembers.get(groupInstanceId)
    if (known === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
    dropMember(draft, known)
    return ErrorCode.NONE
  }
  if (draft.state.pendingMembers.has(memberId)) {
    draft.state = removeMember(draft.state, memberId)
    draft.do({ kind: 'end-session', memberId })
    return ErrorCode.NONE
  }
  const errorCode = checkMember(draft.state, memberId, groupInstanceId)
  if (errorCode === ErrorCode.NONE) dropMember(draft, memberId)
  return errorCode
}
