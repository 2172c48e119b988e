import type { Replay } from '../replay.ts'
import { REFUSED, UNKNOWN_TOPIC, list, partition, topic, topicConfig } from './bodies.ts'

const CREATE = { topic_name: 'orders', partitions_count: 3, replication_factor: 3, configs: [{ name: 'cleanup.policy', value: 'compact' }] }

export const topicReplays: readonly Replay[] = [
  {
    name: 'confluent kafka topic create, list, describe, update, delete',
    steps: [
      { does: 'list on an empty cluster', send: ['GET', '/topics'], status: 200, answer: list('KafkaTopicList', '/topics', []) },
      { does: 'create', send: ['POST', '/topics'], body: CREATE, status: 201, location: '$SELF/topics/orders', answer: topic('orders', 3) },
      {
        does: 'create again',
        send: ['POST', '/topics'],
        body: CREATE,
        status: 400,
        answer: { error_code: 40002, message: "Topic 'orders' already exists." },
      },
      { does: 'describe', send: ['GET', '/topics/orders'], status: 200, answer: topic('orders', 3) },
      { does: 'list', send: ['GET', '/topics'], status: 200, answer: list('KafkaTopicList', '/topics', [topic('orders', 3)]) },
      {
        does: 'update the partitions',
        send: ['PATCH', '/topics/orders'],
        body: { partitions_count: 6 },
        status: 200,
        answer: topic('orders', 6),
      },
      {
        does: 'update the partitions to what they are',
        send: ['PATCH', '/topics/orders'],
        body: { partitions_count: 6 },
        status: 400,
        answer: { error_code: 40002, message: 'Topic already has 6 partition(s).' },
      },
      {
        does: 'update a config (dry run)',
        send: ['POST', '/topics/orders/configs:alter'],
        body: { data: [{ name: 'retention.ms', value: '259200000' }], validate_only: true },
        status: 204,
      },
      {
        does: 'update a config',
        send: ['POST', '/topics/orders/configs:alter'],
        body: { data: [{ name: 'segment.bytes', value: '52428800' }] },
        status: 204,
      },
      {
        does: 'read it back',
        send: ['GET', '/topics/orders/configs/segment.bytes'],
        status: 200,
        answer: topicConfig('orders', 'segment.bytes', '52428800', { name: 'log.segment.bytes', value: '1073741824' }),
      },
      { does: 'delete', send: ['DELETE', '/topics/orders'], status: 204 },
      { does: 'describe what is gone', send: ['GET', '/topics/orders'], status: 404, answer: UNKNOWN_TOPIC },
      { does: 'delete what is gone', send: ['DELETE', '/topics/orders'], status: 404, answer: UNKNOWN_TOPIC },
      {
        does: 'update what is gone',
        send: ['PATCH', '/topics/orders'],
        body: { partitions_count: 9 },
        status: 404,
        answer: UNKNOWN_TOPIC,
      },
    ],
  },
  {
    name: 'confluent kafka topic create --dry-run',
    steps: [
      {
        does: 'create (dry run)',
        send: ['POST', '/topics'],
        body: { topic_name: 'dry', partitions_count: 2, validate_only: true },
        status: 200,
        answer: topic('dry', 2),
      },
      { does: 'it was not made', send: ['GET', '/topics/dry'], status: 404, answer: UNKNOWN_TOPIC },
    ],
  },
  {
    name: 'confluent kafka partition list, describe',
    steps: [
      {
        does: 'create',
        send: ['POST', '/topics'],
        body: { topic_name: 'p', partitions_count: 2 },
        status: 201,
        location: '$SELF/topics/p',
        answer: topic('p', 2),
      },
      {
        does: 'list',
        send: ['GET', '/topics/p/partitions'],
        status: 200,
        answer: list('KafkaPartitionList', '/topics/p/partitions', [partition('p', 0), partition('p', 1)]),
      },
      { does: 'describe', send: ['GET', '/topics/p/partitions/1'], status: 200, answer: partition('p', 1) },
      { does: 'describe one that is not there', send: ['GET', '/topics/p/partitions/2'], status: 404, answer: UNKNOWN_TOPIC },
      { does: 'describe one that is no number', send: ['GET', '/topics/p/partitions/x'], status: 404, answer: UNKNOWN_TOPIC },
    ],
  },
  {
    name: 'terraform confluent_kafka_topic: create, read, grow, alter, import, destroy',
    steps: [
      {
        does: 'create',
        send: ['POST', '/topics'],
        body: { topic_name: 'tf', partitions_count: 4, configs: [{ name: 'retention.ms', value: '6789000' }] },
        status: 201,
        location: '$SELF/topics/tf',
        answer: topic('tf', 4),
      },
      { does: 'read', send: ['GET', '/topics/tf'], status: 200, answer: topic('tf', 4) },
      { does: 'grow', send: ['PATCH', '/topics/tf'], body: { partitions_count: 5 }, status: 200, answer: topic('tf', 5) },
      {
        does: 'alter, and reset a removed setting',
        send: ['POST', '/topics/tf/configs:alter'],
        body: {
          data: [
            { name: 'max.message.bytes', value: '12345', operation: 'SET' },
            { name: 'retention.ms', operation: 'DELETE' },
          ],
        },
        status: 204,
      },
      {
        does: 'read a setting',
        send: ['GET', '/topics/tf/configs/max.message.bytes'],
        status: 200,
        answer: topicConfig('tf', 'max.message.bytes', '12345', { name: 'message.max.bytes', value: '1048588' }),
      },
      { does: 'destroy', send: ['DELETE', '/topics/tf'], status: 204 },
      { does: 'poll until it is gone', send: ['GET', '/topics/tf'], status: 404, answer: UNKNOWN_TOPIC },
    ],
  },
  {
    name: 'a service account without rules: refused, whether or not the topic exists',
    steps: [
      {
        does: 'the admin creates',
        send: ['POST', '/topics'],
        body: { topic_name: 'secret' },
        status: 201,
        location: '$SELF/topics/secret',
        answer: topic('secret', 1),
      },
      { does: 'list', as: 'sa-1', send: ['GET', '/topics'], status: 200, answer: list('KafkaTopicList', '/topics', []) },
      { does: 'get', as: 'sa-1', send: ['GET', '/topics/secret'], status: 403, answer: REFUSED },
      { does: 'get what is not there', as: 'sa-1', send: ['GET', '/topics/absent'], status: 403, answer: REFUSED },
      { does: 'create', as: 'sa-1', send: ['POST', '/topics'], body: { topic_name: 'mine' }, status: 403, answer: REFUSED },
      { does: 'grow', as: 'sa-1', send: ['PATCH', '/topics/secret'], body: { partitions_count: 9 }, status: 403, answer: REFUSED },
      { does: 'delete', as: 'sa-1', send: ['DELETE', '/topics/secret'], status: 403, answer: REFUSED },
      { does: 'configs', as: 'sa-1', send: ['GET', '/topics/secret/configs'], status: 403, answer: REFUSED },
      { does: 'default configs', as: 'sa-1', send: ['GET', '/topics/secret/default-configs'], status: 403, answer: REFUSED },
      { does: 'partitions', as: 'sa-1', send: ['GET', '/topics/secret/partitions'], status: 403, answer: REFUSED },
      {
        does: 'alter',
        as: 'sa-1',
        send: ['POST', '/topics/secret/configs:alter'],
        body: { data: [{ name: 'retention.ms', value: '1' }] },
        status: 403,
        answer: REFUSED,
      },
      { does: 'produce', as: 'sa-1', send: ['POST', '/topics/secret/records'], body: {}, status: 403, answer: REFUSED },
    ],
  },
  {
    name: 'what is wrong with a topic, in words',
    steps: [
      {
        does: 'a bad name',
        send: ['POST', '/topics'],
        body: { topic_name: '../other' },
        status: 400,
        answer: {
          error_code: 40002,
          message: "Topic name is invalid: '../other' has characters other than ASCII letters, digits, '.', '_' and '-'.",
        },
      },
      {
        does: 'a bad name in a path, decoded once',
        send: ['GET', '/topics/..%252Fother'],
        status: 400,
        answer: { error_code: 40002, message: 'The topic cannot be used for this' },
      },
      {
        does: 'too many replicas',
        send: ['POST', '/topics'],
        body: { topic_name: 'wide', replication_factor: 7 },
        status: 400,
        answer: {
          error_code: 40002,
          message:
            'Unable to replicate the partition 7 time(s): The target replication factor of 7 cannot be reached because only 1 broker(s) are registered.',
        },
      },
      {
        does: 'a setting that topics do not have',
        send: ['POST', '/topics'],
        body: { topic_name: 'odd', configs: [{ name: 'color', value: 'red' }] },
        status: 400,
        answer: { error_code: 40002, message: 'Unknown topic config name: color' },
      },
      {
        does: 'no name',
        send: ['POST', '/topics'],
        body: {},
        status: 400,
        answer: { error_code: 400, message: "The property '/topic_name' is required" },
      },
      {
        does: 'more partitions than a number holds',
        send: ['POST', '/topics'],
        body: { topic_name: 'huge', partitions_count: 4_294_967_296 },
        status: 422,
        answer: { error_code: 422, message: "The property '/partitions_count' must be at most 2147483647" },
      },
      {
        does: 'a name that is no text',
        send: ['POST', '/topics'],
        body: { topic_name: 7 },
        status: 400,
        answer: { error_code: 400, message: "The property '/topic_name' of type number did not match the following type: string" },
      },
    ],
  },
]
