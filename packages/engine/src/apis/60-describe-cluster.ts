import { ErrorCode, decode } from '@leat/wire'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import { CLUSTER_OPERATIONS, NO_OPERATIONS } from '../authorized-operations.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * DescribeCluster (60, KIP-700)
 *
 * Behaviour: the brokers; none is ever fenced. There are no controllers to be reached by clients.
 *
 * Versions: v1 endpoint type (KIP-919) · v2 fenced brokers (KIP-1073).
 */
export function describeCluster(engine: EngineContext): Handler {
  return {
    api: DescribeCluster,
    min: 0,
    max: 2,
    handle: (call) => {
      const { endpointType, includeClusterAuthorizedOperations } = decode(call, DescribeCluster)
      if (endpointType === CONTROLLERS)
        return failed(
          ErrorCode.MISMATCHED_ENDPOINT_TYPE,
          'The request was sent to a broker, but it asks for an endpoint of type CONTROLLER.',
        )
      if (endpointType !== BROKERS) return failed(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, `Unknown endpoint type ${endpointType}.`)
      return respond(DescribeCluster, {
        errorCode: ErrorCode.NONE,
        errorMessage: null,
        endpointType,
        clusterId: engine.clusterId,
        controllerId: engine.nodes[0]!,
        brokers: engine.nodes.map((brokerId) => ({ brokerId, host: '', port: -1, rack: null, isFenced: false })),
        clusterAuthorizedOperations: includeClusterAuthorizedOperations ? CLUSTER_OPERATIONS : NO_OPERATIONS,
      })
    },
  }
}

const BROKERS = 1
const CONTROLLERS = 2

function failed(errorCode: number, errorMessage: string) {
  return respond(DescribeCluster, { errorCode, errorMessage, clusterId: '', brokers: [] })
}
