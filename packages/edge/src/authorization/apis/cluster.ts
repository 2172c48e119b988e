import { CLUSTER_RESOURCE } from '@leat/access'
import { decode, ErrorCode } from '@leat/wire'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { OffsetForLeaderEpoch } from '@leat/wire/messages/23-offset-for-leader-epoch'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import { clusterOperations } from '../authorized-operations.ts'
import { each } from '../each.ts'
import { withMessage } from '../rewrite.ts'
import type { ApiRule } from '../rule.ts'
import { answer } from '../whole.ts'

/** DescribeCluster (60): everybody may; the operations that are told are the caller's. */
export const describeCluster: ApiRule = {
  api: DescribeCluster,
  asks: 'nothing',
  handle(step, call) {
    const replied = step.backend.dispatch(call)
    if (!decode(call, DescribeCluster).includeClusterAuthorizedOperations) return replied
    const clusterAuthorizedOperations = clusterOperations(step.asking, call.session)
    return withMessage(call, DescribeCluster, replied, (message) => ({ ...message, clusterAuthorizedOperations }))
  },
}

/** InitProducerId (22): write on the transactional id; without one idempotent-write on the cluster, or write on any topic at all (KIP-679). */
export const initProducerId: ApiRule = {
  api: InitProducerId,
  asks: 'write on the transactional id; without one idempotent-write on the cluster, or write on any topic',
  handle(step, call) {
    const { asking } = step
    const { transactionalId } = decode(call, InitProducerId)
    const refused = (errorCode: number) => answer({ errorCode, producerId: -1, producerEpoch: -1 })
    if (transactionalId !== null) {
      const may = asking.may(call, 'write', 'transactional-id', transactionalId)
      return may ? step.backend.dispatch(call) : refused(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    }
    const may = asking.mayWriteSomewhere(call) || asking.may(call, 'idempotent-write', 'cluster', CLUSTER_RESOURCE)
    return may ? step.backend.dispatch(call) : refused(ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
  },
}

const ofTopics = each(OffsetForLeaderEpoch, 'topicName', 'describe')

/** OffsetForLeaderEpoch (23): followers have cluster-action on the cluster; consumers (KIP-320) describe on each topic. */
export const offsetForLeaderEpoch: ApiRule = {
  api: OffsetForLeaderEpoch,
  asks: `cluster-action on the cluster, or else ${ofTopics.asks}`,
  handle(step, call) {
    if (step.asking.mayAlso(call, 'cluster-action', 'cluster', CLUSTER_RESOURCE)) return step.backend.dispatch(call)
    return ofTopics.handle(step, call)
  },
}
