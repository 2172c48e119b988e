import type { Encodable } from '@leat/wire'
import { JoinGroup, LeaveGroup, OffsetCommit, OffsetDelete, OffsetFetch, SyncGroup, type OffsetCommitRequest } from '@leat/wire/messages'
import { ask, type Script, type Seen, type Step } from '../script.ts'
import { assignment, create, memberOf, subscription, topicId, UNKNOWN_ID } from './common.ts'

const A = 'offsets-a'
const B = 'offsets-b'
const G = 'offsets-group'
const SIMPLE = 'offsets-simple'

interface Wish {
  readonly group?: string
  readonly topic?: string
  readonly partition?: number
  readonly offset?: number
  readonly metadata?: string | null
  readonly generation?: number
  readonly member?: string
  readonly instance?: string
}

function commit(label: string, version: number, wish: Wish = {}): Step {
  return ask(label, OffsetCommit, version, (seen: Seen): Encodable<OffsetCommitRequest> => {
    const name = wish.topic ?? A
    const member = wish.member === undefined ? '' : wish.member.startsWith('!') ? wish.member.slice(1) : memberOf(seen, wish.member)
    return {
      groupId: wish.group ?? SIMPLE,
      generationIdOrMemberEpoch: wish.generation ?? -1,
      memberId: member,
      groupInstanceId: wish.instance ?? null,
      topics: [
        {
          ...(version < 10 ? { name } : { topicId: name === UNKNOWN_ID ? name : topicId(seen, name) }),
          partitions: [
            {
              partitionIndex: wish.partition ?? 0,
              committedOffset: wish.offset ?? 5,
              committedLeaderEpoch: -1,
              committedMetadata: wish.metadata === undefined ? 'note' : wish.metadata,
            },
          ],
        },
      ],
    }
  })
}

const fetchOld = (label: string, version: number, groupId: string, topics: readonly string[] | null): Step =>
  ask(label, OffsetFetch, version, { groupId, topics: topics?.map((name) => ({ name, partitionIndexes: [0, 1] })) ?? null })
const fetchNew = (label: string, version: number, groupId: string, topics: readonly string[] | null): Step =>
  ask(label, OffsetFetch, version, (seen) => ({
    groups: [
      {
        groupId,
        topics:
          topics?.map((name) => ({
            ...(version < 10 ? { name } : { topicId: name === UNKNOWN_ID ? name : topicId(seen, name) }),
            partitionIndexes: [0, 1],
          })) ?? null,
      },
    ],
  }))
const remove = (label: string, groupId: string, topic: string, partitionIndex = 0): Step =>
  ask(label, OffsetDelete, 0, { groupId, topics: [{ name: topic, partitions: [{ partitionIndex }] }] })
const joinOf = (seen?: Seen) => ({
  groupId: G,
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 60_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription(A) }],
  memberId: seen === undefined ? '' : memberOf(seen, 'ask'),
})

export const offsets: Script = {
  name: 'offsets',
  moves: [
    create({ name: A, partitions: 2 }, { name: B }),
    ...[1, 2, 3, 4, 5, 6, 7].map((version) => fetchOld(`nothing yet, v${version}`, version, 'offsets-nobody', [A])),
    fetchOld('all of nothing', 7, 'offsets-nobody', null),
    ...[8, 9, 10].map((version) => fetchNew(`nothing yet, v${version}`, version, 'offsets-nobody', [A])),
    ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((version) => commit(`commit, v${version}`, version, { offset: version })),
    ...[1, 2, 3, 4, 5, 6, 7].map((version) => fetchOld(`fetch, v${version}`, version, SIMPLE, [A, B])),
    ...[2, 7].map((version) => fetchOld(`all, v${version}`, version, SIMPLE, null)),
    fetchOld('unknown topic', 7, SIMPLE, ['offsets-absent']),
    fetchOld('no topics', 7, SIMPLE, []),
    ...[8, 9, 10].map((version) => fetchNew(`fetch, v${version}`, version, SIMPLE, [A, B])),
    ...[8, 10].map((version) => fetchNew(`all, v${version}`, version, SIMPLE, null)),
    fetchNew('unknown topic id', 10, SIMPLE, [UNKNOWN_ID]),
    ask('two groups', OffsetFetch, 9, {
      groups: [
        { groupId: SIMPLE, topics: null },
        { groupId: 'offsets-nobody', topics: null },
        { groupId: '', topics: null },
      ],
    }),
    ask('fetch as a member of nothing', OffsetFetch, 9, {
      groups: [{ groupId: SIMPLE, memberId: 'nobody', memberEpoch: 3, topics: null }],
    }),
    ask('stable', OffsetFetch, 9, { requireStable: true, groups: [{ groupId: SIMPLE, topics: [{ name: A, partitionIndexes: [0] }] }] }),
    commit('commit of an unknown topic', 8, { topic: 'offsets-absent' }),
    commit('commit of an unknown topic id', 10, { topic: UNKNOWN_ID }),
    commit('unknown partition', 8, { partition: 2 }),
    commit('negative offset', 8, { offset: -1 }),
    commit('negative offset -5', 8, { offset: -5 }),
    commit('null metadata', 8, { metadata: null }),
    commit('metadata of 4096 bytes', 8, { metadata: 'm'.repeat(4096) }),
    commit('metadata of 4097 bytes', 8, { metadata: 'm'.repeat(4097) }),
    commit('no group id', 8, { group: '' }),
    commit('with a generation but no group', 8, { group: 'offsets-absent', generation: 1, member: '!nobody' }),
    commit('with a member but no generation', 8, { group: 'offsets-absent', member: '!nobody' }),
    commit('with a generation to a group of no members', 8, { generation: 1, member: '!nobody' }),
    fetchOld('after those', 7, SIMPLE, [A]),
    ask('ask', JoinGroup, 9, joinOf()),
    ask('join', JoinGroup, 9, (seen) => joinOf(seen)),
    commit('before sync', 8, { group: G, generation: 1, member: 'join' }),
    ask('sync', SyncGroup, 5, (seen) => ({
      groupId: G,
      generationId: 1,
      memberId: memberOf(seen, 'join'),
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: [{ memberId: memberOf(seen, 'join'), assignment: assignment(A, [0, 1]) }],
    })),
    commit('as a member', 8, { group: G, generation: 1, member: 'join' }),
    commit('of an old generation', 8, { group: G, generation: 0, member: 'join' }),
    commit('of a generation to come', 8, { group: G, generation: 2, member: 'join' }),
    commit('as an unknown member', 8, { group: G, generation: 1, member: '!nobody' }),
    commit('as an unknown instance', 8, { group: G, generation: 1, member: 'join', instance: 'i-9' }),
    commit('as nobody', 8, { group: G }),
    commit('as a member of no generation', 8, { group: G, member: 'join' }),
    fetchOld('after the members', 7, G, [A]),
    remove('delete what is subscribed', G, A),
    commit('of another topic', 8, { group: G, generation: 1, member: 'join', topic: B }),
    remove('delete what is not subscribed', G, B),
    remove('delete again', G, B),
    remove('delete of an unknown topic', G, 'offsets-absent'),
    remove('delete of an unknown partition', G, B, 7),
    remove('delete of an unknown group', 'offsets-absent', A),
    remove('delete without a group id', '', A),
    remove('delete of a simple group', SIMPLE, A),
    ask('leave', LeaveGroup, 5, (seen) => ({ groupId: G, members: [{ memberId: memberOf(seen, 'join') }] })),
    remove('delete after the leave', G, A),
    fetchOld('after all', 7, G, [A, B]),
  ],
}
