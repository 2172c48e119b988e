import { type Result, ok } from '@leat/base'
import type { Operation, Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { DescribeCluster, type DescribeClusterResponse } from '@leat/wire/messages/60-describe-cluster'
import { type BrokerData, getKafkaBroker, listKafkaBrokers } from '../api/brokers.ts'
import type { KafkaRest } from '../door.ts'
import { type Cluster, answer, idOf, onCluster } from '../on-cluster.ts'
import { notFound, refused } from '../problems.ts'

export function brokerOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, listKafkaBrokers, async (cluster) => {
      const brokers = await describeBrokers(cluster)
      if (!brokers.ok) return brokers
      const data = brokers.value.map((broker) => brokerData(cluster, broker))
      return answer({ kind: 'KafkaBrokerList', metadata: { self: cluster.links.self('brokers'), next: null }, data })
    }),

    onCluster(rest, getKafkaBroker, async (cluster, { params }) => {
      const brokers = await describeBrokers(cluster)
      if (!brokers.ok) return brokers
      const broker = brokers.value.find(({ brokerId }) => brokerId === idOf(params.broker_id))
      return broker === undefined ? notFound() : answer(brokerData(cluster, broker))
    }),
  ]
}

type Broker = DescribeClusterResponse['brokers'][number]

async function describeBrokers({ transport, signal }: Cluster): Promise<Result<readonly Broker[], Problem>> {
  const { errorCode, errorMessage, brokers } = await transport.call(DescribeCluster, {}, { signal })
  return errorCode === ErrorCode.NONE ? ok(brokers.toSorted((a, b) => a.brokerId - b.brokerId)) : refused(errorCode, errorMessage)
}

/** Inside a process brokers have ids and no addresses: those belong to listeners. */
function brokerData({ id, links }: Cluster, { brokerId, host, port, rack }: Broker): BrokerData {
  return {
    kind: 'KafkaBroker',
    metadata: { self: links.self('brokers', brokerId), resource_name: links.crn(['broker', brokerId]) },
    cluster_id: id,
    broker_id: brokerId,
    host: host === '' ? null : host,
    port: port < 0 ? null : port,
    rack,
    configs: links.related('brokers', brokerId, 'configs'),
    partition_replicas: links.related('brokers', brokerId, 'partition-replicas'),
  }
}
