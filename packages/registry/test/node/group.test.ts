import { readPartition } from '@leat/client'
import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type Group, type TestNode, openGroup } from './fixture.ts'

const versions = (subject: string, headers: Record<string, string> = {}) =>
  ({ method: 'POST', path: `/subjects/${subject}/versions`, body: { schema: '"string"' }, headers }) as const

async function threeNodes(group: Group): Promise<{ readonly primary: TestNode; readonly others: readonly TestNode[] }> {
  const nodes = ['a', 'b', 'c'].map((host) => group.start(host))
  const primary = await group.primary()
  await group.clock.advance(2_000)
  return { primary, others: nodes.filter((node) => node !== primary) }
}

test('three nodes find one primary, and a write on any of them is seen at once where it was made', async () => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  const nodes = [primary, ...others]
  for (const [i, node] of nodes.entries()) {
    const written = await group.run(group.ask<{ id: number }>(node, versions(`s${i}`)))
    expect([written.status, written.json]).toEqual([200, { id: i + 1 }])
    expect(Object.keys(written.headers).filter((name) => name.startsWith('x-leat'))).toEqual([])
    expect(node.node.store.state.bySubject.get(`s${i}`)).toBe(i + 1)
  }
  expect(nodes.filter(({ node }) => node.standing.kind === 'here')).toEqual([primary])
  await group.close()
})

test('the log holds what other registries read: a NOOP where a primary begins, records of schemas, and nothing else', async () => {
  const group = await openGroup()
  const { primary } = await threeNodes(group)
  await group.run(group.ask(primary, versions('s')))
  const found: string[] = []
  const reading = { topic: '_schemas', partition: 0, from: 0, upTo: 'end', clock: group.clock, random: seededRandom('read') } as const
  const read = async (): Promise<void> => {
    for await (const { records } of readPartition(group.transport('reader'), { ...reading, signal: new AbortController().signal }))
      for (const { key, value } of records) found.push(`${String(key)} ${String(value)}`)
  }
  await group.run(read())
  expect(found).toEqual([
    '{"keytype":"NOOP","magic":0} null',
    '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1} {"subject":"s","version":1,"id":1,"schemaType":"AVRO","schema":"\\"string\\"","deleted":false}',
  ])
  await group.close()
})

test.for<[string, boolean | null, string]>([
  ['stays', null, 'http://b:8081'],
  ['goes to the smaller address where nodes are told not to be sticky', false, 'http://a:8081'],
])('when a node joins the primary %s', async ([, sticky, expected]) => {
  const group = await openGroup()
  group.start('b', { sticky })
  expect((await group.primary()).url).toBe('http://b:8081')
  group.start('a', { sticky })
  await group.clock.advance(3_000)
  expect((await group.primary()).url).toBe(expected)
  await group.close()
})

test.for<[string, (group: Group, primary: TestNode) => void]>([
  ['killed', (group, primary) => group.kill(primary)],
  ['paused', (_group, primary) => primary.clock.pause()],
])('a primary that is %s is replaced, and writes are back within two seconds', async ([, strike]) => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  await group.run(group.ask(primary, versions('before')))
  strike(group, primary)
  const struckAtMs = group.clock.monotonic()
  const answers = await group.run(Promise.all(others.map((node, i) => group.ask<{ id: number }>(node, versions(`after-${i}`)))))
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(new Set(answers.map(({ json }) => json.id))).toEqual(new Set([2, 3]))
  expect(group.clock.monotonic() - struckAtMs).toBeLessThan(2_000)
  primary.clock.resume()
  await group.close()
})

test('a primary that wakes up after another has taken its place writes nothing, and follows', async () => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  primary.clock.pause()
  await group.run(group.ask(others[0]!, versions('new')))
  const late = group.ask(primary, versions('late'))
  await group.clock.advance(1_000)
  primary.clock.resume()
  const answered = await group.run(late)
  await group.clock.advance(3_000)
  expect(primary.node.role.kind).toBe('secondary')
  for (const { node } of [primary, ...others]) {
    const { bySubject } = node.store.state
    expect(bySubject.get('new')).toBe(1)
    expect(bySubject.has('late')).toBe(answered.status === 200)
    expect([...bySubject.values()]).toEqual(answered.status === 200 ? [1, 2] : [1])
  }
  await group.close()
})

test('a node that is started again at its address before the group has noticed its death does not hold the group up', async () => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  group.kill(primary)
  const again = group.start(new URL(primary.url).hostname)
  const startedAtMs = group.clock.monotonic()
  const written = await group.run(group.ask(others[0]!, versions('s')))
  expect(written.status).toBe(200)
  expect(group.clock.monotonic() - startedAtMs).toBeLessThan(2_000)
  await group.clock.advance(3_000)
  expect(again.node.role.kind).not.toBe('duplicates')
  await group.close()
})

test('a primary that leaves finishes what it has begun, and the next one writes at once', async () => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  const last = group.ask(primary, versions('last'))
  const stopped = primary.node[Symbol.asyncDispose]()
  expect((await group.run(last)).status).toBe(200)
  await group.run(stopped)
  primary.isUp = false
  const leftAtMs = group.clock.monotonic()
  expect((await group.run(group.ask(others[1]!, versions('next')))).json).toEqual({ id: 2 })
  expect(group.clock.monotonic() - leftAtMs).toBeLessThan(1_500)
  await group.close()
})

test('writes wait while the group rebalances, and nobody is refused', async () => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  const writing: Promise<{ readonly status: number }>[] = []
  group.start('d')
  for (let i = 0; i < 30; i++) {
    writing.push(group.ask([primary, ...others][i % 3]!, versions(`s${i}`)))
    await group.clock.advance(50)
  }
  const statuses = new Set((await group.run(Promise.all(writing))).map(({ status }) => status))
  expect([...statuses]).toEqual([200])
  await group.close()
})

test('where nobody may be primary reads are answered, writes are refused at once, and one node can be made eligible', async () => {
  const group = await openGroup()
  const first = group.start('a')
  await group.primary()
  await group.run(group.ask(first, versions('s')))
  await group.run(first.node[Symbol.asyncDispose]())
  first.isUp = false
  const readers = ['b', 'c'].map((host) => group.start(host, { isEligible: false }))
  await group.clock.advance(3_000)
  const askedAtMs = group.clock.monotonic()
  const refused = await group.run(group.ask<{ error_code: number }>(readers[0]!, versions('t')))
  expect([refused.status, refused.json.error_code]).toEqual([503, 50_004])
  expect(group.clock.monotonic() - askedAtMs).toBeLessThan(100)
  expect((await group.run(group.ask(readers[1]!, { path: '/subjects/s' }))).json).toEqual({ id: 1 })
  expect((await group.run(readers[1]!.node.readiness())).isReady).toBe(false)
  const promote = { method: 'POST', path: '/leat/promote', headers: { 'x-leat-registry-promote': '1' } } as const
  for (const refused of [
    { ...promote, headers: {} },
    { ...promote, remoteAddress: '10.0.0.1' },
  ])
    expect((await group.run(group.ask(readers[1]!, refused))).status).toBe(403)
  const promoted = await group.run(group.ask(readers[1]!, promote))
  expect([promoted.status, promoted.json]).toEqual([200, { primary: 'http://c:8081', position: expect.any(Number) as number }])
  expect(await group.primary()).toBe(readers[1])
  await group.clock.advance(1_000)
  const second = await group.run(group.ask<{ message: string }>(readers[0]!, promote))
  expect([second.status, second.json.message]).toEqual([409, expect.stringContaining('http://c:8081') as string])
  expect((await group.run(group.ask(readers[0]!, versions('t')))).json).toEqual({ id: 2 })
  await group.close()
})

test('readiness tells who leads, whether the log was read, and whether the primary lives', async () => {
  const group = await openGroup()
  const { primary, others } = await threeNodes(group)
  const ready = async (node: TestNode) => {
    const answered = await group.run(group.ask<Record<string, unknown>>(node, { path: '/leat/ready' }))
    return [answered.status, answered.json['leader'], answered.json['isCaughtUp'], answered.json['isWriterAlive']]
  }
  for (const node of [primary, ...others]) expect(await ready(node)).toEqual([200, primary.url, true, true])
  group.kill(primary)
  const seen: unknown[] = []
  for (let ms = 0; ms < 1_000; ms += 10) {
    seen.push(await ready(others[0]!))
    await group.clock.advance(10)
  }
  expect(seen).toContainEqual([503, primary.url, true, false])
  await group.primary()
  await group.clock.advance(1_000)
  expect((await ready(others[0]!))[0]).toBe(200)
  await group.close()
})

test.for<[string, readonly string[], boolean]>([
  ['the coordinator cannot be found', ['FindCoordinator', 'Heartbeat'], true],
  ['it cannot join', ['JoinGroup', 'Heartbeat'], true],
  ['it gets no assignment', ['SyncGroup', 'Heartbeat'], true],
  ['its log cannot be read', ['Fetch', 'ListOffsets'], true],
  ['nothing can be located', ['Metadata', 'Heartbeat'], false],
  ['heartbeats fail, and it joins again each time', ['Heartbeat'], false],
  ['Kafka is away', ['FindCoordinator', 'JoinGroup', 'SyncGroup', 'Heartbeat', 'Fetch', 'ListOffsets', 'Metadata', 'Produce'], true],
])('a node goes on after half a minute in which %s, and says meanwhile whether it can serve', async ([, apis, cannotServe]) => {
  const group = await openGroup()
  const node = group.start('a')
  await group.primary()
  for (const api of apis) node.failing.add(api)
  await group.clock.advance(30_000)
  const { isReady } = await group.run(node.node.readiness())
  if (cannotServe) expect(isReady).toBe(false)
  node.failing.clear()
  await group.clock.advance(5_000)
  expect((await group.run(group.ask(node, versions('s')))).json).toEqual({ id: 1 })
  expect((await group.run(node.node.readiness())).isReady).toBe(true)
  await group.close()
})

test('a primary that has not heard of its group for long writes no more, although nobody has told it to stop', async () => {
  const group = await openGroup()
  const node = group.start('a')
  await group.primary()
  node.failing.add('Heartbeat').add('FindCoordinator')
  await group.clock.advance(8_000)
  expect(node.node.standing.kind).toBe('soon')
  const refused = await group.run(group.ask<{ error_code: number }>(node, versions('s')))
  expect([refused.status, refused.json.error_code]).toEqual([503, 50_004])
  await group.close()
})

test('two live nodes that claim one address do not put each other out for ever, and are told', async () => {
  const group = await openGroup()
  group.start('a')
  await group.primary()
  group.start('b')
  await group.clock.advance(2_000)
  group.start('b')
  await group.clock.advance(60_000)
  const removals = group.events.filter(({ name }) => name === 'registry-node-dead').length
  expect(removals).toBeGreaterThan(0)
  expect(removals).toBeLessThanOrEqual(3 * 5)
  expect(group.events.some(({ name, fields }) => name === 'registry-elected' && fields['role'] === 'duplicates')).toBe(true)
  await group.run(group.engine.close())
})
