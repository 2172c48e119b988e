import type { Groups, GroupsOptions } from '../contract.ts'
import { offsetCommit } from './apis/08-offset-commit.ts'
import { offsetFetch } from './apis/09-offset-fetch.ts'
import { joinGroup } from './apis/11-join-group.ts'
import { heartbeat } from './apis/12-heartbeat.ts'
import { leaveGroup } from './apis/13-leave-group.ts'
import { syncGroup } from './apis/14-sync-group.ts'
import { describeGroups } from './apis/15-describe-groups.ts'
import { listGroups } from './apis/16-list-groups.ts'
import { deleteGroups } from './apis/42-delete-groups.ts'
import { offsetDelete } from './apis/47-offset-delete.ts'
import { Coordinator } from './coordinator.ts'

const APIS = [
  offsetCommit,
  offsetFetch,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  deleteGroups,
  offsetDelete,
]

/** The classic group coordinator of all brokers of this thread. Its own timer expires offsets until `close`. */
export function openGroups(options: GroupsOptions): Groups {
  return groupsOver(new Coordinator(options))
}

export function groupsOver(coordinator: Coordinator): Groups {
  return {
    handlers: APIS.map((make) => make(coordinator)),
    partitionOf: (groupId) => coordinator.partitionOf(groupId),
    replay: (partition, record, timestampMs) => coordinator.replay(partition, record, timestampMs),
    loaded: (partition) => coordinator.loaded(partition),
    moved: (partitions) => coordinator.moved(partitions),
    topicsDeleted(topics) {
      void coordinator.topicsDeleted(new Set(topics))
    },
    expire: () => coordinator.expire(),
    close: () => coordinator.close(),
  }
}
