import { readFileSync } from 'node:fs'
import { connect as connectTls, rootCertificates } from 'node:tls'
import { type LogFields, type Logger, memoryMeter, type TlsMaterial } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { seededRandom } from '@leat/base/sim'
import { Fetch, Heartbeat } from '@leat/wire/messages'
import { describe, expect, test } from 'vitest'
import { credentialTable, type EdgeLimits, type Listener, openEdge } from './index.ts'
import { connectClient } from './testing/client.ts'
import { fakeBackend } from './testing/fake-backend.ts'
import { plaintext, secret } from './testing/fixture.ts'

// Made for tests only and known to everybody.
const testdata = (name: string): string => readFileSync(new URL(`../testdata/${name}`, import.meta.url), 'utf8')
const tls: TlsMaterial = { cert: testdata('test-only-cert.pem'), key: testdata('test-only-key.pem') }
const saslSsl: Listener = { name: 'SASL_SSL', protocol: 'SASL_SSL', hosts: ['127.0.0.1', '::1'], port: 0, tls, tenant: 'lkc-1' }
const heartbeat = { groupId: 'g', generationId: 1, memberId: 'm' }

async function openReal(limits: Partial<EdgeLimits> = {}) {
  const lines: { name: string; fields: LogFields }[] = []
  const line = Promise.withResolvers<void>()
  const logger: Logger = {
    event: (level, name, fields = {}) => {
      if (level === 'debug' || level === 'info') return
      lines.push({ name, fields })
      line.resolve()
    },
  }
  const backend = fakeBackend()
  const edge = await openEdge({
    net: nodeNet(),
    clock: nodeClock(),
    random: nodeRandom(),
    logger,
    meter: memoryMeter(),
    backend,
    credentials: credentialTable([['KEY', secret('SECRET')]]),
    nodes: [{ node: 1, listeners: [{ ...plaintext, hosts: ['127.0.0.1', '::1'] }, saslSsl] }],
    addresses: () => null,
    limits,
  })
  const port = (name: string): number => edge.bound.find((one) => one.listener === name)!.port
  return { edge, backend, lines, firstLine: line.promise, port, [Symbol.asyncDispose]: () => edge.close() }
}

const OTHER = rootCertificates[0]!
const secure = { ca: tls.cert, servername: 'localhost' }

describe('real sockets', () => {
  test.for(['127.0.0.1', '::1'])('a key logs in over TLS on %s and megabytes go both ways', async (host) => {
    await using real = await openReal()
    if (!real.edge.bound[1]!.hosts.includes(host)) return
    const records = seededRandom('records').bytes(5_000_000)
    real.backend.respond = () => ({
      kind: 'message',
      message: {
        responses: [{ topic: 't', partitions: [{ partitionIndex: 0, records: [records.subarray(0, 17), records.subarray(17)] }] }],
      },
    })
    const client = await connectClient(nodeNet(), host, real.port('SASL_SSL'), secure)
    expect(await client.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
    const ids = [1, 2, 3].map(() => client.send(Fetch, 12, { maxWaitMs: 0, minBytes: 1, rackId: 'r'.repeat(10_000) }))
    for (const id of ids) {
      const { correlationId, message } = await client.receive(Fetch, 12)
      expect(correlationId).toBe(id)
      expect((message.responses[0]!.partitions[0]!.records as Buffer).equals(records)).toBe(true)
    }
    client.socket.destroy()
    await client.closed
  })

  test.for(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken', async (version) => {
    await using real = await openReal()
    const socket = connectTls({
      host: '127.0.0.1',
      port: real.port('SASL_SSL'),
      ca: tls.cert,
      servername: 'localhost',
      minVersion: version,
      maxVersion: version,
    })
    await new Promise((resolve) => void socket.once('secureConnect', resolve))
    expect(socket.getProtocol()).toBe(version)
    socket.destroy()
  })

  test('plaintext on the TLS port is one line that says what to change', async () => {
    await using real = await openReal()
    const client = await connectClient(nodeNet(), '127.0.0.1', real.port('SASL_SSL'))
    client.send(Heartbeat, 4, heartbeat)
    await real.firstLine
    await client.closed
    expect(real.lines).toMatchObject([
      {
        name: 'connection-refused',
        fields: { cause: 'tls-handshake', listener: 'SASL_SSL', guess: expect.stringContaining('security.protocol=SASL_SSL') },
      },
    ])
  })

  test('a client that does not trust the certificate harms nobody', async () => {
    await using real = await openReal()
    await expect(connectClient(nodeNet(), '127.0.0.1', real.port('SASL_SSL'), { ca: OTHER, servername: 'localhost' })).rejects.toThrow()
    const client = await connectClient(nodeNet(), '127.0.0.1', real.port('SASL_SSL'), secure)
    expect(await client.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
  })

  test('a health check that connects and goes writes no line', async () => {
    await using real = await openReal()
    for (const name of ['PLAINTEXT', 'SASL_SSL']) {
      const client = await connectClient(nodeNet(), '127.0.0.1', real.port(name))
      client.socket.stream.end()
      await client.closed
    }
    expect(real.lines).toEqual([])
  })

  test('TLS on the plaintext port is one line that says so', async () => {
    await using real = await openReal()
    await expect(connectClient(nodeNet(), '127.0.0.1', real.port('PLAINTEXT'), secure)).rejects.toMatchObject({ name: 'NetError' })
    await real.firstLine
    expect(real.lines).toMatchObject([
      { name: 'connection-closed', fields: { cause: 'bad-frame', guess: 'looks like TLS on a plaintext port' } },
    ])
  })

  test('a failed login is told before the connection ends', async () => {
    await using real = await openReal({ loginFailureDelayMs: 1 })
    const client = await connectClient(nodeNet(), '127.0.0.1', real.port('SASL_SSL'), secure)
    expect(await client.login('KEY', 'WRONG')).toMatchObject({ errorCode: 58 })
    await client.closed
  })

  test('draining answers what is in flight', async () => {
    await using real = await openReal()
    const client = await connectClient(nodeNet(), '127.0.0.1', real.port('PLAINTEXT'))
    const id = client.send(Heartbeat, 4, heartbeat)
    while (real.backend.calls.length === 0) await new Promise((resolve) => void setImmediate(resolve))
    const drained = real.edge.drain(5_000)
    real.backend.calls[0]!.answer({ kind: 'message', message: {} })
    expect((await client.receive(Heartbeat, 4)).correlationId).toBe(id)
    await drained
  })
})
