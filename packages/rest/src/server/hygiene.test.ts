import { expect, test } from 'vitest'
import { open } from '../testing/open.ts'
import { rawClient } from '../testing/raw-client.ts'

// What strangers send, over real sockets; time stands still until a test moves it.

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`
const post = (path: string, length: number, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`
const statuses = (text: string): readonly number[] => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]))

test('headers that never end are cut after their time', async () => {
  await using http = await open({ limits: { headersMs: 5_000 } })
  await using client = await rawClient(http.port)
  client.send('GET /hello/x HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  await using quick = await rawClient(http.port)
  quick.send(get('/hello/you'))
  await quick.until(/"hello":"you"/)
  client.send('a')
  await http.clock.advance(5_000)
  expect(statuses(await client.ended)).toEqual([])
  expect(http.cut('slow-headers')).toBe(1)
})

test('a connection that says nothing is cut, before its first request and after it', async () => {
  await using http = await open({ limits: { headersMs: 5_000, idleMs: 60_000 } })
  await using silent = await rawClient(http.port)
  await using idle = await rawClient(http.port)
  idle.send(get('/hello/you'))
  await idle.until(/"hello"/)
  await http.clock.advance(5_000)
  await silent.ended
  expect(http.server.connections).toBe(1)
  // Headers that are begun do not buy a connection more time than silence would.
  idle.send('GET /hello/again HTTP/1.1\r\n')
  await http.clock.advance(55_000)
  expect(statuses(await idle.ended)).toEqual([200])
  expect(http.cut('idle')).toBe(1)
})

test('a connection idles from its last answer on, not from its first', async () => {
  await using http = await open({ limits: { headersMs: 5_000, idleMs: 60_000 } })
  await using client = await rawClient(http.port)
  for (const name of ['a', 'b', 'c']) {
    client.send(get(`/hello/${name}`))
    await client.until(new RegExp(`"hello":"${name}"`))
    await http.clock.advance(59_999)
    expect(http.server.connections).toBe(1)
  }
  await http.clock.advance(1)
  expect(statuses(await client.ended)).toEqual([200, 200, 200])
  expect(http.cut('idle')).toBe(1)
})

test('a request that takes longer than a connection may idle is answered', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  await using http = await open({
    limits: { headersMs: 5_000, idleMs: 60_000 },
    handle: async ({ id }) => {
      await gate
      return { status: 200, headers: { 'x-request-id': id }, body: 'late' }
    },
  })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  await until(() => http.meter.value('http_requests_in_flight') === 1)
  await http.clock.advance(600_000)
  openGate()
  await client.until(/late/)
})

test('a body that stops arriving is 408, and its connection ends', async () => {
  await using http = await open({ limits: { bodyIdleMs: 2_000, lingerMs: 1_000 } })
  await using client = await rawClient(http.port)
  client.send(post('/echo', 100) + '{"a":')
  await until(() => http.clock.waiting > 0 && http.meter.value('http_requests_in_flight') === 1)
  await http.clock.advance(2_000)
  await client.until(/HTTP\/1\.1 408/)
  await http.clock.advance(1_000)
  expect(statuses(await client.ended)).toEqual([408])
  expect(http.cut('unread-body')).toBe(1)
})

test('an announced body over the limit is 413 without being read, a chunked one as soon as it is over', async () => {
  await using http = await open()
  await using announced = await rawClient(http.port)
  announced.send(post('/echo', 1_001))
  await announced.until(/HTTP\/1\.1 413[\s\S]*larger than 1000 bytes/)
  await using chunked = await rawClient(http.port)
  chunked.send('POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n')
  chunked.send(`400\r\n"${'x'.repeat(1023)}\r\n`)
  await chunked.until(/HTTP\/1\.1 413/)
})

test('after a refused body the connection goes on when the rest came in time', async () => {
  await using http = await open()
  await using client = await rawClient(http.port)
  client.send(post('/echo', 2_000) + 'x'.repeat(1_000))
  await client.until(/HTTP\/1\.1 413/)
  client.send('x'.repeat(1_000) + get('/hello/again'))
  await client.until(/"hello":"again"/)
})

test('a refused body that was read in part is thrown away up to its end', async () => {
  await using http = await open()
  await using client = await rawClient(http.port)
  client.send('POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n')
  client.send(`400\r\n${'x'.repeat(1024)}\r\n`)
  await client.until(/HTTP\/1\.1 413/)
  for (let chunk = 0; chunk < 50; chunk++) client.send(`4000\r\n${'x'.repeat(16_384)}\r\n`)
  client.send('0\r\n\r\n' + get('/hello/again'))
  await client.until(/"hello":"again"/)
})

test('a refused body that has come whole does not hold up the next request', async () => {
  await using http = await open()
  await using client = await rawClient(http.port)
  const head = 'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
  client.send(`${head}${`4000\r\n${'x'.repeat(16_384)}\r\n`.repeat(8)}0\r\n\r\n${get('/hello/next')}`)
  await client.until(/HTTP\/1\.1 413[\s\S]*"hello":"next"/)
})

test('deep JSON is 400', async () => {
  await using http = await open()
  await using client = await rawClient(http.port)
  client.send(post('/echo', 1_000) + '['.repeat(500) + ']'.repeat(500))
  expect(await client.until(/levels of nesting/)).toMatch(/^HTTP\/1\.1 400/)
})

test('10,000 bytes of headers are taken, 20,000 are 431 and 1,000 headers are all seen', async () => {
  await using http = await open({
    handle: async ({ id, headers }) => ({ status: 200, headers: { 'x-request-id': id }, body: `${Object.keys(headers).length}` }),
  })
  await using client = await rawClient(http.port)
  client.send(get('/hello/you', `X-Large: ${'a'.repeat(10_000)}\r\n`))
  await client.until(/HTTP\/1\.1 200/)
  client.send(get('/hello/you', Array.from({ length: 1_000 }, (_, index) => `x${index}: 1\r\n`).join('')))
  await client.until(/\r\n\r\n1001$/)
  await using large = await rawClient(http.port)
  large.send(get('/hello/you', `X-Large: ${'a'.repeat(20_000)}\r\n`))
  await large.until(/^HTTP\/1\.1 431[\s\S]*x-request-id: [0-9a-f-]{36}[\s\S]*"status":"431"/)
  await http.clock.advance(1_000)
  expect(statuses(await large.ended)).toEqual([431])
})

test.for([
  ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00'],
  ['a strange method', 'BREW /hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['two lengths', 'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
  ['length and chunks', 'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a bare line feed', 'GET /hello/x HTTP/1.1\nHost: localhost\n\n'],
  ['a control character', 'GET /hello/x HTTP/1.1\r\nHost: localhost\r\nX: \x00\r\n\r\n'],
] as const)('%s is 400 and ends the connection', async ([, bytes]) => {
  await using http = await open()
  await using client = await rawClient(http.port)
  client.send(bytes)
  await client.until(/^HTTP\/1\.1 400/)
  await http.clock.advance(1_000)
  expect(statuses(await client.ended)).toEqual([400])
})

test.for([
  ['a bad host', 'GET /hello/x HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403],
  ['no host', 'GET /hello/x HTTP/1.1\r\n\r\n', 400],
  ['two hosts', 'GET /hello/x HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 400],
  ['two credentials', get('/hello/x', 'Authorization: Basic YTpi\r\nauthorization: Basic YzpkCg==\r\n'), 400],
  ['a bad origin', get('/hello/x', 'Origin: http://evil.example\r\n'), 403],
  ['a whole URL', 'GET http://localhost/hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['another method', 'PROPFIND /hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ['another expectation', get('/hello/x', 'Expect: a-miracle\r\n'), 417],
  ['a path of markup', get('/%3Cscript%3Ealert(1)%3C/script%3E'), 404],
  ['a path that leaves', get('/../../etc/passwd'), 404],
] as const)('%s is refused as JSON with an id, and repeats nothing', async ([, bytes, status]) => {
  await using http = await open()
  await using client = await rawClient(http.port)
  client.send(bytes)
  const text = await client.until(/\r\n\r\n\{.*\}$/)
  expect(statuses(text)).toEqual([status])
  expect(text).toMatch(/x-request-id: [0-9a-f-]{36}/)
  expect(text).toMatch(/content-type: application\/json/)
  expect(text).not.toMatch(/evil|script|passwd|miracle|PROPFIND/)
  client.send(get('/hello/still'))
  await client.until(/"hello":"still"/)
})

test('requests sent ahead are answered in their order, one at a time', async () => {
  let running = 0
  let most = 0
  await using http = await open({
    handle: async ({ path, id }) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return { status: 200, headers: { 'x-request-id': id }, body: `[${path}]` }
    },
  })
  await using client = await rawClient(http.port)
  client.send(Array.from({ length: 20 }, (_, index) => get(`/${index}`)).join(''))
  const text = await client.until(/\[\/19\]/)
  expect([...text.matchAll(/\[\/(\d+)\]/g)].map((match) => Number(match[1]))).toEqual(Array.from({ length: 20 }, (_, index) => index))
  expect(most).toBe(1)
})

test('a client that sends ahead without end is cut', async () => {
  await using http = await open({ limits: { requestsAheadMax: 8 } })
  await using client = await rawClient(http.port)
  client.send(Array.from({ length: 500 }, (_, index) => get(`/hello/${index}`)).join(''))
  await client.ended
  expect(http.cut('sent-too-far-ahead')).toBe(1)
})

test('garbage after a request is refused after its answer', async () => {
  await using http = await open()
  await using client = await rawClient(http.port)
  client.send(get('/hello/you') + 'garbage\r\n\r\n')
  await client.until(/"hello":"you"[\s\S]*HTTP\/1\.1 400/)
})

test('requests over their limit are refused, and only those', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  await using http = await open({
    limits: { connectionsMax: 3, requestsInFlightMax: 2 },
    handle: async ({ id }) => {
      await gate
      return { status: 200, headers: { 'x-request-id': id }, body: 'done' }
    },
  })
  await using first = await rawClient(http.port)
  await using second = await rawClient(http.port)
  await using third = await rawClient(http.port)
  first.send(get('/'))
  second.send(get('/'))
  await until(() => http.meter.value('http_requests_in_flight') === 2)
  third.send(get('/'))
  await third.until(/^HTTP\/1\.1 503[\s\S]*retry-after: 1/)
  openGate()
  await first.until(/done/)
  await second.until(/done/)
  third.send(get('/'))
  await third.until(/done/)
})

test('a connection too many takes the place of one that asks for nothing, and finds none where all are busy', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  await using http = await open({
    limits: { connectionsMax: 3 },
    handle: async ({ id, path }) => {
      if (path === '/slow') await gate
      return { status: 200, headers: { 'x-request-id': id }, body: 'done' }
    },
  })
  await using busy = await rawClient(http.port)
  busy.send(get('/slow'))
  await until(() => http.meter.value('http_requests_in_flight') === 1)
  await using silent = await rawClient(http.port)
  await using second = await rawClient(http.port)
  second.send(get('/'))
  await second.until(/done/)
  await using third = await rawClient(http.port)
  expect(await silent.ended).toBe('')
  third.send(get('/slow'))
  await until(() => http.meter.value('http_requests_in_flight') === 2)
  second.send(get('/slow'))
  await until(() => http.meter.value('http_requests_in_flight') === 3)
  // The end may come before the client knows that it had begun.
  expect(await rawClient(http.port).then(({ ended }) => ended, String)).toMatch(/^$|ECONNRESET/)
  openGate()
  await busy.until(/done/)
  await third.until(/done/)
})

test('requests whose bodies are slow leave places to others, and keep their own', async () => {
  await using http = await open({ limits: { requestsInFlightMax: 3, slowBodiesMax: 1, slowBodyMs: 200 } })
  await using slow = await rawClient(http.port)
  await using late = await rawClient(http.port)
  await using quick = await rawClient(http.port)
  const waits = (count: number) => until(() => http.clock.waiting >= count && http.meter.value('http_requests_in_flight') === count)
  slow.send(post('/echo', 13) + '{"a":')
  await waits(1)
  await http.clock.advance(200)
  late.send(post('/echo', 13) + '{"a":')
  await waits(2)
  quick.send(post('/echo', 13) + '{"a":"quick"}')
  await quick.until(/"a":"quick"/)
  await http.clock.advance(200)
  await late.until(/^HTTP\/1\.1 503[\s\S]*retry-after: 1/)
  slow.send('"slo')
  await http.clock.advance(200)
  slow.send('w!"}')
  await slow.until(/"a":"slow!"/)
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
