import { ErrorCode } from '@leat/wire'
import { expect, test } from 'vitest'
import { LIMITS } from './limits.ts'
import { openHarness } from './testing/harness.ts'
import { assignAll, commit, heartbeat, join, joinTwice, leave, stableGroup, sync } from './testing/members.ts'

test('a dynamic member gets its id first and is let in when it comes back with it', async () => {
  const harness = openHarness()
  const first = await join(harness)
  expect(first).toMatchObject({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, generationId: -1 })
  expect(first.memberId).toMatch(/^client-[0-9a-f]{8}-[0-9a-f]{4}-4/)
  const second = join(harness, { memberId: first.memberId })
  await harness.clock.advance(0)
  expect(await second).toMatchObject({
    errorCode: 0,
    generationId: 1,
    leader: first.memberId,
    protocolName: 'range',
    protocolType: 'consumer',
  })
})

test('versions before 4 are let in at once, with the session timeout for the rebalance timeout in v0', async () => {
  const harness = openHarness()
  const joining = join(harness, { version: 0 })
  await harness.clock.advance(0)
  const joined = await joining
  expect(joined).toMatchObject({ errorCode: 0, generationId: 1, protocolName: 'range' })
})

test('only the leader gets the members, all agree on generation and assignment', async () => {
  const harness = openHarness()
  const joined = await stableGroup(harness, 3)
  expect(joined.map(({ members }) => members.length)).toEqual([3, 0, 0])
  expect(new Set(joined.map(({ leader }) => leader))).toEqual(new Set([joined[0]!.memberId]))
  for (const each of joined) {
    const again = await sync(harness, each)
    expect(again.assignment.toString()).toBe(`1:${each.memberId}`)
    expect(await heartbeat(harness, each)).toBe(0)
  }
})

test.for([
  [{ group: '' }, ErrorCode.INVALID_GROUP_ID],
  [{ sessionMs: 5_999 }, ErrorCode.INVALID_SESSION_TIMEOUT],
  [{ sessionMs: 1_800_001 }, ErrorCode.INVALID_SESSION_TIMEOUT],
  [{ protocols: [] }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  [{ protocolType: '' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  [{ memberId: 'nobody' }, ErrorCode.UNKNOWN_MEMBER_ID],
] as const)('a JoinGroup with %j is refused with %i', async ([options, errorCode]) => {
  expect(await join(openHarness(), options)).toMatchObject({ errorCode, generationId: -1 })
})

test.for([
  [{ protocolType: 'connect' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  [{ protocols: ['sticky'] }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  [{ memberId: 'nobody' }, ErrorCode.UNKNOWN_MEMBER_ID],
  [{ memberId: 'nobody', instance: 'i' }, ErrorCode.UNKNOWN_MEMBER_ID],
] as const)('a stable group refuses %j with %i', async ([options, errorCode]) => {
  const harness = openHarness()
  await stableGroup(harness, 1)
  expect((await join(harness, options)).errorCode).toBe(errorCode)
})

test('the protocol with the most votes among those that all know is chosen', async () => {
  const harness = openHarness()
  const preferences = [
    ['range', 'sticky'],
    ['sticky', 'range'],
    ['other', 'sticky', 'range'],
  ]
  const ids = await Promise.all(preferences.map(async (protocols) => (await join(harness, { protocols })).memberId))
  const joining = preferences.map((protocols, at) => join(harness, { protocols, memberId: ids[at]! }))
  await harness.clock.advance(0)
  expect((await Promise.all(joining)).map(({ protocolName }) => protocolName)).toEqual(['sticky', 'sticky', 'sticky'])
})

test('a new member causes a rebalance that the others learn of by heartbeat and commit their way into', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  const newcomer = joinTwice(harness)
  await harness.clock.settle()
  expect(await heartbeat(harness, first!)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  const again = join(harness, { memberId: first!.memberId })
  const [old, fresh] = await Promise.all([again, newcomer])
  expect([old.generationId, fresh.generationId]).toEqual([2, 2])
  expect(old.members).toHaveLength(2)
  const follower = sync(harness, fresh)
  await sync(harness, old, assignAll(old))
  expect((await follower).assignment.toString()).toBe(`2:${fresh.memberId}`)
})

test('a member that does not come back within the rebalance timeout is out, the largest of all timeouts counts', async () => {
  const harness = openHarness()
  const [first, second] = await stableGroup(harness, 2, { sessionMs: 300_000, rebalanceMs: 20_000 })
  const newcomer = joinTwice(harness, { rebalanceMs: 5_000, sessionMs: 300_000 })
  await harness.clock.settle()
  const again = join(harness, { memberId: first!.memberId, rebalanceMs: 5_000, sessionMs: 300_000 })
  await harness.clock.advance(19_999)
  expect(await heartbeat(harness, second!)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  await harness.clock.advance(1)
  expect((await again).members.map(({ memberId }) => memberId).toSorted()).toEqual([first!.memberId, (await newcomer).memberId].toSorted())
  expect(await heartbeat(harness, second!)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a leader that does not come back is replaced by a member that did', async () => {
  const harness = openHarness()
  const [leader, other] = await stableGroup(harness, 2, { rebalanceMs: 20_000, sessionMs: 300_000 })
  const again = join(harness, { memberId: other!.memberId, metadata: Buffer.from('changed'), sessionMs: 300_000, rebalanceMs: 20_000 })
  await harness.clock.advance(20_000)
  expect(await again).toMatchObject({ leader: other!.memberId, generationId: 2 })
  expect(await heartbeat(harness, leader!)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a silent member is taken out after its session and the others rebalance; who heartbeats stays', async () => {
  const harness = openHarness()
  const [first, second] = await stableGroup(harness, 2)
  await harness.clock.advance(6_000)
  expect(await heartbeat(harness, first!)).toBe(0)
  await harness.clock.advance(4_000)
  expect(await heartbeat(harness, second!)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await heartbeat(harness, first!)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('members that join and never sync are evicted after the rebalance timeout', async () => {
  const harness = openHarness()
  const ids = [(await join(harness)).memberId, (await join(harness)).memberId]
  const joining = ids.map((memberId) => join(harness, { memberId, rebalanceMs: 8_000 }))
  await harness.clock.advance(0)
  const [leader, other] = await Promise.all(joining)
  const waiting = sync(harness, other!)
  await harness.clock.advance(8_000)
  expect((await waiting).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  expect(await heartbeat(harness, leader!)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  const again = await join(harness, { memberId: other!.memberId, rebalanceMs: 8_000 })
  expect(again).toMatchObject({ generationId: 2, leader: other!.memberId })
})

test('a leader whose session ends while the others wait for its assignment lets them join anew', async () => {
  const harness = openHarness()
  const ids = [(await join(harness)).memberId, (await join(harness)).memberId]
  const joining = ids.map((memberId) => join(harness, { memberId }))
  await harness.clock.advance(0)
  const [, other] = await Promise.all(joining)
  const waiting = sync(harness, other!)
  await harness.clock.advance(10_000)
  expect((await waiting).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  expect((await join(harness, { memberId: other!.memberId })).generationId).toBe(2)
})

test('an id that was given out and not used is forgotten after the session timeout and holds up nobody', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1, { sessionMs: 60_000 })
  const { memberId } = await join(harness, { sessionMs: 6_000 })
  const again = join(harness, { memberId: first!.memberId })
  await harness.clock.advance(5_999)
  let isAnswered = false
  void again.then(() => (isAnswered = true))
  await harness.clock.settle()
  expect(isAnswered).toBe(false)
  await harness.clock.advance(1)
  expect((await again).generationId).toBe(2)
  expect((await join(harness, { memberId })).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a follower that lost an answer gets the generation again, a leader starts a new one', async () => {
  const harness = openHarness()
  const [leader, other] = await stableGroup(harness, 2)
  expect(await join(harness, { memberId: other!.memberId })).toMatchObject({ generationId: 1, members: [] })
  const again = join(harness, { memberId: leader!.memberId })
  const followed = join(harness, { memberId: other!.memberId })
  expect((await again).generationId).toBe(2)
  expect((await followed).generationId).toBe(2)
})

test('group.initial.rebalance.delay.ms lets members of a new group meet, prolonged by newcomers up to the rebalance timeout', async () => {
  const harness = openHarness({ config: { initialRebalanceDelayMs: 3_000 } })
  const first = joinTwice(harness, { rebalanceMs: 7_000 })
  await harness.clock.advance(2_900)
  const second = joinTwice(harness, { rebalanceMs: 7_000 })
  await harness.clock.advance(2_900)
  const third = joinTwice(harness, { rebalanceMs: 7_000 })
  await harness.clock.advance(1_200)
  const joined = await Promise.all([first, second, third])
  expect(joined.map(({ generationId }) => generationId)).toEqual([1, 1, 1])
  expect(harness.clock.monotonic()).toBe(7_000)
})

test('a full group refuses newcomers and keeps its members', async () => {
  const harness = openHarness({ config: { sizeMax: 2 } })
  const [first] = await stableGroup(harness, 2)
  expect((await joinTwice(harness)).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
  expect(await heartbeat(harness, first!)).toBe(0)
})

test('ids given out are bounded like members', async () => {
  const harness = openHarness({ config: { sizeMax: 2 } })
  await Promise.all([join(harness), join(harness)])
  expect((await join(harness)).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
})

test('leaving causes one rebalance and is answered per member', async () => {
  const harness = openHarness()
  const [first, second] = await stableGroup(harness, 2)
  expect(await leave(harness, second!.memberId)).toBe(0)
  expect(await leave(harness, second!.memberId)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await heartbeat(harness, first!)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  expect(await join(harness, { memberId: first!.memberId })).toMatchObject({ generationId: 2 })
})

test('a second JoinGroup of a member takes the place of the one that waits', async () => {
  const harness = openHarness()
  const [, other] = await stableGroup(harness, 2)
  const changed = { memberId: other!.memberId, metadata: Buffer.from('new') }
  const first = join(harness, changed)
  await harness.clock.settle()
  void join(harness, changed)
  expect((await first).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('a connection that goes away releases its parked JoinGroup; the member stays until its session ends', async () => {
  const harness = openHarness()
  const [first, other] = await stableGroup(harness, 2)
  const connection = new AbortController()
  const parked = join(harness, { memberId: other!.memberId, metadata: Buffer.from('new'), signal: connection.signal })
  await harness.clock.settle()
  connection.abort()
  await expect(parked).rejects.toThrow('silence')
  expect(await join(harness, { memberId: first!.memberId })).toMatchObject({ generationId: 2, errorCode: 0 })
})

test.for([
  ['wrong generation', { generationId: 7 }, ErrorCode.ILLEGAL_GENERATION],
  ['unknown member', { memberId: 'nobody' }, ErrorCode.UNKNOWN_MEMBER_ID],
  ['wrong protocol', { protocolName: 'other' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  ['wrong type', { protocolType: 'connect' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  ['no type', { protocolType: null }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
] as const)('a SyncGroup with %s is refused', async ([, change, errorCode]) => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  expect((await sync(harness, { ...first!, ...change })).errorCode).toBe(errorCode)
})

test('an assignment that cannot be stored fails the sync, and the group rebalances', async () => {
  const harness = openHarness()
  const joining = joinTwice(harness)
  await harness.clock.advance(0)
  const joined = await joining
  harness.log.failNext(1)
  expect((await sync(harness, joined, assignAll(joined))).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  expect(await heartbeat(harness, joined)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  const again = await join(harness, { memberId: joined.memberId })
  expect((await sync(harness, again, assignAll(again))).assignment.toString()).toBe(`2:${joined.memberId}`)
})

test('a broker that does not coordinate the group says so; one that still loads asks for patience', async () => {
  const harness = openHarness({ loads: false })
  expect((await join(harness)).errorCode).toBe(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
  expect(harness.log.ensured).toBe(1)
  expect(await heartbeat(harness, { memberId: 'm', generationId: 1 })).toBe(0)
})

test('the number of groups is bounded: one more is refused, those that are there go on', async () => {
  const harness = openHarness()
  for (let i = 0; i < LIMITS.groups - 1; i++) harness.coordinator.create(`g-${i}`, false)
  const [first] = await stableGroup(harness, 1)
  expect((await join(harness, { group: 'one-more' })).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
  expect(await commit(harness, 1, { group: 'one-more' })).toBe(ErrorCode.INVALID_COMMIT_OFFSET_SIZE)
  expect(await heartbeat(harness, first!)).toBe(0)
})

test('metadata beyond its limit is refused', async () => {
  const answer = await join(openHarness(), { metadata: Buffer.alloc(LIMITS.memberMetadataBytes) })
  expect(answer.errorCode).toBe(ErrorCode.INVALID_REQUEST)
})
