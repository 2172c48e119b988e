import {
  DeleteGroups,
  DescribeGroups,
  FindCoordinator,
  InitProducerId,
  JoinGroup,
  LeaveGroup,
  ListGroups,
  OffsetCommit,
  SyncGroup,
} from '@leat/wire/messages'
import { ask, type Script, type Seen, type Step } from '../script.ts'
import { assignment, create, memberOf, subscription } from './common.ts'

const TOPIC = 'group-admin-a'
const G = 'group-admin-g'
const SIMPLE = 'group-admin-simple'

const joinOf = (seen?: Seen) => ({
  groupId: G,
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 60_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription(TOPIC) }],
  memberId: seen === undefined ? '' : memberOf(seen, 'ask'),
})
const describe = (label: string, version: number, ...groups: string[]): Step =>
  ask(label, DescribeGroups, version, { groups, includeAuthorizedOperations: version >= 5 })
const list = (label: string, version: number, statesFilter: readonly string[] = [], typesFilter: readonly string[] = []): Step =>
  ask(label, ListGroups, version, { ...(version >= 4 ? { statesFilter } : {}), ...(version >= 5 ? { typesFilter } : {}) })
const drop = (label: string, version: number, ...groupsNames: string[]): Step => ask(label, DeleteGroups, version, { groupsNames })
const init = (
  label: string,
  version: number,
  transactionalId: string | null,
  more: { timeout?: number; from?: string; epoch?: number; id?: number } = {},
): Step =>
  ask(label, InitProducerId, version, (seen) => ({
    transactionalId,
    transactionTimeoutMs: more.timeout ?? 60_000,
    ...(version < 3
      ? {}
      : {
          producerId: more.from === undefined ? (more.id ?? -1) : seen(more.from, InitProducerId).producerId,
          producerEpoch: more.epoch ?? -1,
        }),
  }))

export const groupAdmin: Script = {
  name: 'group-admin',
  moves: [
    create({ name: TOPIC }),
    ...[0, 1, 2, 3, 4, 5, 6].map((version) => describe(`unknown, v${version}`, version, 'group-admin-absent')),
    describe('no group id', 6, ''),
    drop('delete unknown', 2, 'group-admin-absent'),
    drop('delete without a name', 2, ''),
    list('none yet', 5),
    ask('ask', JoinGroup, 9, joinOf()),
    describe('pending', 6, G),
    list('pending listed', 5),
    ask('join', JoinGroup, 9, (seen) => joinOf(seen)),
    describe('completing', 6, G),
    list('completing listed', 5),
    ask('sync', SyncGroup, 5, (seen) => ({
      groupId: G,
      generationId: 1,
      memberId: memberOf(seen, 'join'),
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: [{ memberId: memberOf(seen, 'join'), assignment: assignment(TOPIC, [0]) }],
    })),
    ...[0, 1, 2, 3, 4, 5, 6].map((version) => describe(`stable, v${version}`, version, G)),
    ask('commit', OffsetCommit, 8, {
      groupId: SIMPLE,
      generationIdOrMemberEpoch: -1,
      topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' }] }],
    }),
    describe('simple', 6, SIMPLE),
    ...[0, 1, 2, 3, 4, 5].map((version) => list(`all, v${version}`, version)),
    list('stable ones', 5, ['Stable']),
    list('STABLE ones', 5, ['STABLE']),
    list('empty and dead ones', 5, ['Empty', 'Dead']),
    list('of an unknown state', 5, ['Happy']),
    list('classic ones', 5, [], ['classic']),
    list('Classic ones', 5, [], ['Classic']),
    list('consumer ones', 5, [], ['consumer']),
    list('of an unknown type', 5, [], ['happy']),
    drop('delete a group with members', 2, G),
    ask('leave', LeaveGroup, 5, (seen) => ({ groupId: G, members: [{ memberId: memberOf(seen, 'join') }] })),
    describe('empty', 6, G),
    drop('delete two', 1, G, SIMPLE),
    drop('delete them again', 0, G, SIMPLE),
    drop('the same twice', 2, 'group-admin-absent', 'group-admin-absent'),
    describe('deleted', 6, G),
    ...[0, 1, 2, 3].map((version) =>
      ask(`coordinator, v${version}`, FindCoordinator, version, { key: G, ...(version > 0 ? { keyType: 0 } : {}) }),
    ),
    ...[4, 5, 6].map((version) => ask(`coordinators, v${version}`, FindCoordinator, version, { keyType: 0, coordinatorKeys: [G, SIMPLE] })),
    ask('coordinator of nothing', FindCoordinator, 4, { keyType: 0, coordinatorKeys: [] }),
    ask('coordinator of an empty id', FindCoordinator, 4, { keyType: 0, coordinatorKeys: [''] }),
    ask('coordinator of an empty id, v3', FindCoordinator, 3, { keyType: 0, key: '' }),
    ask('coordinator of type 9', FindCoordinator, 4, { keyType: 9, coordinatorKeys: [G] }),
    ask('coordinator of type 9, v3', FindCoordinator, 3, { keyType: 9, key: G }),
    ask('coordinator of a share, v4', FindCoordinator, 4, { keyType: 2, coordinatorKeys: [G] }),
    ask('coordinator of a malformed share', FindCoordinator, 6, { keyType: 2, coordinatorKeys: [G] }),
    ...[0, 1, 2, 3, 4, 5].map((version) => init(`plain, v${version}`, version, null)),
    init('empty transactional id', 4, ''),
    init('no timeout', 4, 'group-admin-t0', { timeout: 0 }),
    init('timeout beyond the maximum', 4, 'group-admin-t0', { timeout: 900_001 }),
    init('negative timeout', 4, 'group-admin-t0', { timeout: -1 }),
    init('an id without an epoch', 4, 'group-admin-t0', { id: 5 }),
    init('an epoch without an id', 4, 'group-admin-t0', { epoch: 5 }),
    init('plain with an id and an epoch', 4, null, { id: 5, epoch: 0 }),
  ],
}
