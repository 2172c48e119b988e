import { assert, unreachable } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { joinedGeneration, joinError, membersFor, NO_MEMBER_ID } from './answers.ts'
import { type DecideContext, type Decision, Draft, type Stored } from './decision.ts'
import { assigned } from './decide-sync.ts'
import { rebalanceOrCompleteJoin, resetAssignments } from './rebalance.ts'
import type { GroupState, Member } from './state.ts'
import { mapMembers, replaceStaticMember, toPhase, withMember } from './transitions.ts'

/**
 * A group metadata record became durable, or did not (`errorCode`). The group may have moved on meanwhile; then its own course decides.
 */
export function decideStored(state: GroupState, stored: Stored, errorCode: number, context: DecideContext): Decision {
  const draft = new Draft(state, context)
  if (errorCode !== ErrorCode.NONE) {
    draft.do({
      kind: 'tell',
      event: 'group-record-not-stored',
      fields: { group: state.groupId, generation: state.generation, record: stored.kind },
    })
  }
  switch (stored.kind) {
    case 'created':
    case 'emptied':
      // Without the record a restart finds the last generation, whose members are gone: sessions end it again.
      break
    case 'assignment':
      if (state.phase === 'CompletingRebalance' && state.generation === stored.generation) finishSync(draft, stored.assignments, errorCode)
      break
    case 'static-member':
      finishStaticRejoin(draft, stored, errorCode)
      break
    default:
      return unreachable(stored)
  }
  return draft.decision()
}

function finishSync(draft: Draft, assignments: ReadonlyMap<string, Buffer>, errorCode: number): void {
  draft.state = { ...draft.state, storesAssignment: false }
  if (errorCode !== ErrorCode.NONE) {
    resetAssignments(draft, errorCode)
    rebalanceOrCompleteJoin(draft, 'the assignment could not be stored')
    return
  }
  draft.state = mapMembers(draft.state, (member) => ({ ...member, assignment: assignments.get(member.memberId) ?? member.assignment }))
  for (const member of draft.state.members.values()) {
    if (!member.awaitsSync) continue
    draft.do({ kind: 'answer-sync', memberId: member.memberId, answer: assigned(draft.state, member.memberId) })
    draft.keepAlive(member)
  }
  const { now } = draft.context
  draft.state = toPhase(
    mapMembers(draft.state, (member) => ({ ...member, awaitsSync: false })),
    'Stable',
    now,
  )
  draft.do({
    kind: 'tell',
    event: 'group-stable',
    fields: { group: draft.state.groupId, generation: draft.state.generation, members: draft.state.members.size },
  })
}

/** In a group that rebalances by now, the member is answered with the others and the next generation's record holds its new id. */
function finishStaticRejoin(draft: Draft, stored: Stored & { kind: 'static-member' }, errorCode: number): void {
  const { newMemberId, oldMember, oldLeader } = stored
  const member = draft.state.members.get(newMemberId)
  if (member === undefined || !member.awaitsJoin || draft.state.phase !== 'Stable' || draft.state.generation !== stored.generation) return
  if (errorCode !== ErrorCode.NONE) {
    draft.do({ kind: 'answer-join', memberId: newMemberId, answer: { ...joinError(errorCode, NO_MEMBER_ID), leader: oldLeader ?? '' } })
    draft.do({ kind: 'end-session', memberId: newMemberId })
    takeBack(draft, newMemberId, oldMember)
    return
  }
  const isLeader = draft.state.leader === newMemberId
  const joined = joinedGeneration(draft.state, newMemberId)
  // A leader of before KIP-814 takes itself for a follower and so does not assign anew: it is told its old id as the leader's.
  const answer = stored.skipsAssignment
    ? { ...joined, members: isLeader ? membersFor(draft.state) : [], skipAssignment: isLeader }
    : { ...joined, leader: oldLeader ?? '', members: [] }
  draft.do({ kind: 'answer-join', memberId: newMemberId, answer })
  draft.state = withMember(draft.state, { ...member, awaitsJoin: false })
}

/** The log still knows the old id, so that is the member. */
function takeBack(draft: Draft, newMemberId: string, oldMember: Member): void {
  assert(oldMember.groupInstanceId !== null, 'only static members are replaced')
  const member = { ...oldMember, awaitsJoin: false, awaitsSync: false, isNew: false }
  draft.state = withMember(replaceStaticMember(draft.state, oldMember.groupInstanceId, newMemberId, oldMember.memberId), member)
  draft.keepAlive(member)
}
