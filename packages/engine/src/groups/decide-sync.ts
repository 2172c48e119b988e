import { ErrorCode } from '@leat/wire'
import { syncError } from './answers.ts'
import { type DecideContext, type Decision, Draft, type Outcome, type SyncAnswer } from './decision.ts'
import { type GroupState, NO_BYTES } from './state.ts'
import { mapMembers, removePendingSync, withMember } from './transitions.ts'
import { checkMember } from './validate.ts'

export interface SyncInput {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generation: number
  /** v5+; null: not checked */
  readonly protocolType: string | null
  readonly protocol: string | null
  /** The leader's work; empty from everybody else. */
  readonly assignments: ReadonlyMap<string, Buffer>
}

export interface SyncDecision extends Decision {
  readonly outcome: Outcome<SyncAnswer>
}

export function decideSync(state: GroupState, input: SyncInput, context: DecideContext): SyncDecision {
  const draft = new Draft(state, context)
  const outcome = sync(draft, input)
  return { ...draft.decision(), outcome }
}

function sync(draft: Draft, input: SyncInput): Outcome<SyncAnswer> {
  const { state } = draft
  const errorCode = checkSync(state, input)
  if (errorCode !== ErrorCode.NONE) return answer(syncError(errorCode))
  switch (state.phase) {
    case 'Empty':
    case 'Dead':
      return answer(syncError(ErrorCode.UNKNOWN_MEMBER_ID))
    case 'PreparingRebalance':
      return answer(syncError(ErrorCode.REBALANCE_IN_PROGRESS))
    case 'CompletingRebalance':
      return waitForAssignment(draft, input)
    case 'Stable': {
      tookSync(draft, input.memberId)
      return answer(assigned(draft.state, input.memberId))
    }
  }
}

function checkSync(state: GroupState, input: SyncInput): number {
  if (state.phase === 'Empty') return ErrorCode.UNKNOWN_MEMBER_ID
  const errorCode = checkMember(state, input.memberId, input.groupInstanceId)
  if (errorCode !== ErrorCode.NONE) return errorCode
  if (input.generation !== state.generation) return ErrorCode.ILLEGAL_GENERATION
  const isConsistent =
    (input.protocolType ?? state.protocolType) === state.protocolType && (input.protocol ?? state.protocol) === state.protocol
  return isConsistent ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL
}

function waitForAssignment(draft: Draft, input: SyncInput): Outcome<SyncAnswer> {
  const { memberId } = input
  draft.state = withMember(draft.state, { ...draft.state.members.get(memberId)!, awaitsSync: true })
  tookSync(draft, memberId)
  if (draft.state.leader === memberId && !draft.state.storesAssignment) storeAssignment(draft, input.assignments)
  return { kind: 'park', memberId }
}

/** The record holds the assignment; the group itself stays as it is until the record is durable. Members left out get nothing. */
function storeAssignment(draft: Draft, given: ReadonlyMap<string, Buffer>): void {
  const assignments = new Map<string, Buffer>()
  for (const memberId of draft.state.members.keys()) assignments.set(memberId, given.get(memberId) ?? NO_BYTES)
  const snapshot = mapMembers(draft.state, (member) => ({ ...member, assignment: assignments.get(member.memberId)! }))
  draft.state = { ...draft.state, storesAssignment: true }
  draft.do({ kind: 'store', snapshot, stored: { kind: 'assignment', generation: draft.state.generation, assignments } })
}

function tookSync(draft: Draft, memberId: string): void {
  draft.state = removePendingSync(draft.state, memberId)
  if (draft.state.pendingSync.size === 0) draft.do({ kind: 'end-sync-timer' })
}

export function assigned(state: GroupState, memberId: string): SyncAnswer {
  const { protocolType, protocol } = state
  return { errorCode: ErrorCode.NONE, protocolType, protocol, assignment: state.members.get(memberId)?.assignment ?? NO_BYTES }
}

function answer(value: SyncAnswer): Outcome<SyncAnswer> {
  return { kind: 'answer', answer: value }
}
