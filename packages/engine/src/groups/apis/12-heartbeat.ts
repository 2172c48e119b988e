/**
 * Heartbeat (12), v0-4. Keeps a member's session and tells it of a rebalance. While the group is still being loaded the answer is NONE, as in
 * Kafka: the member lives, and sessions begin after loading.
 *
 * v3 group.instance.id
 */
import { decode, ErrorCode, reply } from '@leat/wire'
import { Heartbeat } from '@leat/wire/messages/12-heartbeat'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'
import { decideHeartbeat } from '../decide-heartbeat.ts'

export function heartbeat(coordinator: Coordinator): Handler {
  return {
    api: Heartbeat,
    min: 0,
    max: 4,
    handle(call) {
      const { groupId, memberId, groupInstanceId, generationId } = decode(call, Heartbeat)
      const answer = (errorCode: number) => reply(Heartbeat, { throttleTimeMs: 0, errorCode })
      if (groupId === '') return answer(ErrorCode.INVALID_GROUP_ID)
      const notAdmitted = coordinator.admit(groupId, call)
      if (notAdmitted === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) return answer(ErrorCode.NONE)
      if (notAdmitted !== ErrorCode.NONE) return answer(notAdmitted)
      const group = coordinator.group(groupId)
      if (group === undefined) return answer(ErrorCode.UNKNOWN_MEMBER_ID)
      const decision = decideHeartbeat(group.state, { memberId, groupInstanceId, generation: generationId }, coordinator.context())
      group.apply(decision)
      return answer(decision.errorCode)
    },
  }
}
