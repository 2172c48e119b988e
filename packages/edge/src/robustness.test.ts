/**
 * Strategy: what is no Kafka, or no good Kafka, is thrown at both listeners, by hand and by seed.
 *
 * Invariants: the process goes on; each connection ends or is answered; one line says why; a well-behaved client beside it notices nothing;
 * no bytes stay counted when all have gone.
 */
import { memoryNet, seededRandom } from '@leat/base/sim'
import { type Api, encodeRequestFrame } from '@leat/wire'
import { apis, Heartbeat } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { openFixture } from './testing/fixture.ts'

const heartbeat = { groupId: 'g', generationId: 1, memberId: 'm' }
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

const garbage: readonly (readonly [string, Buffer, string, RegExp])[] = [
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), 'bad-frame', /HTTP on a Kafka port/],
  ['HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), 'bad-frame', /HTTP on a Kafka port/],
  ['TLS', hex('1603010200 010001fc0303'), 'bad-frame', /TLS on a plaintext port/],
  ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), 'bad-frame', /SSH/],
  ['a negative size', hex('ffffffff'), 'bad-frame', /./],
  ['a size above the limit', hex('06400001'), 'bad-frame', /./],
  ['an empty frame', hex('00000000'), 'malformed-request', /./],
  ['a frame without a header', hex('00000004 00000000'), 'malformed-request', /./],
  ['an unknown API', hex('0000000a 03e7 0000 00000001 ffff'), 'unknown-api', /api key 999, version 0, is not served/],
  ['an API between brokers', hex('0000000a 0004 0000 00000001 ffff'), 'unknown-api', /api key 4,/],
  ['an unknown version', hex('0000000b 000c 0063 00000001 ffff 00'), 'unsupported-version', /Heartbeat version 99/],
  ['a client id that is longer than the request', hex('0000000a 000c 0000 00000001 7fff'), 'malformed-request', /./],
]

test.for(garbage)('%s is one line and a closed connection', async ([, bytes, cause, said]) => {
  await using fixture = await openFixture()
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  const [client, other] = [await fixture.connect(), await fixture.connect()]
  client.sendRaw(bytes)
  await client.closed
  expect(client.received).toBe(0)
  const lines = fixture.lines.filter((line) => line.name === 'connection-closed')
  expect(lines).toHaveLength(1)
  expect(lines[0]!.fields).toMatchObject({ cause, remote: '127.0.0.1', listener: 'PLAINTEXT' })
  expect(JSON.stringify(lines[0]!.fields)).toMatch(said)
  expect(await other.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
})

test('a flood of bad connections writes a bounded number of lines, and counts all', async () => {
  await using fixture = await openFixture()
  for (let i = 0; i < 200; i++) {
    const client = await fixture.connect()
    client.sendRaw(hex('ffffffff'))
    await client.closed
  }
  expect(fixture.lines).toHaveLength(10)
  expect(fixture.meter.value('edge_connections_closed', 'bad-frame')).toBe(200)
  await fixture.clock.advance(10_000)
  const client = await fixture.connect()
  client.sendRaw(hex('ffffffff'))
  await client.closed
  expect(fixture.lines.at(-1)!.fields).toMatchObject({ linesDroppedBefore: 190 })
})

test('a client that announces much and sends nothing costs no memory of that size', async () => {
  await using fixture = await openFixture()
  const before = process.memoryUsage().arrayBuffers
  const clients = await Promise.all(Array.from({ length: 50 }, () => fixture.connect()))
  for (const client of clients) client.sendRaw(hex('06000000'))
  await fixture.clock.settle()
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * 1024 * 1024)
})

test.for(Array.from({ length: 60 }, (_, seed) => seed))('random bytes, broken frames and cuts (seed %i)', async (seed) => {
  const random = seededRandom(`garbage ${seed}`)
  const net = memoryNet({ random: seededRandom(`net ${seed}`), cutsPerThousand: 5 })
  await using fixture = await openFixture({
    net,
    limits: { requestsInFlightPerConnectionMax: 4, requestBytesInFlightMax: 50_000, loginMs: 5_000, slowReadMs: 5_000 },
  })
  fixture.backend.respond = (call) => (call.api.key === 0 ? { kind: 'silence' } : { kind: 'message', message: {} })
  const bystander = await fixture.connect()

  const one = async (): Promise<void> => {
    const client = await fixture.connect(random.below(2) === 0 ? 'PLAINTEXT' : 'SASL')
    const ended = client.closed
    for (let i = 0; i < 5; i++) client.sendRaw(randomBytes())
    if (random.below(2) === 0) client.socket.stream.end()
    await Promise.race([ended, fixture.clock.advance(7_000)])
    client.socket.destroy()
    await ended
  }
  const randomBytes = (): Buffer => {
    const kind = random.below(4)
    if (kind === 0) return random.bytes(1 + random.below(2_000))
    const api: Api = apis[random.below(apis.length)]!
    const version = api.versions[0] + random.below(api.versions[1] - api.versions[0] + 1)
    const frame = Buffer.concat(encodeRequestFrame(api, version, { correlationId: random.below(1_000), clientId: 'fuzz' }, {}))
    if (kind === 1) return frame
    if (kind === 2) frame[random.below(frame.length)] = random.below(256)
    return kind === 2 ? frame : frame.subarray(0, random.below(frame.length))
  }
  for (let i = 0; i < 10; i++) await one()
  bystander.socket.destroy()
  await fixture.clock.settle()
  expect(fixture.edge.connections).toBe(0)
  expect(fixture.meter.value('edge_request_bytes_in_flight')).toBe(0)
  expect(fixture.meter.value('edge_response_bytes_pending')).toBe(0)
  expect(fixture.causes()).not.toContain('fault')
})
