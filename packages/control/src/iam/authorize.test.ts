import type { Caller } from '@leat/access'
import { expect, test } from 'vitest'
import type { Permission, Scope } from '../context.ts'
import { remove } from '../state.ts'
import { mayIn } from './authorize.ts'
import { AT_ENV, AT_ORG, AT_STANDARD, IN_STANDARD, iamWorld, ORG, OTHER_ORG, WORKER, type World } from './testing/world.ts'

const caller = (id: string, organization = ORG): Caller => ({
  organization,
  id,
  kind: 'service-account',
  principal: `User:${id}`,
  via: { kind: 'session' },
})

const PLACES = {
  organization: { organization: ORG },
  mill01: { organization: ORG, environment: 'env-mill01' },
  mill02: { organization: ORG, environment: 'env-mill02' },
  standard: { organization: ORG, environment: 'env-mill01', cluster: 'lkc-stand1' },
  basic: { organization: ORG, environment: 'env-mill01', cluster: 'lkc-basic1' },
  registry: { organization: ORG, environment: 'env-mill01', registry: 'lsrc-mill1' },
  orders: { organization: ORG, environment: 'env-mill01', cluster: 'lkc-stand1', resource: { type: 'topic', name: 'orders' } },
  group: { organization: ORG, environment: 'env-mill01', cluster: 'lkc-stand1', resource: { type: 'group', name: 'readers' } },
  worker: { organization: ORG, serviceAccount: WORKER },
  elsewhere: { organization: OTHER_ORG },
} as const satisfies Record<string, Scope>

/** Role, where it is bound, what is asked, and whether it may. */
const CASES: readonly (readonly [role: string, crn: string, operation: string, on: string, place: keyof typeof PLACES, may: boolean])[] = [
  ['OrganizationAdmin', AT_ORG, 'CreateEnvironment', 'Organization', 'organization', true],
  ['OrganizationAdmin', AT_ORG, 'Delete', 'Environment', 'mill02', true],
  ['OrganizationAdmin', AT_ORG, 'Alter', 'Cluster', 'standard', true],
  ['OrganizationAdmin', AT_ORG, 'Write', 'Topic', 'orders', true],
  ['OrganizationAdmin', AT_ORG, 'Read', 'Group', 'group', true],
  ['OrganizationAdmin', AT_ORG, 'Create', 'ServiceAccount', 'organization', true],
  ['OrganizationAdmin', AT_ORG, 'Create', 'CloudApiKey', 'worker', true],
  ['OrganizationAdmin', AT_ORG, 'Delete', 'Organization', 'organization', false],
  ['OrganizationAdmin', AT_ORG, 'Describe', 'Organization', 'elsewhere', false],

  ['EnvironmentAdmin', AT_ENV, 'CreateKafkaCluster', 'Environment', 'mill01', true],
  ['EnvironmentAdmin', AT_ENV, 'CreateKafkaCluster', 'Environment', 'mill02', false],
  ['EnvironmentAdmin', AT_ENV, 'Describe', 'Environment', 'mill02', false],
  ['EnvironmentAdmin', AT_ENV, 'Describe', 'Environment', 'mill01', true],
  ['EnvironmentAdmin', AT_ENV, 'Delete', 'Cluster', 'basic', true],
  ['EnvironmentAdmin', AT_ENV, 'Describe', 'User', 'organization', true],
  ['EnvironmentAdmin', AT_ENV, 'Alter', 'User', 'organization', false],
  ['EnvironmentAdmin', AT_ENV, 'CreateEnvironment', 'Organization', 'organization', false],
  ['EnvironmentAdmin', AT_ENV, 'AlterAccess', 'Organization', 'organization', false],
  ['EnvironmentAdmin', AT_ENV, 'Create', 'ClusterApiKey', 'worker', false],
  ['EnvironmentAdmin', AT_ENV, 'Delete', 'ClusterApiKey', 'standard', true],

  ['CloudClusterAdmin', AT_STANDARD, 'Alter', 'Cluster', 'standard', true],
  ['CloudClusterAdmin', AT_STANDARD, 'Alter', 'Cluster', 'basic', false],
  ['CloudClusterAdmin', AT_STANDARD, 'Describe', 'Environment', 'mill01', true],
  ['CloudClusterAdmin', AT_STANDARD, 'Alter', 'Environment', 'mill01', false],
  ['CloudClusterAdmin', AT_STANDARD, 'AlterAccess', 'Topic', 'orders', true],
  ['CloudClusterAdmin', AT_STANDARD, 'Describe', 'SchemaRegistry', 'registry', false],

  ['Operator', AT_STANDARD, 'Describe', 'Topic', 'orders', true],
  ['Operator', AT_STANDARD, 'Read', 'Topic', 'orders', false],
  ['Operator', AT_STANDARD, 'DescribeAccess', 'Cluster', 'standard', true],
  ['Operator', AT_STANDARD, 'AlterAccess', 'Cluster', 'standard', false],
  ['Operator', AT_STANDARD, 'Describe', 'Cluster', 'basic', false],
  ['Operator', AT_ORG, 'Describe', 'Cluster', 'basic', true],
  ['Operator', AT_ORG, 'Describe', 'User', 'organization', false],

  ['MetricsViewer', AT_ORG, 'Describe', 'ClusterMetric', 'standard', true],
  ['MetricsViewer', AT_ORG, 'Describe', 'Cluster', 'standard', false],
  ['MetricsViewer', AT_ORG, 'Describe', 'Environment', 'mill01', false],

  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'AlterAccess', 'Topic', 'orders', true],
  ['ResourceOwner', `${IN_STANDARD}/topic=ord*`, 'Write', 'Topic', 'orders', true],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'Read', 'Group', 'group', false],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'Describe', 'CloudCluster', 'standard', true],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'Describe', 'CloudCluster', 'basic', false],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'Describe', 'Environment', 'mill01', true],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'Create', 'ServiceAccount', 'organization', true],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders`, 'Describe', 'ServiceAccount', 'worker', false],
  ['DeveloperRead', `${IN_STANDARD}/topic=orders`, 'Create', 'ServiceAccount', 'organization', false],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 'Create', 'ClusterApiKey', 'worker', true],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 'Create', 'ClusterApiKey', 'organization', false],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 'Delete', 'ServiceAccount', 'worker', false],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 'Describe', 'Environment', 'mill01', false],

  ['DeveloperRead', `${IN_STANDARD}/topic=orders`, 'Read', 'Topic', 'orders', true],
  ['DeveloperRead', `${IN_STANDARD}/topic=orders`, 'Write', 'Topic', 'orders', false],
  ['DeveloperRead', `${IN_STANDARD}/topic=orders`, 'Alter', 'Cluster', 'standard', false],
  ['DeveloperRead', `${IN_STANDARD}/topic=orders`, 'Describe', 'Cluster', 'standard', true],
  // Roles count where they can be bound, whatever is written elsewhere.
  ['DeveloperRead', AT_ENV, 'Read', 'Topic', 'orders', false],
  ['CloudClusterAdmin', AT_ENV, 'Alter', 'Cluster', 'standard', false],
  ['constructor', AT_ORG, 'Alter', 'Cluster', 'standard', false],
]

test.for(CASES)('%s at %s may %s %s at %s: %s', async ([role, crn, operation, on, place, may]) => {
  const world = await iamWorld()
  await world.bind('sa-someone', role, crn)
  expect(mayIn(world.context.store.state)(caller('sa-someone'), { operation, on, scope: PLACES[place] })).toBe(may)
})

const RENAME: Permission = { operation: 'Alter', on: 'Environment', scope: PLACES.mill01 }

async function worldWithEnvironmentAdmin(): Promise<{ readonly world: World; readonly binding: string }> {
  const world = await iamWorld()
  return { world, binding: (await world.bind('sa-someone', 'EnvironmentAdmin', AT_ENV)).id }
}

test('a role that is taken away counts at once', async () => {
  const { world, binding } = await worldWithEnvironmentAdmin()
  const may = mayIn(world.context.store.state)
  expect(may(caller('sa-someone'), RENAME)).toBe(true)
  await world.put(remove('role-binding', binding))
  expect(may(caller('sa-someone'), RENAME)).toBe(false)
})

test('a caller of another organization may nothing, whatever its id', async () => {
  const { world } = await worldWithEnvironmentAdmin()
  expect(mayIn(world.context.store.state)(caller('sa-someone', OTHER_ORG), RENAME)).toBe(false)
})

test('nobody without a role may anything', async () => {
  const world = await iamWorld()
  for (const scope of Object.values(PLACES)) {
    for (const on of ['Organization', 'Environment', 'Cluster', 'Topic', 'User', 'ServiceAccount', 'ClusterApiKey', 'CloudApiKey']) {
      expect(mayIn(world.context.store.state)(caller('sa-nobody'), { operation: 'Describe', on, scope })).toBe(false)
    }
  }
})
