import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { openTestControl } from '../testing/platform.ts'
import { type AuditRecord, auditForm } from './form.ts'

const { control, store } = await openTestControl()
const { organization, environment, user } = control.seed
const form = auditForm(() => store.state, seededRandom(1))
const CLUSTER = `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}/cloud-cluster=lkc-first1/kafka=lkc-first1`
const AT = { atMs: Date.UTC(2026, 0, 2), cluster: 'lkc-first1', clientAddress: '127.0.0.1', connectionId: 'c-7' }

const read = (record: AuditRecord): Record<string, unknown> => JSON.parse(record.value.toString()) as Record<string, unknown>

test('an allowed request of Kafka names its resource, principal and the role that allowed it', () => {
  const event = read(
    form({
      kind: 'authorization',
      ...AT,
      principal: `User:${user!.id}`,
      api: 'CreateTopics',
      operation: 'create',
      resourceType: 'topic',
      resourceName: 'orders/eu',
      granted: true,
      reason: { kind: 'role', source: { binding: 'rb-1', role: 'OrganizationAdmin', scope: 'crn://confluent.cloud/organization=o' } },
      clientId: 'admin-1',
      correlationId: 4,
    }),
  )
  expect(event).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
    source: CLUSTER,
    specversion: '1.0',
    type: 'io.confluent.kafka.server/authorization',
    subject: `${CLUSTER}/topic=orders%2Feu`,
    time: '2026-01-02T00:00:00.000Z',
    datacontenttype: 'application/json',
    data: {
      serviceName: 'crn://confluent.cloud/',
      methodName: 'kafka.CreateTopics',
      resourceName: `${CLUSTER}/topic=orders%2Feu`,
      cloudResources: [
        {
          scope: {
            resources: [
              { type: 'ORGANIZATION', resourceId: organization.id },
              { type: 'ENVIRONMENT', resourceId: environment.id },
              { type: 'CLOUD_CLUSTER', resourceId: 'lkc-first1' },
              { type: 'KAFKA_CLUSTER', resourceId: 'lkc-first1' },
            ],
          },
          resource: { type: 'TOPIC', resourceId: 'orders/eu' },
        },
      ],
      authenticationInfo: { principal: { confluentUser: { resourceId: user!.id }, email: 'admin@example.com' }, result: 'SUCCESS' },
      authorizationInfo: {
        granted: true,
        result: 'ALLOW',
        operation: 'Create',
        resourceType: 'Topic',
        resourceName: 'orders/eu',
        rbacAuthorization: { role: 'OrganizationAdmin', scope: { outerScope: ['crn://confluent.cloud/organization=o'] } },
      },
      request: { clientId: 'admin-1', correlationId: '4' },
      requestMetadata: { clientAddress: [{ ip: '127.0.0.1' }], connectionId: 'c-7' },
    },
  })
})

test('a refused login names the key and the reason; who it was is left out', () => {
  const event = read(
    form({
      kind: 'authentication',
      ...AT,
      mechanism: 'SASL_PLAIN',
      identity: 'ABCDEFGHABCDEFGH',
      principal: null,
      granted: false,
      message: 'Unknown API key',
    }),
  )
  expect(event).toMatchObject({
    type: 'io.confluent.kafka.server/authentication',
    subject: CLUSTER,
    data: {
      methodName: 'kafka.Authentication',
      authenticationInfo: {
        result: 'FAILURE',
        credentials: { mechanism: 'SASL_PLAIN', idSecretCredentials: { credentialId: 'ABCDEFGHABCDEFGH' } },
      },
      result: { status: 'FAILURE', data: { message: 'Unknown API key' } },
    },
  })
  expect(event).not.toHaveProperty('data.authenticationInfo.principal')
})

test('a change of the control plane is a request of the cloud with what it changed', () => {
  const resource = `crn://confluent.cloud/organization=${organization.id}/environment=env-1`
  const event = read(
    form({
      kind: 'control',
      atMs: AT.atMs,
      organization: organization.id,
      method: 'CreateEnvironment',
      caller: {
        organization: organization.id,
        id: 'sa-1',
        kind: 'service-account',
        principal: 'User:sa-1',
        via: { kind: 'api-key', key: 'CLOUDCLOUDCLOUD2', resource: { kind: 'cloud' } },
      },
      identity: null,
      resource,
      modifies: true,
      granted: false,
      status: 'FAILURE',
      data: { display_name: 'staging' },
      requestId: 'r-1',
      clientAddress: '127.0.0.1',
    }),
  )
  expect(event).toMatchObject({
    type: 'io.confluent.cloud/request',
    source: `crn://confluent.cloud/organization=${organization.id}`,
    subject: resource,
    data: {
      methodName: 'CreateEnvironment',
      authenticationInfo: {
        principal: { confluentServiceAccount: { resourceId: 'sa-1' } },
        credentials: { mechanism: 'HTTP_BASIC', idSecretCredentials: { credentialId: 'CLOUDCLOUDCLOUD2' } },
        result: 'SUCCESS',
      },
      authorizationInfo: { granted: false, result: 'DENY' },
      request: { accessType: 'MODIFICATION', data: { display_name: 'staging' } },
      requestMetadata: { requestId: ['r-1'], clientAddress: [{ ip: '127.0.0.1' }] },
      result: { status: 'FAILURE' },
    },
  })
})

test('events of a cluster that is gone, and gaps, say what they can', () => {
  expect(read(form({ kind: 'gap', atMs: AT.atMs, cluster: 'lkc-gone', dropped: 12 }))).toMatchObject({
    type: 'io.leat/audit-gap',
    source: 'crn://confluent.cloud/kafka=lkc-gone',
    data: { dropped: 12 },
  })
})

test('each event has an id of its own, and says in what form it is', () => {
  const gap = { kind: 'gap', atMs: 0, cluster: '', dropped: 1 } as const
  const [a, b] = [form(gap), form(gap)]
  expect(read(a).id).not.toEqual(read(b).id)
  expect(a.headers.map(({ key, value }) => [key, value.toString()])).toEqual([
    ['content-type', 'application/cloudevents+json; charset=UTF-8'],
  ])
})
