/**
 * JoinGroup (11), v0-9. Served and advertised from 0: old clients have v0 or v1 hard-wired (KAFKA-19444).
 *
 * Answers when the join phase ends. A member without an id gets one first and comes back with it (KIP-394); a static member takes the
 * place of its predecessor (KIP-345).
 *
 * v1 rebalance timeout, before that the session timeout · v4 MEMBER_ID_REQUIRED · v5 group.instance.id · v7 protocol type; null instead of
 * an empty protocol · v8 reason (KIP-800) · v9 skip_assignment (KIP-814)
 */
import { decode, ErrorCode, reply, SILENCE } from '@leat/wire'
import { JoinGroup, type JoinGroupRequest, type JoinGroupResponse } from '@leat/wire/messages/11-join-group'
import type { Handler } from '../../contract.ts'
import { joinError, NO_MEMBER_ID } from '../answers.ts'
import type { Coordinator } from '../coordinator.ts'
import { decideJoin, type JoinInput } from '../decide-join.ts'
import type { JoinAnswer } from '../decision.ts'
import { LIMITS } from '../limits.ts'
import type { Protocol } from '../state.ts'

export function joinGroup(coordinator: Coordinator): Handler {
  return {
    api: JoinGroup,
    min: 0,
    max: 9,
    handle(call) {
      const request = decode(call, JoinGroup)
      const answer = (joined: JoinAnswer) => reply(JoinGroup, toResponse(joined, call.version))
      const refused = checkRequest(coordinator, request)
      if (refused !== ErrorCode.NONE) return answer(joinError(refused, request.memberId))
      const notAdmitted = coordinator.admit(request.groupId, call)
      if (notAdmitted !== ErrorCode.NONE) return answer(joinError(notAdmitted, NO_MEMBER_ID))

      const known = coordinator.group(request.groupId)
      if (known === undefined && request.memberId !== NO_MEMBER_ID) return answer(joinError(ErrorCode.UNKNOWN_MEMBER_ID, request.memberId))
      const group = known ?? coordinator.create(request.groupId, true)
      if (group === null) return answer(joinError(ErrorCode.GROUP_MAX_SIZE_REACHED, NO_MEMBER_ID))
      const input = toInput(coordinator, request, call.version, call.clientId ?? '', call.session.clientHost)
      const joined = group.join(decideJoin(group.state, input, coordinator.context()), call.session.signal)
      return joined.then((value) => (value === null ? SILENCE : answer(value)))
    },
  }
}

function checkRequest(coordinator: Coordinator, request: JoinGroupRequest): number {
  const { sessionTimeoutMinMs, sessionTimeoutMaxMs } = coordinator.options.config
  if (request.groupId === '') return ErrorCode.INVALID_GROUP_ID
  if (request.sessionTimeoutMs < sessionTimeoutMinMs || request.sessionTimeoutMs > sessionTimeoutMaxMs)
    return ErrorCode.INVALID_SESSION_TIMEOUT
  let bytes = 0
  for (const { name, metadata } of request.protocols) bytes += name.length + metadata.length
  return bytes > LIMITS.memberMetadataBytes ? ErrorCode.INVALID_REQUEST : ErrorCode.NONE
}

function toInput(coordinator: Coordinator, request: JoinGroupRequest, version: number, clientId: string, clientHost: string): JoinInput {
  const { groupInstanceId } = request
  return {
    memberId: request.memberId,
    groupInstanceId,
    clientId,
    clientHost,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: version === 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    protocolType: request.protocolType,
    protocols: kept(request),
    reason: (request.reason ?? 'no reason given').slice(0, LIMITS.reasonChars),
    requiresMemberId: version >= 4,
    skipsAssignment: version >= 9,
    newMemberId: coordinator.newMemberId(clientId, groupInstanceId),
  }
}

/** Copies, since the frame goes with the call while the group lives on. */
function kept(request: JoinGroupRequest): readonly Protocol[] {
  return request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) }))
}

function toResponse(joined: JoinAnswer, version: number): JoinGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: joined.errorCode,
    generationId: joined.generation,
    protocolType: joined.protocolType,
    protocolName: version < 7 ? (joined.protocol ?? '') : joined.protocol,
    leader: joined.leader,
    skipAssignment: joined.skipAssignment,
    memberId: joined.memberId,
    members: [...joined.members],
  }
}
