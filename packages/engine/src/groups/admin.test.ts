import { ErrorCode } from '@leat/wire'
import { DeleteGroups, DescribeGroups, JoinGroup, LeaveGroup, ListGroups } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { openHarness } from './testing/harness.ts'
import { commit, committed, heartbeat, join, leave, stableGroup, sync } from './testing/members.ts'

test('a stable group is described with what members told and got, a rebalancing one without', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  const describe = async () => (await harness.send(DescribeGroups, 6, { groups: ['g'], includeAuthorizedOperations: true })).groups[0]!
  const stable = await describe()
  expect(stable).toMatchObject({
    errorCode: 0,
    groupState: 'Stable',
    protocolType: 'consumer',
    protocolData: 'range',
    authorizedOperations: 3_400,
    members: [{ memberId: first!.memberId, clientId: 'client', clientHost: '/127.0.0.1' }],
  })
  expect(stable.members[0]!.memberAssignment.toString()).toBe(`1:${first!.memberId}`)
  const { memberId } = await join(harness)
  void join(harness, { memberId })
  await harness.clock.settle()
  const rebalancing = await describe()
  expect(rebalancing).toMatchObject({ groupState: 'PreparingRebalance', protocolData: '' })
  expect(rebalancing.members.map(({ memberMetadata }) => memberMetadata.length)).toEqual([0, 0])
})

test('a group that is not there is GROUP_ID_NOT_FOUND from version 6, and a Dead group before', async () => {
  const harness = openHarness()
  const describe = async (version: number) => (await harness.send(DescribeGroups, version, { groups: ['none', ''] })).groups
  expect(await describe(6)).toMatchObject([
    { errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: 'Group none not found.', groupState: 'Dead' },
    { errorCode: ErrorCode.GROUP_ID_NOT_FOUND, groupState: 'Dead' },
  ])
  expect((await describe(5))[0]).toMatchObject({ errorCode: 0, groupState: 'Dead', members: [] })
})

test('groups are listed by state and type', async () => {
  const harness = openHarness()
  await stableGroup(harness, 1)
  await commit(harness, 1, { group: 'simple' })
  const list = async (filters: { statesFilter?: string[]; typesFilter?: string[] }) =>
    (await harness.send(ListGroups, 5, filters)).groups.map(({ groupId, groupState, groupType }) => `${groupId} ${groupState} ${groupType}`)
  expect((await list({})).toSorted()).toEqual(['g Stable classic', 'simple Empty classic'])
  expect(await list({ statesFilter: ['stable'] })).toEqual(['g Stable classic'])
  expect(await list({ typesFilter: ['Consumer'] })).toEqual([])
  expect(await list({ typesFilter: ['Classic'], statesFilter: ['EMPTY'] })).toEqual(['simple Empty classic'])
  expect((await harness.send(ListGroups, 5, {}, { node: 2 })).groups).toEqual([])
})

test('only empty groups are deleted, with their offsets, for good', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  await commit(harness, 3, { memberId: first!.memberId, generation: 1 })
  const remove = async () => (await harness.send(DeleteGroups, 2, { groupsNames: ['g', 'none'] })).results.map(({ errorCode }) => errorCode)
  expect(await remove()).toEqual([ErrorCode.NON_EMPTY_GROUP, ErrorCode.GROUP_ID_NOT_FOUND])
  await leave(harness, first!.memberId)
  expect(await remove()).toEqual([ErrorCode.NONE, ErrorCode.GROUP_ID_NOT_FOUND])
  expect(await committed(harness)).toBe(-1)
  const restarted = harness.restart()
  expect(await committed(restarted)).toBe(-1)
  expect((await restarted.send(ListGroups, 5, {})).groups).toEqual([])
})

test('a group whose deletion cannot be stored is as it was', async () => {
  const harness = openHarness()
  await commit(harness, 3)
  harness.log.failNext(1)
  expect((await harness.send(DeleteGroups, 2, { groupsNames: ['g'] })).results).toMatchObject([
    { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE },
  ])
  expect(await committed(harness)).toBe(3)
  expect((await harness.send(ListGroups, 5, {})).groups).toHaveLength(1)
})

test('a commit that is under way is deleted with its group', async () => {
  const harness = openHarness()
  harness.log.hold()
  const committing = commit(harness, 3)
  await harness.clock.settle()
  const deleting = harness.send(DeleteGroups, 2, { groupsNames: ['g'] })
  await harness.clock.settle()
  harness.log.flush()
  expect(await committing).toBe(0)
  expect((await deleting).results[0]!.errorCode).toBe(0)
  expect(await committed(harness)).toBe(-1)
  expect(await committed(harness.restart())).toBe(-1)
})

test('a new group without members is in the log at once and goes at the next expiry when nobody comes', async () => {
  const harness = openHarness()
  await join(harness)
  expect((await harness.restart().send(ListGroups, 5, {})).groups).toMatchObject([{ groupId: 'g', groupState: 'Empty', protocolType: '' }])
  const restarted = harness.restart()
  await restarted.clock.advance(600_000)
  expect((await restarted.send(ListGroups, 5, {})).groups).toEqual([])
  expect((await restarted.restart().send(ListGroups, 5, {})).groups).toEqual([])
})

test('after a restart members go on in their generation, and those that are gone lose their place after a session', async () => {
  const harness = openHarness()
  const [first, second] = await stableGroup(harness, 2)
  await commit(harness, 9, { memberId: first!.memberId, generation: 1 })
  const restarted = harness.restart()
  expect(await committed(restarted)).toBe(9)
  expect((await sync(restarted, second!)).assignment.toString()).toBe(`1:${second!.memberId}`)
  await restarted.clock.advance(9_000)
  expect(await heartbeat(restarted, first!)).toBe(0)
  await restarted.clock.advance(1_000)
  expect(await heartbeat(restarted, second!)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await join(restarted, { memberId: first!.memberId })).toMatchObject({ generationId: 2 })
})

test('a group above a limit that was lowered shrinks to those who come back first', async () => {
  const harness = openHarness()
  const [first, second] = await stableGroup(harness, 2)
  const restarted = harness.restart({ sizeMax: 1 })
  expect(await heartbeat(restarted, first!)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  const again = join(restarted, { memberId: second!.memberId })
  await restarted.clock.settle()
  expect((await join(restarted, { memberId: first!.memberId })).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
  await restarted.clock.advance(60_000)
  expect((await again).members).toHaveLength(1)
})

test('the generation of an emptied group goes on counting', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  await leave(harness, first!.memberId)
  const restarted = harness.restart()
  const [again] = await stableGroup(restarted, 1)
  expect(again!.generationId).toBe(3)
})

test('old leavers name themselves alone; an unknown group is an error of each member', async () => {
  const harness = openHarness()
  const [first] = await stableGroup(harness, 1)
  expect((await harness.send(LeaveGroup, 1, { groupId: 'g', memberId: first!.memberId })).errorCode).toBe(0)
  expect((await harness.send(LeaveGroup, 1, { groupId: 'none', memberId: 'm' })).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  const answer = await harness.send(LeaveGroup, 5, { groupId: 'none', members: [{ memberId: 'm' }] })
  expect(answer).toMatchObject({ errorCode: 0, members: [{ memberId: 'm', errorCode: ErrorCode.UNKNOWN_MEMBER_ID }] })
})

test('another broker answers NOT_COORDINATOR', async () => {
  const harness = openHarness()
  const answer = await harness.send(
    JoinGroup,
    9,
    { groupId: 'g', sessionTimeoutMs: 10_000, protocolType: 'consumer', protocols: [] },
    { node: 2 },
  )
  expect(answer.errorCode).toBe(ErrorCode.NOT_COORDINATOR)
})

test('closing answers what is parked', async () => {
  const harness = openHarness()
  await stableGroup(harness, 1)
  const { memberId } = await join(harness)
  const parked = join(harness, { memberId })
  await harness.clock.settle()
  harness.groups.close()
  expect((await parked).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
})

test('partitions of groups are those of Java', () => {
  const { groups } = openHarness()
  // Computed by a JVM; the last one's hash is the smallest integer, of which Kafka takes 0.
  const known = { g: 3, 'console-consumer-12345': 6, größe: 7, '': 0, polygenelubricants: 0 }
  expect(Object.fromEntries(Object.keys(known).map((group) => [group, groups.partitionOf(group)]))).toEqual(known)
})
