import { ErrorCode } from '@leat/wire'
import { expect, test } from 'vitest'
import { type Harness, openHarness } from './testing/harness.ts'
import { heartbeat, join, joinTwice, stableGroup, sync } from './testing/members.ts'

const move = (harness: Harness): void => harness.groups.moved(new Set([harness.groups.partitionOf('g')]))

test('a SyncGroup that waits when its group moves is told NOT_COORDINATOR, and its member finds the generation at the new one', async () => {
  const harness = openHarness()
  const [leader, follower] = await stableGroup(harness, 2)
  const rejoining = join(harness, { memberId: leader!.memberId })
  const joined = await join(harness, { memberId: follower!.memberId })
  await rejoining
  const waiting = sync(harness, joined)
  await harness.clock.settle()

  move(harness)

  expect((await waiting).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  const back = await join(harness, { memberId: follower!.memberId })
  expect(back).toMatchObject({ errorCode: ErrorCode.NONE, generationId: joined.generationId })
})

test('a JoinGroup of a known member that waits when its group moves is told so, and the member is still one', async () => {
  const harness = openHarness()
  const [leader, follower] = await stableGroup(harness, 2)
  const waiting = join(harness, { memberId: leader!.memberId })
  await harness.clock.settle()

  move(harness)

  expect((await waiting).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  const both = await Promise.all([leader, follower].map((each) => join(harness, { memberId: each!.memberId })))
  expect(both.map(({ generationId }) => generationId)).toEqual([2, 2])
})

test('who waits in its first JoinGroup when the group moves is forgotten, as in Kafka, and holds nobody up', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  const newcomer = joinTwice(harness)
  await harness.clock.settle()

  move(harness)

  const refused = await newcomer
  expect(refused.errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  const { members } = await join(harness, { memberId: first!.memberId })
  expect(members.map(({ memberId }) => memberId)).toEqual([first!.memberId])
  expect((await join(harness, { memberId: refused.memberId })).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a group whose only member was forgotten leaves no trace', async () => {
  const harness = openHarness({ config: { initialRebalanceDelayMs: 3_000 } })
  const newcomer = joinTwice(harness)
  await harness.clock.settle()
  move(harness)
  expect((await newcomer).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  await harness.clock.advance(3_000)
  expect(harness.coordinator.group('g')?.state.members.size ?? 0).toBe(0)
  const again = joinTwice(harness)
  await harness.clock.advance(3_000)
  expect((await again).errorCode).toBe(ErrorCode.NONE)
})

test('members have a whole session to find the new coordinator', async () => {
  const harness = openHarness()
  const [member] = await stableGroup(harness, 1, { sessionMs: 10_000 })
  await harness.clock.advance(9_000)
  move(harness)
  await harness.clock.advance(9_000)
  expect(await heartbeat(harness, member!)).toBe(ErrorCode.NONE)
  await harness.clock.advance(10_001)
  expect(await heartbeat(harness, member!)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a group that is still being read when it moves is read to its end and begins then', async () => {
  const first = openHarness()
  const [member] = await stableGroup(first, 1, { sessionMs: 10_000 })
  const harness = openHarness({ clock: first.clock, log: first.log, loads: false })
  move(harness)
  await harness.clock.advance(20_000)
  for (let partition = 0; partition < harness.log.partitionCount; partition++) harness.groups.loaded(partition)
  expect(await heartbeat(harness, member!)).toBe(ErrorCode.NONE)
})

test('groups of other partitions notice nothing', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  const second = joinTwice(harness)
  await harness.clock.settle()
  harness.groups.moved(new Set([harness.groups.partitionOf('g') + 1]))
  await join(harness, { memberId: first!.memberId })
  expect((await second).errorCode).toBe(ErrorCode.NONE)
})
