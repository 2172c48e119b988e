import { ErrorCode } from '@leat/wire'
import { type DecideContext, type Decision, Draft } from './decision.ts'
import type { GroupState } from './state.ts'
import { checkMember } from './validate.ts'

export interface HeartbeatInput {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generation: number
}

export interface HeartbeatDecision extends Decision {
  readonly errorCode: number
}

/** While the group rebalances a heartbeat counts, and its answer sends the member back to JoinGroup. */
export function decideHeartbeat(state: GroupState, input: HeartbeatInput, context: DecideContext): HeartbeatDecision {
  const draft = new Draft(state, context)
  const errorCode = heartbeat(draft, input)
  return { ...draft.decision(), errorCode }
}

function heartbeat(draft: Draft, input: HeartbeatInput): number {
  const { state } = draft
  const errorCode = checkMember(state, input.memberId, input.groupInstanceId)
  if (errorCode !== ErrorCode.NONE) return errorCode
  if (input.generation !== state.generation) return ErrorCode.ILLEGAL_GENERATION
  if (state.phase === 'Empty' || state.phase === 'Dead') return ErrorCode.UNKNOWN_MEMBER_ID
  const member = state.members.get(input.memberId)!
  // A new member's own deadline is longer than its session: a heartbeat must not shorten it.
  if (!member.isNew) draft.keepAlive(member)
  return state.phase === 'PreparingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}
