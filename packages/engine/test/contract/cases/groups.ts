import { strict as assert } from 'node:assert'
import { encodeRecord, ErrorCode } from '@leat/wire'
import {
  DeleteGroups,
  DescribeGroups,
  FindCoordinator,
  Heartbeat,
  JoinGroup,
  type JoinGroupResponse,
  LeaveGroup,
  ListGroups,
  OffsetCommit,
  OffsetDelete,
  OffsetFetch,
  SyncGroup,
  type SyncGroupResponse,
} from '@leat/wire/messages'
import { ConsumerProtocolAssignment } from '@leat/wire/messages/records/consumer-protocol-assignment'
import { ConsumerProtocolSubscription } from '@leat/wire/messages/records/consumer-protocol-subscription'
import type { Speaker } from '../../speak.ts'
import { type Contract, type ContractCase, placeOf, type Topic, until } from '../contract.ts'

const SESSION_MS = 30_000
const REBALANCE_MS = 60_000

function subscription(topic: string): Buffer {
  return encodeRecord(ConsumerProtocolSubscription, 1, { topics: [topic], userData: null, ownedPartitions: [] })
}

function assignment(topic: string, ...partitions: number[]): Buffer {
  return encodeRecord(ConsumerProtocolAssignment, 1, { assignedPartitions: [{ topic, partitions }], userData: null })
}

interface Member {
  readonly over: Speaker
  readonly groupId: string
  readonly topic: Topic
}

function joinOnce(on: Contract, { over, groupId, topic }: Member, memberId: string, version: number): Promise<JoinGroupResponse> {
  const protocols = [{ name: 'range', metadata: subscription(topic.name) }]
  const message = { groupId, sessionTimeoutMs: SESSION_MS, rebalanceTimeoutMs: REBALANCE_MS, memberId, protocolType: 'consumer', protocols }
  return on.call(JoinGroup, version, message, over)
}

/** Both steps, where the version has two. */
async function join(on: Contract, member: Member, version = 9): Promise<JoinGroupResponse> {
  const first = await joinOnce(on, member, '', version)
  return first.errorCode === ErrorCode.MEMBER_ID_REQUIRED ? joinOnce(on, member, first.memberId, version) : first
}

function sync(
  on: Contract,
  { over, groupId, topic }: Member,
  joined: JoinGroupResponse,
  assigned: readonly string[],
  version = 5,
): Promise<SyncGroupResponse> {
  const assignments = assigned.map((memberId, i) => ({ memberId, assignment: assignment(topic.name, i) }))
  const { generationId, memberId } = joined
  return on.call(
    SyncGroup,
    version,
    { groupId, generationId, memberId, protocolType: 'consumer', protocolName: 'range', assignments },
    over,
  )
}

async function newMember(on: Contract): Promise<Member> {
  const topic = await on.topic(2)
  const groupId = on.name('-group')
  return { over: await on.coordinator(groupId), groupId, topic }
}

async function commit(
  on: Contract,
  { over, groupId, topic }: Member,
  committedOffset: number,
  version: number,
  who: { generation?: number; memberId?: string } = {},
) {
  const partitions = [{ partitionIndex: 0, committedOffset, committedLeaderEpoch: -1, committedMetadata: `at ${committedOffset}` }]
  const message = {
    groupId,
    generationIdOrMemberEpoch: who.generation ?? -1,
    memberId: who.memberId ?? '',
    topics: [{ ...placeOf(OffsetCommit, version, topic), partitions }],
  }
  return (await on.call(OffsetCommit, version, message, over)).topics[0]!.partitions[0]!.errorCode
}

async function committed(
  on: Contract,
  { over, groupId, topic }: Member,
  version: number,
): Promise<readonly [offset: number, metadata: string | null]> {
  if (version < 8) {
    const { topics } = await on.call(OffsetFetch, version, { groupId, topics: [{ name: topic.name, partitionIndexes: [0] }] }, over)
    const found = topics[0]!.partitions[0]!
    return [found.committedOffset, found.metadata]
  }
  const { groups } = await on.call(
    OffsetFetch,
    version,
    { groups: [{ groupId, topics: [{ ...placeOf(OffsetFetch, version, topic), partitionIndexes: [0] }] }] },
    over,
  )
  const found = groups[0]!.topics[0]!.partitions[0]!
  return [found.committedOffset, found.metadata]
}

export const groupCases: readonly ContractCase[] = [
  {
    name: 'FindCoordinator: every version names the same broker',
    async run(on) {
      const key = on.name('-group')
      const { node } = await on.coordinator(key)
      for (const version of on.versions(FindCoordinator)) {
        const answer = await on.call(FindCoordinator, version, version >= 4 ? { keyType: 0, coordinatorKeys: [key] } : { key })
        const found = version >= 4 ? answer.coordinators[0]! : answer
        assert.deepEqual([found.errorCode, found.nodeId], [0, node], `v${version}`)
      }
    },
  },
  {
    name: 'JoinGroup, SyncGroup, Heartbeat, LeaveGroup: a group of one in every version',
    async run(on) {
      const versions = on.versions(JoinGroup)
      for (const [i, version] of versions.entries()) {
        const member = await newMember(on)
        const of = <T>(list: readonly T[]): T => list[Math.min(i, list.length - 1)]!
        const joined = await join(on, member, version)
        assert.deepEqual([joined.errorCode, joined.generationId, joined.leader], [0, 1, joined.memberId], `JoinGroup v${version}`)
        const synced = await sync(on, member, joined, [joined.memberId], of(on.versions(SyncGroup)))
        assert.equal(synced.errorCode, 0, `SyncGroup v${of(on.versions(SyncGroup))}`)
        assert.deepEqual(synced.assignment, assignment(member.topic.name, 0))
        const { groupId } = member
        const { memberId, generationId } = joined
        const beat = await on.call(Heartbeat, of(on.versions(Heartbeat)), { groupId, memberId, generationId }, member.over)
        assert.equal(beat.errorCode, 0)
        const leaving = of(on.versions(LeaveGroup))
        const left = await on.call(
          LeaveGroup,
          leaving,
          leaving >= 3 ? { groupId, members: [{ memberId }] } : { groupId, memberId },
          member.over,
        )
        assert.equal(left.errorCode, 0, `LeaveGroup v${leaving}`)
        const after = await on.call(Heartbeat, of(on.versions(Heartbeat)), { groupId, memberId, generationId }, member.over)
        assert.equal(after.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
      }
    },
  },
  {
    name: 'a second member: the first is told to join again, the leader assigns, both get their part',
    async run(on) {
      const first = await newMember(on)
      const second: Member = { ...first, over: on.connect(first.over.node) }
      const alone = await join(on, first)
      await sync(on, first, alone, [alone.memberId])
      const asked = await joinOnce(on, second, '', 9)
      assert.equal(asked.errorCode, ErrorCode.MEMBER_ID_REQUIRED)
      const joining = joinOnce(on, second, asked.memberId, 9)
      await until('the first member is told', async () => {
        const beat = await on.call(Heartbeat, 4, { groupId: first.groupId, memberId: alone.memberId, generationId: 1 }, first.over)
        return beat.errorCode === ErrorCode.REBALANCE_IN_PROGRESS
      })
      const [joinedFirst, joinedSecond] = await Promise.all([joinOnce(on, first, alone.memberId, 9), joining])
      assert.deepEqual([joinedFirst.generationId, joinedSecond.generationId, joinedSecond.leader], [2, 2, alone.memberId])
      assert.equal(joinedFirst.members.length, 2)
      assert.equal(joinedSecond.members.length, 0)
      const waiting = sync(on, second, joinedSecond, [])
      const led = await sync(on, first, joinedFirst, [joinedFirst.memberId, joinedSecond.memberId])
      assert.deepEqual([led.assignment, (await waiting).assignment], [assignment(first.topic.name, 0), assignment(first.topic.name, 1)])
      for (const { memberId, over } of [
        { ...joinedFirst, over: first.over },
        { ...joinedSecond, over: second.over },
      ]) {
        assert.equal((await on.call(LeaveGroup, 5, { groupId: first.groupId, members: [{ memberId }] }, over)).errorCode, 0)
      }
    },
  },
  {
    name: 'a static member comes back to its place and fences its former self',
    async run(on) {
      const { over, groupId, topic } = await newMember(on)
      const protocols = [{ name: 'range', metadata: subscription(topic.name) }]
      const message = {
        groupId,
        groupInstanceId: 'one',
        sessionTimeoutMs: SESSION_MS,
        rebalanceTimeoutMs: REBALANCE_MS,
        protocolType: 'consumer',
        protocols,
      }
      const before = await on.call(JoinGroup, 9, message, over)
      await sync(on, { over, groupId, topic }, before, [before.memberId])
      const after = await on.call(JoinGroup, 9, message, over)
      assert.deepEqual([after.errorCode, after.generationId], [0, 1])
      assert.notEqual(after.memberId, before.memberId)
      const beat = await on.call(Heartbeat, 4, { groupId, groupInstanceId: 'one', memberId: before.memberId, generationId: 1 }, over)
      assert.equal(beat.errorCode, ErrorCode.FENCED_INSTANCE_ID)
      assert.equal((await on.call(LeaveGroup, 5, { groupId, members: [{ memberId: '', groupInstanceId: 'one' }] }, over)).errorCode, 0)
    },
  },
  {
    name: 'OffsetCommit, OffsetFetch: what any version commits, every version finds',
    async run(on) {
      const member = await newMember(on)
      for (const version of on.versions(OffsetFetch)) assert.equal((await committed(on, member, version))[0], -1, `nothing, v${version}`)
      for (const version of on.versions(OffsetCommit)) {
        assert.equal(await commit(on, member, 100 + version, version), 0, `v${version}`)
        assert.deepEqual(await committed(on, member, 7), [100 + version, `at ${100 + version}`])
      }
      const last = 100 + on.latest(OffsetCommit)
      for (const version of on.versions(OffsetFetch))
        assert.deepEqual(await committed(on, member, version), [last, `at ${last}`], `v${version}`)
    },
  },
  {
    name: 'OffsetCommit: members of another generation and strangers are refused',
    async run(on) {
      const member = await newMember(on)
      const joined = await join(on, member)
      await sync(on, member, joined, [joined.memberId])
      const { memberId } = joined
      assert.equal(await commit(on, member, 1, 8, { generation: 1, memberId }), 0)
      assert.equal(await commit(on, member, 2, 8, { generation: 2, memberId }), ErrorCode.ILLEGAL_GENERATION)
      assert.equal(await commit(on, member, 3, 8, { generation: 1, memberId: 'nobody' }), ErrorCode.UNKNOWN_MEMBER_ID)
      assert.equal(await commit(on, member, 4, 8), ErrorCode.UNKNOWN_MEMBER_ID)
      assert.equal((await committed(on, member, 7))[0], 1)
      await on.call(LeaveGroup, 5, { groupId: member.groupId, members: [{ memberId }] }, member.over)
    },
  },
  {
    name: 'DescribeGroups, ListGroups: every version shows the group in its state',
    async run(on) {
      const member = await newMember(on)
      const { groupId, over } = member
      const joined = await join(on, member)
      await sync(on, member, joined, [joined.memberId])
      for (const version of on.versions(DescribeGroups)) {
        const { groups } = await on.call(DescribeGroups, version, { groups: [groupId] }, over)
        assert.deepEqual([groups[0]!.groupState, groups[0]!.protocolData, groups[0]!.members.length], ['Stable', 'range', 1], `v${version}`)
        assert.equal(groups[0]!.members[0]!.memberId, joined.memberId)
      }
      for (const version of on.versions(ListGroups)) {
        const { groups } = await on.call(ListGroups, version, {}, over)
        assert.ok(
          groups.some((group) => group.groupId === groupId),
          `v${version}`,
        )
      }
      const { groups: empty } = await on.call(ListGroups, 4, { statesFilter: ['Empty'] }, over)
      assert.ok(!empty.some((group) => group.groupId === groupId))
      await on.call(LeaveGroup, 5, { groupId, members: [{ memberId: joined.memberId }] }, over)
    },
  },
  {
    name: 'OffsetDelete: offsets of topics that nobody reads can be deleted',
    async run(on) {
      const member = await newMember(on)
      assert.equal(await commit(on, member, 5, 8), 0)
      for (const version of on.versions(OffsetDelete)) {
        const topics = [{ name: member.topic.name, partitions: [{ partitionIndex: 0 }] }]
        const answer = await on.call(OffsetDelete, version, { groupId: member.groupId, topics }, member.over)
        assert.deepEqual([answer.errorCode, answer.topics[0]!.partitions[0]!.errorCode], [0, 0])
      }
      assert.equal((await committed(on, member, 7))[0], -1)
    },
  },
  {
    name: 'DeleteGroups: every version deletes an empty group and refuses one with members',
    async run(on) {
      for (const version of on.versions(DeleteGroups)) {
        const member = await newMember(on)
        const { groupId, over } = member
        const joined = await join(on, member)
        const drop = async () => (await on.call(DeleteGroups, version, { groupsNames: [groupId] }, over)).results[0]!.errorCode
        assert.equal(await drop(), ErrorCode.NON_EMPTY_GROUP, `v${version}`)
        await on.call(LeaveGroup, 5, { groupId, members: [{ memberId: joined.memberId }] }, over)
        assert.equal(await drop(), 0, `v${version}`)
        assert.equal(await drop(), ErrorCode.GROUP_ID_NOT_FOUND, `v${version}`)
      }
    },
  },
]
