import { ErrorCode } from '@leat/wire'
import type { GroupState } from './state.ts'

/** NONE, or why this is not a member: a static id that another instance took over is fenced (KIP-345). */
export function checkMember(state: GroupState, memberId: string, groupInstanceId: string | null): number {
  if (groupInstanceId !== null) {
    const known = state.staticMembers.get(groupInstanceId)
    if (known === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
    if (known !== memberId) return ErrorCode.FENCED_INSTANCE_ID
  }
  return state.members.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID
}
