import { expect, test } from 'vitest'
import { basic, call } from '@leat/rest/testing'
import { commitOffsets, joinGroup } from './consumer.ts'
import { CLUSTER, kafkaRestUnderTest, type KafkaRestUnderTest } from './fixture.ts'
import { createTopic, produceTo } from './given.ts'

const BASE = `/leat/v1/kafka-clusters/${CLUSTER}`
const ADMIN = { authorization: basic('u-admin', 'x') }

const get = async (rest: KafkaRestUnderTest, path: string, headers = ADMIN) =>
  call<Record<string, never>>(rest.handler, { path: BASE + path, headers })
const post = async (rest: KafkaRestUnderTest, path: string, body: object) =>
  call<{ readonly data: readonly object[]; readonly message: string }>(rest.handler, {
    method: 'POST',
    path: BASE + path,
    body,
    headers: ADMIN,
  })

/** Two partitions of three and two records; group g1 has read one and two of them. */
async function given(rest: KafkaRestUnderTest): Promise<void> {
  await createTopic(rest.handler, 'orders', 2)
  await createTopic(rest.handler, 'empty')
  await produceTo(rest.handler, 'orders', [0, 0, 0, 1, 1])
  await commitOffsets(rest.transport, 'g1', [
    { topic: 'orders', partition: 0, offset: 1 },
    { topic: 'orders', partition: 1, offset: 2 },
  ])
}

test('all topics with size and lag, in a number of requests that does not grow with them', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  rest.calls.clear()
  expect((await get(rest, '/topics')).json).toMatchObject({
    data: [
      {
        topic_name: 'empty',
        partitions_count: 1,
        offsets_count: 0,
        bytes: 0,
        lag: null,
        records_per_second: null,
        cleanup_policy: 'delete',
      },
      { topic_name: 'orders', partitions_count: 2, offsets_count: 5, lag: 2 },
    ],
  })
  const asked = new Map(rest.calls)
  for (let index = 0; index < 30; index++) await createTopic(rest.handler, `more-${index}`, 3)
  rest.calls.clear()
  await get(rest, '/topics')
  expect(rest.calls).toEqual(asked)
})

test('partitions with offsets and size', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  expect((await get(rest, '/topics/orders/partitions')).json).toMatchObject({
    data: [
      { partition_id: 0, leader: 1, replicas: [1], in_sync: [1], start_offset: 0, end_offset: 3 },
      { partition_id: 1, start_offset: 0, end_offset: 2 },
    ],
  })
  expect((await get(rest, '/topics/none/partitions')).status).toBe(404)
})

test('all groups with lag, and one with members and partitions', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const { memberId } = await joinGroup(rest.transport, 'g2', { assigned: [{ topic: 'orders', partitions: [1] }] })
  expect((await get(rest, '/consumer-groups')).json).toMatchObject({
    data: [
      { group_id: 'g1', state: 'EMPTY', members_count: 0, topics: ['orders'], lag: 2 },
      { group_id: 'g2', state: 'STABLE', members_count: 1, topics: ['orders'], lag: null },
    ],
  })
  expect((await get(rest, '/consumer-groups/g1')).json).toMatchObject({
    partitions: [
      { topic_name: 'orders', partition_id: 0, committed_offset: 1, start_offset: 0, end_offset: 3, lag: 2, member_id: null },
      { partition_id: 1, committed_offset: 2, lag: 0 },
    ],
  })
  expect((await get(rest, '/consumer-groups/g2')).json).toMatchObject({
    protocol: 'range',
    members: [{ member_id: memberId }],
    partitions: [{ partition_id: 1, committed_offset: null, lag: null, member_id: memberId }],
  })
  expect((await get(rest, '/consumer-groups/none')).status).toBe(404)
})

test.for([
  ['earliest', { kind: 'earliest' }, [0, 0]],
  ['latest', { kind: 'latest' }, [3, 2]],
  ['an offset, brought to the nearer end', { kind: 'offset', offset: 9 }, [3, 2]],
  ['a shift back', { kind: 'shift', by: -1 }, [0, 1]],
  ['a shift beyond the end', { kind: 'shift', by: 5 }, [3, 2]],
  ['a time before all', { kind: 'time', at_ms: 0 }, [0, 0]],
  ['a time after all', { kind: 'time', at_ms: 9_000_000_000_000 }, [3, 2]],
] as const)('offsets are reset to %s; a dry run says so and changes nothing', async ([, to, [first, second]]) => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const data = [
    { topic_name: 'orders', partition_id: 0, from: 1, to: first },
    { topic_name: 'orders', partition_id: 1, from: 2, to: second },
  ]
  const committed = async () => (await get(rest, '/consumer-groups/g1')).json['partitions'] as unknown as { committed_offset: number }[]
  expect((await post(rest, '/consumer-groups/g1/offsets', { to, dry_run: true })).json).toEqual({ data })
  expect((await committed()).map((one) => one.committed_offset)).toEqual([1, 2])
  expect((await post(rest, '/consumer-groups/g1/offsets', { to })).json).toEqual({ data })
  expect((await committed()).map((one) => one.committed_offset)).toEqual([first, second])
})

test('some partitions of a topic, also of one that the group has not read', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const reset = (body: object) => post(rest, '/consumer-groups/g1/offsets', { to: { kind: 'latest' }, ...body })
  expect((await reset({ topic_name: 'orders', partitions: [0] })).json.data).toEqual([
    { topic_name: 'orders', partition_id: 0, from: 1, to: 3 },
  ])
  expect((await reset({ topic_name: 'empty' })).json.data).toEqual([{ topic_name: 'empty', partition_id: 0, from: null, to: 0 }])
  expect((await reset({ topic_name: 'orders', partitions: [7] })).json.message).toBe('Topic orders has no partition 7.')
  expect((await reset({ topic_name: 'none' })).status).toBe(404)
  expect((await reset({ partitions: [0] })).status).toBe(400)
})

test('a group with members is not reset, and says what to do', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  await joinGroup(rest.transport, 'g2', { assigned: [{ topic: 'orders', partitions: [1] }] })
  const answer = await post(rest, '/consumer-groups/g2/offsets', { to: { kind: 'earliest' } })
  expect(answer.status).toBe(400)
  expect(answer.json.message).toContain('Stop its consumers')
})

test('a group is deleted with its offsets, one with members is not', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  await joinGroup(rest.transport, 'g2', { assigned: [{ topic: 'orders', partitions: [1] }] })
  const remove = (group: string) => call(rest.handler, { method: 'DELETE', path: `${BASE}/consumer-groups/${group}`, headers: ADMIN })
  expect((await remove('g1')).status).toBe(204)
  expect((await remove('g1')).status).toBe(404)
  expect((await remove('g2')).status).toBe(500)
})

test('who may see nothing is shown nothing', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const headers = { authorization: basic('sa-weak', 'x') }
  expect((await get(rest, '/topics', headers)).json).toEqual({ data: [] })
  expect((await get(rest, '/consumer-groups', headers)).json).toEqual({ data: [] })
  expect((await get(rest, '/topics/orders/partitions', headers)).status).toBeGreaterThanOrEqual(403)
  expect((await get(rest, '/consumer-groups/g1', headers)).status).toBe(403)
})

test('a cluster shows what its edge counted, against its limits', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const answer = await get(rest, '/overview')
  expect(answer.json).toMatchObject({
    now: { ingress_bytes: 1_000, egress_bytes: 2_000, requests: 3, connections: 2, partitions: 3 },
    limits: { ingress_bytes: 25_000_000, egress_bytes: null },
    history: { every_ms: 5_000, samples: [{ at_ms: 1_700_000_000_000, connections: 2 }] },
    brokers: [{ id: 1 }],
  })
  expect((answer.json['now'] as unknown as { bytes_stored: number }).bytes_stored).toBeGreaterThan(0)
  expect((await get(rest, '/overview', { authorization: basic('sa-weak', 'x') })).status).toBe(403)
})

test('a key or value comes down as it is', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const at = (path: string) => call(rest.handler, { path: `${BASE}/topics/orders/partitions${path}`, headers: ADMIN })
  const value = await at('/0/records/1/value')
  expect(value).toMatchObject({ status: 200, text: 'record 1', headers: { 'content-type': 'application/octet-stream' } })
  expect(value.headers['content-disposition']).toBe('attachment; filename="0-1.value"')
  for (const path of ['/0/records/1/key', '/0/records/99/value', '/7/records/0/value', '/0/records/x/value', '/0/records/1/headers'])
    expect((await at(path)).status).toBe(404)
})

test.for([
  [
    { value: { format: 'json', data: '{"a":1}' }, key: { format: 'text', data: 'k' }, partition: 1 },
    { partition: 1, offset: 2 },
  ],
  [
    { value: { format: 'none' }, key: { format: 'hex', data: '00 ff' }, partition: 0 },
    { partition: 0, offset: 3 },
  ],
  [
    { value: { format: 'base64', data: 'AAE=' }, headers: [{ name: 'h', value: 'v' }], partition: 0 },
    { partition: 0, offset: 3 },
  ],
] as const)('a record is produced as it is written: %o', async ([body, expected]) => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const answer = await call(rest.handler, { method: 'POST', path: `${BASE}/topics/orders/records`, body, headers: ADMIN })
  expect(answer).toMatchObject({ status: 201, json: expected })
})

test.for([
  [{ value: { format: 'json', data: '{"a":' } }, 'The value is not json'],
  [{ value: { format: 'hex', data: 'abc' } }, 'pairs of the digits'],
  [{ value: { format: 'base64', data: '%' } }, 'base64'],
  [{ value: { format: 'avro', data: '{}', subject: 'orders-value' } }, 'no Schema Registry'],
] as const)('what it is not is refused: %o', async ([body, said]) => {
  await using rest = await kafkaRestUnderTest()
  await given(rest)
  const path = `${BASE}/topics/orders/records`
  const answer = await call<{ message: string }>(rest.handler, { method: 'POST', path, body, headers: ADMIN })
  expect(answer.status).toBe(400)
  expect(answer.json.message).toContain(said)
})
