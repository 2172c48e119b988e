import { ErrorCode } from '@leat/wire'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { DescribeGroups } from '@leat/wire/messages/15-describe-groups'
import { ListGroups } from '@leat/wire/messages/16-list-groups'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import { describe, expect, test } from 'vitest'
import { fakeTransport, plays } from '../testing/fake-transport.ts'
import { findGroup, listGroups } from './groups.ts'

const signal = new AbortController().signal

function group(
  groupId: string,
  fields: { readonly groupState?: string; readonly protocolType?: string; readonly assignment?: Buffer } = {},
) {
  const { groupState = 'Stable', protocolType = 'consumer', assignment = Buffer.alloc(0) } = fields
  const member = {
    memberId: 'm',
    groupInstanceId: null,
    clientId: 'c',
    clientHost: '/::1',
    memberMetadata: Buffer.alloc(0),
    memberAssignment: assignment,
  }
  return { errorCode: 0, errorMessage: null, groupId, groupState, protocolType, protocolData: 'range', members: [member] }
}

function finding(described: ReturnType<typeof group>) {
  return fakeTransport(
    plays(FindCoordinator, () => ({ coordinators: [{ key: described.groupId, nodeId: 2, errorCode: 0, errorMessage: null }] })),
    plays(DescribeGroups, (_request, node) => {
      expect(node).toBe(2)
      return { groups: [described] }
    }),
  )
}

describe('a consumer group', () => {
  test('that brokers call dead and know nothing of is none', async () => {
    const dead = { ...group('app', { groupState: 'Dead', protocolType: '' }), members: [] }
    expect(await findGroup(finding(dead), 'app', signal)).toEqual({ ok: true, value: null })
  })

  test('is no group of another kind of members', async () => {
    expect(await findGroup(finding(group('connect-1', { protocolType: 'connect' })), 'connect-1', signal)).toEqual({
      ok: true,
      value: null,
    })
  })

  test.for([
    ['PreparingRebalance', 'PREPARING_REBALANCE'],
    ['CompletingRebalance', 'COMPLETING_REBALANCE'],
    ['Stable', 'STABLE'],
    ['Empty', 'EMPTY'],
    ['Dead', 'DEAD'],
    ['Dreaming', 'UNKNOWN'],
  ])('that is %s is %s', async ([groupState, state]) => {
    const found = await findGroup(finding(group('app', { groupState: groupState! })), 'app', signal)
    expect(found).toMatchObject({ ok: true, value: { state, coordinator: 2 } })
  })

  test('with an assignment that nobody can read shows its members without', async () => {
    const found = await findGroup(finding(group('app', { assignment: Buffer.from([0, 1, 0, 0, 0, 9]) })), 'app', signal)
    expect(found).toMatchObject({ ok: true, value: { members: [{ id: 'm', assignment: [] }] } })
  })

  test('that its coordinator is still loading is an error that passes', async () => {
    const found = await findGroup(finding({ ...group('app'), errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS }), 'app', signal)
    expect(found).toMatchObject({ ok: false, error: { status: 500, errorCode: 50003 } })
  })
})

test('groups are listed by every broker, described in bundles, and left out when they went meanwhile', async () => {
  const bundles: number[] = []
  const transport = fakeTransport(
    plays(DescribeCluster, () => ({ errorCode: 0, errorMessage: null, brokers: [{ brokerId: 1 }, { brokerId: 2 }] })),
    plays(ListGroups, (_request, node) => ({
      errorCode: 0,
      groups: Array.from({ length: node === 1 ? 150 : 2 }, (_, i) => ({
        groupId: `g${node}-${i}`,
        protocolType: i === 1 ? 'connect' : 'consumer',
      })),
    })),
    plays(DescribeGroups, ({ groups = [] }) => {
      bundles.push(groups.length)
      return {
        groups: groups.map((id) => (id === 'g2-0' ? { ...group(id), errorCode: ErrorCode.GROUP_ID_NOT_FOUND } : group(id as string))),
      }
    }),
  )
  const groups = await listGroups(transport, signal)
  expect(bundles).toEqual([100, 49, 1])
  expect(groups.ok && groups.value.length).toBe(149)
})
