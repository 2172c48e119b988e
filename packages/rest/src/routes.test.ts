import { ok } from '@leat/base'
import { expect, test } from 'vitest'
import { endpoint, operation } from './endpoint.ts'
import { serve, signedIn } from './testing/example.ts'
import { call } from './testing/index.ts'

const at = (method: 'GET' | 'POST' | 'DELETE', path: string, errors: 'control' | 'v1' | 'kafka' = 'control') =>
  operation(
    endpoint({
      id: `${method} ${path}`,
      api: 'x',
      errors,
      method,
      path,
      summary: '',
      access: { kind: 'caller' },
      returns: { status: 200, schema: null },
    }),
    async ({ params }) => ok({ body: { path, params } }),
  )

const { handler } = serve(
  [
    at('GET', '/cmk/v2/clusters'),
    at('POST', '/cmk/v2/clusters'),
    at('GET', '/cmk/v2/clusters/{id}'),
    at('GET', '/api/me', 'v1'),
    at('POST', '/api/access_tokens', 'v1'),
    at('GET', '/kafka/v3/clusters/{cluster_id}/topics/-', 'kafka'),
    at('DELETE', '/kafka/v3/clusters/{cluster_id}/topics/{topic_name}', 'kafka'),
  ],
  {
    forms: [
      { prefix: '/api', form: 'v1' },
      { prefix: '/kafka/v3', form: 'kafka' },
      { prefix: '/cmk', form: 'control' },
    ],
    absent: [{ prefix: '/billing/v1', form: 'control', detail: 'Billing is not part of this platform' }],
  },
)
const send = (method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'PUT', path: string) =>
  call(handler, { method, path, headers: signedIn })

test.for([
  ['/cmk/v2/clusters', '/cmk/v2/clusters'],
  ['/api/cmk/v2/clusters', '/cmk/v2/clusters'],
  ['/confluent.cloud/api/cmk/v2/clusters', '/cmk/v2/clusters'],
  ['/confluent.cloud/cmk/v2/clusters', '/cmk/v2/clusters'],
  ['/api/me', '/api/me'],
  ['/confluent.cloud/api/me', '/api/me'],
] as const)('GET %s reaches %s', async ([path, template]) => {
  expect(await send('GET', path)).toMatchObject({ status: 200, json: { path: template } })
})

test.for(['/me', '/api/confluent.cloud/me', '/confluent.cloud', '/apix/me', '/cmk/v2/clusters/', '/cmk/v2'])(
  'GET %s reaches nothing',
  async (path) => {
    expect(await send('GET', path)).toMatchObject({ status: 404 })
  },
)

test('a parameter is decoded once, also when it holds a slash or a percent sign', async () => {
  const answer = await send('DELETE', '/kafka/v3/clusters/lkc-1/topics/a%2Fb%2520c%E2%82%AC')
  expect(answer.json).toMatchObject({ params: { cluster_id: 'lkc-1', topic_name: 'a/b%20c€' } })
})

test.for(['/cmk/v2/clusters/%', '/cmk/v2/clusters/%zz', '/cmk/v2/clusters/%ff', '/cmk/v2/clusters/%c0%af'])(
  'bad encoding is 400: %s',
  async (path) => {
    expect(await send('GET', path)).toMatchObject({ status: 400, json: { errors: [{ status: '400' }] } })
  },
)

test('a method that a path does not have is 405 and names those it has', async () => {
  expect(await send('DELETE', '/api/cmk/v2/clusters')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, OPTIONS, POST' },
    json: { errors: [{ status: '405' }] },
  })
  expect(await send('GET', '/api/access_tokens')).toMatchObject({
    status: 405,
    headers: { allow: 'OPTIONS, POST' },
    json: { error: { code: 405 } },
  })
})

test('a parameter takes what the literal beside it has no method for', async () => {
  expect(await send('GET', '/kafka/v3/clusters/c/topics/-')).toMatchObject({ json: { params: { cluster_id: 'c' } } })
  expect(await send('DELETE', '/kafka/v3/clusters/c/topics/-')).toMatchObject({ json: { params: { topic_name: '-' } } })
  expect(await send('PUT', '/kafka/v3/clusters/c/topics/-')).toMatchObject({
    status: 405,
    headers: { allow: 'DELETE, GET, HEAD, OPTIONS' },
  })
})

test('HEAD is GET without the body, OPTIONS names the methods', async () => {
  const got = await send('GET', '/cmk/v2/clusters')
  const head = await send('HEAD', '/cmk/v2/clusters')
  expect(head).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-length': String(got.text.length), 'content-type': 'application/json' },
  })
  expect(await send('OPTIONS', '/cmk/v2/clusters')).toMatchObject({ status: 204, text: '', headers: { allow: 'GET, HEAD, OPTIONS, POST' } })
  expect(await send('HEAD', '/api/access_tokens')).toMatchObject({ status: 405, text: '' })
})

test.for([
  ['/nothing', { errors: [{ status: '404', title: 'Not Found', detail: 'resource not found' }] }],
  ['/api/nothing', { error: { code: 404, message: 'resource not found' } }],
  ['/kafka/v3/nothing', { error_code: 404, message: 'HTTP 404 Not Found' }],
  ['/kafka/v30', { errors: [{ status: '404' }] }],
  ['/api/cmk/v3/things', { errors: [{ status: '404' }] }],
  ['/confluent.cloud/api/kafka/v3', { error_code: 404 }],
  ['/api/billing/v1/costs', { errors: [{ status: '404', detail: 'Billing is not part of this platform' }] }],
] as const)('an unknown path is 404 in the form of its prefix: %s', async ([path, json]) => {
  expect(await send('GET', path)).toMatchObject({ status: 404, json })
})

test('a path of very many segments is not found', async () => {
  expect(await send('GET', '/a'.repeat(1_000))).toMatchObject({ status: 404 })
})

test('two operations for the same method and path are a bug', () => {
  expect(() => serve([at('GET', '/a/{id}'), at('GET', '/a/{name}')])).toThrow('two operations')
})
