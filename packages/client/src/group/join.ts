import { type NodeId, type Result, ok } from '@leat/base'
import type { JoinGroupResponse } from '@leat/wire/messages/11-join-group'
import type { CallError } from '../or-lost.ts'
import type { Transport } from '../transport.ts'
import type { Assignment, GroupPartition, MemberWish } from './assign.ts'
import { type GroupTimeouts, type JoinError, classicCalls } from './classic.ts'
import type { Membership } from './offsets.ts'
import { COOPERATIVE_STICKY, PROTOCOL_TYPE, decodeAssignment, encodeAssignments, encodeSubscription } from './protocol.ts'

/** The requests of a consumer to its coordinator. Each answers Kafka's code; a connection that is lost is NETWORK_EXCEPTION. */
export interface CoordinatorCalls {
  join(wish: MemberWish, timeouts: GroupTimeouts): Promise<Result<JoinGroupResponse, JoinError>>
  /** `assignment` is the leader's. */
  sync(membership: Membership, assignment: Assignment): Promise<Result<readonly GroupPartition[], CallError>>
  heartbeat(membership: Membership): Promise<Result<null, CallError>>
  leave(membership: Membership): Promise<Result<null, CallError>>
}

/** @param signal of the membership: joins and syncs, which are parked, have a connection of their own under it */
export function coordinatorCalls(transport: Transport, groupId: string, node: NodeId, signal: AbortSignal): CoordinatorCalls {
  const protocol = { type: PROTOCOL_TYPE, name: COOPERATIVE_STICKY }
  const calls = classicCalls(transport, { groupId, protocol }, { node, signal })
  return {
    join: (wish, timeouts) => calls.join({ memberId: wish.memberId, metadata: encodeSubscription(wish) }, timeouts),
    sync: async (membership, assignment) => {
      const synced = await calls.sync(membership, encodeAssignments(assignment))
      return synced.ok ? ok(decodeAssignment(synced.value)) : synced
    },
    heartbeat: (membership) => calls.heartbeat(membership),
    leave: ({ memberId }) => calls.leave(memberId),
  }
}
