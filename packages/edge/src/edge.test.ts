import { expect, test } from 'vitest'
import { ErrorCode } from '@leat/wire'
import { ApiVersions, Heartbeat, Metadata, SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'
import { openFixture } from './testing/fixture.ts'

test('a request on the plaintext listener reaches the backend as its principal', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect()
  fixture.backend.respond = () => ({ kind: 'message', message: { errorCode: 27 } })
  const answer = await client.call(Heartbeat, 4, { groupId: 'g', generationId: 1, memberId: 'm' })
  expect(answer.errorCode).toBe(27)
})

test('a key logs in and its principal is told to the backend', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  const versions = await client.call(ApiVersions, 3, { clientSoftwareName: 'test', clientSoftwareVersion: '1.0' })
  expect(versions.apiKeys.map((one) => one.apiKey)).toContain(36)
  expect(await client.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0, errorMessage: null, sessionLifetimeMs: 0 })
  client.send(Metadata, 12, { topics: [] })
  await fixture.clock.settle()
  const { call, answer } = fixture.backend.calls[0]!
  expect(call.session).toMatchObject({
    principal: { type: 'User', name: 'sa-1' },
    tenant: 'lkc-1',
    listener: 'SASL',
    node: 1,
    clientHost: '/127.0.0.1',
  })
  answer({ kind: 'message', message: { brokers: [{ nodeId: 1, host: '', port: -1 }], topics: [] } })
  const { message } = await client.receive(Metadata, 12)
  expect(message.brokers).toMatchObject([{ nodeId: 1, host: 'sasl-1.test', port: 9001 }])
})

test('a failed login is answered late with error 58, then the connection ends', async () => {
  await using fixture = await openFixture()
  const client = await fixture.connect('SASL')
  await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
  client.send(SaslAuthenticate, 2, { authBytes: Buffer.from('\0KEY\0WRONG') })
  await fixture.clock.advance(99)
  expect(client.received).toBeLessThan(40)
  await fixture.clock.advance(1)
  const { message } = await client.receive(SaslAuthenticate, 2)
  expect(message).toMatchObject({
    errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED,
    errorMessage: 'Authentication failed: Invalid username or password',
  })
  await client.closed
  expect(fixture.meter.value('edge_logins_failed', 'invalid-credentials')).toBe(1)
})
