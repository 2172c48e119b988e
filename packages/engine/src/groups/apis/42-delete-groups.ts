/**
 * DeleteGroups (42), v0-2. Groups without members go with all their offsets, each with an answer of its own.
 */
import { type Call, decode, ErrorCode, reply } from '@leat/wire'
import { DeleteGroups } from '@leat/wire/messages/42-delete-groups'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'

export function deleteGroups(coordinator: Coordinator): Handler {
  return {
    api: DeleteGroups,
    min: 0,
    max: 2,
    async handle(call) {
      const groupIds = [...new Set(decode(call, DeleteGroups).groupsNames)]
      const errorCodes = await Promise.all(groupIds.map((groupId) => deleteGroup(coordinator, groupId, call)))
      return reply(DeleteGroups, { throttleTimeMs: 0, results: groupIds.map((groupId, at) => ({ groupId, errorCode: errorCodes[at]! })) })
    },
  }
}

async function deleteGroup(coordinator: Coordinator, groupId: string, call: Call): Promise<number> {
  const notAdmitted = coordinator.admit(groupId, call)
  if (notAdmitted !== ErrorCode.NONE) return notAdmitted
  const group = coordinator.group(groupId)
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND
  return group.state.phase === 'Empty' ? coordinator.deleteGroup(group) : ErrorCode.NON_EMPTY_GROUP
}
