import { call } from '@leat/rest/testing'
import { describe, expect, test } from 'vitest'
import { kafkaRestEndpoints } from '../src/api/index.ts'
import { commitOffsets } from './consumer.ts'
import { CLUSTER, kafkaRestUnderTest } from './fixture.ts'
import { ADMIN, AT, createTopic } from './given.ts'

/** An address of the endpoint, with this cluster and something plausible for the other parameters. */
function addressOf(path: string, cluster: string): string {
  return path.replace('{cluster_id}', cluster).replace(/\{[a-z_]+\}/g, '0')
}

const belowClusters = kafkaRestEndpoints.filter(({ params }) => params.includes('cluster_id'))

const BODIES: Readonly<Record<string, unknown>> = {
  createKafkaTopic: { topic_name: 'orders' },
  updatePartitionCountKafkaTopic: { partitions_count: 2 },
  updateKafkaTopicConfigBatch: { data: [] },
  updateKafkaTopicConfig: { value: '1' },
  updateKafkaClusterConfigs: { data: [] },
  updateKafkaClusterConfig: { value: '1' },
  createKafkaAcls: {
    resource_type: 'TOPIC',
    resource_name: 'orders',
    pattern_type: 'LITERAL',
    principal: 'User:sa-1',
    host: '*',
    operation: 'READ',
    permission: 'ALLOW',
  },
  batchCreateKafkaAcls: { data: [] },
  produceRecord: {},
  resetGroupOffsets: { to: { kind: 'latest' } },
  produceRecordView: { value: { format: 'none' } },
}

describe("another cluster's address", () => {
  test.for(belowClusters)('$id: there is no such cluster', async ({ id, method, path }) => {
    await using kafka = await kafkaRestUnderTest()
    const body = BODIES[id]
    const answer = await call(kafka.handler, {
      method,
      path: addressOf(path, 'lkc-other'),
      ...ADMIN,
      ...(body === undefined ? {} : { body }),
    })
    expect({ status: answer.status, json: answer.json }).toEqual({
      status: 404,
      json: { error_code: 404, message: 'Cluster lkc-other cannot be found.' },
    })
    expect(kafka.calls.size).toBe(0)
  })

  test.for(belowClusters)('$id: not without credentials, nor with wrong ones', async ({ method, path }) => {
    await using kafka = await kafkaRestUnderTest()
    for (const headers of [{}, { authorization: `Basic ${Buffer.from('mallory:x').toString('base64')}` }]) {
      const { status, json } = await call(kafka.handler, { method, path: addressOf(path, CLUSTER), headers })
      expect({ status, json }).toMatchObject({ status: 401, json: { message: expect.any(String) as string } })
    }
    expect(kafka.calls.size).toBe(0)
  })
})

test('a path is decoded once: what looks like another path stays a name', async () => {
  await using kafka = await kafkaRestUnderTest()
  await createTopic(kafka.handler, 'orders')
  for (const name of [
    '..%2Flkc-other%2Ftopics%2Forders',
    '%2e%2e',
    'orders%2Fconfigs',
    'orders%00',
    '%252e%252e',
    'orders;a=b',
    '%E2%80%AE',
  ]) {
    const { status, json } = await call(kafka.handler, { path: `${AT}/topics/${name}`, ...ADMIN })
    expect({ name, status, json }).toMatchObject({ name, status: 400, json: { error_code: 40002 } })
  }
  const { status } = await call(kafka.handler, { path: `${AT}/topics/%FF`, ...ADMIN })
  expect(status).toBe(400)
})

test('links of an answer lead where they say, also with names that need encoding', async () => {
  await using kafka = await kafkaRestUnderTest()
  await createTopic(kafka.handler, 'orders')
  const id = 'a/b c:d?é%2F'
  await commitOffsets(kafka.transport, id, [{ topic: 'orders', partition: 0, offset: 0 }])
  const first = await call<Linked>(kafka.handler, { path: `${AT}/consumer-groups/${encodeURIComponent(id)}`, ...ADMIN })
  expect(first.json).toMatchObject({ consumer_group_id: id })
  const follow = (link: string) => call<Linked>(kafka.handler, { path: link.slice('http://localhost:9021'.length), ...ADMIN })
  expect((await follow(first.json.metadata.self)).json).toEqual(first.json)
  expect((await follow(first.json.lag_summary.related)).json).toMatchObject({ consumer_group_id: id, max_lag_topic_name: 'orders' })
})

interface Linked {
  readonly metadata: { readonly self: string }
  readonly lag_summary: { readonly related: string }
}

test('the list of clusters has those the caller may enter', async () => {
  await using kafka = await kafkaRestUnderTest()
  const { status, json } = await call(kafka.handler, { path: '/kafka/v3/clusters', ...ADMIN })
  expect({ status, json }).toMatchObject({
    status: 200,
    json: {
      kind: 'KafkaClusterList',
      metadata: { self: 'http://localhost:9021/kafka/v3/clusters', next: null },
      data: [{ kind: 'KafkaCluster', cluster_id: CLUSTER, metadata: { self: `http://localhost:9021${AT}` } }],
    },
  })
})

test('a cluster that is going away answers with an error that passes', async () => {
  const kafka = await kafkaRestUnderTest()
  await kafka[Symbol.asyncDispose]()
  const { status, json } = await call(kafka.handler, { path: `${AT}/topics`, ...ADMIN })
  expect({ status, json }).toMatchObject({ status: 503, json: { error_code: 50302 } })
})
