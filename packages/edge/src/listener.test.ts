import { silentLogger, silentMeter } from '@leat/base'
import { memoryNet, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { credentialTable, openEdge } from './index.ts'
import { checkListener, isLoopback, type Listener } from './listener.ts'
import { fakeBackend } from './testing/fake-backend.ts'
import { ADMIN, plaintext, sasl } from './testing/fixture.ts'

const tls = { cert: 'cert', key: 'key' }

test.for<[string, Partial<Listener>, RegExp | null]>([
  ['plaintext on loopback', { protocol: 'PLAINTEXT', hosts: ['127.0.0.1', '::1', 'localhost'], principal: ADMIN }, null],
  [
    'plaintext on all addresses',
    { protocol: 'PLAINTEXT', hosts: ['0.0.0.0'], principal: ADMIN },
    /asks nobody for a key and is reachable from other machines/,
  ],
  ['plaintext on one address too many', { protocol: 'PLAINTEXT', hosts: ['127.0.0.1', '::'], principal: ADMIN }, /on :: asks nobody/],
  ['plaintext on a name', { protocol: 'PLAINTEXT', hosts: ['localhost.example.com'], principal: ADMIN }, /asks nobody/],
  ['plaintext without a principal', { protocol: 'PLAINTEXT', hosts: ['127.0.0.1'] }, /names no principal/],
  ['secrets in the clear', { protocol: 'SASL_PLAINTEXT', hosts: ['10.0.0.1'] }, /unencrypted/],
  ['TLS anywhere', { protocol: 'SASL_SSL', hosts: ['0.0.0.0'], tls }, null],
  ['TLS without a certificate', { protocol: 'SASL_SSL', hosts: ['127.0.0.1'] }, /no certificate/],
  ['no address', { protocol: 'SASL_SSL', hosts: [], tls }, /no address to bind/],
])('%s', ([, options, refusal]) => {
  const listener = { name: 'L', port: 0, tenant: null, ...options } as Listener
  if (refusal === null) checkListener(listener)
  else expect(() => checkListener(listener)).toThrow(refusal)
})

test('loopback is what cannot be anything else', () => {
  expect(['127.0.0.1', '127.255.0.9', '::1', 'localhost'].every(isLoopback)).toBe(true)
  expect(['127.0.0.1.example.com', '0.0.0.0', '::', '', '128.0.0.1', '::ffff:127.0.0.1'].some(isLoopback)).toBe(false)
})

const open = (net: ReturnType<typeof memoryNet>, listeners: Listener[]) =>
  openEdge({
    net,
    clock: virtualClock(),
    random: seededRandom(1),
    logger: silentLogger,
    meter: silentMeter,
    backend: fakeBackend(),
    credentials: credentialTable(),
    addresses: () => null,
    nodes: [{ node: 1, listeners }],
  })

test('all hosts of a listener get the same port', async () => {
  await using edge = await open(memoryNet(), [{ ...plaintext, hosts: ['127.0.0.1', '::1'] }, sasl])
  expect(edge.bound).toMatchObject([
    { listener: 'PLAINTEXT', hosts: ['127.0.0.1', '::1'] },
    { listener: 'SASL', hosts: ['127.0.0.1'] },
  ])
  expect(edge.bound[0]!.port).not.toBe(edge.bound[1]!.port)
})

test('when one listener cannot open, none stays open', async () => {
  const net = memoryNet()
  const taken = await net.listen({ host: '127.0.0.1', port: 9093 }, { onSocket: () => {}, onRefused: () => {} })
  await expect(
    open(net, [
      { ...plaintext, port: 9092 },
      { ...sasl, port: 9093 },
    ]),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await expect(net.connect({ host: '127.0.0.1', port: 9092 })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await taken.close()
})
