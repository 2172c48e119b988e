/**
 * ListGroups (16), v0-5. The groups that this broker coordinates; clients ask every broker.
 *
 * v4 filter by state (KIP-518) · v5 filter by type (KIP-848): all of ours are `classic`
 */
import { decode, ErrorCode, reply } from '@leat/wire'
import { ListGroups } from '@leat/wire/messages/16-list-groups'
import type { Handler } from '../../contract.ts'
import type { Coordinator } from '../coordinator.ts'

const GROUP_TYPE = 'classic'

export function listGroups(coordinator: Coordinator): Handler {
  return {
    api: ListGroups,
    min: 0,
    max: 5,
    handle(call) {
      const { statesFilter, typesFilter } = decode(call, ListGroups)
      if (coordinator.isLoading(call))
        return reply(ListGroups, { throttleTimeMs: 0, errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, groups: [] })
      const states = new Set(statesFilter.map((state) => state.toLowerCase()))
      const isWantedType = typesFilter.length === 0 || typesFilter.some((type) => type.toLowerCase() === GROUP_TYPE)
      const groups = []
      for (const { state } of coordinator.groupsOf(call)) {
        if (!isWantedType || (states.size > 0 && !states.has(state.phase.toLowerCase()))) continue
        groups.push({ groupId: state.groupId, protocolType: state.protocolType ?? '', groupState: state.phase, groupType: GROUP_TYPE })
      }
      return reply(ListGroups, { throttleTimeMs: 0, errorCode: ErrorCode.NONE, groups })
    },
  }
}
