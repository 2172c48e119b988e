import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { NetSocket } from '../net.ts'
import { memoryNet, type MemoryNetOptions } from './net.ts'
import { seededRandom } from './random.ts'

const closed = (socket: NetSocket): Promise<void> => new Promise((resolve) => void socket.stream.once('close', resolve))

async function pair(options?: MemoryNetOptions) {
  const net = memoryNet(options)
  const accepted: NetSocket[] = []
  const refused: string[] = []
  const listener = await net.listen(
    { host: '127.0.0.1', port: 0, connectionsMax: 1 },
    { onSocket: (socket) => accepted.push(socket), onRefused: (cause) => refused.push(cause.reason) },
  )
  const client = await net.connect({ host: 'localhost', port: listener.port })
  return { net, listener, client, server: accepted[0]!, accepted, refused }
}

test('bytes arrive in order, in pieces of any size, and the end is seen', async () => {
  const { client, server } = await pair({ random: seededRandom(1), bufferBytesMax: 100 })
  const sent = seededRandom('data').bytes(5_000)
  client.stream.end(sent)
  const received: Buffer[] = []
  server.stream.on('data', (chunk: Buffer) => received.push(chunk))
  await once(server.stream, 'end')
  expect(received.length).toBeGreaterThan(5)
  expect(Buffer.concat(received)).toEqual(sent)
})

test('a writer waits for a reader that does not read', async () => {
  const { client, server } = await pair({ bufferBytesMax: 1_000 })
  server.pause()
  let written = 0
  for (let i = 0; i < 10; i++) client.stream.write(Buffer.alloc(500), () => written++)
  await new Promise((resolve) => setImmediate(resolve))
  expect(written).toBeLessThan(5)
  server.stream.on('data', () => {})
  server.resume()
  await once(client.stream, 'drain')
  expect(written).toBe(10)
})

test('a cut is seen by both sides', async () => {
  const { net, client, server } = await pair()
  expect(net.open).toBe(1)
  const both = Promise.all([closed(client), closed(server)])
  net.cutAll()
  await both
  expect(net.open).toBe(0)
})

test('with cuts, what arrives is the beginning of what was sent', async () => {
  for (let seed = 0; seed < 50; seed++) {
    const { client, server } = await pair({ random: seededRandom(seed), cutsPerThousand: 300 })
    const received: Buffer[] = []
    server.stream.on('data', (chunk: Buffer) => received.push(chunk))
    const sent = seededRandom('data').bytes(400)
    const gone = closed(server)
    for (let at = 0; at < 400; at += 100) client.stream.write(sent.subarray(at, at + 100), () => {})
    client.stream.end()
    await gone
    const got = Buffer.concat(received)
    expect(got).toEqual(sent.subarray(0, got.length))
  }
})

test('a taken port, an absent listener and one connection too many are refused', async () => {
  const { net, listener, refused } = await pair()
  await expect(net.listen({ host: '127.0.0.1', port: listener.port }, { onSocket: () => {}, onRefused: () => {} })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  const extra = await net.connect({ host: '127.0.0.1', port: listener.port })
  await closed(extra)
  expect(refused).toEqual(['too-many-connections'])
  await listener.close()
  await expect(net.connect({ host: '127.0.0.1', port: listener.port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
