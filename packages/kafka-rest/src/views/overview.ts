import type { Operation } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import type { KafkaRest } from '../door.ts'
import { listTopics } from '../kafka/topics.ts'
import { answer, onCluster } from '../on-cluster.ts'
import { refused } from '../problems.ts'
import { getClusterOverview } from './api.ts'
import { sizesOf } from './offsets.ts'

/** Bit of Kafka's operation code DESCRIBE. */
const DESCRIBE = 1 << 8

export function overviewOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, getClusterOverview, async ({ id, transport, signal }) => {
      const cluster = await transport.call(DescribeCluster, { includeClusterAuthorizedOperations: true }, { signal })
      if (cluster.errorCode !== ErrorCode.NONE) return refused(cluster.errorCode, cluster.errorMessage)
      // How much goes on is everybody's traffic: it is shown to who may describe the cluster.
      if ((cluster.clusterAuthorizedOperations & DESCRIBE) === 0) return refused(ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
      const activity = await rest.door.activity(id)
      if (activity === null) return refused(ErrorCode.BROKER_NOT_AVAILABLE)
      const sizes = await sizesOf(transport, await listTopics(transport, signal), signal)
      const { samples, limits, connections, partitions, everyMs } = activity
      const last = samples.at(-1)
      const stored = [...sizes.values()].flatMap((topic) => [...topic.values()]).reduce((sum, bytes) => sum + bytes, 0)
      return answer({
        now: {
          ingress_bytes: last?.ingressBytes ?? 0,
          egress_bytes: last?.egressBytes ?? 0,
          requests: last?.requests ?? 0,
          connections,
          partitions,
          bytes_stored: stored,
        },
        limits: {
          ingress_bytes: limits.ingressBytesPerSecondMax,
          egress_bytes: limits.egressBytesPerSecondMax,
          requests: limits.requestsPerSecondMax,
          connections: limits.connectionsMax,
          partitions: limits.partitionsMax,
        },
        history: {
          every_ms: everyMs,
          samples: samples.map((sample) => ({
            at_ms: sample.atMs,
            ingress_bytes: sample.ingressBytes,
            egress_bytes: sample.egressBytes,
            requests: sample.requests,
            connections: sample.connections,
          })),
        },
        brokers: cluster.brokers.map(({ brokerId, host, port }) => ({
          id: brokerId,
          host,
          port,
          is_controller: brokerId === cluster.controllerId,
        })),
      })
    }),
  ]
}
