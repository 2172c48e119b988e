import { ok } from '@leat/base'
import { expect, test } from 'vitest'
import * as v from 'valibot'
import { endpoint, operation } from './endpoint.ts'
import { flag, repeated, wholeNumber } from './parameters.ts'
import { serve, signedIn } from './testing/example.ts'
import { call } from './testing/index.ts'
import { validateQuery } from './validate.ts'

const Thing = v.object({
  display_name: v.pipe(v.string(), v.minLength(1), v.maxLength(5), v.regex(/^[a-z]+$/, 'The name has lower-case letters only')),
  size: v.optional(v.pipe(v.number(), v.integer(), v.maxValue(10))),
  availability: v.optional(v.picklist(['SINGLE_ZONE', 'MULTI_ZONE'])),
  config: v.optional(
    v.variant('kind', [v.object({ kind: v.literal('Basic') }), v.object({ kind: v.literal('Dedicated'), cku: v.number() })]),
  ),
  labels: v.optional(v.record(v.string(), v.string())),
  owner: v.optional(v.union([v.object({ user: v.object({ id: v.string() }) }), v.null()])),
  tags: v.optional(v.array(v.object({ name: v.string() }))),
})

const access = { kind: 'caller' } as const
const returns = { status: 201, schema: null }
const create = endpoint({
  id: 'createThing',
  api: 'things/v1',
  errors: 'control',
  method: 'POST',
  path: '/things',
  summary: '',
  access,
  body: Thing,
  returns,
})
const patch = endpoint({
  id: 'patchThing',
  api: 'things/v1',
  errors: 'control',
  method: 'PATCH',
  path: '/things',
  summary: '',
  access,
  body: v.looseObject({}),
  returns,
})
const ping = endpoint({
  id: 'ping',
  api: 'things/v1',
  errors: 'v1',
  method: 'POST',
  path: '/ping',
  summary: '',
  access,
  body: v.optional(v.object({})),
  bodyBytesMax: 20,
  returns,
})
const list = endpoint({
  id: 'listThings',
  api: 'things/v1',
  errors: 'control',
  method: 'GET',
  path: '/things',
  summary: '',
  access,
  query: {
    environment: v.string(),
    page_size: v.optional(wholeNumber(1, 100), '10'),
    all: v.optional(flag()),
    type: v.optional(repeated(v.picklist(['A', 'B']))),
  },
  returns,
})
const { handler } = serve([
  operation(create, async ({ body }) => ok({ body })),
  operation(patch, async ({ body }) => ok({ body })),
  operation(ping, async ({ body }) => ok({ body: { given: body ?? null } })),
  operation(list, async ({ query }) => ok({ body: query })),
])
const post = (body: unknown, headers: Record<string, string> = {}) =>
  call(handler, { method: 'POST', path: '/things', body, headers: { ...signedIn, ...headers } })
const json = { 'content-type': 'application/json' }

test('a valid body arrives as its schema says, without properties it does not know', async () => {
  expect(await post({ display_name: 'one', size: 3, unknown: true })).toMatchObject({ status: 201, json: { display_name: 'one', size: 3 } })
  expect((await post({ display_name: 'one', unknown: true })).text).toBe('{"display_name":"one"}')
})

test.for([
  [{ display_name: 7 }, 400, '/display_name', "The property '/display_name' of type number did not match the following type: string"],
  [{}, 400, '/display_name', "The property '/display_name' is required"],
  [[], 400, '/display_name', "The property '/display_name' is required"],
  ['text', 400, '', 'The body of type string did not match the following type: object'],
  [{ display_name: 'a', size: 1.5 }, 400, '/size', "The property '/size' of type number did not match the following type: integer"],
  [
    { display_name: 'a', tags: [{ name: 'x' }, { name: null }] },
    400,
    '/tags/1/name',
    "The property '/tags/1/name' of type null did not match the following type: string",
  ],
  [
    { display_name: 'a', labels: { 'a/b~c': 1 } },
    400,
    '/labels/a~1b~0c',
    "The property '/labels/a~1b~0c' of type number did not match the following type: string",
  ],
  [
    { display_name: 'a', owner: { user: { id: 1 } } },
    400,
    '/owner/user/id',
    "The property '/owner/user/id' of type number did not match the following type: string",
  ],
  [{ display_name: 'a', config: { kind: 'Dedicated' } }, 400, '/config/cku', "The property '/config/cku' is required"],
  [{ display_name: 'a', config: {} }, 400, '/config/kind', "The property '/config/kind' is required"],
  [{ display_name: 'a', config: { kind: 'Huge' } }, 422, '/config/kind', "The property '/config/kind' does not have an allowed value"],
  [
    { display_name: 'a', availability: 'LOW' },
    422,
    '/availability',
    "The property '/availability' must be one of: SINGLE_ZONE, MULTI_ZONE",
  ],
  [
    { display_name: 'a', availability: 5 },
    400,
    '/availability',
    "The property '/availability' of type number did not match the following type: string",
  ],
  [{ display_name: '' }, 422, '/display_name', "The property '/display_name' must have at least 1 characters"],
  [{ display_name: 'toolong' }, 422, '/display_name', "The property '/display_name' must have at most 5 characters"],
  [{ display_name: 'A' }, 422, '/display_name', 'The name has lower-case letters only'],
  [{ display_name: 'a', size: 11 }, 422, '/size', "The property '/size' must be at most 10"],
] as const)('%j is %i at %j', async ([body, status, pointer, detail]) => {
  const answer = await post(JSON.stringify(body), json)
  expect(answer).toMatchObject({ status, json: { errors: [{ status: String(status), detail, source: { pointer } }] } })
})

test('every fault of a body is named, wrong types alone when there are any', async () => {
  const sources = (answer: { json: unknown }) =>
    (answer.json as { errors: { source: { pointer: string } }[] }).errors.map(({ source }) => source.pointer)
  expect(sources(await post({ display_name: '', size: 11 }))).toEqual(['/display_name', '/size'])
  expect(sources(await post({ display_name: '', size: 'x', tags: 1 }))).toEqual(['/size', '/tags'])
  const many = await post({ display_name: 'a', tags: Array.from({ length: 50 }, () => ({})) })
  expect(sources(many)).toHaveLength(10)
})

test.for(['', '{', '{"display_name":"a"', "{'display_name':1}", '{"a":1}x', '\u0000', 'NaN', Buffer.from('7b2261223a22ff227d', 'hex')])(
  'a body that is no JSON is 400 and is not repeated: %j',
  async (body) => {
    const answer = await post(body, json)
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(/is not valid JSON|needs a body/)
  },
)

test.for(['text/plain', 'application/x-www-form-urlencoded', '', 'application/json; charset=latin1', 'application/merge-patch+json'])(
  'a body of type %j is 415',
  async (type) => {
    expect(await post('{"display_name":"a"}', { 'content-type': type })).toMatchObject({ status: 415 })
  },
)

test('JSON may say its charset, and PATCH its merge patch', async () => {
  expect(await post('{"display_name":"a"}', { 'content-type': 'Application/JSON; charset="UTF-8"' })).toMatchObject({ status: 201 })
  const merge = { ...signedIn, 'content-type': 'application/merge-patch+json' }
  expect(await call(handler, { method: 'PATCH', path: '/things', body: '{"a":1}', headers: merge })).toMatchObject({
    status: 201,
    json: { a: 1 },
  })
})

test('no body is fine where the schema says so', async () => {
  expect(await call(handler, { method: 'POST', path: '/ping', headers: signedIn })).toMatchObject({ status: 201, json: { given: null } })
  expect(await call(handler, { method: 'POST', path: '/ping', body: {}, headers: signedIn })).toMatchObject({
    status: 201,
    json: { given: {} },
  })
})

test('a body over its limit is 413, announced or not', async () => {
  const body = JSON.stringify({ a: 'x'.repeat(20) })
  const path = '/ping'
  const expected = { status: 413, json: { error: { code: 413, message: 'The body is larger than 20 bytes' } } }
  expect(await call(handler, { method: 'POST', path, body, headers: { ...signedIn, ...json } })).toMatchObject(expected)
  expect(await call(handler, { method: 'POST', path, body, headers: { ...signedIn, ...json, 'content-length': '2' } })).toMatchObject(
    expected,
  )
})

test('a deep body is refused, a broad one is not', async () => {
  const deep = `{"display_name":"a","tags":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  expect(await post(deep, json)).toMatchObject({
    status: 400,
    json: { errors: [{ detail: 'The body has more than 64 levels of nesting' }] },
  })
  expect(await post({ display_name: 'a', broad: Array.from({ length: 10_000 }, () => []) })).toMatchObject({ status: 201 })
})

test('prototype and duplicate keys are data without effect', async () => {
  const body = '{"a":1,"a":2,"__proto__":{"admin":true},"x":{"\\u005f_proto__":{"admin":true}},"constructor":{"prototype":{"admin":true}}}'
  const answer = await call(handler, { method: 'PATCH', path: '/things', body, headers: { ...signedIn, ...json } })
  expect(answer).toMatchObject({ status: 201, json: { a: 2, x: {} } })
  expect(answer.text).not.toContain('__proto__')
  expect(({} as { admin?: unknown }).admin).toBeUndefined()
})

test('query parameters arrive as their schemas say, unknown ones are ignored', async () => {
  const get = (query: string) => call(handler, { path: `/things?${query}`, headers: signedIn })
  expect(await get('environment=env-1&unknown=1')).toMatchObject({ status: 201, json: { environment: 'env-1', page_size: 10 } })
  expect(await get('environment=env%2D1&page_size=5&all=true&type=A&type=B')).toMatchObject({
    json: { environment: 'env-1', page_size: 5, all: true, type: ['A', 'B'] },
  })
  expect(await get('environment=e&type=B,A')).toMatchObject({ json: { type: ['B', 'A'] } })
})

test.for([
  ['', 'environment', "The query parameter 'environment' is required"],
  [
    'environment=a&environment=b',
    'environment',
    "The query parameter 'environment' of type array did not match the following type: string",
  ],
  ['environment=a&page_size=x', 'page_size', "The query parameter 'page_size' must be a whole number from 1 to 100"],
  ['environment=a&page_size=0', 'page_size', "The query parameter 'page_size' must be a whole number from 1 to 100"],
  ['environment=a&page_size=101', 'page_size', "The query parameter 'page_size' must be a whole number from 1 to 100"],
  ['environment=a&all=yes', 'all', "The query parameter 'all' must be one of: true, false"],
  ['environment=a&type=C', 'type', "The query parameter 'type' must be one of: A, B"],
] as const)('query %j is 400 at %s', async ([query, parameter, detail]) => {
  const answer = await call(handler, { path: `/things?${query}`, headers: signedIn })
  expect(answer).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_filter', detail, source: { parameter } }] } })
})

test('an absent parameter is what its schema says each time; lists and objects are made anew', () => {
  const entries = {
    flag: v.optional(flag(), 'false'),
    tags: v.pipe(
      v.optional(repeated(v.string())),
      v.transform((given) => given ?? []),
    ),
  }
  const [first, second] = [validateQuery(entries, new URLSearchParams('')), validateQuery(entries, new URLSearchParams('other=1'))]
  expect([first, second]).toEqual([ok({ flag: false, tags: [] }), ok({ flag: false, tags: [] })])
  if (first.ok && second.ok) expect(first.value['tags']).not.toBe(second.value['tags'])
  expect(validateQuery({ needed: v.string() }, new URLSearchParams(''))).toMatchObject({ ok: false, error: { status: 400 } })
})
