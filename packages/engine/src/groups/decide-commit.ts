import { ErrorCode } from '@leat/wire'
import type { GroupState } from './state.ts'
import { checkMember } from './validate.ts'

export interface CommitInput {
  readonly memberId: string
  readonly groupInstanceId: string | null
  /** Negative: not from a member, but from a tool or a consumer that assigns partitions to itself. */
  readonly generation: number
  readonly version: number
}

export type CommitDecision =
  | { readonly kind: 'refuse'; readonly errorCode: number }
  /** `member`: whose session the commit prolongs. */
  | { readonly kind: 'accept'; readonly createsGroup: boolean; readonly member: string | null }

/** Who may commit for a group: its members with their generation, and anybody as long as it has no members. */
export function decideCommit(state: GroupState | null, input: CommitInput): CommitDecision {
  const { memberId, groupInstanceId, generation } = input
  if (state === null) {
    if (generation < 0) return { kind: 'accept', createsGroup: true, member: null }
    return refuse(input.version >= 9 ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION)
  }
  if (state.phase === 'Dead') return refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  if (generation < 0 && state.phase === 'Empty') return { kind: 'accept', createsGroup: false, member: null }
  const isFromMember = generation >= 0 || memberId !== '' || groupInstanceId !== null
  if (!isFromMember) return refuse(ErrorCode.UNKNOWN_MEMBER_ID)
  const errorCode = checkMember(state, memberId, groupInstanceId)
  if (errorCode !== ErrorCode.NONE) return refuse(errorCode)
  if (generation !== state.generation) return refuse(ErrorCode.ILLEGAL_GENERATION)
  // The member knows the new generation but has no assignment in it yet. Before that, in PreparingRebalance, commits are what
  // members are given time for.
  if (state.phase === 'CompletingRebalance') return refuse(ErrorCode.REBALANCE_IN_PROGRESS)
  return { kind: 'accept', createsGroup: false, member: memberId }
}

function refuse(errorCode: number): CommitDecision {
  return { kind: 'refuse', errorCode }
}
