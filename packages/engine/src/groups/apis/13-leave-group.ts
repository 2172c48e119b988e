/**
 * LeaveGroup (13), v0-5. Members go at once instead of by their session, and cause one rebalance together.
 *
 * v3 several members, by member id or, for tools, by group.instance.id alone; an error each · v5 reason (KIP-800)
 */
import { decode, ErrorCode, reply } from '@leat/wire'
import { LeaveGroup, type LeaveGroupRequest } from '@leat/wire/messages/13-leave-group'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'
import { decideLeave, type Leaving } from '../decide-leave.ts'
import { LIMITS } from '../limits.ts'

export function leaveGroup(coordinator: Coordinator): Handler {
  return {
    api: LeaveGroup,
    min: 0,
    max: 5,
    handle(call) {
      const request = decode(call, LeaveGroup)
      const leaving = leavingOf(request, call.version)
      const refuse = (errorCode: number) => reply(LeaveGroup, { throttleTimeMs: 0, errorCode, members: [] })
      if (request.groupId === '') return refuse(ErrorCode.INVALID_GROUP_ID)
      const notAdmitted = coordinator.admit(request.groupId, call)
      if (notAdmitted !== ErrorCode.NONE) return refuse(notAdmitted)
      const errorCodes = leave(coordinator, request.groupId, leaving)
      if (call.version < 3) return refuse(errorCodes[0]!)
      const members = leaving.map(({ memberId, groupInstanceId }, at) => ({ memberId, groupInstanceId, errorCode: errorCodes[at]! }))
      return reply(LeaveGroup, { throttleTimeMs: 0, errorCode: ErrorCode.NONE, members })
    },
  }
}

function leave(coordinator: Coordinator, groupId: string, leaving: readonly Leaving[]): readonly number[] {
  const group = coordinator.group(groupId)
  if (group === undefined) return leaving.map(() => ErrorCode.UNKNOWN_MEMBER_ID)
  const decision = decideLeave(group.state, leaving, coordinator.context())
  group.apply(decision)
  return decision.errorCodes
}

function leavingOf(request: LeaveGroupRequest, version: number): readonly Leaving[] {
  if (version < 3) return [{ memberId: request.memberId, groupInstanceId: null, reason: 'no reason given' }]
  return request.members.map(({ memberId, groupInstanceId, reason }) => ({
    memberId,
    groupInstanceId,
    reason: (reason ?? 'no reason given').slice(0, LIMITS.reasonChars),
  }))
}
