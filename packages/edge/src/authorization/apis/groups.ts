import { CLUSTER_RESOURCE } from '@leat/access'
import { decode, ErrorCode } from '@leat/wire'
import { DescribeGroups } from '@leat/wire/messages/15-describe-groups'
import { ListGroups } from '@leat/wire/messages/16-list-groups'
import { OffsetDelete } from '@leat/wire/messages/47-offset-delete'
import { groupOperations } from '../authorized-operations.ts'
import { each } from '../each.ts'
import { withMessage } from '../rewrite.ts'
import type { ApiRule } from '../rule.ts'
import { answer } from '../whole.ts'

/** ListGroups (16): all for who may describe the cluster, else those one may describe. */
export const listGroups: ApiRule = {
  api: ListGroups,
  asks: 'describe on the cluster, or else on each group that is listed',
  handle(step, call) {
    const replied = step.backend.dispatch(call)
    const { asking } = step
    if (asking.mayAlso(call, 'describe', 'cluster', CLUSTER_RESOURCE)) return replied
    return withMessage(call, ListGroups, replied, (message) => ({
      ...message,
      groups: (message.groups ?? []).filter(({ groupId }) => asking.might(call.session, 'describe', 'group', groupId ?? '')),
    }))
  },
}

const described = each(DescribeGroups, 'groupId', 'describe')

/** DescribeGroups (15): describe on each group; the operations that are told are the caller's. */
export const describeGroups: ApiRule = {
  ...described,
  handle(step, call) {
    const replied = described.handle(step, call)
    if (!decode(call, DescribeGroups).includeAuthorizedOperations) return replied
    return withMessage(call, DescribeGroups, replied, (message) => ({
      ...message,
      groups: (message.groups ?? []).map((group) =>
        (group.errorCode ?? 0) === ErrorCode.NONE
          ? { ...group, authorizedOperations: groupOperations(step.asking, call.session, group.groupId ?? '') }
          : group,
      ),
    }))
  },
}

const deletedOffsets = each(OffsetDelete, 'topicName', 'read')

/** OffsetDelete (47): delete on the group, read on each topic. */
export const offsetDelete: ApiRule = {
  api: OffsetDelete,
  asks: `delete on the group; ${deletedOffsets.asks}`,
  handle(step, call) {
    const { groupId } = decode(call, OffsetDelete)
    const may = step.asking.may(call, 'delete', 'group', groupId)
    return may ? deletedOffsets.handle(step, call) : answer({ errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED })
  },
}
