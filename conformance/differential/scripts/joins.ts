import type { Encodable } from '@leat/wire'
import { Heartbeat, JoinGroup, LeaveGroup, SyncGroup, type JoinGroupRequest } from '@leat/wire/messages'
import { ask, begin, collect, type Script, type Seen, type Step } from '../script.ts'
import { assignment, create, memberOf, subscription } from './common.ts'

const TOPIC = 'joins-a'
const RANGE = [{ name: 'range', metadata: subscription(TOPIC) }]

type Join = Encodable<JoinGroupRequest>
type Wish = Join | ((seen: Seen) => Join)

const joinOf =
  (groupId: string, wish: Wish) =>
  (seen: Seen): Join => ({
    groupId,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 60_000,
    protocolType: 'consumer',
    protocols: RANGE,
    ...(typeof wish === 'function' ? wish(seen) : wish),
  })

const join = (label: string, version: number, groupId: string, wish: Wish = {}, connection = 'one'): Step =>
  ask(label, JoinGroup, version, joinOf(groupId, wish), connection)
const joinLater = (label: string, version: number, groupId: string, wish: Wish, connection: string): Step =>
  begin(label, JoinGroup, version, joinOf(groupId, wish), connection)

const G = 'joins-group'
const S = 'joins-static'

const as =
  (label: string): Wish =>
  (seen) => ({ memberId: memberOf(seen, label) })

function sync(
  label: string,
  groupId: string,
  of: string,
  generationId: number,
  assigned: readonly string[] = [],
  more: { protocolName?: string; protocolType?: string; memberId?: string; instance?: string } = {},
  connection = 'one',
  version = 5,
): Step {
  return ask(label, SyncGroup, version, syncOf(groupId, of, generationId, assigned, more), connection)
}

const syncOf =
  (
    groupId: string,
    of: string,
    generationId: number,
    assigned: readonly string[],
    more: { protocolName?: string; protocolType?: string; memberId?: string; instance?: string },
  ) =>
  (seen: Seen) => ({
    groupId,
    generationId,
    memberId: more.memberId ?? memberOf(seen, of),
    groupInstanceId: more.instance ?? null,
    protocolType: more.protocolType ?? 'consumer',
    protocolName: more.protocolName ?? 'range',
    assignments: assigned.map((label) => ({ memberId: memberOf(seen, label), assignment: assignment(TOPIC, [0]) })),
  })

const beat = (
  label: string,
  groupId: string,
  of: string,
  generationId: number,
  more: { memberId?: string; instance?: string } = {},
  connection = 'one',
): Step =>
  ask(
    label,
    Heartbeat,
    4,
    (seen) => ({ groupId, generationId, memberId: more.memberId ?? memberOf(seen, of), groupInstanceId: more.instance ?? null }),
    connection,
  )

export const joins: Script = {
  name: 'joins',
  moves: [
    create({ name: TOPIC }),
    join('session too short', 9, G, { sessionTimeoutMs: 5999 }),
    join('session too long', 9, G, { sessionTimeoutMs: 1_800_001 }),
    join('no group id', 9, ''),
    join('no protocols', 9, G, { protocols: [] }),
    join('no protocol type', 9, G, { protocolType: '' }),
    join('unknown member', 9, G, { memberId: 'nobody' }),
    beat('heartbeat to an unknown group', G, '', 1, { memberId: 'nobody' }),
    sync('sync to an unknown group', G, '', 1, [], { memberId: 'nobody' }),
    ask('leave an unknown group', LeaveGroup, 5, { groupId: G, members: [{ memberId: 'nobody' }] }),
    join('without a member id', 9, G),
    join('with it', 9, G, as('without a member id')),
    beat('heartbeat before sync', G, 'with it', 1),
    sync('sync with another protocol', G, 'with it', 1, ['with it'], { protocolName: 'roundrobin' }),
    sync('sync with another type', G, 'with it', 1, ['with it'], { protocolType: 'connect' }),
    sync('sync of a generation to come', G, 'with it', 2, ['with it']),
    sync('sync', G, 'with it', 1, ['with it']),
    sync('sync again', G, 'with it', 1),
    beat('heartbeat', G, 'with it', 1),
    beat('old generation', G, 'with it', 0),
    beat('generation to come', G, 'with it', 2),
    beat('unknown member beats', G, '', 1, { memberId: 'nobody' }),
    beat('no group id in a heartbeat', '', '', 1, { memberId: 'nobody' }),
    beat('an unknown instance', G, 'with it', 1, { instance: 'nobody' }),
    join('another protocol', 9, G, { protocols: [{ name: 'roundrobin', metadata: subscription(TOPIC) }] }, 'two'),
    join('another protocol type', 9, G, { protocolType: 'connect' }, 'two'),
    join('second without a member id', 9, G, {}, 'two'),
    joinLater('second', 9, G, as('second without a member id'), 'two'),
    beat('heartbeat while rebalancing', G, 'with it', 1),
    sync('sync while rebalancing', G, 'with it', 1),
    join('first joins again', 9, G, as('with it')),
    collect('second'),
    begin('second waits', SyncGroup, 5, syncOf(G, 'second', 2, [], {}), 'two'),
    sync('first assigns', G, 'first joins again', 2, ['first joins again', 'second']),
    collect('second waits'),
    beat('second beats', G, 'second', 2, {}, 'two'),
    join('a follower joins again, unchanged', 9, G, as('second'), 'two'),
    sync('and syncs', G, 'second', 2, [], {}, 'two'),
    ask('leave, v2', LeaveGroup, 2, (seen) => ({ groupId: G, memberId: memberOf(seen, 'second') }), 'two'),
    ask('leave again, v2', LeaveGroup, 2, (seen) => ({ groupId: G, memberId: memberOf(seen, 'second') }), 'two'),
    beat('heartbeat after a leave', G, 'with it', 2),
    ask('leave, v5', LeaveGroup, 5, (seen) => ({
      groupId: G,
      members: [{ memberId: 'nobody' }, { memberId: memberOf(seen, 'with it'), reason: 'done' }],
    })),
    beat('heartbeat to an empty group', G, 'with it', 2),
    join('the group goes on', 9, G),
    join('in its next generation', 9, G, as('the group goes on')),

    ...[0, 1, 2, 3].map((version) => join(`v${version}`, version, `joins-v${version}`)),
    ...[4, 5, 6, 7, 8].flatMap((version) => [
      join(`v${version} asks`, version, `joins-v${version}`),
      join(`v${version}`, version, `joins-v${version}`, as(`v${version} asks`)),
    ]),
    ...[0, 1, 2, 3, 4, 5].map((version) =>
      sync(`sync, v${version}`, `joins-v${version}`, `v${version}`, 1, [`v${version}`], {}, 'one', version),
    ),
    ...[0, 1, 2, 3, 4].map((version) =>
      ask(`heartbeat, v${version}`, Heartbeat, version, (seen) => ({
        groupId: `joins-v${version}`,
        generationId: 1,
        memberId: memberOf(seen, `v${version}`),
      })),
    ),
    ...[0, 1, 2].map((version) =>
      ask(`leave, old v${version}`, LeaveGroup, version, (seen) => ({
        groupId: `joins-v${version}`,
        memberId: memberOf(seen, `v${version}`),
      })),
    ),
    ...[3, 4, 5].map((version) =>
      ask(`leave, new v${version}`, LeaveGroup, version, (seen) => ({
        groupId: `joins-v${version}`,
        members: [{ memberId: memberOf(seen, `v${version}`) }],
      })),
    ),

    join('static', 9, S, { groupInstanceId: 'i-1' }),
    sync('static syncs', S, 'static', 1, ['static'], { instance: 'i-1' }),
    beat('static beats', S, 'static', 1, { instance: 'i-1' }),
    join('static comes back', 9, S, { groupInstanceId: 'i-1' }, 'two'),
    beat('its former self', S, 'static', 1, { instance: 'i-1' }),
    sync('its former self syncs', S, 'static', 1, [], { instance: 'i-1' }),
    join('its former self joins', 9, S, (seen) => ({ groupInstanceId: 'i-1', memberId: memberOf(seen, 'static') })),
    ask('its former self leaves', LeaveGroup, 5, (seen) => ({
      groupId: S,
      members: [{ memberId: memberOf(seen, 'static'), groupInstanceId: 'i-1' }],
    })),
    sync('the new one syncs', S, 'static comes back', 1, [], { instance: 'i-1' }, 'two'),
    join('static with a member id nobody has', 9, S, { groupInstanceId: 'i-2', memberId: 'nobody' }),
    ask('leave by an unknown instance', LeaveGroup, 5, { groupId: S, members: [{ memberId: '', groupInstanceId: 'i-9' }] }),
    ask('leave by instance', LeaveGroup, 5, { groupId: S, members: [{ memberId: '', groupInstanceId: 'i-1' }] }),
  ],
}
