/** Registries of others in the group and on the log: what they do is scripted from how they behave. */
import { openProducer } from '@leat/client/producer'
import { classicCalls } from '@leat/client/consumer'
import { CreateTopics } from '@leat/wire/messages/19-create-topics'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { expect, test } from 'vitest'
import { SR_PROTOCOL, assignPrimary, decodeMember, encodeAssignment, encodeMember } from '../../src/node/sr-protocol.ts'
import { type Group, type TestNode, openGroup } from './fixture.ts'

const versions = (subject: string) => ({ method: 'POST', path: `/subjects/${subject}/versions`, body: { schema: '"string"' } }) as const
const java = { host: 'a-java', port: 8081, scheme: 'http', isEligible: true } as const

/** A member that joins once, assigns as group leader, and leaves when it is told. */
async function joinAsJava(group: Group): Promise<{ readonly memberId: string; leave(): Promise<unknown> }> {
  const at = { node: 1, signal: new AbortController().signal }
  const calls = classicCalls(group.transport('sr-1'), { groupId: 'schema-registry', protocol: SR_PROTOCOL }, at)
  const metadata = encodeMember(java, false)
  const timeouts = { sessionMs: 10_000, rebalanceMs: 300_000 }
  let joined = await calls.join({ memberId: '', metadata }, timeouts)
  if (!joined.ok && joined.error.memberId !== '') joined = await calls.join({ memberId: joined.error.memberId, metadata }, timeouts)
  if (!joined.ok) throw new Error(`join: ${joined.error.code}`)
  const { memberId, leader, members, generationId } = joined.value
  const known = members.map((one) => decodeMember(one.memberId, one.metadata)!)
  const assignment = leader === memberId ? encodeAssignment(assignPrimary(known, false)) : null
  const assignments = assignment === null ? [] : known.map((one) => ({ memberId: one.memberId, assignment }))
  const synced = await calls.sync({ groupId: 'schema-registry', memberId, generation: generationId }, assignments)
  if (!synced.ok) throw new Error(`sync: ${synced.error.code}`)
  return { memberId, leave: () => calls.leave(memberId) }
}

async function produce(group: Group, ...records: readonly (readonly [string, string | null])[]): Promise<void> {
  const producing = async (): Promise<void> => {
    const signal = new AbortController().signal
    const of = { topic: '_schemas', clock: group.clock, random: { bytes: (n: number) => Buffer.alloc(n), below: () => 0 }, signal }
    const producer = await openProducer(group.transport('sr-1'), of)
    for (const [key, value] of records) await producer.send({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) })
    await producer.flush()
  }
  await group.run(producing())
}

test('another registry with the smaller address becomes primary of a mixed group; ours gives way, sends writes there, and takes over when it leaves', async () => {
  const group = await openGroup()
  const ours = [group.start('b'), group.start('c')]
  const first = await group.primary()
  await group.run(group.ask(first, versions('s')))
  const joined = joinAsJava(group)
  const member = await group.run(joined)
  await group.clock.advance(200)
  expect(ours.map(({ node }) => node.standing)).toMatchObject([
    { kind: 'elsewhere', primary: { host: 'a-java' } },
    { kind: 'elsewhere', primary: { host: 'a-java' } },
  ])
  expect(ours.map(({ node }) => node.store.role)).toEqual(['following', 'following'])
  const unanswered = await group.run(group.ask<{ error_code: number }>(ours[0]!, versions('t')))
  expect([unanswered.status, unanswered.json.error_code]).toEqual([500, 50_003])
  expect(group.events.some(({ name }) => name === 'registry-node-dead')).toBe(false)
  await group.run(member.leave())
  expect((await group.run(group.ask(ours[0]!, versions('t')))).json).toEqual({ id: 2 })
  await group.close()
})

test('records and NOOPs of others are applied in order between ours, and take nobody’s place', async () => {
  const group = await openGroup()
  const node = group.start('a')
  await group.primary()
  await group.run(group.ask(node, versions('ours')))
  await produce(
    group,
    ['{"keytype": "NOOP", "magic": 0}', null],
    [
      '{"keytype":"SCHEMA","subject":"theirs","version":1,"magic":1}',
      '{"subject":"theirs","version":1,"id":7,"schema":"{}","deleted":false}',
    ],
    ['not json', 'hello'],
  )
  expect((await group.run(group.ask(node, versions('next')))).json).toEqual({ id: 8 })
  expect([...node.node.store.state.bySubject]).toEqual([
    ['ours', 1],
    ['theirs', 7],
    ['next', 8],
  ])
  expect(node.node.store.role).toBe('leading')
  expect(group.events.some(({ name }) => name === 'store-superseded')).toBe(false)
  await group.close()
})

test('a node whose log is made anew reads it from its beginning and goes on; it never serves what is gone', async () => {
  const group = await openGroup()
  const node = group.start('a')
  await group.primary()
  await group.run(group.ask(node, versions('before')))
  const admin = group.transport('admin')
  await group.run(admin.call(DeleteTopics, { topics: [{ name: '_schemas' }], topicNames: ['_schemas'], timeoutMs: 5_000 }))
  await group.run(
    admin.call(CreateTopics, {
      topics: [{ name: '_schemas', numPartitions: 1, replicationFactor: 1, configs: [{ name: 'cleanup.policy', value: 'compact' }] }],
      timeoutMs: 5_000,
    }),
  )
  await group.clock.advance(40_000)
  const written = await group.run(writeUntilTaken(group, node))
  expect(written).toEqual({ id: 1 })
  expect([...node.node.store.state.bySubject.keys()]).toEqual(['after'])
  await group.close()
})

async function writeUntilTaken(group: Group, node: TestNode): Promise<unknown> {
  for (;;) {
    const { status, json } = await group.ask(node, versions('after'))
    if (status === 200) return json
    await new Promise<void>((resolve) => void group.clock.after(100, resolve))
  }
}
