import { ErrorCode, decode } from '@leat/wire'
import { ListPartitionReassignments } from '@leat/wire/messages/46-list-partition-reassignments'
import { respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * ListPartitionReassignments (46)
 *
 * Behaviour: none is ever under way, whatever is asked for. Kafka's own `topics --describe` asks each time.
 *
 * Versions: v0 only.
 */
export function listPartitionReassignments(): Handler {
  return {
    api: ListPartitionReassignments,
    min: 0,
    max: 0,
    handle: (call) => {
      decode(call, ListPartitionReassignments)
      return respond(ListPartitionReassignments, { errorCode: ErrorCode.NONE, errorMessage: null, topics: [] })
    },
  }
}
