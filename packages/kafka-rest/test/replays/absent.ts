import type { Replay } from '../replay.ts'
import { NOT_FOUND, list } from './bodies.ts'

const noLink = { error_code: 404, message: 'Cluster link west cannot be found.' }
const noShareGroup = { error_code: 404, message: 'Share Group g could not be found.' }

const broker = {
  kind: 'KafkaBroker',
  metadata: { self: '$SELF/brokers/1', resource_name: 'crn:///kafka=$CLUSTER/broker=1' },
  cluster_id: '$CLUSTER',
  broker_id: 1,
  host: null,
  port: null,
  rack: null,
  configs: { related: '$SELF/brokers/1/configs' },
  partition_replicas: { related: '$SELF/brokers/1/partition-replicas' },
}

export const absentReplays: readonly Replay[] = [
  {
    name: 'confluent kafka link list, describe; mirror list; share-group list, describe: a cluster without them',
    steps: [
      { does: 'links', send: ['GET', '/links'], status: 200, answer: list('KafkaLinkDataList', '/links', []) },
      { does: 'all mirrors', send: ['GET', '/links/-/mirrors'], status: 200, answer: list('KafkaMirrorDataList', '/links/-/mirrors', []) },
      { does: 'a link', send: ['GET', '/links/west'], status: 404, answer: noLink },
      { does: 'its configs', send: ['GET', '/links/west/configs'], status: 404, answer: noLink },
      { does: 'its mirrors', send: ['GET', '/links/west/mirrors'], status: 404, answer: noLink },
      { does: 'a mirror', send: ['GET', '/links/west/mirrors/orders'], status: 404, answer: noLink },
      {
        does: 'make a link',
        send: ['POST', '/links?link_name=west'],
        body: { source_cluster_id: 'lkc-1' },
        status: 404,
        answer: { error_code: 404, message: 'Cluster links are not available here.' },
      },
      { does: 'delete a link', send: ['DELETE', '/links/west'], status: 404, answer: noLink },
      { does: 'alter a link', send: ['PUT', '/links/west/configs:alter'], body: { data: [] }, status: 404, answer: noLink },
      { does: 'make a mirror', send: ['POST', '/links/west/mirrors'], body: { source_topic_name: 't' }, status: 404, answer: noLink },
      { does: 'share groups', send: ['GET', '/share-groups'], status: 200, answer: list('KafkaShareGroupList', '/share-groups', []) },
      { does: 'a share group', send: ['GET', '/share-groups/g'], status: 404, answer: noShareGroup },
      { does: 'its consumers', send: ['GET', '/share-groups/g/consumers'], status: 404, answer: noShareGroup },
      { does: 'one of them', send: ['GET', '/share-groups/g/consumers/c'], status: 404, answer: noShareGroup },
      { does: 'what it reads', send: ['GET', '/share-groups/g/consumers/c/assignments'], status: 404, answer: noShareGroup },
    ],
  },
  {
    name: 'the cluster and its brokers',
    steps: [
      {
        does: 'the cluster',
        send: ['GET', ''],
        status: 200,
        answer: {
          kind: 'KafkaCluster',
          metadata: { self: '$SELF', resource_name: 'crn:///kafka=$CLUSTER' },
          cluster_id: '$CLUSTER',
          controller: { related: '$SELF/brokers/1' },
          acls: { related: '$SELF/acls' },
          brokers: { related: '$SELF/brokers' },
          broker_configs: { related: '$SELF/broker-configs' },
          consumer_groups: { related: '$SELF/consumer-groups' },
          topics: { related: '$SELF/topics' },
          partition_reassignments: { related: '$SELF/topics/-/partitions/-/reassignment' },
        },
      },
      { does: 'brokers', send: ['GET', '/brokers'], status: 200, answer: list('KafkaBrokerList', '/brokers', [broker]) },
      { does: 'a broker', send: ['GET', '/brokers/1'], status: 200, answer: broker },
      { does: 'a broker that is not there', send: ['GET', '/brokers/2'], status: 404, answer: NOT_FOUND },
      { does: 'a broker that is no number', send: ['GET', '/brokers/one'], status: 404, answer: NOT_FOUND },
    ],
  },
]
