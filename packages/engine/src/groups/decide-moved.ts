import { ErrorCode } from '@leat/wire'
import { type DecideContext, type Decision, Draft } from './decision.ts'
import { answerJoinOf, answerSyncOf, completeJoinIfAllJoined, dropMember } from './rebalance.ts'
import type { GroupState } from './state.ts'

/**
 * Another broker coordinates the group from now on. Calls that wait at the old one are sent there, and members have a whole session to find it. As in
 * Kafka, who joined for the first time and was not answered is forgotten: nothing of it is in the log, and its client begins anew.
 */
export function decideMoved(state: GroupState, context: DecideContext): Decision {
  const draft = new Draft(state, context)
  for (const { memberId, isNew } of state.members.values()) {
    answerJoinOf(draft, memberId, ErrorCode.NOT_COORDINATOR, memberId)
    answerSyncOf(draft, memberId, ErrorCode.NOT_COORDINATOR)
    if (isNew) dropMember(draft, memberId)
    else draft.keepAlive(draft.state.members.get(memberId)!)
  }
  if (draft.state.members.size === 0) completeJoinIfAllJoined(draft)
  return draft.decision()
}
