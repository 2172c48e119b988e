import { readFileSync } from 'node:fs'
import { type TlsMaterial, silentLogger, silentMeter } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { rootCertificates } from 'node:tls'
import { Metadata } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { credentialTable, openEdge } from '../../edge/src/index.ts'
import { type SocketTransportOptions, openSocketTransport } from '../src/socket.ts'
import { ensureTopic, openWriter, readPartition } from '../src/index.ts'
import { keyOf } from './brokers.ts'
import { openWorld } from './fixture.ts'

// Made for tests only and known to everybody.
const testdata = (name: string): string => readFileSync(new URL(`../../edge/testdata/${name}`, import.meta.url), 'utf8')
const tls: TlsMaterial = { cert: testdata('test-only-cert.pem'), key: testdata('test-only-key.pem') }
const sasl = { mechanism: 'PLAIN', username: 'KEY', password: 'SECRET' } as const
const trust = { ca: tls.cert, servername: 'localhost' }
const signal = new AbortController().signal
const pace = { clock: nodeClock(), random: nodeRandom() }

/** Real sockets in front of an engine that runs on real time. */
async function openReal() {
  const world = await openWorld({ real: pace })
  const edge = await openEdge({
    ...pace,
    net: nodeNet(),
    logger: silentLogger,
    meter: silentMeter,
    backend: world.engine,
    credentials: credentialTable([['KEY', keyOf('SECRET')]]),
    nodes: [{ node: 1, listeners: [{ name: 'SASL_SSL', protocol: 'SASL_SSL', hosts: ['127.0.0.1'], port: 0, tls, tenant: 'lkc-1' }] }],
    addresses: () => ({ host: '127.0.0.1', port: edge.bound[0]!.port }),
  })
  const connect = (options: Partial<SocketTransportOptions>) =>
    openSocketTransport({
      ...pace,
      net: nodeNet(),
      bootstrap: [{ host: '127.0.0.1', port: edge.bound[0]!.port }],
      clientId: 'test',
      signal,
      ...options,
    })
  const close = async (): Promise<void> => {
    await edge.close()
    await world.engine.close()
  }
  return { connect, [Symbol.asyncDispose]: close }
}

test('a key logs in over TLS, and megabytes go both ways', async () => {
  await using real = await openReal()
  using transport = await real.connect({ tls: trust, sasl })
  await ensureTopic(transport, { name: 'large', partitions: 1, configs: {} }, { ...pace, signal })
  const place = { ...pace, topic: 'large', partition: 0, signal }
  const writer = await openWriter(transport, { ...place, transactionalId: 'w', appendMsMax: 20_000, openMsMax: 5_000 })
  const values = Array.from({ length: 30 }, (_, i) => Buffer.alloc(500_000, i))
  const appended = values.map((value) => writer.append([{ value, timestamp: 0 }]))
  await Promise.all(appended.map((one) => (one.ok ? one.value.acknowledged : Promise.reject(new Error(one.error.kind)))))
  const read: Buffer[] = []
  for await (const { records } of readPartition(transport, { ...place, from: 0, upTo: 'end' }))
    read.push(...records.map(({ value }) => value!))
  expect(read.map((value) => value.equals(values[value[0]!]!))).toEqual(values.map(() => true))
})

test('what is wrong with TLS is named, and a wrong secret is the broker’s own refusal', async () => {
  await using real = await openReal()
  await expect(real.connect({ tls: {}, sasl })).rejects.toMatchObject({ kind: 'tls-untrusted' })
  await expect(real.connect({ tls: { ...trust, ca: rootCertificates[0]! }, sasl })).rejects.toMatchObject({ kind: 'tls-untrusted' })
  await expect(real.connect({ tls: { ...trust, servername: 'elsewhere.test' }, sasl })).rejects.toMatchObject({ kind: 'tls-other-name' })
  await expect(real.connect({ sasl })).rejects.toMatchObject({ kind: 'not-kafka' })
  await expect(real.connect({ tls: trust, sasl: { ...sasl, password: 'wrong' } })).rejects.toMatchObject({
    kind: 'authentication-failed',
    message: 'Authentication failed: Invalid username or password',
  })
  using transport = await real.connect({ tls: trust, sasl })
  expect((await transport.call(Metadata, { topics: [] })).brokers).toHaveLength(1)
})
