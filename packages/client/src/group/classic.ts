import { type Millis, type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { JoinGroup, type JoinGroupResponse } from '@leat/wire/messages/11-join-group'
import { Heartbeat } from '@leat/wire/messages/12-heartbeat'
import { LeaveGroup } from '@leat/wire/messages/13-leave-group'
import { SyncGroup } from '@leat/wire/messages/14-sync-group'
import { DescribeGroups } from '@leat/wire/messages/15-describe-groups'
import { type CallError, orLost } from '../or-lost.ts'
import type { Transport } from '../transport.ts'
import { newestVersion } from '../version.ts'
import type { Membership } from './offsets.ts'

/** What the members of a group tell each other, and how they name it: `consumer` and its assignors, `sr`, `connect`. */
export interface GroupProtocol {
  readonly type: string
  readonly name: string
}

export interface GroupTimeouts {
  readonly sessionMs: Millis
  readonly rebalanceMs: Millis
}

export interface JoinError extends CallError {
  /** Given with MEMBER_ID_REQUIRED: the id to come back with. */
  readonly memberId: string
}

/** The requests of a member of the classic protocol to its coordinator. Each answers Kafka's code; a connection that is lost is NETWORK_EXCEPTION. */
export interface ClassicCalls {
  join(
    member: { readonly memberId: string; readonly metadata: Buffer },
    timeouts: GroupTimeouts,
  ): Promise<Result<JoinGroupResponse, JoinError>>
  /** `assignments` are the leader's; others give none. */
  sync(
    membership: Membership,
    assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[],
  ): Promise<Result<Buffer, CallError>>
  heartbeat(membership: Membership): Promise<Result<null, CallError>>
  /** Anybody may say that a member has left (KIP-345); before version 3 of LeaveGroup too, one at a time. */
  leave(memberId: string, reason?: string): Promise<Result<null, CallError>>
  /** Everybody, with what they told when they joined; nobody while the group rebalances, because then it does not say what they told. */
  members(): Promise<Result<readonly ClassicMember[], CallError>>
}

export interface ClassicMember {
  readonly memberId: string
  readonly metadata: Buffer
}

const STABLE = 'Stable'

const MEMBERS_SINCE = 3

/** @param signal of the membership: joins and syncs, which are parked, have a connection of their own under it */
export function classicCalls(
  transport: Transport,
  { groupId, protocol }: { readonly groupId: string; readonly protocol: GroupProtocol },
  { node, signal }: { readonly node: NodeId; readonly signal: AbortSignal },
): ClassicCalls {
  const at = { node, signal }
  const join = async (
    { memberId, metadata }: { readonly memberId: string; readonly metadata: Buffer },
    { sessionMs, rebalanceMs }: GroupTimeouts,
  ): Promise<Result<JoinGroupResponse, JoinError>> => {
    const request = { groupId, memberId, protocolType: protocol.type, protocols: [{ name: protocol.name, metadata }] }
    const timeouts = { sessionTimeoutMs: sessionMs, rebalanceTimeoutMs: rebalanceMs }
    const answer = await transport.call(JoinGroup, { ...request, ...timeouts }, at)
    return answer.errorCode === ErrorCode.NONE ? ok(answer) : fail({ code: answer.errorCode, memberId: answer.memberId })
  }
  const sync: ClassicCalls['sync'] = async ({ memberId, generation }, assignments) => {
    const names = { protocolType: protocol.type, protocolName: protocol.name }
    const answer = await transport.call(SyncGroup, { groupId, memberId, generationId: generation, ...names, assignments }, at)
    return answer.errorCode === ErrorCode.NONE ? ok(answer.assignment) : fail({ code: answer.errorCode })
  }
  const heartbeat: ClassicCalls['heartbeat'] = async ({ memberId, generation }) => {
    const { errorCode } = await transport.call(Heartbeat, { groupId, memberId, generationId: generation }, at)
    return errorCode === ErrorCode.NONE ? ok(null) : fail({ code: errorCode })
  }
  const leave: ClassicCalls['leave'] = async (memberId, reason) => {
    const hasMembers = newestVersion(transport.apis, LeaveGroup) >= MEMBERS_SINCE
    const member = reason === undefined ? { memberId } : { memberId, reason }
    const answer = await transport.call(LeaveGroup, { groupId, ...(hasMembers ? { members: [member] } : { memberId }) }, at)
    const code = answer.errorCode === ErrorCode.NONE ? (answer.members[0]?.errorCode ?? ErrorCode.NONE) : answer.errorCode
    return code === ErrorCode.NONE ? ok(null) : fail({ code })
  }
  const members: ClassicCalls['members'] = async () => {
    const described = (await transport.call(DescribeGroups, { groups: [groupId] }, at)).groups[0]
    if (described === undefined) return fail({ code: ErrorCode.GROUP_ID_NOT_FOUND })
    const { errorCode, groupState } = described
    if (errorCode !== ErrorCode.NONE) return fail({ code: errorCode })
    if (groupState !== STABLE) return ok([])
    return ok(described.members.map(({ memberId, memberMetadata }) => ({ memberId, metadata: memberMetadata })))
  }
  return {
    async join(member, timeouts) {
      const joined = await orLost(join(member, timeouts))
      return joined.ok ? joined : fail({ memberId: member.memberId, ...joined.error })
    },
    sync: (membership, assignments) => orLost(sync(membership, assignments)),
    heartbeat: (membership) => orLost(heartbeat(membership)),
    leave: (memberId, reason) => orLost(leave(memberId, reason)),
    members: () => orLost(members()),
  }
}
