import type { JoinAnswer, SyncAnswer } from './decision.ts'
import { type GroupState, metadataOf, NO_BYTES } from './state.ts'

/** Kafka's UNKNOWN_MEMBER_ID as a value of the member id field. */
export const NO_MEMBER_ID = ''

export function joinError(errorCode: number, memberId: string): JoinAnswer {
  return { errorCode, memberId, generation: -1, protocolType: null, protocol: null, leader: '', skipAssignment: false, members: [] }
}

/** The generation as the member sees it; only the leader gets everybody's metadata. */
export function joinedGeneration(state: GroupState, memberId: string): JoinAnswer {
  return {
    errorCode: 0,
    memberId,
    generation: state.generation,
    protocolType: state.protocolType,
    protocol: state.protocol,
    leader: state.leader ?? '',
    skipAssignment: false,
    members: state.leader === memberId ? membersFor(state) : [],
  }
}

export function membersFor(state: GroupState): JoinAnswer['members'] {
  return [...state.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataOf(member, state.protocol),
  }))
}

export function syncError(errorCode: number): SyncAnswer {
  return { errorCode, protocolType: null, protocol: null, assignment: NO_BYTES }
}
