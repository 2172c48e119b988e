import { ErrorCode } from '@leat/wire'
import { DescribeGroups } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { type Harness, openHarness } from './testing/harness.ts'
import { assignAll, commit, heartbeat, join, leave, subscription, sync } from './testing/members.ts'

/** A stable group of static members `a`, `b`, …; the first leads. */
async function staticGroup(harness: Harness, instances: readonly string[], version = 9) {
  const joining = instances.map((instance) => join(harness, { instance, version }))
  await harness.clock.advance(0)
  const joined = await Promise.all(joining)
  await Promise.all(joined.map((each, at) => sync(harness, each, assignAll(each), 'g', instances[at]!)))
  return joined
}

test('a static member needs no second step and carries its instance in its id', async () => {
  const harness = openHarness()
  const [first] = await staticGroup(harness, ['a'])
  expect(first).toMatchObject({ errorCode: 0, members: [{ groupInstanceId: 'a' }] })
  expect(first!.memberId).toMatch(/^a-/)
})

test('a static member that restarts gets its assignment back without a rebalance, and its predecessor is fenced', async () => {
  const harness = openHarness()
  const [leader, other] = await staticGroup(harness, ['a', 'b'])
  const back = await join(harness, { instance: 'b' })
  expect(back).toMatchObject({ errorCode: 0, generationId: 1, leader: leader!.memberId, members: [], skipAssignment: false })
  expect(back.memberId).not.toBe(other!.memberId)
  expect((await sync(harness, back, {}, 'g', 'b')).assignment.toString()).toBe(`1:${other!.memberId}`)
  expect(await heartbeat(harness, leader!, 'g', 'a')).toBe(0)
  expect(await heartbeat(harness, other!, 'g', 'b')).toBe(ErrorCode.FENCED_INSTANCE_ID)
  expect(await commit(harness, 1, { memberId: other!.memberId, instance: 'b', generation: 1 })).toBe(ErrorCode.FENCED_INSTANCE_ID)
  expect((await sync(harness, other!, {}, 'g', 'b')).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
  expect((await join(harness, { instance: 'b', memberId: other!.memberId })).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
})

test('a static leader that restarts is told to skip the assignment (v9), or takes another for the leader (before)', async () => {
  const harness = openHarness()
  const [leader] = await staticGroup(harness, ['a', 'b'])
  const back = await join(harness, { instance: 'a' })
  expect(back).toMatchObject({ generationId: 1, leader: back.memberId, skipAssignment: true })
  expect(back.members).toHaveLength(2)
  const older = await join(harness, { instance: 'a', version: 8 })
  expect(older).toMatchObject({ generationId: 1, leader: back.memberId, members: [] })
  expect(older.memberId).not.toBe(back.memberId)
  expect(leader!.memberId).not.toBe(older.memberId)
})

test('the restarted member is in the log: after a restart of the coordinator only the new id is known', async () => {
  const harness = openHarness()
  const [, other] = await staticGroup(harness, ['a', 'b'])
  const back = await join(harness, { instance: 'b' })
  const restarted = harness.restart()
  expect(await heartbeat(restarted, back, 'g', 'b')).toBe(0)
  expect(await heartbeat(restarted, other!, 'g', 'b')).toBe(ErrorCode.FENCED_INSTANCE_ID)
})

test('when the new id cannot be stored, the old one remains the member', async () => {
  const harness = openHarness()
  const [, other] = await staticGroup(harness, ['a', 'b'])
  harness.log.failNext(1)
  expect(await join(harness, { instance: 'b' })).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, memberId: '' })
  expect(await heartbeat(harness, other!, 'g', 'b')).toBe(0)
  expect((await sync(harness, other!, {}, 'g', 'b')).assignment.toString()).toBe(`1:${other!.memberId}`)
})

test('a restart during the wait for the assignment fences the parked call and begins anew', async () => {
  const harness = openHarness()
  const joining = ['a', 'b'].map((instance) => join(harness, { instance }))
  await harness.clock.advance(0)
  const [leader, other] = await Promise.all(joining)
  const waiting = sync(harness, other!, {}, 'g', 'b')
  await harness.clock.settle()
  const back = join(harness, { instance: 'b' })
  expect((await waiting).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
  expect(await heartbeat(harness, leader!, 'g', 'a')).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  const again = join(harness, { instance: 'a', memberId: leader!.memberId })
  expect((await back).generationId).toBe(2)
  expect((await again).generationId).toBe(2)
})

test('a static member that restarts with protocols that change the choice causes a rebalance', async () => {
  const harness = openHarness()
  const joining = [join(harness, { instance: 'a', protocols: ['range', 'sticky'] })]
  await harness.clock.advance(0)
  const joined = await Promise.all(joining)
  await sync(harness, joined[0]!, assignAll(joined[0]!), 'g', 'a')
  expect(await join(harness, { instance: 'a', protocols: ['sticky', 'range'] })).toMatchObject({ generationId: 2, protocolName: 'sticky' })
})

test('a static member may be away for its session; with the session it loses its place', async () => {
  const harness = openHarness()
  const [leader] = await staticGroup(harness, ['a', 'b'])
  await harness.clock.advance(9_000)
  expect(await heartbeat(harness, leader!, 'g', 'a')).toBe(0)
  await harness.clock.advance(1_000)
  expect(await heartbeat(harness, leader!, 'g', 'a')).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('a rolling restart of static members causes no rebalance', async () => {
  const harness = openHarness()
  const instances = ['a', 'b', 'c']
  await staticGroup(harness, instances)
  for (const instance of instances) {
    await harness.clock.advance(2_000)
    const back = await join(harness, { instance })
    expect(back.generationId).toBe(1)
    expect((await sync(harness, back, {}, 'g', instance)).errorCode).toBe(0)
  }
})

test('tools take out static members by instance id alone', async () => {
  const harness = openHarness()
  const [leader] = await staticGroup(harness, ['a', 'b'])
  expect(await leave(harness, '', 'nobody')).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await leave(harness, 'wrong-id', 'b')).toBe(ErrorCode.FENCED_INSTANCE_ID)
  expect(await leave(harness, '', 'b')).toBe(0)
  expect(await heartbeat(harness, leader!, 'g', 'a')).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  const described = await harness.send(DescribeGroups, 5, { groups: ['g'], includeAuthorizedOperations: false })
  expect(described.groups[0]!.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual(['a'])
})

test('static members that miss a rebalance stay in the group, with a leader that is there', async () => {
  const harness = openHarness()
  const [, other] = await staticGroup(harness, ['a', 'b'])
  const again = join(harness, { instance: 'b', memberId: other!.memberId, metadata: subscription('payments'), sessionMs: 300_000 })
  // The leader keeps its session by heartbeats and does not come back in time.
  for (let i = 0; i < 10; i++) {
    await harness.clock.advance(6_000)
    await heartbeat(harness, { memberId: (await leaderOf(harness))!, generationId: 1 }, 'g', 'a')
  }
  const joined = await again
  expect(joined).toMatchObject({ generationId: 2, leader: other!.memberId })
  expect(joined.members).toHaveLength(2)
})

async function leaderOf(harness: Harness): Promise<string | undefined> {
  const described = await harness.send(DescribeGroups, 5, { groups: ['g'], includeAuthorizedOperations: false })
  return described.groups[0]!.members.find(({ groupInstanceId }) => groupInstanceId === 'a')?.memberId
}
