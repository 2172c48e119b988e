import { call } from '@leat/rest/testing'
import { ApiKey } from '@leat/wire'
import { describe, expect, test } from 'vitest'
import { commitOffsets } from './consumer.ts'
import { kafkaRestUnderTest } from './fixture.ts'
import { ADMIN, AT, as, createTopic, produceTo } from './given.ts'
import { expectPublished } from './published/expect-published.ts'

interface Configs {
  readonly data: readonly { readonly topic_name: string; readonly name: string; readonly value: string | null; readonly source: string }[]
}

interface Lags {
  readonly data: readonly { readonly partition_id: number; readonly lag: number }[]
}

describe('configs', () => {
  test('of all topics: each of its settings, by topic and name, and none of a topic one may not describe', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'b')
    await createTopic(kafka.handler, 'a', 1, { 'retention.ms': '1000' })
    const all = await call<Configs>(kafka.handler, { path: `${AT}/topics/-/configs`, ...ADMIN })
    expectPublished('GET', `${AT}/topics/-/configs`, all)
    const names = all.json.data.map(({ topic_name, name }) => `${topic_name} ${name}`)
    expect(names).toEqual(names.toSorted())
    expect(
      all.json.data.filter(({ name }) => name === 'retention.ms').map(({ topic_name, value, source }) => [topic_name, value, source]),
    ).toEqual([
      ['a', '1000', 'DYNAMIC_TOPIC_CONFIG'],
      ['b', '604800000', 'DEFAULT_CONFIG'],
    ])
    const one = await call<Configs>(kafka.handler, { path: `${AT}/topics/b/configs`, ...ADMIN })
    expectPublished('GET', `${AT}/topics/b/configs`, one)
    expect(one.json.data).toEqual(all.json.data.filter(({ topic_name }) => topic_name === 'b'))

    const acl = { resourceType: 'topic', patternType: 'literal', name: 'b', principal: 'User:sa-1', host: '*' } as const
    kafka.rules.setAcl({ ...acl, operation: 'describe', permission: 'allow' }, true)
    const seen = await call<Configs>(kafka.handler, { path: `${AT}/topics/-/configs`, ...as('sa-1') })
    expect(seen.json.data).toEqual([])
    kafka.rules.setAcl({ ...acl, operation: 'describe-configs', permission: 'allow' }, true)
    const described = await call<Configs>(kafka.handler, { path: `${AT}/topics/-/configs`, ...as('sa-1') })
    expect(new Set(described.json.data.map(({ topic_name }) => topic_name))).toEqual(new Set(['b']))
  })

  test('that a new topic would have are those it then has', async () => {
    await using kafka = await kafkaRestUnderTest()
    const would = await call<Configs>(kafka.handler, { path: `${AT}/topics/next/default-configs`, ...ADMIN })
    expectPublished('GET', `${AT}/topics/next/default-configs`, would)
    await createTopic(kafka.handler, 'next')
    const has = await call<Configs>(kafka.handler, { path: `${AT}/topics/next/configs`, ...ADMIN })
    const values = ({ json }: typeof has) => json.data.map(({ name, value, source }) => [name, value, source])
    expect(values(would)).toEqual(values(has))
    const { status, json } = await call(kafka.handler, { path: `${AT}/topics/next/default-configs`, ...ADMIN })
    expect({ status, json }).toEqual({ status: 400, json: { error_code: 40002, message: "Topic 'next' already exists." } })
  })
})

test('topics of the brokers themselves are not listed, and can be looked at', async () => {
  await using kafka = await kafkaRestUnderTest()
  await createTopic(kafka.handler, 'orders')
  await commitOffsets(kafka.transport, 'app', [{ topic: 'orders', partition: 0, offset: 0 }])
  const list = await call<{ readonly data: readonly { readonly topic_name: string }[] }>(kafka.handler, { path: `${AT}/topics`, ...ADMIN })
  expect(list.json.data.map(({ topic_name }) => topic_name)).toEqual(['orders'])
  const { status, json } = await call(kafka.handler, { path: `${AT}/topics/__consumer_offsets`, ...ADMIN })
  expect({ status, json }).toMatchObject({ status: 200, json: { is_internal: true, partitions_count: 6 } })
})

describe('with three brokers', () => {
  test('groups are found on whichever broker has them', async () => {
    await using kafka = await kafkaRestUnderTest({ nodes: [1, 2, 3] })
    await createTopic(kafka.handler, 'orders')
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const id of ids) await commitOffsets(kafka.transport, id, [{ topic: 'orders', partition: 0, offset: 0 }])
    const list = await call<{
      readonly data: readonly { readonly consumer_group_id: string; readonly coordinator: { readonly related: string } }[]
    }>(kafka.handler, { path: `${AT}/consumer-groups`, ...ADMIN })
    expectPublished('GET', `${AT}/consumer-groups`, list)
    expect(list.json.data.map(({ consumer_group_id }) => consumer_group_id)).toEqual(ids)
    expect(new Set(list.json.data.map(({ coordinator }) => coordinator.related)).size).toBe(3)
    for (const group of list.json.data) {
      const one = await call(kafka.handler, { path: `${AT}/consumer-groups/${group.consumer_group_id}`, ...ADMIN })
      expect(one.json).toEqual(group)
    }
  })

  test('lags of many partitions cost one request for log ends per broker', async () => {
    await using kafka = await kafkaRestUnderTest({ nodes: [1, 2, 3] })
    await createTopic(kafka.handler, 'wide', 60)
    const partitions = Array.from({ length: 60 }, (_, i) => i)
    await produceTo(kafka.handler, 'wide', partitions)
    await commitOffsets(
      kafka.transport,
      'app',
      partitions.map((partition) => ({ topic: 'wide', partition, offset: 0 })),
    )
    kafka.calls.clear()
    const { json } = await call<Lags>(kafka.handler, { path: `${AT}/consumer-groups/app/lags`, ...ADMIN })
    expect(json.data.map(({ partition_id, lag }) => [partition_id, lag])).toEqual(partitions.map((partition) => [partition, 1]))
    expect(kafka.calls.get(ApiKey.ListOffsets)).toBe(3)
    expect(kafka.calls.get(ApiKey.OffsetFetch)).toBe(1)
    expect(kafka.calls.get(ApiKey.Metadata)).toBe(1)
  })
})

test('more partitions than the cluster may have are refused in the words the CLI knows', async () => {
  await using kafka = await kafkaRestUnderTest({ partitionsMax: 5 })
  const create = { method: 'POST', path: `${AT}/topics`, body: { topic_name: 'big', partitions_count: 6 }, ...ADMIN } as const
  const created = await call(kafka.handler, create)
  expect(created).toMatchObject({ status: 400, json: { error_code: 40002, message: expect.stringContaining('partitions will exceed') } })
  await createTopic(kafka.handler, 'small', 2)
  const grown = await call(kafka.handler, { method: 'PATCH', path: `${AT}/topics/small`, body: { partitions_count: 6 }, ...ADMIN })
  expect(grown).toMatchObject({ status: 400, json: { error_code: 40002, message: expect.stringContaining('partitions will exceed') } })
})
