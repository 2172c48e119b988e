import type { HttpAnswer, HttpHandler } from '@leat/rest'
import { call } from '@leat/rest/testing'
import { describe, expect, test } from 'vitest'
import { CLUSTER, kafkaRestUnderTest } from './fixture.ts'
import { ADMIN, AT, createTopic, produce, reportsIn, send } from './given.ts'
import { storedIn } from './stored.ts'

const text = (data: unknown) => ({ type: 'STRING', data })
const record = (fields: object): string => JSON.stringify(fields)

describe('a record', () => {
  test('is stored as it was sent, and its report says where and how large', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'orders', 2)
    const body = record({
      partition_id: 1,
      headers: [
        { name: 'trace', value: Buffer.from('abc').toString('base64') },
        { name: 'empty', value: null },
      ],
      key: { type: 'BINARY', data: Buffer.from('key').toString('base64') },
      value: { type: 'JSON', data: { foo: 'bär' } },
      timestamp: '2021-02-05T19:14:42Z',
    })
    const answer = await send(kafka.handler, 'orders', body)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(reportsIn(answer)).toEqual([
      {
        error_code: 200,
        cluster_id: CLUSTER,
        topic_name: 'orders',
        partition_id: 1,
        offset: 0,
        timestamp: '2021-02-05T19:14:42Z',
        key: { type: 'BINARY', size: 3 },
        value: { type: 'JSON', size: 14 },
      },
    ])
    expect(await storedIn(kafka.transport, 'orders', 1)).toEqual([
      {
        key: 'key',
        value: '{"foo":"bär"}',
        timestamp: Date.UTC(2021, 1, 5, 19, 14, 42),
        headers: [
          ['trace', 'abc'],
          ['empty', null],
        ],
      },
    ])
  })

  test('keeps the digits of its numbers', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'numbers')
    await produce(kafka.handler, 'numbers', '{"value": {"type": "JSON", "data": [1.0, -0, 12345678901234567890, 1e3, 7]}}')
    expect((await storedIn(kafka.transport, 'numbers'))[0]!.value).toBe('[1.0,-0,12345678901234567890,1e3,7]')
  })

  test('without key or value, or with null data, has none', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'empty')
    const reports = await produce(kafka.handler, 'empty', `{}${record({ key: text('k'), value: { type: 'JSON', data: null } })}`)
    expect(reports[0]).not.toHaveProperty('key')
    expect(reports[1]).toMatchObject({ error_code: 200, offset: 1, key: { size: 1 }, value: { type: 'JSON', size: 0 } })
    expect((await storedIn(kafka.transport, 'empty')).map(({ key, value }) => [key, value])).toEqual([
      [null, null],
      ['k', null],
    ])
  })

  test('goes to the partition where every Kafka producer puts its key', async () => {
    await using kafka = await kafkaRestUnderTest({ nodes: [1, 2, 3] })
    await createTopic(kafka.handler, 'keys', 10)
    // The first with Java's producer and ten partitions: murmur2("foobar") is -790332482, whose positive form ends in 6.
    const keys = ['foobar', 'foobar', '21', 'abc']
    const reports = await produce(kafka.handler, 'keys', keys.map((key) => record({ key: text(key) })).join('\n'))
    expect(reports.map(({ partition_id }) => partition_id)).toEqual([6, 6, 0, 7])
    expect(reports.map(({ offset }) => offset)).toEqual([0, 1, 0, 0])
  })
})

describe('a stream of records', () => {
  test('is answered in its order, wherever the records go', async () => {
    await using kafka = await kafkaRestUnderTest({ nodes: [1, 2, 3], limits: { recordsPerRoundMax: 7 } })
    await createTopic(kafka.handler, 'many', 5)
    const records = Array.from({ length: 1_000 }, (_, i) => record({ partition_id: (i * 3) % 5, value: text(String(i)) }))
    const reports = await produce(kafka.handler, 'many', records.join(''))
    expect(reports.map(({ error_code, partition_id, offset }) => [error_code, partition_id, offset])).toEqual(
      records.map((_, i) => [200, (i * 3) % 5, Math.floor(i / 5)]),
    )
    const values = (await storedIn(kafka.transport, 'many', 3)).map(({ value }) => Number(value))
    expect(values).toEqual(values.toSorted((a, b) => a - b))
  })

  test('goes on behind a bad record', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'orders', 1)
    const bodies = [
      record({ value: text('a') }),
      record({ value: { type: 'BINARY', data: 1 } }),
      record({ value: text(7) }),
      record({ value: { type: 'AVRO', data: {} } }),
      record({ value: { data: 7 } }),
      '{not json}',
      record({ partition_id: 1, value: text('x') }),
      record({ partition_id: -1 }),
      record({ headers: [{ name: 'h', value: '%%' }] }),
      record({ timestamp: 'yesterday' }),
      record({ value: text('b') }),
    ]
    const needsSchema = 'and there is no Schema Registry here. Use one of: BINARY, JSON, STRING'
    const reports = await produce(kafka.handler, 'orders', bodies.join('\n'))
    expect(reports.map(({ error_code, message, offset }) => [error_code, message ?? offset])).toEqual([
      [200, 0],
      [400, 'Bad Request: data=1 is not a base64 string.'],
      [400, 'Bad Request: data=7 is not a string.'],
      [400, `Bad Request: type=AVRO needs a schema, ${needsSchema}`],
      [400, `Bad Request: Without a type the data needs a schema, ${needsSchema}`],
      [400, 'Bad Request: The record is not valid JSON'],
      [40403, 'This server does not host this topic-partition.'],
      [400, 'Bad Request: Cannot read the record: partition_id must be >=0'],
      [400, 'Bad Request: The value of header h is not a base64 string.'],
      [400, 'Bad Request: timestamp=yesterday is not a time as in RFC 3339'],
      [200, 1],
    ])
  })

  test('loses no record to another that the topic does not take', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'compacted', 1, { 'cleanup.policy': 'compact', 'max.message.bytes': '2000' })
    const bodies = ['a', null, 'b', 'large', null, 'c'].map((key) =>
      record({ key: key === null ? null : text(key), value: text(key === 'large' ? 'x'.repeat(3_000) : 'v'.repeat(600)) }),
    )
    const reports = await produce(kafka.handler, 'compacted', bodies.join(''))
    expect(reports.map(({ error_code }) => error_code)).toEqual([200, 50002, 200, 413, 50002, 200])
    expect((await storedIn(kafka.transport, 'compacted')).map(({ key }) => key)).toEqual(['a', 'b', 'c'])
  })

  test('drops a record that is too large or too deep, without keeping it', async () => {
    await using kafka = await kafkaRestUnderTest({ limits: { recordJsonBytesMax: 200, recordJsonDepthMax: 5 } })
    await createTopic(kafka.handler, 'small')
    const deep = `{"value":{"type":"JSON","data":${'['.repeat(50)}${']'.repeat(50)}}}`
    const bodies = [record({ value: text('x'.repeat(300)) }), deep, record({ value: text('fits') })]
    const reports = await produce(kafka.handler, 'small', bodies.join(''))
    expect(reports.map(({ error_code }) => error_code)).toEqual([413, 400, 200])
  })

  test('ends where nobody can tell what comes next', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'broken')
    const garbage = await produce(kafka.handler, 'broken', `${record({ value: text('a') })}, ${record({ value: text('b') })}`)
    expect(garbage.map(({ error_code }) => error_code)).toEqual([200, 400])
    const cut = await produce(kafka.handler, 'broken', `${record({ value: text('c') })}{"value"`)
    expect(cut.map(({ error_code }) => error_code)).toEqual([200, 400])
    expect((await storedIn(kafka.transport, 'broken')).map(({ value }) => value)).toEqual(['a', 'c'])
  })

  test('is answered while it is being sent, and read no faster than its answers are', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'live')
    let sent = 0
    async function* body(): AsyncGenerator<Buffer> {
      while (sent < 10) yield Buffer.from(record({ value: text(String(sent++)) }))
    }
    const reports = (await stream(kafka.handler, 'live', body())).body as AsyncIterable<string>
    const seen: unknown[] = []
    for await (const report of reports) {
      seen.push(JSON.parse(report))
      expect(sent).toBe(seen.length)
      if (seen.length === 5) break
    }
    // The client left: nothing more is taken from it.
    expect(sent).toBe(5)
    expect(seen.at(-1)).toMatchObject({ error_code: 200, offset: 4 })
  })
})

describe('a request that is refused before its first record', () => {
  test('for a topic that is not there', async () => {
    await using kafka = await kafkaRestUnderTest()
    const { status, json } = await send(kafka.handler, 'absent', '{}')
    expect({ status, json }).toEqual({
      status: 404,
      json: { error_code: 40403, message: 'This server does not host this topic-partition.' },
    })
  })

  test('for an empty body', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'orders')
    const { status, json } = await send(kafka.handler, 'orders', ' \n ')
    expect({ status, json }).toEqual({
      status: 422,
      json: { error_code: 422, message: 'Payload error. Request body is empty. Data is required.' },
    })
  })

  test('for a body that does not call itself JSON', async () => {
    await using kafka = await kafkaRestUnderTest()
    await createTopic(kafka.handler, 'orders')
    const headers = { ...ADMIN.headers, 'content-type': 'text/plain' }
    const { status, json } = await call(kafka.handler, { method: 'POST', path: `${AT}/topics/orders/records`, body: '{}', headers })
    expect({ status, json }).toMatchObject({ status: 415, json: { error_code: 415 } })
  })
})

test('who may see a topic and not write to it is refused record by record', async () => {
  await using kafka = await kafkaRestUnderTest()
  await createTopic(kafka.handler, 'orders')
  const acl = { resourceType: 'topic', patternType: 'literal', name: 'orders', principal: 'User:sa-1', host: '*' } as const
  kafka.rules.setAcl({ ...acl, operation: 'read', permission: 'allow' }, true)
  const who = { headers: { authorization: `Basic ${Buffer.from('sa-1:x').toString('base64')}` } }
  expect(await produce(kafka.handler, 'orders', '{}{}', who)).toEqual([
    { error_code: 40301, message: 'Request is not authorized' },
    { error_code: 40301, message: 'Request is not authorized' },
  ])
})

function stream(handler: HttpHandler, topic: string, body: AsyncIterable<Buffer>): Promise<HttpAnswer> {
  return handler({
    method: 'POST',
    path: `${AT}/topics/${topic}/records`,
    query: new URLSearchParams(),
    headers: { ...ADMIN.headers, host: 'localhost:9021', 'content-type': 'application/json' },
    body,
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    id: '00000000-0000-4000-8000-000000000000',
    signal: new AbortController().signal,
  })
}
