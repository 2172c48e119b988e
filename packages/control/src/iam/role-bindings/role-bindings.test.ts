import { expect, test } from 'vitest'
import { put } from '../../state.ts'
import {
  ADMIN,
  ADMIN_CLOUD_KEY,
  AT_BASIC,
  AT_ENV,
  AT_ORG,
  AT_STANDARD,
  clusterOf,
  DEVELOPER,
  iamWorld,
  IN_STANDARD,
  ORG,
  OTHER_ADMIN,
  OTHER_CLOUD_KEY,
  OTHER_ORG,
  POWERLESS,
  POWERLESS_CLOUD_KEY,
  WORKER,
  type World,
} from '../testing/world.ts'
import { isAt } from './logic.ts'

const PATH = '/iam/v2/role-bindings'
const bind = (world: World, principal: string, role: string, crn: string, headers: Record<string, string> = world.as(ADMIN_CLOUD_KEY)) =>
  world.call({ method: 'POST', path: PATH, body: { principal, role_name: role, crn_pattern: crn }, headers })

test('a binding is made, answered in the envelope, and holds at once', async () => {
  const world = await iamWorld()
  expect(
    (
      await world.call({
        method: 'POST',
        path: '/iam/v2/service-accounts',
        body: { display_name: 'x' },
        headers: world.as(POWERLESS_CLOUD_KEY),
      })
    ).status,
  ).toBe(403)
  const answer = await bind(world, `User:${POWERLESS}`, 'OrganizationAdmin', AT_ORG)
  expect(answer.status).toBe(201)
  const { id } = answer.json
  expect(id).toMatch(/^rb-[a-z0-9]{6}$/)
  expect(answer.headers['location']).toBe(`http://localhost:9021/iam/v2/role-bindings/${id}`)
  expect(answer.json).toEqual({
    api_version: 'iam/v2',
    kind: 'RoleBinding',
    id,
    metadata: {
      self: `http://localhost:9021/iam/v2/role-bindings/${id}`,
      resource_name: `crn://confluent.cloud/organization=${ORG}/role-binding=${id}`,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    },
    principal: `User:${POWERLESS}`,
    role_name: 'OrganizationAdmin',
    crn_pattern: AT_ORG,
  })
  expect(
    (
      await world.call({
        method: 'POST',
        path: '/iam/v2/service-accounts',
        body: { display_name: 'x' },
        headers: world.as(POWERLESS_CLOUD_KEY),
      })
    ).status,
  ).toBe(201)
  expect((await world.call({ path: `${PATH}/${id}`, headers: world.as(ADMIN_CLOUD_KEY) })).json).toEqual(answer.json)
})

test('the same binding again is the same binding', async () => {
  const world = await iamWorld()
  const [one, two] = await Promise.all([1, 2].map(() => bind(world, `User:${WORKER}`, 'EnvironmentAdmin', AT_ENV)))
  expect([one!.status, two!.status]).toEqual([201, 201])
  expect(one!.json.id).toBe(two!.json.id)
})

test.for<[role: string, crn: string, status: number]>([
  ['OrganizationAdmin', AT_ORG, 201],
  ['OrganizationAdmin', AT_ENV, 400],
  ['EnvironmentAdmin', AT_ORG, 400],
  ['EnvironmentAdmin', AT_STANDARD, 400],
  ['CloudClusterAdmin', AT_ENV, 400],
  ['CloudClusterAdmin', AT_BASIC, 201],
  ['CloudClusterAdmin', IN_STANDARD, 400],
  ['Operator', AT_ORG, 201],
  ['Operator', AT_STANDARD, 201],
  ['MetricsViewer', AT_STANDARD, 201],
  ['MetricsViewer', `${IN_STANDARD}/topic=x`, 400],
  ['ResourceOwner', `${IN_STANDARD}/topic=x*`, 201],
  ['ResourceOwner', `${IN_STANDARD}/transactional-id=x`, 201],
  ['ResourceOwner', IN_STANDARD, 400],
  ['ResourceOwner', AT_ENV, 400],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 201],
  ['ResourceOwner', `${AT_ORG}/service-account=sa-nothere`, 400],
  ['ResourceOwner', `${AT_ENV}/schema-registry=lsrc-mill1/subject=x`, 201],
  ['ResourceOwner', `${AT_ENV}/schema-registry=lsrc-nothere/subject=x`, 400],
  ['DeveloperRead', `${IN_STANDARD}/group=*`, 201],
  ['DeveloperWrite', IN_STANDARD, 201],
  ['DeveloperManage', `${IN_STANDARD}/kafka=kafka-cluster`, 201],
  ['DeveloperManage', `${AT_ENV}/schema-registry=lsrc-mill1/subject=x`, 400],
  ['DeveloperRead', `${AT_ORG}/environment=env-nothere/cloud-cluster=lkc-stand1/kafka=lkc-stand1/topic=x`, 400],
  ['DeveloperRead', `${AT_ORG}/environment=env-mill02/cloud-cluster=lkc-stand1/kafka=lkc-stand1/topic=x`, 400],
  ['DeveloperRead', `${AT_ENV}/cloud-cluster=lkc-nothere/kafka=lkc-nothere/topic=x`, 400],
  ['NoSuchRole', AT_ORG, 400],
  ['constructor', AT_ORG, 400],
  ['OrganizationAdmin', 'crn://example.com/organization=x', 400],
  ['OrganizationAdmin', `crn://confluent.cloud/organization=${OTHER_ORG}`, 403],
  ['CloudClusterAdmin', `${AT_ORG}/environment=env-other1/cloud-cluster=lkc-other1`, 400],
])('%s at %s: %i', async ([role, crn, status]) => {
  const world = await iamWorld()
  expect((await bind(world, `User:${WORKER}`, role, crn)).status).toBe(status)
})

test('roles on resources of a Basic cluster are refused with a reason, until it is a Standard one', async () => {
  const world = await iamWorld()
  const crn = `${AT_BASIC}/kafka=lkc-basic1/topic=x`
  const answer = await bind(world, `User:${WORKER}`, 'DeveloperRead', crn)
  expect(answer.status).toBe(400)
  expect(answer.json.errors[0]).toMatchObject({
    detail: expect.stringContaining('not supported for resources of BASIC clusters'),
    source: { pointer: '/crn_pattern' },
  })
  await world.put(put('cluster', clusterOf('lkc-basic1', 'STANDARD')))
  expect((await bind(world, `User:${WORKER}`, 'DeveloperRead', crn)).status).toBe(201)
})

test.for(['User:sa-nothere', `User:${OTHER_ADMIN}`, 'User:*', 'User:__proto__', 'Group:g-1', 'User:pool-1', 'Someone:x', 'User:', ''])(
  'nobody is bound as %j',
  async (principal) => {
    const world = await iamWorld()
    expect([400, 422]).toContain((await bind(world, principal, 'OrganizationAdmin', AT_ORG)).status)
  },
)

/** Who may bind where: it takes the right to change access there. */
test.for<[held: string, at: string, role: string, crn: string, status: number]>([
  ['EnvironmentAdmin', AT_ENV, 'EnvironmentAdmin', AT_ENV, 201],
  ['EnvironmentAdmin', AT_ENV, 'CloudClusterAdmin', AT_BASIC, 201],
  ['EnvironmentAdmin', AT_ENV, 'OrganizationAdmin', AT_ORG, 403],
  ['EnvironmentAdmin', AT_ENV, 'EnvironmentAdmin', `${AT_ORG}/environment=env-mill02`, 403],
  ['CloudClusterAdmin', AT_STANDARD, 'DeveloperRead', `${IN_STANDARD}/topic=x`, 201],
  ['CloudClusterAdmin', AT_STANDARD, 'CloudClusterAdmin', AT_STANDARD, 201],
  ['CloudClusterAdmin', AT_STANDARD, 'CloudClusterAdmin', AT_BASIC, 403],
  ['CloudClusterAdmin', AT_STANDARD, 'EnvironmentAdmin', AT_ENV, 403],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders*`, 'DeveloperRead', `${IN_STANDARD}/topic=orders-eu`, 201],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders*`, 'DeveloperRead', `${IN_STANDARD}/topic=orders-*`, 201],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders*`, 'ResourceOwner', `${IN_STANDARD}/topic=ord*`, 403],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders*`, 'DeveloperRead', `${IN_STANDARD}/topic=*`, 403],
  ['ResourceOwner', `${IN_STANDARD}/topic=orders*`, 'DeveloperRead', `${IN_STANDARD}/group=orders`, 403],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 'ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 201],
  ['ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, 'ResourceOwner', `${AT_ORG}/service-account=*`, 403],
  ['Operator', AT_ORG, 'Operator', AT_ORG, 403],
  ['DeveloperManage', `${IN_STANDARD}/topic=x`, 'DeveloperRead', `${IN_STANDARD}/topic=x`, 403],
])('%s at %s binds %s at %s: %i', async ([held, at, role, crn, status]) => {
  const world = await iamWorld()
  await world.bind(DEVELOPER, held, at)
  const headers = await world.login('developer@example.com')
  expect((await bind(world, `User:${WORKER}`, role, crn, headers)).status).toBe(status)
})

test('who may not bind does not learn what is there', async () => {
  const world = await iamWorld()
  const headers = world.as(POWERLESS_CLOUD_KEY)
  const details = new Set<string>()
  for (const crn of [AT_STANDARD, AT_STANDARD.replace('lkc-stand1', 'lkc-nothere'), AT_STANDARD.replace(ORG, OTHER_ORG)]) {
    const answer = await bind(world, `User:${POWERLESS}`, 'CloudClusterAdmin', crn, headers)
    expect(answer.status).toBe(403)
    details.add(answer.json.errors[0]!.detail)
  }
  expect(details.size).toBe(1)
})

test('a binding is deleted with 200 and the object, and is gone', async () => {
  const world = await iamWorld()
  const made = await bind(world, `User:${POWERLESS}`, 'OrganizationAdmin', AT_ORG)
  const headers = world.as(ADMIN_CLOUD_KEY)
  const answer = await world.call({ method: 'DELETE', path: `${PATH}/${made.json.id}`, headers })
  expect(answer).toMatchObject({ status: 200, json: made.json })
  expect((await world.call({ method: 'DELETE', path: `${PATH}/${made.json.id}`, headers })).status).toBe(404)
  expect((await bind(world, `User:${POWERLESS}`, 'OrganizationAdmin', AT_ORG, world.as(POWERLESS_CLOUD_KEY))).status).toBe(403)
})

test('the binding of the last admin stays, of two at once one goes', async () => {
  const world = await iamWorld()
  const headers = world.as(ADMIN_CLOUD_KEY)
  const remove = (id: string) => world.call({ method: 'DELETE', path: `${PATH}/${id}`, headers })
  expect((await remove('rb-test1')).status).toBe(400)
  const second = await bind(world, `User:${DEVELOPER}`, 'OrganizationAdmin', AT_ORG)
  // The developer is gone first: whoever asks afterwards has no second admin any more.
  expect((await Promise.all([remove(second.json.id), remove('rb-test1')])).map((answer) => answer.status)).toEqual([200, 400])
})

test("another organization's bindings are as absent as none", async () => {
  const world = await iamWorld()
  for (const id of ['rb-test1', 'rb-nothere', '__proto__']) {
    for (const method of ['GET', 'DELETE'] as const)
      expect((await world.call({ method, path: `${PATH}/${id}`, headers: world.as(OTHER_CLOUD_KEY) })).status).toBe(404)
  }
})

test('lists are filtered by scope, role and principal', async () => {
  const world = await iamWorld()
  await world.bind(WORKER, 'EnvironmentAdmin', AT_ENV)
  await world.bind(WORKER, 'CloudClusterAdmin', AT_STANDARD)
  await world.bind(WORKER, 'DeveloperRead', `${IN_STANDARD}/topic=x*`)
  await world.bind(DEVELOPER, 'DeveloperRead', `${IN_STANDARD}/topic=y`)
  const list = async (query: Record<string, string>, headers = world.as(ADMIN_CLOUD_KEY)) => {
    const answer = await world.call({ path: `${PATH}?${new URLSearchParams(query).toString()}`, headers })
    return answer.json.data.map((one) => `${String(one['principal']).slice('User:'.length)} ${String(one['role_name'])}`)
  }
  expect(await list({ crn_pattern: AT_ORG })).toEqual([`${ADMIN} OrganizationAdmin`])
  expect(await list({ crn_pattern: AT_ENV })).toEqual([`${WORKER} EnvironmentAdmin`])
  expect(await list({ crn_pattern: IN_STANDARD })).toEqual([`${WORKER} DeveloperRead`, `${DEVELOPER} DeveloperRead`])
  expect(await list({ crn_pattern: `${AT_ENV}/*` })).toHaveLength(4)
  expect(await list({ crn_pattern: `${AT_ORG}/*` })).toHaveLength(5)
  expect(await list({ crn_pattern: `${AT_ORG}/*`, principal: `User:${DEVELOPER}` })).toEqual([`${DEVELOPER} DeveloperRead`])
  expect(await list({ crn_pattern: `${AT_ORG}/*`, principal: `User:${WORKER}`, role_name: 'DeveloperRead' })).toEqual([
    `${WORKER} DeveloperRead`,
  ])
  expect(await list({ crn_pattern: 'crn://confluent.cloud/*' }, world.as(OTHER_CLOUD_KEY))).toEqual([`${OTHER_ADMIN} OrganizationAdmin`])
  expect((await world.call({ path: PATH, headers: world.as(ADMIN_CLOUD_KEY) })).status).toBe(400)
})

test('everybody sees its own bindings, and those where it may see access', async () => {
  const world = await iamWorld()
  await world.bind(POWERLESS, 'DeveloperRead', `${IN_STANDARD}/topic=x`)
  await world.bind(WORKER, 'DeveloperRead', `${IN_STANDARD}/topic=y`)
  const count = async (headers: Record<string, string>) =>
    (await world.call({ path: `${PATH}?crn_pattern=${encodeURIComponent(`${AT_ORG}/*`)}`, headers })).json.metadata.total_size
  expect(await count(world.as(POWERLESS_CLOUD_KEY))).toBe(1)
  await world.bind(DEVELOPER, 'Operator', AT_STANDARD)
  expect(await count(await world.login('developer@example.com'))).toBe(3)
})

test.for([
  ['crn://confluent.cloud/organization=o', 'crn://confluent.cloud/organization=o', true],
  ['crn://confluent.cloud/organization=o2', 'crn://confluent.cloud/organization=o', false],
  ['crn://confluent.cloud/organization=o2', 'crn://confluent.cloud/organization=o/*', false],
  ['crn://confluent.cloud/organization=o/environment=e', 'crn://confluent.cloud/organization=o/*', true],
  ['crn://confluent.cloud/organization=o/environment=e', 'crn://confluent.cloud/organization=o', false],
  ['crn://confluent.cloud/organization=o/environment=e', 'environment=e', true],
  ['crn://confluent.cloud/organization=o/environment=e', 'environment=f', false],
] as const)('%s is at %s: %s', ([crn, filter, expected]) => {
  expect(isAt(crn, filter)).toBe(expected)
})
