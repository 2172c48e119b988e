import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { NetSocket, TlsMaterial } from '../net.ts'
import { nodeNet } from './net.ts'

// Made for tests only and known to everybody.
const testdata = (name: string): string => readFileSync(new URL(`../../testdata/${name}`, import.meta.url), 'utf8')
const tls: TlsMaterial = { cert: testdata('test-only-cert.pem'), key: testdata('test-only-key.pem') }

async function listen(options: { tls?: TlsMaterial; connectionsMax?: number; handshakeTimeoutMs?: number } = {}) {
  const net = nodeNet()
  const sockets: NetSocket[] = []
  const refused: string[] = []
  const next = Promise.withResolvers<void>()
  const listener = await net.listen(
    { host: '127.0.0.1', port: 0, ...options },
    {
      onSocket: (socket) => sockets.push(socket),
      onRefused: (cause) => {
        refused.push(cause.reason)
        next.resolve()
      },
    },
  )
  return { net, listener, sockets, refused, firstRefusal: next.promise }
}

describe.each([
  ['plaintext', {}],
  ['TLS', { tls }],
])('%s', (name, options) => {
  test('an echo goes there and back, and the listener closes while the connection lives', async () => {
    const { net, listener, sockets } = await listen(options)
    const client = await net.connect({
      host: '127.0.0.1',
      port: listener.port,
      ...(name === 'TLS' ? { tls: { ca: tls.cert, servername: 'localhost' } } : {}),
    })
    client.stream.write('hello')
    while (sockets.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const server = sockets[0]!
    expect(server.remoteAddress).toBe('127.0.0.1')
    expect(server.localPort).toBe(listener.port)
    expect(server.tls?.protocol ?? null).toBe(name === 'TLS' ? 'TLSv1.3' : null)
    await listener.close()
    server.stream.pipe(server.stream)
    const [answer] = (await once(client.stream, 'data')) as [Buffer]
    expect(answer.toString()).toBe('hello')
    const gone = new Promise((resolve) => void client.stream.once('close', resolve))
    server.destroy()
    await gone
  })
})

test('plaintext on a TLS port is a refusal with its reason', async () => {
  const { net, listener, refused, firstRefusal } = await listen({ tls })
  const client = await net.connect({ host: '127.0.0.1', port: listener.port })
  client.stream.write('GET / HTTP/1.1\r\n\r\n')
  await firstRefusal
  expect(refused).toEqual(['tls-handshake'])
  client.destroy()
  await listener.close()
})

test('a peer that never finishes its handshake is cut', async () => {
  const { net, listener, refused, firstRefusal } = await listen({ tls, handshakeTimeoutMs: 50 })
  const client = await net.connect({ host: '127.0.0.1', port: listener.port })
  await firstRefusal
  expect(refused).toEqual(['tls-handshake'])
  client.destroy()
  await listener.close()
})

test('a busy port and a port without a listener have names', async () => {
  const { net, listener } = await listen()
  const nothing = { onSocket: () => {}, onRefused: () => {} }
  await expect(net.listen({ host: '127.0.0.1', port: listener.port }, nothing)).rejects.toMatchObject({
    name: 'NetError',
    code: 'EADDRINUSE',
  })
  await expect(net.listen({ host: '192.0.2.1', port: 0 }, nothing)).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' })
  await listener.close()
  await expect(net.connect({ host: '127.0.0.1', port: listener.port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('connections above the limit are closed at accept', async () => {
  const { net, listener, refused, firstRefusal } = await listen({ connectionsMax: 1 })
  const first = await net.connect({ host: '127.0.0.1', port: listener.port })
  const second = await net.connect({ host: '127.0.0.1', port: listener.port })
  second.stream.resume()
  await firstRefusal
  expect(refused).toEqual(['too-many-connections'])
  first.destroy()
  second.destroy()
  await listener.close()
})

test('what is wrong with TLS has a name: who signed it, whom it names, no TLS at all', async () => {
  const { net, listener } = await listen({ tls })
  const at = { host: '127.0.0.1', port: listener.port }
  await expect(net.connect({ ...at, tls: {} })).rejects.toMatchObject({ name: 'NetError', tls: 'untrusted' })
  await expect(net.connect({ ...at, tls: { ca: tls.cert, servername: 'elsewhere.test' } })).rejects.toMatchObject({ tls: 'other-name' })
  await listener.close()

  const plain = await listen()
  const connecting = net.connect({ host: '127.0.0.1', port: plain.listener.port, tls: {} })
  connecting.catch(() => {})
  while (plain.sockets.length === 0) await new Promise((resolve) => setImmediate(resolve))
  plain.sockets[0]!.stream.write('HTTP/1.1 400 Bad Request\r\n\r\n')
  await expect(connecting).rejects.toMatchObject({ tls: 'handshake' })
  await plain.listener.close()
})

test('an attempt ends with its signal, in the middle of a handshake too', async () => {
  const { net, listener, sockets } = await listen()
  const ending = new AbortController()
  // Takes the connection and never says a word of TLS.
  const connecting = net.connect({ host: '127.0.0.1', port: listener.port, tls: {}, signal: ending.signal })
  connecting.catch(() => {})
  while (sockets.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const reason = new Error('enough')
  ending.abort(reason)
  await expect(connecting).rejects.toBe(reason)
  await expect(net.connect({ host: '127.0.0.1', port: listener.port, signal: ending.signal })).rejects.toBe(reason)
  await listener.close()
})
