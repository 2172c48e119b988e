import { expect, test } from 'vitest'
import { testRegistry } from './fixture.ts'
import { error, type Step, walk } from './steps.ts'

const V1 = 'application/vnd.schemaregistry.v1+json'
const STRING = { schema: '"string"' }

test.for<readonly [what: string, headers: Record<string, string>, status: number, type: string]>([
  ['nothing said', {}, 200, V1],
  ['anything', { accept: '*/*' }, 200, V1],
  ['plain JSON', { accept: 'application/json' }, 200, 'application/json'],
  ['the type without a version', { accept: 'application/vnd.schemaregistry+json' }, 200, 'application/vnd.schemaregistry+json'],
  ['what the Java client sends', { accept: `${V1}, application/vnd.schemaregistry+json; q=0.9, application/json; q=0.5` }, 200, V1],
  ['weights that turn it round', { accept: `${V1}; q=0.1, application/json` }, 200, 'application/json'],
  ['HTML', { accept: 'text/html' }, 406, V1],
  ['a body of plain JSON', { 'content-type': 'application/json' }, 200, V1],
  ['a body of no type', { 'content-type': 'application/octet-stream' }, 200, V1],
  ['a body of text', { 'content-type': 'text/plain' }, 415, V1],
  ['a body in Latin 1', { 'content-type': `${V1}; charset=iso-8859-1` }, 415, V1],
])('content types: %s', async ([, headers, status, type]) => {
  const { ask } = testRegistry()
  expect(await ask('POST /subjects/s/versions', STRING, headers)).toMatchObject({ status, headers: { 'content-type': type } })
})

test('unknown properties pass where the client says so, at every depth', async () => {
  const { ask } = testRegistry()
  const body = { ...STRING, newest: 1, metadata: { properties: { a: 'b' }, newer: true } }
  expect(await ask('POST /subjects/s/versions', body)).toMatchObject({
    status: 422,
    json: { error_code: 422, message: expect.stringMatching(/^Unrecognized field: newe/) as string },
  })
  const accepted = await ask('POST /subjects/s/versions', body, { 'Confluent-Accept-Unknown-Properties': 'true' })
  expect(accepted).toMatchObject({ status: 200, json: { id: 1, metadata: { properties: { a: 'b' } } } })
})

test('a request keeps the id that the client gave it, if it is one', async () => {
  const { ask } = testRegistry()
  expect((await ask('GET /subjects', undefined, { 'X-Request-ID': 'mine-1' })).headers['x-request-id']).toBe('mine-1')
  expect((await ask('GET /subjects/none/versions', undefined, { 'X-Request-ID': 'mine-2' })).headers['x-request-id']).toBe('mine-2')
  expect((await ask('GET /subjects', undefined, { 'X-Request-ID': 'a b\u0001' })).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
})

test('HEAD is GET without a body, OPTIONS tells the methods', async () => {
  const { ask } = testRegistry()
  expect(await ask('HEAD /subjects')).toMatchObject({ status: 200, text: '', headers: { 'content-type': V1, 'content-length': '2' } })
  expect(await ask('HEAD /subjects/none/versions')).toMatchObject({ status: 404, text: '' })
  expect(await ask('OPTIONS /subjects/s')).toMatchObject({ status: 204, headers: { allow: 'DELETE, OPTIONS, POST' } })
  expect(await ask('PUT /subjects/s', {})).toMatchObject({ status: 405, headers: { 'content-type': V1, allow: 'DELETE, OPTIONS, POST' } })
})

test('a schema above its limit is 422, a body above its own 413', async () => {
  const { ask } = testRegistry()
  const schema = (bytes: number): string => `{"schema":"${'x'.repeat(bytes)}"}`
  expect(await ask('POST /subjects/s/versions', schema(1_100_000))).toMatchObject({ status: 422, json: { error_code: 42_209 } })
  expect(await ask('POST /subjects/s/versions', schema(4_200_000))).toMatchObject({ status: 413, json: { error_code: 413 } })
})

test('as a 7.x registry it answers ids alone, no GUIDs, and no type for Avro', async () => {
  const registry = testRegistry({ behavesAs: 7 })
  const { ask, log } = registry
  expect((await ask('POST /subjects/s/versions', STRING)).json).toEqual({ id: 1 })
  expect((await ask('GET /subjects/s/versions/1')).json).toEqual({ subject: 's', version: 1, id: 1, schema: '"string"' })
  expect((await ask('GET /schemas/ids/1')).json).toEqual({ schema: '"string"' })
  expect((await ask('POST /subjects/j/versions', { schema: '{"type":"object"}', schemaType: 'JSON' })).json).toEqual({ id: 2 })
  expect((await ask('GET /schemas/ids/2')).json).toEqual({ schemaType: 'JSON', schema: '{"type":"object"}' })
  expect(log.records[0]!.value).toBe('{"subject":"s","version":1,"id":1,"schema":"\\"string\\"","deleted":false}')
  await walk(registry, [['POST /subjects/s/versions', { schema: '"int"' }, error(409, 409)]])
})

test('everything is there again after a restart, and no id comes twice', async () => {
  const steps: readonly Step[] = [
    ['POST /subjects/s/versions', STRING, { id: 1 }],
    ['POST /subjects/:.a:s/versions', { schema: '"int"' }, { id: 1 }],
    ['POST /subjects/t/versions', { schema: '"long"', metadata: { properties: { a: 'b' } } }, { id: 2 }],
    ['PUT /config/s', { compatibility: 'FULL', alias: 't' }, {}],
    ['PUT /mode/:.a:', { mode: 'READONLY' }, {}],
    ['POST /subjects/gone/versions', { schema: '"bytes"' }, { id: 3 }],
    ['DELETE /subjects/gone', [1]],
    ['DELETE /subjects/gone?permanent=true', [1]],
  ]
  const before = testRegistry()
  await walk(before, steps)
  const after = testRegistry({ log: before.log })
  for (const request of [
    'GET /subjects?deleted=true',
    'GET /schemas?deleted=true',
    'GET /contexts',
    'GET /config/s',
    'GET /mode/:.a:',
    'GET /schemas/ids/2',
    'GET /subjects/s/versions/latest',
    'GET /subjects/t/metadata?key=a&value=b',
  ]) {
    const [first, second] = [await before.ask(request), await after.ask(request)]
    expect({ request, ...second, headers: {} }).toEqual({ request, ...first, headers: {} })
  }
  await walk(after, [['POST /subjects/u/versions', { schema: '"double"' }, { id: 4 }]])
})

test('registrations at the same time: one id for one schema, one version each, in the order of their arrival', async () => {
  const { ask } = testRegistry()
  const numbered = (n: number) => ({ schema: JSON.stringify({ type: 'record', name: `R${n}`, fields: [] }) })
  await ask('PUT /config', { compatibility: 'NONE' })
  const same = await Promise.all(Array.from({ length: 50 }, () => ask<{ id: number }>('POST /subjects/same/versions', numbered(0))))
  expect(new Set(same.map(({ json }) => json.id))).toEqual(new Set([1]))
  const many = await Promise.all(
    Array.from({ length: 50 }, (_, n) => ask<{ id: number; version: number }>('POST /subjects/many/versions', numbered(n))),
  )
  expect(many.map(({ json }) => json.version)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  const others = await Promise.all(Array.from({ length: 50 }, (_, n) => ask<{ id: number }>(`POST /subjects/s${n}/versions`, numbered(n))))
  expect(others.map(({ json }) => json.id)).toEqual(many.map(({ json }) => json.id))
})

test('registrations and changes of settings at the same time: none is lost, and each is checked by settings that were there', async () => {
  const { ask } = testRegistry()
  const levels = ['NONE', 'BACKWARD', 'NONE', 'FULL', 'NONE']
  const calls = levels.flatMap((compatibility, n) => [
    ask('PUT /config/s', { compatibility }),
    ask('POST /subjects/s/versions', { schema: JSON.stringify({ type: 'record', name: 'R', fields: [{ name: `f${n}`, type: 'int' }] }) }),
  ])
  const statuses = (await Promise.all(calls)).map(({ status }) => status)
  expect(statuses.every((status) => status === 200 || status === 409)).toBe(true)
  const versions = await ask<number[]>('GET /subjects/s/versions')
  expect(versions.json).toHaveLength(statuses.filter((status, n) => n % 2 === 1 && status === 200).length)
})
