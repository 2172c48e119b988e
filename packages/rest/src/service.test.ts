import { fail, ok } from '@leat/base'
import { expect, test } from 'vitest'
import * as v from 'valibot'
import { endpoint, operation, type Logic, type Endpoint } from './endpoint.ts'
import { conflict, forbidden, quotaExceeded, rateLimited, unprocessable } from './problems.ts'
import type { ErrorForm, Problem } from './problem.ts'
import { echo, serve, signedIn } from './testing/example.ts'
import { basic, call } from './testing/index.ts'

const FORMS: readonly ErrorForm[] = ['control', 'v1', 'kafka', 'registry', 'mds']
const of = (errors: ErrorForm, more: Partial<Pick<Endpoint, 'streams' | 'access' | 'body' | 'bodyBytesMax'>> = {}) =>
  endpoint({
    id: `of-${errors}`,
    api: errors,
    errors,
    method: 'POST',
    path: `/${errors}`,
    summary: '',
    access: { kind: 'caller' },
    returns: { status: 202, schema: null },
    ...more,
  })
const doing = (logic: Logic<Endpoint>, more?: Parameters<typeof of>[1]) => FORMS.map((form) => operation(of(form, more), logic))
const post = (handler: Parameters<typeof call>[0], form: ErrorForm, headers: Record<string, string> = signedIn) =>
  call(handler, { method: 'POST', path: `/${form}`, headers })

/** The same problem as each API words it. */
const WORDED: readonly [Problem, Record<ErrorForm, unknown>][] = [
  [
    { status: 404, errorCode: 40_403, detail: 'This server does not host this topic-partition.' },
    {
      control: {
        errors: [{ id: expect.any(String), status: '404', title: 'Not Found', detail: 'This server does not host this topic-partition.' }],
      },
      v1: { error: { code: 404, message: 'This server does not host this topic-partition.' } },
      kafka: { error_code: 40_403, message: 'This server does not host this topic-partition.' },
      registry: { error_code: 40_403, message: 'This server does not host this topic-partition.' },
      mds: { status_code: 404, message: 'This server does not host this topic-partition.', type: 'NOT FOUND' },
    },
  ],
  [
    quotaExceeded('kafka_clusters_per_environment', 'Kafka Clusters Per Env Quota Exceeded'),
    {
      control: {
        errors: [
          {
            id: expect.any(String),
            status: '402',
            code: 'quota_exceeded',
            title: 'Kafka Clusters Per Env Quota Exceeded',
            detail: 'The request would exceed the quota: kafka_clusters_per_environment',
          },
        ],
      },
      v1: { error: { code: 402, message: 'The request would exceed the quota: kafka_clusters_per_environment' } },
      kafka: { error_code: 402, message: 'The request would exceed the quota: kafka_clusters_per_environment' },
      registry: { error_code: 402, message: 'The request would exceed the quota: kafka_clusters_per_environment' },
      mds: { status_code: 402, message: 'The request would exceed the quota: kafka_clusters_per_environment', type: 'QUOTA EXCEEDED' },
    },
  ],
  [
    unprocessable('Too many', { pointer: '/size' }),
    {
      control: {
        errors: [
          {
            id: expect.any(String),
            status: '422',
            code: 'invalid_configuration',
            title: 'Validation Failed',
            detail: 'Too many',
            source: { pointer: '/size' },
          },
        ],
      },
      v1: { error: { code: 422, message: 'Too many' } },
      kafka: { error_code: 422, message: 'Too many' },
      registry: { error_code: 422, message: 'Too many' },
      mds: { status_code: 422, message: 'Too many', type: 'VALIDATION FAILED' },
    },
  ],
  [
    forbidden(),
    {
      control: {
        errors: [
          {
            id: expect.any(String),
            status: '403',
            code: 'user_unauthorized',
            title: 'User Access Unauthorized',
            detail: 'Forbidden Access',
          },
        ],
      },
      v1: { error: { code: 403, message: 'Forbidden Access' } },
      kafka: { error_code: 40_301, message: 'Forbidden Access' },
      registry: { error_code: 40_301, message: 'Forbidden Access' },
      mds: { status_code: 403, message: 'Forbidden Access', type: 'USER ACCESS UNAUTHORIZED' },
    },
  ],
]

test.for(WORDED)('a problem is worded as its API words errors: $0.detail', async ([problem, worded]) => {
  const { handler } = serve(doing(async () => fail(problem)))
  for (const form of FORMS) {
    const answer = await post(handler, form)
    expect(answer).toMatchObject({ status: problem.status, headers: { 'content-type': 'application/json' } })
    expect(answer.json).toEqual(worded[form])
  }
})

test("a problem's headers go out, and every error carries the request's id", async () => {
  const limited = serve(doing(async () => fail(rateLimited(60, 2.5)))).handler
  expect(await post(limited, 'control')).toMatchObject({
    status: 429,
    headers: { 'retry-after': '3', 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' },
  })
  const exists = serve(doing(async () => fail(conflict('It exists', 'http://localhost/x/1')))).handler
  const answer = await post(exists, 'control')
  expect(answer.headers['location']).toBe('http://localhost/x/1')
  expect((answer.json as { errors: { id: string }[] }).errors[0]!.id).toBe(answer.headers['x-request-id'])
})

test('a success has the usual status of its endpoint or its own, and no body where there is none', async () => {
  const usual = serve(doing(async () => ok({ body: { a: 1 } }))).handler
  expect(await post(usual, 'control')).toMatchObject({
    status: 202,
    json: { a: 1 },
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
  const own = serve(doing(async () => ok({ status: 204, headers: { 'x-own': 'yes' } }))).handler
  const answer = await post(own, 'control')
  expect(answer).toMatchObject({ status: 204, text: '', headers: { 'x-own': 'yes' } })
  expect(answer.headers['content-type']).toBeUndefined()
  expect(answer.headers['x-request-id']).toBeDefined()
})

test('without credentials a request is 401 and told how to bring them, before anything is validated', async () => {
  const { handler } = serve(doing(async () => ok({}), { body: v.object({}) }))
  for (const form of FORMS) {
    const answer = await call(handler, { method: 'POST', path: `/${form}`, body: 'not json' })
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(['control', 'kafka', 'registry'].includes(form) ? /^Basic .*Bearer / : /^Bearer /)
    expect(answer.text).toContain('Valid authentication credentials must be provided')
  }
  expect((await post(handler, 'kafka', {})).json).toMatchObject({ error_code: 40_101 })
})

test('wrong credentials get the answer of who checked them', async () => {
  const { handler } = serve([echo])
  const answer = await call(handler, { path: '/things/v1/things/t-1', headers: { authorization: basic('KEY', 'wrong') } })
  expect(answer).toMatchObject({ status: 401, json: { errors: [{ code: 'user_unauthenticated', detail: 'The API Key is invalid' }] } })
})

test('a public endpoint asks nobody', async () => {
  const { handler } = serve(
    doing(async ({ caller }) => ok({ body: { caller } }), { access: { kind: 'public' } }),
    {
      authenticate: () => Promise.reject(new Error('asked')),
    },
  )
  expect(await post(handler, 'v1', {})).toMatchObject({ status: 202, json: { caller: null } })
})

test('an access of kind may is data: the logic decides', async () => {
  const { handler } = serve(doing(async () => ok({}), { access: { kind: 'may', operation: 'Alter', on: 'Environment' } }))
  expect(await post(handler, 'control')).toMatchObject({ status: 202 })
  expect(await post(handler, 'control', {})).toMatchObject({ status: 401 })
})

test('a fault is logged once with the id and answered 500 without details', async () => {
  const thrown: readonly unknown[] = [new Error('secret path /etc/passwd'), 'secret text', null]
  for (const error of thrown) {
    // eslint-disable-next-line typescript/only-throw-error
    const { handler, events } = serve(doing(async () => Promise.reject(error)))
    for (const form of FORMS) {
      const answer = await post(handler, form)
      expect(answer.status).toBe(500)
      expect(answer.text).not.toContain('secret')
      const logged = events.splice(0)
      expect(logged).toHaveLength(1)
      expect(logged[0]).toMatchObject({
        name: 'request-failed',
        fields: { request: answer.headers['x-request-id'], endpoint: `of-${form}` },
      })
    }
  }
})

test('an answer that cannot be encoded, and an authenticator that breaks, are faults too', async () => {
  const unencodable = serve(doing(async () => ok({ body: { big: 1n } })))
  expect(await post(unencodable.handler, 'v1')).toMatchObject({
    status: 500,
    json: { error: { code: 500, message: 'Internal Server Error' } },
  })
  const broken = serve([echo], { authenticate: () => Promise.reject(new Error('store is away')) })
  expect(await call(broken.handler, { path: '/things/v1/things/1', headers: signedIn })).toMatchObject({ status: 500 })
  expect([...unencodable.events, ...broken.events]).toHaveLength(2)
})

test('logic that takes too long is told to stop and answered 503', async () => {
  let told: AbortSignal | null = null
  const { handler, clock } = serve(
    doing(async (_input, signal) => {
      told = signal
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
    }),
    { limits: { requestMs: 1_000 } },
  )
  const answer = post(handler, 'control')
  await clock.settle()
  await clock.advance(1_000)
  expect(await answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  expect(told!.aborted).toBe(true)
  expect(clock.waiting).toBe(0)
})

test('a body that stops arriving is 408', async () => {
  const { handler, clock } = serve(
    doing(async () => ok({}), { body: v.object({}) }),
    { limits: { bodyMs: 500 } },
  )
  async function* stalled(): AsyncGenerator<Buffer> {
    yield Buffer.from('{')
    await new Promise(() => {})
  }
  const answer = call((request) => handler({ ...request, body: stalled() }), {
    method: 'POST',
    path: '/control',
    body: {},
    headers: signedIn,
  })
  await clock.settle()
  await clock.advance(500)
  expect(await answer).toMatchObject({ status: 408 })
})

test('when the client is gone, what its logic throws is no fault', async () => {
  const gone = new AbortController()
  const { handler, events } = serve(
    doing(
      async (_input, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    ),
  )
  const answer = call(handler, { method: 'POST', path: '/control', headers: signedIn, signal: gone.signal })
  await new Promise((resolve) => setImmediate(resolve))
  gone.abort()
  expect((await answer).status).toBe(503)
  expect(events).toEqual([])
})

test('a streaming endpoint reads and answers piece by piece', async () => {
  const { handler } = serve(
    doing(
      async ({ request, body }) => {
        async function* upper(): AsyncGenerator<string> {
          for await (const piece of request.body) yield piece.toString().toUpperCase()
        }
        return body === null ? ok({ stream: upper() }) : fail(forbidden('read before me'))
      },
      { streams: true, body: v.object({}) },
    ),
  )
  const answer = await call(handler, {
    method: 'POST',
    path: '/kafka',
    body: '{"a":1}',
    headers: { ...signedIn, 'content-type': 'application/json' },
  })
  expect(answer).toMatchObject({ status: 202, text: '{"A":1}', headers: { 'content-type': 'application/json' } })
})

test('a streaming endpoint takes JSON only where it has a schema, and no more than it says', async () => {
  const drain: Logic<Endpoint> = async ({ request }) => {
    for await (const _piece of request.body);
    return ok({})
  }
  const { handler } = serve(doing(drain, { streams: true, body: v.object({}), bodyBytesMax: 5 }))
  const send = (body: string, type = 'application/json') =>
    call(handler, { method: 'POST', path: '/kafka', body, headers: { ...signedIn, 'content-type': type, 'content-length': '1' } })
  expect(await send('12345')).toMatchObject({ status: 202 })
  expect(await send('123456')).toMatchObject({ status: 413, json: { error_code: 413 } })
  expect(await send('1', 'text/plain')).toMatchObject({ status: 415, json: { error_code: 415 } })
})

test('requests are counted by API and status', async () => {
  const { handler, meter } = serve([echo])
  await call(handler, { path: '/things/v1/things/1', headers: signedIn })
  await call(handler, { path: '/things/v1/things/1' })
  await call(handler, { path: '/nothing' })
  const counted = meter.read().filter(({ name }) => name === 'rest_requests')
  expect(counted.map(({ label, value }) => [label, value])).toEqual([
    ['things/v1 200', 1],
    ['things/v1 401', 1],
    ['unrouted 404', 1],
  ])
})

const MEDIA = {
  bodies: ['application/x.v1+json', 'application/octet-stream'],
  answers: [
    { type: 'application/x.v1+json', quality: 1 },
    { type: 'application/json', quality: 0.5 },
  ],
}

test.for<readonly [what: string, headers: Record<string, string>, status: number, type: string]>([
  ['nothing said', {}, 202, 'application/x.v1+json'],
  ['a type asked for', { accept: 'application/json' }, 202, 'application/json'],
  ['a type that there is not', { accept: 'text/html' }, 406, 'application/x.v1+json'],
  ['a body of its type', { 'content-type': 'application/x.v1+json; charset=UTF-8' }, 202, 'application/x.v1+json'],
  ['a body of another type', { 'content-type': 'application/json', accept: 'application/json' }, 415, 'application/json'],
  ['no credentials', { authorization: '', accept: 'application/json' }, 401, 'application/json'],
])('an API with media types of its own, %s', async ([, headers, status, type]) => {
  const { handler } = serve(
    doing(async () => ok({ body: {} }), { body: v.looseObject({}) }),
    { media: MEDIA },
  )
  const answer = await call(handler, { method: 'POST', path: '/registry', body: '{}', headers: { ...signedIn, ...headers } })
  expect(answer).toMatchObject({ status, headers: { 'content-type': type } })
})

test('a text is answered as it is', async () => {
  const { handler } = serve(doing(async () => ok({ text: '"string"' })))
  expect(await post(handler, 'registry')).toMatchObject({ status: 202, text: '"string"', headers: { 'content-type': 'application/json' } })
})
