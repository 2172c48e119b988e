import { readFileSync } from 'node:fs'
import type { Net, NetAccept, NetSocket } from '@leat/base'
import { nodeNet } from '@leat/base/node'
import { expect, test } from 'vitest'
import { open } from '../testing/open.ts'
import { rawClient } from '../testing/raw-client.ts'

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`

test('any HTTP client reaches the handler', async () => {
  await using http = await open()
  for (const name of ['a', 'b']) {
    const answer = await fetch(`http://127.0.0.1:${http.port}/hello/${name}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await answer.json()).toEqual({ hello: name })
  }
})

test('a connection serves many requests', async () => {
  await using http = await open()
  await using client = await rawClient(http.port)
  for (const name of ['a', 'b', 'c']) {
    client.send(get(`/hello/${name}`))
    await client.until(new RegExp(`"hello":"${name}"`))
  }
  expect(http.server.connections).toBe(1)
})

test('nothing is loaded before the first connection; what it sends meanwhile is answered', async () => {
  let loads = 0
  const { promise: loaded, resolve: load } = Promise.withResolvers<void>()
  await using http = await open({
    handler: async () => {
      loads += 1
      await loaded
      return async ({ id, path }) => ({ status: 200, headers: { 'x-request-id': id }, body: `[${path}]` })
    },
  })
  expect(loads).toBe(0)
  await using client = await rawClient(http.port)
  client.send(get('/1') + get('/2'))
  await using other = await rawClient(http.port)
  other.send(get('/3'))
  load()
  await client.until(/\[\/1\][\s\S]*\[\/2\]/)
  await other.until(/\[\/3\]/)
  expect(loads).toBe(1)
})

test('a handler that could not be loaded is 500, logged, and tried again', async () => {
  let loads = 0
  await using http = await open({
    handler: async () => {
      loads += 1
      // The first connection begins to load, its request tries once more.
      if (loads <= 2) throw new Error('secret cause')
      return async ({ id }) => ({ status: 200, headers: { 'x-request-id': id }, body: 'well' })
    },
  })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  const text = await client.until(/^HTTP\/1\.1 500[\s\S]*\}$/)
  expect(text).not.toContain('secret')
  expect(http.events.filter(({ level }) => level === 'error')).toHaveLength(1)
  client.send(get('/'))
  await client.until(/HTTP\/1\.1 200[\s\S]*well/)
})

test('a handler that throws is 500 with the id that is logged', async () => {
  await using http = await open({ handle: () => Promise.reject(new Error('secret cause')) })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  const text = await client.until(/^HTTP\/1\.1 500[\s\S]*\}$/)
  const [, id] = /x-request-id: (\S+)/.exec(text)!
  expect(http.events).toMatchObject([{ level: 'error', name: 'request-failed', fields: { request: id } }])
  expect(text).not.toContain('secret')
})

test('a header that is none is 500, not a split answer', async () => {
  await using http = await open({
    handle: async () => ({ status: 200, headers: { 'content-length': '3', location: 'x\r\nset-cookie: a=b' }, body: null }),
  })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  expect(await client.until(/\}$/)).toMatch(/^HTTP\/1\.1 500(?![\s\S]*(set-cookie|content-length: 3\r))/)
})

test.for([
  ['a text of one piece', 'é'.repeat(100)],
  ['a text of several', `${'é'.repeat(100_000)}end`],
  ['bytes of several pieces', Buffer.from(`${'é'.repeat(100_000)}end`)],
  ['nothing', ''],
] as const)('%s arrives whole, with its length in bytes', async ([, body]) => {
  await using http = await open({ handle: async ({ id }) => ({ status: 200, headers: { 'x-request-id': id }, body }) })
  for (let time = 0; time < 2; time++) {
    const answer = await fetch(`http://127.0.0.1:${http.port}/`)
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(body)))
    expect(await answer.text()).toBe(body.toString())
  }
})

test('a stream that fails before its first piece is 500, one without any is empty', async () => {
  await using http = await open({
    handle: async ({ id, path }) => ({
      status: 200,
      headers: { 'x-request-id': id },
      body: (async function* (): AsyncGenerator<string> {
        await Promise.resolve()
        if (path === '/broken') throw new Error('secret cause')
        yield ''
      })(),
    }),
  })
  const broken = await fetch(`http://127.0.0.1:${http.port}/broken`)
  expect([broken.status, (await broken.text()).includes('secret')]).toEqual([500, false])
  const empty = await fetch(`http://127.0.0.1:${http.port}/`)
  expect([empty.status, empty.headers.get('content-length'), await empty.text()]).toEqual([200, '0', ''])
})

test('HEAD has the length of the body and no body, 204 neither', async () => {
  await using http = await open()
  const head = await fetch(`http://127.0.0.1:${http.port}/hello/you`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '15', ''])
  const options = await fetch(`http://127.0.0.1:${http.port}/hello/you`, { method: 'OPTIONS' })
  expect([options.status, options.headers.get('content-length'), options.headers.get('allow')]).toEqual([204, null, 'GET, HEAD, OPTIONS'])
})

test('a client that waits to be told gets 100 Continue only when its body is wanted', async () => {
  await using http = await open()
  const expects = (path: string, length: number): string =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`
  await using wanted = await rawClient(http.port)
  wanted.send(expects('/echo', 3))
  await wanted.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  wanted.send('"a"')
  await wanted.until(/HTTP\/1\.1 200[\s\S]*"echo":"a"/)
  await using unwanted = await rawClient(http.port)
  unwanted.send(expects('/echo', 5_000))
  expect(await unwanted.ended).toMatch(/^HTTP\/1\.1 413[\s\S]*connection: close/i)
})

test('a streamed body comes as it is sent, and the answer as it is made', async () => {
  await using http = await open({
    handle: async ({ body, id }) => ({
      status: 200,
      headers: { 'x-request-id': id },
      body: (async function* () {
        for await (const piece of body) yield `<${piece.toString()}>`
      })(),
    }),
  })
  await using client = await rawClient(http.port)
  client.send('POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n')
  await client.until(/<one>/)
  client.send('3\r\ntwo\r\n')
  await client.until(/<two>/)
  client.send('0\r\n\r\n')
  await client.until(/\r\n0\r\n\r\n$/)
})

test('a body of many megabytes streams through', async () => {
  await using http = await open()
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ === 64) controller.close()
      else controller.enqueue(new Uint8Array(256 * 1024))
    },
  })
  const answer = await fetch(`http://127.0.0.1:${http.port}/count`, { method: 'POST', body, duplex: 'half' })
  expect(await answer.json()).toEqual({ bytes: 16 * 1024 * 1024 })
})

test('who does not read holds the answer back, and is cut when it takes nothing for long', async () => {
  let made = 0
  let left = false
  await using http = await open({
    limits: { writeIdleMs: 30_000 },
    handle: async ({ id }) => ({
      status: 200,
      headers: { 'x-request-id': id },
      body: (async function* () {
        try {
          for (; made < 10_000; made++) yield Buffer.alloc(64 * 1024)
        } finally {
          left = true
        }
      })(),
    }),
  })
  await using client = await rawClient(http.port)
  client.socket.pause()
  client.send(get('/'))
  let before = -1
  while (made === 0 || made !== before) {
    before = made
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(made).toBeLessThan(1_000)
  await http.clock.advance(30_000)
  expect(http.cut('slow-reader')).toBe(1)
  expect(left).toBe(true)
})

test('an answer that breaks off is cut, so that nobody takes it for whole', async () => {
  const { promise: broken, reject: breakOff } = Promise.withResolvers<void>()
  await using http = await open({
    handle: async ({ id }) => ({
      status: 200,
      headers: { 'x-request-id': id },
      body: (async function* () {
        yield 'begun'
        await broken
      })(),
    }),
  })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  await client.until(/begun/)
  breakOff(new Error('disk'))
  const text = await client.ended
  expect(text).not.toMatch(/\r\n0\r\n\r\n$/)
  expect(http.events).toMatchObject([{ name: 'request-failed' }])
})

test('when the client goes, the logic is told', async () => {
  const { promise: told, resolve } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  await using http = await open({
    handle: ({ signal }) => {
      begin()
      signal.addEventListener('abort', () => resolve())
      return new Promise(() => {})
    },
  })
  const client = await rawClient(http.port)
  client.send(get('/'))
  await begun
  client.socket.destroy()
  await told
})

test('a client that goes harms nobody, whether its body, its logic or its answer is under way', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  let begun = 0
  await using http = await open({
    handle: async ({ id, path, body }) => {
      begun += 1
      if (path === '/read') for await (const _piece of body);
      await gate
      return { status: 200, headers: { 'x-request-id': id }, body: 'late' }
    },
  })
  const part = (path: string): string => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf`
  const clients = await Promise.all([rawClient(http.port), rawClient(http.port), rawClient(http.port)])
  for (const [index, bytes] of [get('/'), part('/read'), part('/unread')].entries()) clients[index]!.send(bytes)
  while (begun < 3) await new Promise((resolve) => setImmediate(resolve))
  for (const client of clients) client.socket.destroy()
  while (http.server.connections > 0) await new Promise((resolve) => setImmediate(resolve))
  openGate()
  while (http.meter.value('http_requests_in_flight') > 0) await new Promise((resolve) => setImmediate(resolve))
  expect(http.clock.waiting).toBe(0)
})

test('closing lets a streamed answer come to its end, then ends its connection', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  const http = await open({
    handle: async ({ id }) => ({
      status: 200,
      headers: { 'x-request-id': id },
      body: (async function* () {
        yield 'begun'
        await gate
        yield 'done'
      })(),
    }),
  })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  await client.until(/begun/)
  const closed = http.server.close(10_000)
  await expect(rawClient(http.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  openGate()
  expect(await client.ended).toMatch(/done\r\n0\r\n\r\n$/)
  await closed
})

test('a connection whose handshake ends after closing has begun is not taken', async () => {
  const real = nodeNet()
  const { promise: accepted, resolve: accept } = Promise.withResolvers<NetSocket>()
  const { promise: late, resolve: hand } = Promise.withResolvers<NetAccept>()
  await using aside = await real.listen({ host: '127.0.0.1', port: 0 }, { onSocket: accept, onRefused: () => {} })
  const net: Net = { ...real, listen: async (options, to) => (hand(to), real.listen(options, to)) }
  const http = await open({ net })
  await using client = await rawClient(aside.port)
  await http.server.close(1_000)
  ;(await late).onSocket(await accepted)
  expect(await client.ended).toBe('')
  expect(http.meter.value('http_connections_refused', 'closing')).toBe(1)
})

test('closing answers what has come and ends what idles', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const http = await open({
    handle: async ({ id, path }) => {
      if (path === '/slow') {
        begin()
        await gate
      }
      return { status: 200, headers: { 'x-request-id': id }, body: 'done' }
    },
  })
  await using idle = await rawClient(http.port)
  idle.send(get('/quick'))
  await idle.until(/done/)
  await using busy = await rawClient(http.port)
  busy.send(get('/slow'))
  await begun
  const closed = http.server.close(10_000)
  await idle.ended
  await expect(rawClient(http.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  openGate()
  expect(await busy.ended).toMatch(/connection: close[\s\S]*done/i)
  await closed
  expect(http.server.connections).toBe(0)
})

test('after the deadline of closing the rest is cut', async () => {
  const http = await open({ handle: () => new Promise(() => {}) })
  await using client = await rawClient(http.port)
  client.send(get('/'))
  while (http.meter.value('http_requests_in_flight') === 0) await new Promise((resolve) => setImmediate(resolve))
  const closed = http.server.close(10_000)
  await http.clock.advance(10_000)
  await closed
  expect(await client.ended).toBe('')
})

test('the same port listens on every address that is there', async () => {
  await using http = await open({ listen: { hosts: ['127.0.0.1', '::1'], port: 0 } })
  for (const host of http.server.hosts) {
    await using client = await rawClient(http.port, host)
    client.send(get('/hello/you'))
    await client.until(/"hello"/)
  }
  await expect(open({ listen: { hosts: ['127.0.0.1'], port: http.port } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('over TLS the scheme is https', async () => {
  const testdata = (name: string): string => readFileSync(new URL(`../../testdata/${name}`, import.meta.url), 'utf8')
  const tls = { cert: testdata('test-only-cert.pem'), key: testdata('test-only-key.pem') }
  await using http = await open({
    listen: { hosts: ['127.0.0.1'], port: 0, tls },
    handle: async ({ id, scheme }) => ({ status: 200, headers: { 'x-request-id': id }, body: `[${scheme}]` }),
  })
  await using client = await rawClient(http.port, '127.0.0.1', { ca: tls.cert })
  client.send(get('/'))
  await client.until(/\[https\]/)
})
