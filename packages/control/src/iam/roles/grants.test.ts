import { type Question, rulesOf } from '@leat/access'
import { expect, test } from 'vitest'
import { AT_BASIC, AT_ENV, AT_ORG, AT_STANDARD, iamWorld, IN_STANDARD } from '../testing/world.ts'
import { grantsOfPrincipal, grantsOn } from './grants.ts'

type Asked = readonly [operation: Question['operation'], resourceType: Question['resourceType'], name: string]

/** Role, where it is bound, the cluster asked about, what it allows there and what it does not. */
const CASES: readonly (readonly [role: string, crn: string, cluster: string, allowed: readonly Asked[], refused: readonly Asked[]])[] = [
  [
    'OrganizationAdmin',
    AT_ORG,
    'lkc-basic1',
    [
      ['write', 'topic', 'x'],
      ['read', 'group', 'g'],
      ['alter', 'cluster', 'kafka-cluster'],
      ['write', 'transactional-id', 't'],
    ],
    [],
  ],
  [
    'EnvironmentAdmin',
    AT_ENV,
    'lkc-basic1',
    [
      ['delete', 'topic', 'x'],
      ['delete', 'group', 'g'],
    ],
    [],
  ],
  [
    'CloudClusterAdmin',
    AT_STANDARD,
    'lkc-stand1',
    [
      ['create', 'cluster', 'kafka-cluster'],
      ['read', 'topic', 'x'],
    ],
    [],
  ],
  ['CloudClusterAdmin', AT_STANDARD, 'lkc-basic1', [], [['describe', 'topic', 'x']]],
  ['CloudClusterAdmin', AT_BASIC, 'lkc-basic1', [['alter-configs', 'topic', 'x']], []],
  [
    'Operator',
    AT_ENV,
    'lkc-stand1',
    [
      ['describe', 'topic', 'x'],
      ['describe-configs', 'cluster', 'kafka-cluster'],
      ['describe', 'group', 'g'],
    ],
    [
      ['read', 'topic', 'x'],
      ['alter-configs', 'topic', 'x'],
      ['create', 'cluster', 'kafka-cluster'],
    ],
  ],
  ['Operator', AT_ENV, 'lkc-basic1', [], [['describe', 'topic', 'x']]],
  [
    'MetricsViewer',
    AT_ENV,
    'lkc-stand1',
    [],
    [
      ['describe', 'topic', 'x'],
      ['describe', 'cluster', 'kafka-cluster'],
    ],
  ],
  [
    'ResourceOwner',
    `${IN_STANDARD}/topic=orders*`,
    'lkc-stand1',
    [
      ['write', 'topic', 'orders-eu'],
      ['alter-configs', 'topic', 'orders'],
    ],
    [
      ['write', 'topic', 'order'],
      ['read', 'group', 'orders'],
    ],
  ],
  [
    'ResourceOwner',
    `${IN_STANDARD}/group=*`,
    'lkc-stand1',
    [
      ['read', 'group', 'anything'],
      ['delete', 'group', 'x'],
    ],
    [['read', 'topic', 'anything']],
  ],
  [
    'DeveloperRead',
    `${IN_STANDARD}/topic=orders`,
    'lkc-stand1',
    [
      ['read', 'topic', 'orders'],
      ['describe', 'topic', 'orders'],
    ],
    [
      ['write', 'topic', 'orders'],
      ['read', 'topic', 'orders-eu'],
      ['describe', 'cluster', 'kafka-cluster'],
    ],
  ],
  ['DeveloperRead', `${IN_STANDARD}/topic=orders`, 'lkc-basic1', [], [['read', 'topic', 'orders']]],
  [
    'DeveloperWrite',
    `${IN_STANDARD}/topic=*`,
    'lkc-stand1',
    [['write', 'topic', 'x']],
    [
      ['read', 'topic', 'x'],
      ['idempotent-write', 'cluster', 'kafka-cluster'],
    ],
  ],
  [
    'DeveloperWrite',
    IN_STANDARD,
    'lkc-stand1',
    [['idempotent-write', 'cluster', 'kafka-cluster']],
    [
      ['write', 'topic', 'x'],
      ['alter', 'cluster', 'kafka-cluster'],
    ],
  ],
  [
    'DeveloperWrite',
    `${IN_STANDARD}/transactional-id=pay-*`,
    'lkc-stand1',
    [['write', 'transactional-id', 'pay-1']],
    [['write', 'transactional-id', 'other']],
  ],
  [
    'DeveloperManage',
    `${IN_STANDARD}/topic=orders`,
    'lkc-stand1',
    [
      ['create', 'topic', 'orders'],
      ['delete', 'topic', 'orders'],
      ['describe-configs', 'topic', 'orders'],
    ],
    [
      ['create', 'cluster', 'kafka-cluster'],
      ['write', 'topic', 'orders'],
      ['alter', 'topic', 'orders'],
    ],
  ],
  ['DeveloperManage', IN_STANDARD, 'lkc-stand1', [['create', 'cluster', 'kafka-cluster']], [['create', 'topic', 'orders']]],
  // A subject and a service account are nothing of Kafka's.
  ['ResourceOwner', `${AT_ENV}/schema-registry=lsrc-mill1/subject=orders`, 'lkc-stand1', [], [['read', 'topic', 'orders']]],
  ['ResourceOwner', `${AT_ORG}/service-account=sa-work01`, 'lkc-stand1', [], [['read', 'topic', 'orders']]],
]

test.for(CASES)('%s at %s within %s', async ([role, crn, clusterId, allowed, refused]) => {
  const world = await iamWorld()
  const binding = await world.bind('sa-someone', role, crn)
  const { state } = world.context.store
  const rules = rulesOf()
  rules.setGrants('User:sa-someone', grantsOfPrincipal(state, state.cluster.get(clusterId)!, 'User:sa-someone'))
  const decide = ([operation, resourceType, name]: Asked) =>
    rules.decide({ principal: 'User:sa-someone', host: '127.0.0.1', operation, resourceType, name })
  for (const asked of allowed) {
    expect(decide(asked), asked.join(' ')).toEqual({
      granted: true,
      reason: { kind: 'role', source: { binding: binding.id, role, scope: crn } },
    })
  }
  for (const asked of refused) expect(decide(asked), asked.join(' ')).toEqual({ granted: false, reason: null })
})

test('who has nothing in a cluster is not told to its edges', async () => {
  const world = await iamWorld()
  await world.bind('sa-reader', 'DeveloperRead', `${IN_STANDARD}/topic=orders`)
  const { state } = world.context.store
  expect([...grantsOn(state, state.cluster.get('lkc-stand1')!).keys()]).toEqual(['User:u-admin1', 'User:sa-reader'])
  expect([...grantsOn(state, state.cluster.get('lkc-basic1')!).keys()]).toEqual(['User:u-admin1'])
  expect([...grantsOn(state, state.cluster.get('lkc-other1')!).keys()]).toEqual(['User:u-other1'])
})
