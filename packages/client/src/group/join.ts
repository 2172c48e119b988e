import { type Millis, type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { JoinGroup, type JoinGroupResponse } from '@leat/wire/messages/11-join-group'
import { Heartbeat } from '@leat/wire/messages/12-heartbeat'
import { LeaveGroup } from '@leat/wire/messages/13-leave-group'
import { SyncGroup } from '@leat/wire/messages/14-sync-group'
import { type CallError, orLost } from '../or-lost.ts'
import type { Transport } from '../transport.ts'
import { newestVersion } from '../version.ts'
import type { Assignment, GroupPartition, MemberWish } from './assign.ts'
import type { Membership } from './offsets.ts'
import { COOPERATIVE_STICKY, PROTOCOL_TYPE, decodeAssignment, encodeAssignments, encodeSubscription } from './protocol.ts'

/** The requests of a member to its coordinator. Each answers Kafka's code; a connection that is lost is NETWORK_EXCEPTION. */
export interface CoordinatorCalls {
  join(
    wish: MemberWish,
    timeouts: { readonly sessionMs: Millis; readonly rebalanceMs: Millis },
  ): Promise<Result<JoinGroupResponse, JoinError>>
  /** `assignment` is the leader's. */
  sync(membership: Membership, assignment: Assignment): Promise<Result<readonly GroupPartition[], CallError>>
  heartbeat(membership: Membership): Promise<Result<null, CallError>>
  leave(membership: Membership): Promise<Result<null, CallError>>
}

export interface JoinError extends CallError {
  /** Given with MEMBER_ID_REQUIRED: the id to come back with. */
  readonly memberId: string
}

const MEMBERS_SINCE = 3

/** @param signal of the membership: joins and syncs, which are parked, have a connection of their own under it */
export function coordinatorCalls(transport: Transport, groupId: string, node: NodeId, signal: AbortSignal): CoordinatorCalls {
  const at = { node, signal }
  const join: CoordinatorCalls['join'] = async (wish, { sessionMs, rebalanceMs }) => {
    const protocols = [{ name: COOPERATIVE_STICKY, metadata: encodeSubscription(wish) }]
    const request = { groupId, memberId: wish.memberId, protocolType: PROTOCOL_TYPE, protocols }
    const timeouts = { sessionTimeoutMs: sessionMs, rebalanceTimeoutMs: rebalanceMs }
    const answer = await transport.call(JoinGroup, { ...request, ...timeouts }, at)
    const { errorCode, memberId } = answer
    return errorCode === ErrorCode.NONE ? ok(answer) : fail({ code: errorCode, memberId })
  }
  const sync: CoordinatorCalls['sync'] = async ({ memberId, generation }, assignment) => {
    const names = { protocolType: PROTOCOL_TYPE, protocolName: COOPERATIVE_STICKY }
    const request = { groupId, memberId, generationId: generation, ...names, assignments: encodeAssignments(assignment) }
    const answer = await transport.call(SyncGroup, request, at)
    return answer.errorCode === ErrorCode.NONE ? ok(decodeAssignment(answer.assignment)) : fail({ code: answer.errorCode })
  }
  const heartbeat: CoordinatorCalls['heartbeat'] = async ({ memberId, generation }) => {
    const { errorCode } = await transport.call(Heartbeat, { groupId, memberId, generationId: generation }, at)
    return errorCode === ErrorCode.NONE ? ok(null) : fail({ code: errorCode })
  }
  const leave: CoordinatorCalls['leave'] = async ({ memberId }) => {
    const hasMembers = newestVersion(transport.apis, LeaveGroup) >= MEMBERS_SINCE
    const answer = await transport.call(LeaveGroup, { groupId, ...(hasMembers ? { members: [{ memberId }] } : { memberId }) }, at)
    const code = answer.errorCode === ErrorCode.NONE ? (answer.members[0]?.errorCode ?? ErrorCode.NONE) : answer.errorCode
    return code === ErrorCode.NONE ? ok(null) : fail({ code })
  }
  return {
    join: async (wish, timeouts) => {
      const joined = await orLost(join(wish, timeouts))
      return joined.ok ? joined : fail({ memberId: wish.memberId, ...joined.error })
    },
    sync: (membership, assignment) => orLost(sync(membership, assignment)),
    heartbeat: (membership) => orLost(heartbeat(membership)),
    leave: (membership) => orLost(leave(membership)),
  }
}
