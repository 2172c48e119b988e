import { expect, test } from 'vitest'
import { ADMIN, ADMIN_CLOUD_KEY, iamWorld, ORG, OTHER_ADMIN, POWERLESS, POWERLESS_CLOUD_KEY } from './testing/world.ts'

test.for([
  ['/iam/v2/users', 'GetUsers', null],
  [`/iam/v2/users/${ADMIN}`, 'GetUser', `user=${ADMIN}`],
  ['/iam/v2/service-accounts', 'GetServiceAccounts', null],
  [`/iam/v2/service-accounts/${POWERLESS}`, 'GetServiceAccount', `service-account=${POWERLESS}`],
  ['/iam/v2/api-keys', 'GetAPIKeys', null],
  [`/iam/v2/api-keys/${ADMIN_CLOUD_KEY}`, 'GetAPIKey', `api-key=${ADMIN_CLOUD_KEY}`],
  [`/iam/v2/role-bindings?principal=User:${ADMIN}&crn_pattern=crn:`, 'GetRoleBindings', null],
] as const)('%s is an event: %s, with who and by which key', async ([path, method, tail]) => {
  const world = await iamWorld()
  const before = world.context.events.length
  expect((await world.call({ path, headers: world.as(ADMIN_CLOUD_KEY) })).status).toBe(200)
  expect(world.context.events.slice(before)).toMatchObject([
    {
      kind: 'control',
      method,
      caller: { id: ADMIN, via: { kind: 'api-key', key: ADMIN_CLOUD_KEY } },
      resource: `crn://confluent.cloud/organization=${ORG}${tail === null ? '' : `/${tail}`}`,
      modifies: false,
      granted: true,
      status: 'SUCCESS',
    },
  ])
})

test.for([
  [`/iam/v2/users/${OTHER_ADMIN}`, 'GetUser'],
  [`/iam/v2/api-keys/${ADMIN_CLOUD_KEY}`, 'GetAPIKey'],
  ['/iam/v2/role-bindings/rb-other1', 'GetRoleBinding'],
] as const)('so is %s for somebody who may not see it', async ([path, method]) => {
  const world = await iamWorld()
  const before = world.context.events.length
  expect([403, 404]).toContain((await world.call({ path, headers: world.as(POWERLESS_CLOUD_KEY) })).status)
  expect(world.context.events.slice(before)).toMatchObject([{ method, caller: { id: POWERLESS }, status: 'FAILURE' }])
})
