import { type ClusterLimits, type Fact, NO_LIMITS } from '@leat/access'
import { ErrorCode } from '@leat/wire'
import { ApiVersions, Fetch, Heartbeat, Produce, SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { NO_ACL_WRITER } from './acls/acl-writer.ts'
import { factTable } from './facts/fact-table.ts'
import type { EdgeLimits } from './limits.ts'
import { aclFact, ALICE, callOf, loginFact, recorder, sessionOf, topicView } from './testing/access.ts'
import { openFixture, plaintext, sasl } from './testing/fixture.ts'

const heartbeat = { groupId: 'g', generationId: 1, memberId: 'm' }
const REFUSED = { errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED }

async function openWith(facts: readonly Fact[] = [], limits: Partial<EdgeLimits> = {}) {
  const table = factTable('lkc-1')
  table.apply([loginFact('KEY', 'SECRET'), loginFact('BOB', 'SECRET', 'User:bob'), ...facts])
  const audit = recorder()
  const access = { cluster: 'lkc-1', facts: table, topics: topicView(new Map()), audit, aclWriter: NO_ACL_WRITER }
  const fixture = await openFixture({ access, limits, nodes: [{ node: 1, listeners: [{ ...plaintext, trusted: true }, sasl] }] })
  fixture.backend.respond = () => ({ kind: 'message', message: {} })
  return { ...fixture, facts: table, audit, [Symbol.asyncDispose]: () => fixture.edge.close() }
}

const caps = (limits: Partial<ClusterLimits>): Fact => ({ kind: 'limits', limits: { ...NO_LIMITS, ...limits } })
const MAY_ALL: Fact[] = [aclFact({ resourceType: 'group', name: '*', operation: 'all' }), aclFact({ name: '*', operation: 'all' })]

test('rules are asked about who logged in, and not about operators', async () => {
  await using fixture = await openWith()
  const [asked, operator] = [await fixture.connect('SASL'), await fixture.connect()]
  await asked.login('KEY', 'SECRET')
  expect(await asked.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED })
  expect(await operator.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  fixture.facts.apply([aclFact({ resourceType: 'group', name: 'g' })])
  expect(await asked.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  expect(fixture.edge.refusals.last(ALICE)).toMatchObject([{ api: 'Heartbeat', resourceType: 'group', resourceName: 'g' }])
})

test('the APIs of ACLs are told and served', async () => {
  await using fixture = await openWith()
  const { apiKeys } = await (await fixture.connect()).call(ApiVersions, 0, {})
  expect(apiKeys.filter(({ apiKey }) => apiKey >= 29 && apiKey <= 31)).toEqual(
    [29, 30, 31].map((apiKey) => ({ apiKey, minVersion: 1, maxVersion: 3 })),
  )
})

test('logins are recorded, granted or not, without any secret', async () => {
  await using fixture = await openWith()
  const [good, bad] = [await fixture.connect('SASL'), await fixture.connect('SASL')]
  await good.login('KEY', 'SECRET')
  void bad.login('KEY', 'HUSH').catch(() => {})
  await fixture.clock.advance(1_100)
  expect(fixture.audit.events).toMatchObject([
    { kind: 'authentication', granted: true, identity: 'KEY', principal: ALICE, message: null, cluster: 'lkc-1', mechanism: 'SASL_PLAIN' },
    {
      kind: 'authentication',
      granted: false,
      identity: 'KEY',
      principal: null,
      message: 'Authentication failed: Invalid username or password',
    },
  ])
  expect(JSON.stringify(fixture.audit.events)).not.toMatch(/HUSH|SECRET/)
})

test('whoever gives its secret for its name is not recorded by it', async () => {
  await using fixture = await openWith()
  const client = await fixture.connect('SASL')
  void client.login('cfltSECRET/in+the=wrongField', 'KEY').catch(() => {})
  await fixture.clock.advance(1_100)
  expect(fixture.audit.events).toMatchObject([{ kind: 'authentication', granted: false, identity: '', principal: null }])
})

test('a revoked key cuts its connections before the fact is acknowledged', async () => {
  await using fixture = await openWith()
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  fixture.facts.apply([loginFact('KEY', null)])
  expect(fixture.causes()).toEqual(['key-revoked'])
  await client.closed
})

test('a login whose key is on its way is held, and granted when the key is told', async () => {
  await using fixture = await openWith()
  const client = await fixture.connect('SASL')
  const login = client.login('NEW', 'SECRET')
  await fixture.clock.advance(900)
  fixture.facts.apply([loginFact('NEW', 'SECRET')])
  expect(await login).toMatchObject({ errorCode: 0 })
  expect(fixture.clock.waiting).toBe(1) // the sweep
})

test('a held login is refused after a second, an unknown key like a wrong secret', async () => {
  await using fixture = await openWith()
  const [unknown, wrong] = [await fixture.connect('SASL'), await fixture.connect('SASL')]
  const answers = [unknown.login('NOBODY', 'SECRET'), wrong.login('KEY', 'WRONG')]
  await fixture.clock.advance(999)
  expect([unknown.received, wrong.received].every((bytes) => bytes < 50)).toBe(true)
  await fixture.clock.advance(1 + 200)
  expect(await Promise.all(answers)).toMatchObject([REFUSED, REFUSED])
})

test('what comes behind a held login waits for it', async () => {
  await using fixture = await openWith(MAY_ALL)
  const client = await fixture.connect('SASL')
  client.send(SaslHandshake, 1, { mechanism: 'PLAIN' })
  client.send(SaslAuthenticate, 2, { authBytes: Buffer.from('\0NEW\0SECRET') })
  client.send(Heartbeat, 4, heartbeat)
  await fixture.clock.advance(500)
  fixture.facts.apply([loginFact('NEW', 'SECRET')])
  await client.receive(SaslHandshake, 1)
  expect((await client.receive(SaslAuthenticate, 2)).message).toMatchObject({ errorCode: 0 })
  expect((await client.receive(Heartbeat, 4)).message).toMatchObject({ errorCode: 0 })
})

test('only so many logins are held; the next is refused at once', async () => {
  await using fixture = await openWith([], { loginsHeldPerAddressMax: 2 })
  for (let i = 0; i < 2; i++) {
    const client = await fixture.connect('SASL')
    void client.login(`NOBODY-${i}`, 'SECRET').catch(() => {})
  }
  await fixture.clock.settle()
  const third = await fixture.connect('SASL')
  const answer = third.login('NOBODY-3', 'SECRET')
  await fixture.clock.advance(100)
  expect(await answer).toMatchObject(REFUSED)
  // Whoever leaves makes room.
  await fixture.clock.advance(2_000)
  const again = await fixture.connect('SASL')
  const held = again.login('LATER', 'SECRET')
  await fixture.clock.settle()
  fixture.facts.apply([loginFact('LATER', 'SECRET')])
  expect(await held).toMatchObject({ errorCode: 0 })
})

test('requests above the rate are served, told, and then nothing is read for that long', async () => {
  await using fixture = await openWith([...MAY_ALL, caps({ requestsPerSecondMax: 10 })])
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  for (let i = 0; i < 10; i++) expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ throttleTimeMs: 0 })
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0, throttleTimeMs: 100 })
  client.send(Heartbeat, 4, heartbeat)
  await fixture.clock.advance(99)
  const before = client.received
  await fixture.clock.settle()
  expect(client.received).toBe(before)
  await fixture.clock.advance(1)
  expect((await client.receive(Heartbeat, 4)).message).toMatchObject({ errorCode: 0 })
})

test('a rate is the cluster’s: what one connection used, another lacks; operators have no rate', async () => {
  await using fixture = await openWith([...MAY_ALL, caps({ requestsPerSecondMax: 2 })])
  const [one, other, operator] = [await fixture.connect('SASL'), await fixture.connect('SASL'), await fixture.connect()]
  await one.login('KEY', 'SECRET')
  await other.login('BOB', 'SECRET')
  await one.call(Heartbeat, 4, heartbeat)
  await one.call(Heartbeat, 4, heartbeat)
  expect(await other.call(Heartbeat, 4, heartbeat)).toMatchObject({ throttleTimeMs: 500 })
  for (let i = 0; i < 5; i++) expect(await operator.call(Heartbeat, 4, heartbeat)).toMatchObject({ throttleTimeMs: 0 })
})

test('ingress above the rate throttles whoever sends', async () => {
  await using fixture = await openWith([...MAY_ALL, caps({ ingressBytesPerSecondMax: 10_000 })])
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  const records = Buffer.alloc(20_000)
  const { throttleTimeMs } = await client.call(Produce, 9, {
    acks: -1,
    timeoutMs: 1,
    topicData: [{ name: 't', partitionData: [{ index: 0, records }] }],
  })
  expect(throttleTimeMs).toBeGreaterThanOrEqual(1_000)
  expect(throttleTimeMs).toBeLessThan(1_100)
})

test('egress above the rate throttles whoever reads, and the time is in that response', async () => {
  await using fixture = await openWith([...MAY_ALL, caps({ egressBytesPerSecondMax: 10_000 })])
  fixture.backend.respond = () => ({
    kind: 'message',
    message: { responses: [{ topic: 't', partitions: [{ partitionIndex: 0, records: Buffer.alloc(20_000) }] }] },
  })
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  const { throttleTimeMs, responses } = await client.call(Fetch, 12, { maxWaitMs: 0, minBytes: 0, topics: [] })
  expect(responses[0]!.partitions[0]!.records).toHaveLength(20_000)
  expect(throttleTimeMs).toBeGreaterThanOrEqual(1_000)
  client.send(Fetch, 12, { maxWaitMs: 0, minBytes: 0, topics: [] })
  const before = client.received
  await fixture.clock.advance(throttleTimeMs - 1)
  expect(client.received).toBe(before)
})

test('a quota throttles its principal and nobody else', async () => {
  const quota = { principals: [ALICE], ingressBytesPerSecondMax: 100, egressBytesPerSecondMax: 100 }
  await using fixture = await openWith([
    ...MAY_ALL,
    aclFact({ principal: 'User:bob', resourceType: 'group', name: '*', operation: 'all' }),
    { kind: 'client-quota', id: 'cq-1', quota },
  ])
  const [alice, bob] = [await fixture.connect('SASL'), await fixture.connect('SASL')]
  await alice.login('KEY', 'SECRET')
  await bob.login('BOB', 'SECRET')
  const big = { ...heartbeat, memberId: 'm'.repeat(500) }
  expect((await alice.call(Heartbeat, 4, big)).throttleTimeMs).toBeGreaterThan(4_000)
  expect((await bob.call(Heartbeat, 4, big)).throttleTimeMs).toBe(0)
})

test('no more connections than the cap, over all its brokers; a place is free again when one ends', async () => {
  await using fixture = await openWith([caps({ connectionsMax: 1 })])
  const first = await fixture.connect('SASL')
  await first.login('KEY', 'SECRET')
  const second = await fixture.connect('SASL')
  void second.login('BOB', 'SECRET').catch(() => {})
  await second.closed
  expect(await (await fixture.connect()).call(Heartbeat, 4, heartbeat)).toMatchObject({ errorCode: 0 })
  expect(fixture.causes()).toEqual(['cluster-connections'])
  first.socket.destroy()
  await first.closed
  await fixture.clock.settle()
  expect(await (await fixture.connect('SASL')).login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
})

test('who has not logged in takes no place of the cluster’s, and there are only so many of them', async () => {
  await using fixture = await openWith([caps({ connectionsMax: 1 })], { connectionsBeforeLoginMax: 2 })
  const strangers = [await fixture.connect('SASL'), await fixture.connect('SASL')]
  await (
    await fixture.connect('SASL')
  ).closed
  expect(fixture.meter.value('edge_connections_refused', 'too-many-before-login')).toBe(1)
  expect(await strangers[0]!.login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
  // Whoever logged in waits no more: another may come.
  const third = await fixture.connect('SASL')
  third.socket.destroy()
  await third.closed
  await fixture.clock.settle()
  await fixture.connect('SASL')
  expect(fixture.edge.connections).toBe(3)
})

test('a caller within the process is held for what it is over a rate, on one account with the connections', async () => {
  await using fixture = await openWith([...MAY_ALL, caps({ requestsPerSecondMax: 2 })])
  const { clock, edge } = fixture
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  await client.call(Heartbeat, 4, heartbeat)
  const answeredAtMs: number[] = []
  const begin = clock.monotonic()
  for (let i = 0; i < 2; i++) {
    void edge.backend.dispatch(callOf(Heartbeat, 4, heartbeat)).then(() => answeredAtMs.push(clock.monotonic() - begin))
  }
  await clock.settle()
  expect(answeredAtMs).toEqual([0])
  await clock.advance(500)
  expect(answeredAtMs).toEqual([0, 500])
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ throttleTimeMs: 500 })
})

test('a caller that leaves is held no longer; one with a quota of its own is held for it', async () => {
  const quota = { principals: [ALICE], ingressBytesPerSecondMax: 1_000_000, egressBytesPerSecondMax: 1 }
  await using fixture = await openWith([...MAY_ALL, { kind: 'client-quota', id: 'cq-1', quota }])
  const left = new AbortController()
  let answers = 0
  void fixture.edge.backend.dispatch(callOf(Heartbeat, 4, heartbeat, sessionOf({ signal: left.signal }))).then(() => answers++)
  await fixture.clock.settle()
  expect(answers).toBe(0)
  left.abort()
  await fixture.clock.settle()
  expect([answers, fixture.clock.waiting]).toEqual([1, 0])
})

test('no more attempts to connect in a second than the cap', async () => {
  await using fixture = await openWith([caps({ connectionAttemptsPerSecondMax: 1 })])
  await fixture.connect('SASL')
  await (
    await fixture.connect('SASL')
  ).closed
  expect(fixture.lines.map(({ fields }) => fields['cause'])).toContain('cluster-connection-rate')
  await fixture.clock.advance(1_000)
  expect(await (await fixture.connect('SASL')).login('KEY', 'SECRET')).toMatchObject({ errorCode: 0 })
})

test('a cap holds from the moment its fact is told', async () => {
  await using fixture = await openWith(MAY_ALL)
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  for (let i = 0; i < 20; i++) expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ throttleTimeMs: 0 })
  fixture.facts.apply([caps({ requestsPerSecondMax: 1 })])
  await client.call(Heartbeat, 4, heartbeat)
  expect(await client.call(Heartbeat, 4, heartbeat)).toMatchObject({ throttleTimeMs: 1_000 })
})

test('a muted connection that ends leaves nothing behind', async () => {
  await using fixture = await openWith([...MAY_ALL, caps({ requestsPerSecondMax: 1 })])
  const client = await fixture.connect('SASL')
  await client.login('KEY', 'SECRET')
  await client.call(Heartbeat, 4, heartbeat)
  await client.call(Heartbeat, 4, heartbeat)
  client.socket.destroy()
  await client.closed
  await fixture.clock.advance(1_000)
  expect(fixture.edge.connections).toBe(0)
  expect(fixture.clock.waiting).toBe(0)
})
