import { expect, test } from 'vitest'
import { iamWorld, ADMIN_CLOUD_KEY, OTHER_CLOUD_KEY, POWERLESS_CLOUD_KEY } from '../../src/iam/testing/world.ts'

/** Whoever is told of an audit log asks for the account that owns its key; nobody can make anything of that account. */
const ACCOUNT = 'sa-audit1'
const NUMBER = 2_147_483_647

test('the calls of `confluent audit-log describe` say cluster, environment, service account and topic', async () => {
  const world = await iamWorld()
  const headers = await world.login()
  const me = await world.call<{ readonly organization: { readonly audit_log: object } }>({ path: '/api/me', headers })
  expect(me.json.organization.audit_log).toEqual({
    cluster_id: 'lkc-audit1',
    account_id: 'env-audit1',
    service_account_id: NUMBER,
    service_account_resource_id: ACCOUNT,
    topic_name: 'confluent-audit-log-events',
  })
  const account = await world.call({ path: `/api/service_accounts/${NUMBER}`, headers })
  expect(account).toMatchObject({ status: 200, json: { user: { id: NUMBER, resource_id: ACCOUNT, service_account: true } } })
})

test('it is in no list, as in the cloud, and counts for nothing', async () => {
  const world = await iamWorld()
  const lists = [
    await world.call({ path: '/api/service_accounts', headers: await world.login() }),
    await world.call({ path: '/iam/v2/service-accounts', headers: world.as(ADMIN_CLOUD_KEY) }),
  ]
  for (const { status, text } of lists) {
    expect(status).toBe(200)
    expect(text).not.toContain(ACCOUNT)
  }
})

test.for([
  ['another organization', OTHER_CLOUD_KEY, 404],
  ['a powerless caller', POWERLESS_CLOUD_KEY, 404],
  ['the admin', ADMIN_CLOUD_KEY, 200],
] as const)('%s asks for it by its id', async ([, key, status]) => {
  const world = await iamWorld()
  expect((await world.call({ path: `/iam/v2/service-accounts/${ACCOUNT}`, headers: world.as(key) })).status).toBe(status)
})

test('not even the admin changes or deletes it, makes a key for it, or binds a role to it', async () => {
  const world = await iamWorld()
  const headers = world.as(ADMIN_CLOUD_KEY)
  const path = `/iam/v2/service-accounts/${ACCOUNT}`
  const before = world.context.store.log.decisions.length
  const tries = [
    [{ method: 'PATCH', path, body: { description: 'mine' } }, 403],
    [{ method: 'DELETE', path }, 403],
    [
      { method: 'POST', path: '/iam/v2/api-keys', body: { spec: { owner: { id: ACCOUNT }, resource: { id: 'cloud', kind: 'Cloud' } } } },
      400,
    ],
    [
      {
        method: 'POST',
        path: '/iam/v2/role-bindings',
        body: {
          principal: `User:${ACCOUNT}`,
          role_name: 'OrganizationAdmin',
          crn_pattern: 'crn://confluent.cloud/organization=10000000-0000-4000-8000-000000000001',
        },
      },
      400,
    ],
  ] as const
  for (const [request, status] of tries) {
    const answer = await world.call({ ...request, headers })
    expect(answer.status, `${request.method} ${request.path}: ${answer.text}`).toBe(status)
  }
  expect(world.context.store.log.decisions).toHaveLength(before)
})
