import type { Replay } from '../replay.ts'
import { NOT_FOUND, REFUSED, clusterConfig, list, topic, topicConfig } from './bodies.ts'

const CLEANUP = { name: 'log.cleanup.policy', value: 'delete' }

const ORDERS = {
  does: 'create a topic',
  send: ['POST', '/topics'],
  body: { topic_name: 'orders' },
  status: 201,
  location: '$SELF/topics/orders',
  answer: topic('orders', 1),
} as const

export const configReplays: readonly Replay[] = [
  {
    name: 'confluent kafka cluster configuration list, update, describe; terraform confluent_kafka_cluster_config',
    steps: [
      { does: 'list', send: ['GET', '/broker-configs'], status: 200, answer: list('KafkaClusterConfigList', '/broker-configs', []) },
      {
        does: 'update',
        send: ['POST', '/broker-configs:alter'],
        body: {
          data: [
            { name: 'log.retention.ms', value: '259200000' },
            { name: 'message.max.bytes', value: '2097164' },
          ],
        },
        status: 204,
      },
      {
        does: 'read',
        send: ['GET', '/broker-configs'],
        status: 200,
        answer: list('KafkaClusterConfigList', '/broker-configs', [
          clusterConfig('log.retention.ms', '259200000'),
          clusterConfig('message.max.bytes', '2097164'),
        ]),
      },
      {
        does: 'describe',
        send: ['GET', '/broker-configs/message.max.bytes'],
        status: 200,
        answer: clusterConfig('message.max.bytes', '2097164'),
      },
      { does: 'describe one that is not set', send: ['GET', '/broker-configs/log.segment.bytes'], status: 404, answer: NOT_FOUND },
      { does: 'set one', send: ['PUT', '/broker-configs/log.retention.ms'], body: { value: '3600000' }, status: 204 },
      {
        does: 'read it',
        send: ['GET', '/broker-configs/log.retention.ms'],
        status: 200,
        answer: clusterConfig('log.retention.ms', '3600000'),
      },
      { does: 'reset it', send: ['DELETE', '/broker-configs/log.retention.ms'], status: 204 },
      { does: 'it is gone', send: ['GET', '/broker-configs/log.retention.ms'], status: 404, answer: NOT_FOUND },
      {
        does: 'set a bad value',
        send: ['PUT', '/broker-configs/message.max.bytes'],
        body: { value: 'many' },
        status: 400,
        answer: { error_code: 40002, message: 'Invalid value many for configuration message.max.bytes: Not a number of type INT' },
      },
      {
        does: 'set what only a restart can change',
        send: ['POST', '/broker-configs:alter'],
        body: { data: [{ name: 'auto.create.topics.enable', value: 'true' }] },
        status: 400,
        answer: { error_code: 40002, message: 'Cannot update these configs dynamically: Set(auto.create.topics.enable)' },
      },
      { does: 'as nobody: list', as: 'sa-1', send: ['GET', '/broker-configs'], status: 403, answer: REFUSED },
      {
        does: 'as nobody: alter',
        as: 'sa-1',
        send: ['POST', '/broker-configs:alter'],
        body: { data: [{ name: 'num.partitions', operation: 'DELETE' }] },
        status: 403,
        answer: REFUSED,
      },
    ],
  },
  {
    name: 'settings of a topic, one at a time',
    steps: [
      ORDERS,
      { does: 'set', send: ['PUT', '/topics/orders/configs/cleanup.policy'], body: { value: 'compact' }, status: 204 },
      {
        does: 'get',
        send: ['GET', '/topics/orders/configs/cleanup.policy'],
        status: 200,
        answer: topicConfig('orders', 'cleanup.policy', 'compact', CLEANUP),
      },
      { does: 'reset', send: ['DELETE', '/topics/orders/configs/cleanup.policy'], status: 204 },
      {
        does: 'get the default',
        send: ['GET', '/topics/orders/configs/cleanup.policy'],
        status: 200,
        answer: {
          ...topicConfig('orders', 'cleanup.policy', 'delete', CLEANUP),
          is_default: true,
          source: 'DEFAULT_CONFIG',
          synonyms: [{ ...CLEANUP, source: 'DEFAULT_CONFIG' }],
        },
      },
      {
        does: 'set a bad value',
        send: ['PUT', '/topics/orders/configs/cleanup.policy'],
        body: { value: 'burn' },
        status: 400,
        answer: {
          error_code: 40002,
          message: 'Invalid value burn for configuration cleanup.policy: String must be one of: compact, delete',
        },
      },
      {
        does: 'set what topics do not have',
        send: ['PUT', '/topics/orders/configs/color'],
        body: { value: 'red' },
        status: 404,
        answer: { error_code: 404, message: 'Config color cannot be found for TOPIC orders in cluster $CLUSTER.' },
      },
      { does: 'get what topics do not have', send: ['GET', '/topics/orders/configs/color'], status: 404, answer: NOT_FOUND },
    ],
  },
]
