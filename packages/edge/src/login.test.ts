import { expect, test } from 'vitest'
import { ErrorCode } from '@leat/wire'
import { ApiVersions, Heartbeat, SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'
import { openFixture } from './testing/fixture.ts'

const heartbeat = { groupId: 'g', generationId: 1, memberId: 'm' }
const token = (username: string, password: string) => ({ authBytes: Buffer.from(`\0${username}\0${password}`) })
const frame = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])

test('after SaslHandshake v0 tokens travel bare', async () => {
  await using fixture = await openFixture()
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  const client = await fixture.connect('SASL')
  expect(await client.call(SaslHandshake, 0, { mechanism: 'PLAIN' })).toEqual({ errorCode: 0, mechanisms: ['PLAIN'] })
  client.sendRaw(frame(Buffer.from('\0KEY\0SECRET')))
  expect(await client.frame()).toHaveLength(0)
  expect(await client.call(Heartbeat, 0, heartbeat)).toMatchObject({ errorCode: 0 })
})

test('a wrong bare token is not answered, the connection ends', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  await client.call(SaslHandshake, 0, { mechanism: 'PLAIN' })
  const before = client.received
  client.sendRaw(frame(Buffer.from('\0KEY\0WRONG')))
  await fixture.clock.advance(100)
  await client.closed
  expect(client.received).toBe(before)
  expect(fixture.causes()).toEqual(['login-failed'])
})

test('another mechanism is error 33 with ours, then the connection ends', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  client.send(SaslHandshake, 1, { mechanism: 'SCRAM-SHA-512' })
  await fixture.clock.advance(100)
  expect((await client.receive(SaslHandshake, 1)).message).toEqual({
    errorCode: ErrorCode.UNSUPPORTED_SASL_MECHANISM,
    mechanisms: ['PLAIN'],
  })
  await client.closed
})

test.for([
  ['a request before login', (client) => void client.send(Heartbeat, 4, heartbeat), 'unauthenticated-request'],
  ['a token before the handshake', (client) => void client.send(SaslAuthenticate, 2, token('KEY', 'SECRET')), 'unauthenticated-request'],
  [
    'an unknown version of SaslHandshake',
    (client) => client.sendRaw(Buffer.from([0, 0, 0, 10, 0, 17, 0, 2, 0, 0, 0, 1, 0xff, 0xff])),
    'unsupported-version',
  ],
  ['a request announced too large', (client) => client.sendRaw(Buffer.from([0, 8, 0, 1])), 'request-too-large-before-login'],
] as const satisfies readonly (readonly [
  string,
  (client: Awaited<ReturnType<Awaited<ReturnType<typeof openFixture>>['connect']>>) => void,
  string,
])[])('%s ends the connection', async ([, send, cause]) => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  send(client)
  await client.closed
  expect(fixture.causes()).toEqual([cause])
  expect(fixture.backend.calls).toHaveLength(0)
})

test('what comes behind a failed login in the same packet is never executed', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  client.send(SaslHandshake, 1, { mechanism: 'PLAIN' })
  client.send(SaslAuthenticate, 2, token('KEY', 'WRONG'))
  client.send(Heartbeat, 4, heartbeat)
  client.send(SaslAuthenticate, 2, token('KEY', 'SECRET'))
  client.send(Heartbeat, 4, heartbeat)
  await fixture.clock.advance(100)
  await client.closed
  expect(fixture.backend.calls).toHaveLength(0)
})

test('ApiVersions is answered before login, also in an unknown version', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  client.sendRaw(Buffer.from('00000010001200630000000700016100000000ff', 'hex').subarray(0, 20))
  const answer = await client.receive(ApiVersions, 0)
  expect(answer).toMatchObject({ correlationId: 7, message: { errorCode: 35, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] } })
  expect(await client.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
})

test('SASL on a listener that asks nobody is refused and the connection goes on', async () => {
  await using fixture = await openFixture()
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  const client = await fixture.connect()
  expect(await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })).toEqual({ errorCode: ErrorCode.ILLEGAL_SASL_STATE, mechanisms: [] })
  expect(await client.call(SaslAuthenticate, 1, token('KEY', 'SECRET'))).toMatchObject({ errorCode: ErrorCode.ILLEGAL_SASL_STATE })
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
})

test('a login that is over must be renewed on its connection, by the same principal', async () => {
  await using fixture = await openFixture({ limits: { reauthMs: 60_000 } })
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  const client = await fixture.connect('SASL')
  expect(await client.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0, sessionLifetimeMs: 60_000 })
  await fixture.clock.advance(59_000)
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  await fixture.clock.advance(2_000)
  expect(await client.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })

  await fixture.clock.advance(60_000)
  client.send(Heartbeat, 4, heartbeat)
  await client.closed
  expect(fixture.causes()).toEqual(['session-expired'])
})

test('another principal cannot take over a connection', async () => {
  await using fixture = await openFixture({ limits: { reauthMs: 60_000 } })
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
  client.send(SaslAuthenticate, 2, token('OTHER', 'SECRET'))
  await fixture.clock.advance(100)
  expect((await client.receive(SaslAuthenticate, 2)).message).toMatchObject({ errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED })
  await client.closed
  expect(fixture.meter.value('edge_logins_failed', 'principal-changed')).toBe(1)
})

test('revoking a key cuts its connections and no others', async () => {
  await using fixture = await openFixture()
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  const [revoked, other] = [await fixture.connect('SASL'), await fixture.connect('SASL')]
  await revoked.login('KEY', 'SECRET')
  await other.login('OTHER', 'SECRET')
  fixture.credentials.revoke('KEY')
  await revoked.closed
  expect(await other.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  expect(fixture.causes()).toEqual(['key-revoked'])
})

test('a key of another tenant is unknown here', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
  client.send(SaslAuthenticate, 2, token('FOREIGN', 'SECRET'))
  await fixture.clock.advance(100)
  expect((await client.receive(SaslAuthenticate, 2)).message).toMatchObject({
    errorMessage: 'Authentication failed: Invalid username or password',
  })
})

test('who does not log in is cut', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  await fixture.clock.advance(29_000)
  expect(fixture.edge.connections).toBe(1)
  await fixture.clock.advance(2_000)
  await client.closed
  expect(fixture.causes()).toEqual(['login-timeout'])
})
