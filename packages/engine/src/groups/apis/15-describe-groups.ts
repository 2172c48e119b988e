/**
 * DescribeGroups (15), v0-6. State and members; what members told and got only while the group is stable.
 *
 * v3 authorized operations, all that Kafka knows for groups: the edge takes away what the caller may not · v4 group.instance.id ·
 * v6 GROUP_ID_NOT_FOUND where older versions describe a Dead group (KIP-1043)
 */
import { type Call, decode, ErrorCode, reply } from '@leat/wire'
import { DescribeGroups, type DescribeGroupsResponse } from '@leat/wire/messages/15-describe-groups'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'
import { type GroupState, metadataOf, NO_BYTES } from '../state.ts'

type Described = DescribeGroupsResponse['groups'][number]

/** As a bit set of Kafka's operation codes: READ 3, DELETE 6, DESCRIBE 8, DESCRIBE_CONFIGS 10, ALTER_CONFIGS 11. */
const ALL_GROUP_OPERATIONS = [3, 6, 8, 10, 11].reduce((bits, code) => bits | (1 << code), 0)
const NOT_ASKED_FOR = -2_147_483_648

export function describeGroups(coordinator: Coordinator): Handler {
  return {
    api: DescribeGroups,
    min: 0,
    max: 6,
    handle(call) {
      const request = decode(call, DescribeGroups)
      const groups = request.groups.map((groupId) => {
        const described = describe(coordinator, groupId, call)
        const showsOperations = request.includeAuthorizedOperations && described.errorCode === ErrorCode.NONE
        return showsOperations ? { ...described, authorizedOperations: ALL_GROUP_OPERATIONS } : described
      })
      return reply(DescribeGroups, { throttleTimeMs: 0, groups })
    },
  }
}

function describe(coordinator: Coordinator, groupId: string, call: Call): Described {
  const notAdmitted = coordinator.admit(groupId, call)
  if (notAdmitted !== ErrorCode.NONE) return failed(groupId, notAdmitted)
  const group = coordinator.group(groupId)
  if (group !== undefined) return describeState(group.state)
  if (call.version < 6) return { ...failed(groupId, ErrorCode.NONE), groupState: 'Dead' }
  return { ...failed(groupId, ErrorCode.GROUP_ID_NOT_FOUND), groupState: 'Dead', errorMessage: `Group ${groupId} not found.` }
}

function describeState(state: GroupState): Described {
  const isStable = state.phase === 'Stable'
  return {
    ...failed(state.groupId, ErrorCode.NONE),
    groupState: state.phase,
    protocolType: state.protocolType ?? '',
    protocolData: isStable ? (state.protocol ?? '') : '',
    members: [...state.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: isStable ? metadataOf(member, state.protocol) : NO_BYTES,
      memberAssignment: isStable ? member.assignment : NO_BYTES,
    })),
  }
}

function failed(groupId: string, errorCode: number): Described {
  return {
    errorCode,
    errorMessage: null,
    groupId,
    groupState: '',
    protocolType: '',
    protocolData: '',
    members: [],
    authorizedOperations: NOT_ASKED_FOR,
  }
}
