import { basic, call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import type { BrowseLine } from '../src/views/api.ts'
import { CLUSTER, kafkaRestUnderTest, type KafkaRestUnderTest } from './fixture.ts'
import { createTopic, produce } from './given.ts'

const AT = `/leat/v1/kafka-clusters/${CLUSTER}/topics/orders/records`
const headers = { authorization: basic('u-admin', 'x') }

type RecordLine = Extract<BrowseLine, { kind: 'record' }>

interface Browsed {
  readonly records: readonly RecordLine[]
  readonly end: Extract<BrowseLine, { kind: 'end' }> | undefined
  readonly problem: string | undefined
}

async function browse(rest: KafkaRestUnderTest, query: Readonly<Record<string, string>> = {}): Promise<Browsed> {
  const { status, text } = await call(rest.handler, { path: `${AT}?${new URLSearchParams(query).toString()}`, headers })
  expect({ status, text }).toMatchObject({ status: 200 })
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BrowseLine)
  return {
    records: lines.filter((line) => line.kind === 'record'),
    end: lines.find((line) => line.kind === 'end'),
    problem: lines.find((line) => line.kind === 'problem')?.message,
  }
}

interface Given {
  readonly partition_id: number
  readonly timestamp: string
  readonly key?: object
  readonly value?: object
  readonly headers?: readonly object[]
}

async function given(rest: KafkaRestUnderTest, records: readonly Given[], partitions = 2): Promise<void> {
  await createTopic(rest.handler, 'orders', partitions)
  await produce(rest.handler, 'orders', records.map((record) => JSON.stringify(record)).join('\n'))
}

/** `n` JSON records in turn over two partitions, a second apart. */
const numbered = (n: number): readonly Given[] =>
  Array.from({ length: n }, (_, index) => ({
    partition_id: index % 2,
    timestamp: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
    key: { type: 'STRING', data: `key-${index}` },
    value: { type: 'JSON', data: { n: index, kind: index % 3 === 0 ? 'fizz' : 'other' } },
  }))

const numbers = (records: readonly RecordLine[]): number[] => records.map(({ value }) => (value!.json as { n: number }).n)
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index)

test('the newest come first, over all partitions, and the cursor goes on until there are no more', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest, numbered(50))
  const first = await browse(rest, { limit: '20' })
  expect(numbers(first.records)).toEqual(upTo(50).toReversed().slice(0, 20))
  const second = await browse(rest, { limit: '20', cursor: first.end!.cursor! })
  expect(numbers(second.records)).toEqual(upTo(50).toReversed().slice(20, 40))
  const third = await browse(rest, { limit: '20', cursor: second.end!.cursor! })
  expect(numbers(third.records)).toEqual(upTo(10).toReversed())
  expect(third.end!.cursor).toBeNull()
})

test('from the oldest, an offset, a time, in one partition', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest, numbered(30))
  const oldest = await browse(rest, { from: 'oldest', limit: '20' })
  expect(numbers(oldest.records)).toEqual(upTo(20))
  expect(numbers((await browse(rest, { cursor: oldest.end!.cursor! })).records)).toEqual(upTo(30).slice(20))
  expect(numbers((await browse(rest, { from: 'offset:12', partition: '1' })).records)).toEqual([25, 27, 29])
  expect(numbers((await browse(rest, { from: `time:${1_700_000_000_000 + 26_000}` })).records)).toEqual([26, 27, 28, 29])
  expect(numbers((await browse(rest, { from: 'offset:99' })).records)).toEqual([])
})

test.for([
  [{ key: 'key-17' }, [17]],
  [{ text: 'FIZZ' }, [27, 24, 21, 18, 15, 12, 9, 6, 3, 0]],
  [{ filter: 'value.n > 26 && value.kind === "other"' }, [29, 28]],
  [{ filter: 'partition === 1 && offset < 2 // the first' }, [3, 1]],
  [{ filter: 'key.endsWith("7")', text: 'fizz' }, [27]],
  [{ filter: 'new Date(timestamp).getTime() === timestamp && headers.none === undefined && value.n === 4' }, [4]],
] as const)('only those that match %o', async ([query, expected]) => {
  await using rest = await kafkaRestUnderTest()
  await given(rest, numbered(30))
  const { records, end } = await browse(rest, query)
  expect(numbers(records)).toEqual(expected)
  expect(end).toMatchObject({ scanned: 30, matched: expected.length, cursor: null })
})

test.for([
  ['while (true) {}', 400, 'SyntaxError'],
  ['value.n >', 400, 'SyntaxError'],
])('a filter that is none is refused: %s', async ([filter, status, said]) => {
  await using rest = await kafkaRestUnderTest()
  await given(rest, numbered(1))
  const answer = await call<{ message: string }>(rest.handler, {
    path: `${AT}?${new URLSearchParams({ filter: filter as string }).toString()}`,
    headers,
  })
  expect(answer.status).toBe(status)
  expect(answer.json.message).toContain(said as string)
})

test.for([
  ['value.none.deeper', 'TypeError'],
  ['(() => { for (;;) {} })()', 'longer than 20 ms'],
  ['"x".repeat(1e9).length', 'InternalError'],
  ['(function f() { return f() + 1 })()', 'RangeError'],
  ['fetch("http://localhost")', 'ReferenceError'],
  ['process.exit(1)', 'ReferenceError'],
  ['(globalThis.seen = value.n) && constructor.constructor("return process")()', 'Error'],
])('a filter that goes wrong ends with its reason: %s', async ([filter, said]) => {
  await using rest = await kafkaRestUnderTest()
  await given(rest, numbered(4))
  const { records, problem } = await browse(rest, { filter: filter! })
  expect(records.length).toBeLessThan(4)
  expect(problem).toContain(said!)
  expect(problem).toMatch(/at offset \d of partition \d/)
})

test('values are shown in what they are written in, and say what was tried', async () => {
  await using rest = await kafkaRestUnderTest()
  const at = (index: number) => ({ partition_id: 0, timestamp: new Date(1_700_000_000_000 + index).toISOString() })
  await given(
    rest,
    [
      { ...at(0), value: { type: 'STRING', data: 'plain' } },
      { ...at(1), value: { type: 'BINARY', data: Buffer.from([0, 1, 2, 255]).toString('base64') } },
      { ...at(2), value: { type: 'STRING', data: '{"large":12345678901234567890}' } },
      { ...at(3), key: { type: 'STRING', data: 'k' }, headers: [{ name: 'h', value: Buffer.from('v').toString('base64') }] },
      { ...at(4), value: { type: 'STRING', data: 'x'.repeat(100_000) } },
    ],
    1,
  )
  const { records } = await browse(rest, { from: 'oldest' })
  expect(records.map(({ value }) => value)).toMatchObject([
    { format: 'text', text: 'plain', bytes: 5, tried: [{ format: 'json' }] },
    { format: 'bytes', base64: 'AAEC/w==', tried: [{ format: 'text' }] },
    { format: 'json', text: '{"large":12345678901234567890}' },
    null,
    { format: 'text', bytes: 100_000, is_cut: true },
  ] as object[])
  expect(records[3]!.headers).toMatchObject([{ name: 'h', value: { format: 'text', text: 'v' } }])
  const hex = await browse(rest, { from: 'oldest', value_format: 'hex', limit: '2' })
  expect(hex.records[1]!.value).toMatchObject({ format: 'hex', text: '00 01 02 ff' })
  const avro = await browse(rest, { from: 'oldest', value_format: 'avro', limit: '1' })
  expect(avro.records[0]!.value).toMatchObject({
    format: 'bytes',
    tried: [{ format: 'avro', problem: expect.stringContaining('schema') as string }],
  })
})

test('what comes is followed until the client leaves', async () => {
  await using rest = await kafkaRestUnderTest()
  await given(rest, numbered(4))
  const leaving = new AbortController()
  const answer = await rest.handler({
    method: 'GET',
    path: AT,
    query: new URLSearchParams({ limit: '1000', follow: 'true' }),
    headers: { host: 'localhost:9021', ...headers },
    body: (async function* () {})(),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    id: 'follow',
    signal: leaving.signal,
  })
  const seen: number[] = []
  for await (const chunk of answer.body as AsyncIterable<string>) {
    const line = JSON.parse(chunk) as BrowseLine
    if (line.kind === 'record') seen.push((line.value!.json as { n: number }).n)
    if (line.kind === 'progress')
      await produce(rest.handler, 'orders', JSON.stringify({ partition_id: 1, value: { type: 'JSON', data: { n: 99 } } }))
    if (seen.includes(99)) leaving.abort()
  }
  expect(seen).toEqual([3, 2, 1, 0, 99])
})

test.for([{ from: 'somewhere' }, { cursor: 'x' }, { limit: '5000' }, { value_format: 'xml' }])(
  'what is none of its words is refused: %o',
  async (query) => {
    await using rest = await kafkaRestUnderTest()
    await given(rest, numbered(1))
    expect(
      (await call(rest.handler, { path: `${AT}?${new URLSearchParams(query as Record<string, string>).toString()}`, headers })).status,
    ).toBe(400)
  },
)

test('a topic that is not there, or may not be seen', async () => {
  await using rest = await kafkaRestUnderTest()
  expect((await call(rest.handler, { path: AT, headers })).status).toBe(404)
  await given(rest, numbered(1))
  expect((await call(rest.handler, { path: AT, headers: { authorization: basic('sa-weak', 'x') } })).status).toBe(403)
})
