import type { Replay } from '../replay.ts'
import { REFUSED, acl, list, topic } from './bodies.ts'

const READ = {
  resource_type: 'TOPIC',
  resource_name: 'orders',
  pattern_type: 'LITERAL',
  principal: 'User:sa-1',
  host: '*',
  operation: 'READ',
  permission: 'ALLOW',
}
const DESCRIBE = { ...READ, resource_type: 'CLUSTER', resource_name: 'kafka-cluster', operation: 'DESCRIBE', permission: 'DENY' }
const PREFIX = { ...READ, resource_type: 'GROUP', resource_name: 'app-', pattern_type: 'PREFIXED', operation: 'ALL' }
const SEARCH = 'resource_type=TOPIC&resource_name=orders&pattern_type=LITERAL&principal=User%3Asa-1&host=*&operation=READ&permission=ALLOW'

const bad = (change: object, message: string) => ({
  does: message,
  send: ['POST', '/acls'] as const,
  body: { ...READ, ...change },
  status: 400,
  answer: { error_code: 400, message },
})

export const aclReplays: readonly Replay[] = [
  {
    name: 'terraform confluent_kafka_acl: create, read, destroy, read',
    steps: [
      { does: 'create', send: ['POST', '/acls'], body: READ, status: 201, location: `$SELF/acls?${SEARCH}` },
      { does: 'create again: the same entry', send: ['POST', '/acls'], body: READ, status: 201, location: `$SELF/acls?${SEARCH}` },
      { does: 'read', send: ['GET', `/acls?${SEARCH}`], status: 200, answer: list('KafkaAclList', `/acls?${SEARCH}`, [acl(READ)]) },
      { does: 'destroy', send: ['DELETE', `/acls?${SEARCH}`], status: 200, answer: { data: [acl(READ)] } },
      { does: 'read what is gone', send: ['GET', `/acls?${SEARCH}`], status: 200, answer: list('KafkaAclList', `/acls?${SEARCH}`, []) },
      { does: 'destroy what is gone', send: ['DELETE', `/acls?${SEARCH}`], status: 200, answer: { data: [] } },
    ],
  },
  {
    name: 'confluent kafka acl create, list, delete; ksql configure-acls (a batch)',
    steps: [
      { does: 'create a batch', send: ['POST', '/acls:batch'], body: { data: [DESCRIBE, PREFIX, READ] }, status: 201 },
      {
        does: 'list those of a principal',
        send: ['GET', '/acls?principal=User%3Asa-1'],
        status: 200,
        answer: list('KafkaAclList', '/acls?principal=User%3Asa-1', [acl(READ), acl(PREFIX), acl(DESCRIBE)]),
      },
      {
        does: 'list all principals in the new form',
        send: ['GET', '/acls?principal=UserV2%3A*&resource_type=GROUP'],
        status: 200,
        answer: list('KafkaAclList', '/acls?principal=UserV2%3A*&resource_type=GROUP', [acl(PREFIX)]),
      },
      {
        does: 'list what decides about a group',
        send: ['GET', '/acls?resource_type=GROUP&resource_name=app-1&pattern_type=MATCH&principal=User%3Asa-1'],
        status: 200,
        answer: list('KafkaAclList', '/acls?resource_type=GROUP&resource_name=app-1&pattern_type=MATCH&principal=User%3Asa-1', [
          acl(PREFIX),
        ]),
      },
      {
        does: 'delete by filter',
        send: ['DELETE', '/acls?resource_type=ANY&pattern_type=ANY&principal=User%3Asa-1&operation=ANY&permission=ANY'],
        status: 200,
        answer: { data: [acl(READ), acl(PREFIX), acl(DESCRIBE)] },
      },
      {
        does: 'list',
        send: ['GET', '/acls?principal=User%3Asa-1'],
        status: 200,
        answer: list('KafkaAclList', '/acls?principal=User%3Asa-1', []),
      },
    ],
  },
  {
    name: 'an ACL takes effect with its answer',
    steps: [
      {
        does: 'a topic',
        send: ['POST', '/topics'],
        body: { topic_name: 'orders' },
        status: 201,
        location: '$SELF/topics/orders',
        answer: topic('orders', 1),
      },
      { does: 'refused', as: 'sa-1', send: ['GET', '/topics/orders'], status: 403, answer: REFUSED },
      { does: 'allow to read', send: ['POST', '/acls'], body: READ, status: 201, location: `$SELF/acls?${SEARCH}` },
      { does: 'seen', as: 'sa-1', send: ['GET', '/topics/orders'], status: 200, answer: topic('orders', 1) },
      {
        does: 'what may be done is told when asked',
        as: 'sa-1',
        send: ['GET', '/topics/orders?include_authorized_operations=true'],
        status: 200,
        answer: { ...topic('orders', 1), authorized_operations: ['READ', 'DESCRIBE'] },
      },
      { does: 'take it back', send: ['DELETE', `/acls?${SEARCH}`], status: 200, answer: { data: [acl(READ)] } },
      { does: 'refused again', as: 'sa-1', send: ['GET', '/topics/orders'], status: 403, answer: REFUSED },
    ],
  },
  {
    name: 'what cannot be an ACL, and who may not see them',
    steps: [
      bad({ resource_type: 'ANY' }, 'resource_type cannot be ANY'),
      bad({ pattern_type: 'MATCH' }, 'pattern_type cannot be MATCH'),
      bad({ operation: 'UNKNOWN' }, 'operation cannot be UNKNOWN'),
      bad({ permission: 'ANY' }, 'permission cannot be ANY'),
      {
        does: 'another name for the cluster',
        send: ['POST', '/acls'],
        body: { ...DESCRIBE, resource_name: 'lkc-1' },
        status: 400,
        answer: { error_code: 40002, message: 'The only valid name for the CLUSTER resource is kafka-cluster' },
      },
      {
        does: 'half a surrogate pair, which UTF-8 cannot hold',
        send: ['POST', '/acls'],
        body: { ...READ, host: '\ud800' },
        status: 201,
        location: `$SELF/acls?${SEARCH.replace('host=*', 'host=%EF%BF%BD')}`,
      },
      {
        does: 'a bad one in a batch: none is created',
        send: ['POST', '/acls:batch'],
        body: { data: [READ, { ...READ, operation: 'ANY' }] },
        status: 400,
        answer: { error_code: 400, message: 'operation cannot be ANY' },
      },
      { does: 'none was', send: ['GET', `/acls?${SEARCH}`], status: 200, answer: list('KafkaAclList', `/acls?${SEARCH}`, []) },
      {
        does: 'a word nobody knows',
        send: ['POST', '/acls'],
        body: { ...READ, permission: 'MAYBE' },
        status: 422,
        answer: { error_code: 422, message: "The property '/permission' must be one of: UNKNOWN, ANY, DENY, ALLOW" },
      },
      {
        does: 'delete without a type',
        send: ['DELETE', '/acls?principal=User%3Asa-1'],
        status: 400,
        answer: { error_code: 400, message: 'resource_type cannot be unspecified or UNKNOWN' },
      },
      {
        does: 'a type nobody knows',
        send: ['GET', '/acls?resource_type=DRAGON'],
        status: 400,
        answer: {
          error_code: 400,
          message:
            "The query parameter 'resource_type' must be one of: UNKNOWN, ANY, TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID, DELEGATION_TOKEN",
        },
      },
      { does: 'list as nobody', as: 'sa-1', send: ['GET', '/acls'], status: 403, answer: REFUSED },
      { does: 'create as nobody', as: 'sa-1', send: ['POST', '/acls'], body: READ, status: 403, answer: REFUSED },
      { does: 'create a batch as nobody', as: 'sa-1', send: ['POST', '/acls:batch'], body: { data: [READ] }, status: 403, answer: REFUSED },
      { does: 'delete as nobody', as: 'sa-1', send: ['DELETE', `/acls?${SEARCH}`], status: 403, answer: REFUSED },
    ],
  },
]
