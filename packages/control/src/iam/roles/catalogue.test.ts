import { expect, test } from 'vitest'
import { BOUND_TYPES } from './bound-scope.ts'
import { ADMIN_ROLES, resourceTypesOf, ROLES } from './catalogue.ts'

test('the catalogue has the predefined roles', () => {
  expect([...ROLES.keys()]).toEqual([
    'OrganizationAdmin',
    'EnvironmentAdmin',
    'CloudClusterAdmin',
    'Operator',
    'MetricsViewer',
    'ResourceOwner',
    'DeveloperManage',
    'DeveloperRead',
    'DeveloperWrite',
  ])
})

test('every role can be bound somewhere, and those bound to resources say to which', () => {
  for (const role of ROLES.values()) {
    expect(role.boundAt.length, role.name).toBeGreaterThan(0)
    expect(resourceTypesOf(role).length > 0, role.name).toBe(role.boundAt.includes('resource'))
  }
  expect(resourceTypesOf(ROLES.get('ResourceOwner')!)).toEqual(['Topic', 'Group', 'TransactionalId', 'Subject', 'ServiceAccount'])
  expect(resourceTypesOf(ROLES.get('DeveloperManage')!)).toEqual(['Topic', 'Group', 'TransactionalId', 'Cluster'])
})

test('only the admin roles may do everything to a cluster', () => {
  for (const role of ROLES.values()) {
    const all = role.policies
      .flatMap((policy) => policy.allowedOperations)
      .some((one) => one.resourceType === 'Cluster' && one.operations.includes('All'))
    expect(all, role.name).toBe(ADMIN_ROLES.has(role.name))
  }
})

test('no entry grants nothing, and every bound type is granted to somebody', () => {
  const entries = [...ROLES.values()].flatMap((role) => role.policies.flatMap((policy) => policy.allowedOperations))
  expect(entries.filter((entry) => entry.operations.length === 0)).toEqual([])
  for (const type of BOUND_TYPES)
    expect(
      entries.some((entry) => entry.resourceType === type),
      type,
    ).toBe(true)
})
