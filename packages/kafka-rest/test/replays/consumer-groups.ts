import { commitOffsets, joinGroup } from '../consumer.ts'
import { createTopic, produceTo } from '../given.ts'
import type { Replay } from '../replay.ts'
import { NOT_FOUND, REFUSED, list } from './bodies.ts'

const group = {
  kind: 'KafkaConsumerGroup',
  metadata: { self: '$SELF/consumer-groups/app', resource_name: 'crn:///kafka=$CLUSTER/consumer-group=app' },
  cluster_id: '$CLUSTER',
  consumer_group_id: 'app',
  is_simple: false,
  partition_assignor: 'range',
  state: 'STABLE',
  type: 'CLASSIC',
  is_mixed_consumer_group: false,
  coordinator: { related: '$SELF/brokers/1' },
  consumers: { related: '$SELF/consumer-groups/app/consumers' },
  lag_summary: { related: '$SELF/consumer-groups/app/lag-summary' },
}

const consumer = {
  kind: 'KafkaConsumer',
  metadata: {
    self: '$SELF/consumer-groups/app/consumers/$MEMBER',
    resource_name: 'crn:///kafka=$CLUSTER/consumer-group=app/consumer=$MEMBER',
  },
  cluster_id: '$CLUSTER',
  consumer_group_id: 'app',
  consumer_id: '$MEMBER',
  instance_id: 'pod-0',
  client_id: 'kafka-rest',
  assignments: { related: '$SELF/consumer-groups/app/consumers/$MEMBER/assignments' },
}

function assignment(topic: string, partition: number) {
  return {
    kind: 'KafkaConsumerAssignment',
    metadata: {
      self: `$SELF/consumer-groups/app/consumers/$MEMBER/assignments/${topic}/partitions/${partition}`,
      resource_name: `crn:///kafka=$CLUSTER/consumer-group=app/consumer=$MEMBER/assignment=${topic}/partition=${partition}`,
    },
    cluster_id: '$CLUSTER',
    consumer_group_id: 'app',
    consumer_id: '$MEMBER',
    topic_name: topic,
    partition_id: partition,
    partition: { related: `$SELF/topics/${topic}/partitions/${partition}` },
    lag: { related: `$SELF/consumer-groups/app/lags/${topic}/partitions/${partition}` },
  }
}

const OWNED = { consumer_id: '$MEMBER', instance_id: 'pod-0', client_id: 'kafka-rest' }
const NOBODYS = { consumer_id: '', instance_id: null, client_id: '' }

function lag(topic: string, partition: number, current: number, end: number, owner: typeof OWNED | typeof NOBODYS) {
  return {
    kind: 'KafkaConsumerLag',
    metadata: {
      self: `$SELF/consumer-groups/app/lags/${topic}/partitions/${partition}`,
      resource_name: `crn:///kafka=$CLUSTER/consumer-group=app/lag=${topic}/partition=${partition}`,
    },
    cluster_id: '$CLUSTER',
    consumer_group_id: 'app',
    topic_name: topic,
    partition_id: partition,
    current_offset: current,
    log_end_offset: end,
    lag: end - current,
    ...owner,
  }
}

const unknownGroup = { error_code: 404, message: 'Consumer Group nobody could not be found.' }
const noOffsets = { error_code: 404, message: 'Consumer group offsets could not be found.' }

export const consumerGroupReplays: readonly Replay[] = [
  {
    name: 'confluent kafka consumer group list, describe; consumer list; lag summarize, list, describe',
    async prepare({ handler, transport }) {
      await createTopic(handler, 'orders', 3)
      await produceTo(handler, 'orders', [0, 0, 0, 0, 0, 1, 1, 2])
      const member = await joinGroup(transport, 'app', { instanceId: 'pod-0', assigned: [{ topic: 'orders', partitions: [1, 0] }] })
      const offsets = [
        { topic: 'orders', partition: 0, offset: 1 },
        { topic: 'orders', partition: 1, offset: 2 },
        { topic: 'orders', partition: 2, offset: 0 },
      ]
      await commitOffsets(transport, 'app', offsets, { ...member, instanceId: 'pod-0' })
      return { MEMBER: member.memberId }
    },
    steps: [
      {
        does: 'list groups',
        send: ['GET', '/consumer-groups'],
        status: 200,
        answer: list('KafkaConsumerGroupList', '/consumer-groups', [group]),
      },
      { does: 'describe the group', send: ['GET', '/consumer-groups/app'], status: 200, answer: group },
      {
        does: 'list consumers',
        send: ['GET', '/consumer-groups/app/consumers'],
        status: 200,
        answer: list('KafkaConsumerList', '/consumer-groups/app/consumers', [consumer]),
      },
      { does: 'describe a consumer', send: ['GET', '/consumer-groups/app/consumers/$MEMBER'], status: 200, answer: consumer },
      {
        does: 'list its assignments',
        send: ['GET', '/consumer-groups/app/consumers/$MEMBER/assignments'],
        status: 200,
        answer: list('KafkaConsumerAssignmentList', '/consumer-groups/app/consumers/$MEMBER/assignments', [
          assignment('orders', 0),
          assignment('orders', 1),
        ]),
      },
      {
        does: 'list lags, the largest first',
        send: ['GET', '/consumer-groups/app/lags'],
        status: 200,
        answer: list('KafkaConsumerLagList', '/consumer-groups/app/lags', [
          lag('orders', 0, 1, 5, OWNED),
          lag('orders', 2, 0, 1, NOBODYS),
          lag('orders', 1, 2, 2, OWNED),
        ]),
      },
      {
        does: 'describe a lag',
        send: ['GET', '/consumer-groups/app/lags/orders/partitions/2'],
        status: 200,
        answer: lag('orders', 2, 0, 1, NOBODYS),
      },
      {
        does: 'summarize',
        send: ['GET', '/consumer-groups/app/lag-summary'],
        status: 200,
        answer: {
          kind: 'KafkaConsumerGroupLagSummary',
          metadata: {
            self: '$SELF/consumer-groups/app/lag-summary',
            resource_name: 'crn:///kafka=$CLUSTER/consumer-group=app/lag-summary',
          },
          cluster_id: '$CLUSTER',
          consumer_group_id: 'app',
          max_lag_consumer_id: '$MEMBER',
          max_lag_instance_id: 'pod-0',
          max_lag_client_id: 'kafka-rest',
          max_lag_topic_name: 'orders',
          max_lag_partition_id: 0,
          max_lag: 4,
          total_lag: 5,
          max_lag_consumer: { related: '$SELF/consumer-groups/app/consumers/$MEMBER' },
          max_lag_partition: { related: '$SELF/topics/orders/partitions/0' },
        },
      },
      {
        does: 'a lag of a partition that has none',
        send: ['GET', '/consumer-groups/app/lags/orders/partitions/3'],
        status: 404,
        answer: NOT_FOUND,
      },
      {
        does: 'a lag of a partition that is no number',
        send: ['GET', '/consumer-groups/app/lags/orders/partitions/-1'],
        status: 404,
        answer: NOT_FOUND,
      },
      { does: 'a consumer that is not there', send: ['GET', '/consumer-groups/app/consumers/x'], status: 404, answer: NOT_FOUND },
      {
        does: 'assignments of one that is not there',
        send: ['GET', '/consumer-groups/app/consumers/x/assignments'],
        status: 404,
        answer: NOT_FOUND,
      },
    ],
  },
  {
    name: 'groups that are not there, have no offsets, or belong to somebody else',
    async prepare({ handler, transport }) {
      await createTopic(handler, 'orders', 1)
      const member = await joinGroup(transport, 'app', { assigned: [{ topic: 'orders', partitions: [0] }] })
      return { MEMBER: member.memberId }
    },
    steps: [
      { does: 'describe', send: ['GET', '/consumer-groups/nobody'], status: 404, answer: unknownGroup },
      { does: 'consumers', send: ['GET', '/consumer-groups/nobody/consumers'], status: 404, answer: unknownGroup },
      { does: 'lags', send: ['GET', '/consumer-groups/nobody/lags'], status: 404, answer: unknownGroup },
      { does: 'lag summary', send: ['GET', '/consumer-groups/nobody/lag-summary'], status: 404, answer: unknownGroup },
      { does: 'lags without offsets', send: ['GET', '/consumer-groups/app/lags'], status: 404, answer: noOffsets },
      { does: 'lag summary without offsets', send: ['GET', '/consumer-groups/app/lag-summary'], status: 404, answer: noOffsets },
      {
        does: 'list as nobody',
        as: 'sa-1',
        send: ['GET', '/consumer-groups'],
        status: 200,
        answer: list('KafkaConsumerGroupList', '/consumer-groups', []),
      },
      { does: 'describe as nobody', as: 'sa-1', send: ['GET', '/consumer-groups/app'], status: 403, answer: REFUSED },
      { does: 'describe what is not there as nobody', as: 'sa-1', send: ['GET', '/consumer-groups/nobody'], status: 403, answer: REFUSED },
      { does: 'lags as nobody', as: 'sa-1', send: ['GET', '/consumer-groups/app/lags'], status: 403, answer: REFUSED },
    ],
  },
]
