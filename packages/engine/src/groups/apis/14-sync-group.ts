/**
 * SyncGroup (14), v0-5. The leader hands in the assignment, everybody gets a share of it once the generation is in the log.
 *
 * v3 group.instance.id · v5 protocol type and name, both required, checked against the group's (KIP-559)
 */
import { decode, ErrorCode, reply, SILENCE } from '@leat/wire'
import { SyncGroup, type SyncGroupRequest } from '@leat/wire/messages/14-sync-group'
import type { Handler } from '../../contract.ts'
import { syncError } from '../answers.ts'
import type { Coordinator } from '../coordinator.ts'
import { decideSync, type SyncInput } from '../decide-sync.ts'
import type { SyncAnswer } from '../decision.ts'

export function syncGroup(coordinator: Coordinator): Handler {
  return {
    api: SyncGroup,
    min: 0,
    max: 5,
    handle(call) {
      const request = decode(call, SyncGroup)
      const answer = ({ errorCode, protocolType, protocol, assignment }: SyncAnswer) =>
        reply(SyncGroup, { throttleTimeMs: 0, errorCode, protocolType, protocolName: protocol, assignment })
      const refuse = (errorCode: number) => answer(syncError(errorCode))
      if (call.version >= 5 && (request.protocolType === null || request.protocolName === null))
        return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
      if (request.groupId === '') return refuse(ErrorCode.INVALID_GROUP_ID)
      const notAdmitted = coordinator.admit(request.groupId, call)
      if (notAdmitted !== ErrorCode.NONE) return refuse(notAdmitted)
      const group = coordinator.group(request.groupId)
      if (group === undefined) return refuse(ErrorCode.UNKNOWN_MEMBER_ID)
      const synced = group.sync(decideSync(group.state, toInput(request), coordinator.context()), call.session.signal)
      return synced.then((value) => (value === null ? SILENCE : answer(value)))
    },
  }
}

function toInput(request: SyncGroupRequest): SyncInput {
  return {
    memberId: request.memberId,
    groupInstanceId: request.groupInstanceId,
    generation: request.generationId,
    protocolType: request.protocolType,
    protocol: request.protocolName,
    // Copies, since the frame goes with the call while the group lives on.
    assignments: new Map(request.assignments.map(({ memberId, assignment }) => [memberId, Buffer.from(assignment)])),
  }
}
