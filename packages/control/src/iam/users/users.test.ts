import { expect, test } from 'vitest'
import { ADMIN, ADMIN_CLOUD_KEY, AT_ENV, AT_ORG, DEVELOPER, iamWorld, ORG, OTHER_ADMIN, POWERLESS_CLOUD_KEY } from '../testing/world.ts'

test('a user is answered in the envelope of the API', async () => {
  const world = await iamWorld()
  const answer = await world.call({ path: `/iam/v2/users/${ADMIN}`, headers: world.as(ADMIN_CLOUD_KEY) })
  expect(answer.json).toEqual({
    api_version: 'iam/v2',
    kind: 'User',
    id: ADMIN,
    metadata: {
      self: `http://localhost:9021/iam/v2/users/${ADMIN}`,
      resource_name: `crn://confluent.cloud/organization=${ORG}/user=${ADMIN}`,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    },
    email: 'admin@example.com',
    full_name: 'Ada Lovelace',
    auth_type: 'AUTH_TYPE_LOCAL',
  })
})

test('users are listed in pages, and those of other organizations never', async () => {
  const world = await iamWorld()
  const headers = world.as(ADMIN_CLOUD_KEY)
  const first = await world.call({ path: '/iam/v2/users?page_size=1', headers })
  expect(first.json).toMatchObject({ api_version: 'iam/v2', kind: 'UserList', metadata: { total_size: 2 } })
  expect(first.json.data.map((one) => one.id)).toEqual([ADMIN])
  const next = new URL(first.json.metadata.next!)
  const second = await world.call({ path: next.pathname + next.search, headers })
  expect(second.json.data.map((one) => one.id)).toEqual([DEVELOPER])
  expect(second.json.metadata.next).toBeUndefined()
})

test('who has no right to see users sees only itself', async () => {
  const world = await iamWorld()
  const headers = await world.login('developer@example.com')
  expect((await world.call({ path: '/iam/v2/users', headers })).json.data.map((one) => one.id)).toEqual([DEVELOPER])
  expect((await world.call({ path: `/iam/v2/users/${DEVELOPER}`, headers })).status).toBe(200)
  for (const id of [ADMIN, OTHER_ADMIN, 'u-nobody', '__proto__', 'constructor']) {
    const answer = await world.call({ path: `/iam/v2/users/${id}`, headers })
    expect(answer.status, id).toBe(404)
    expect(answer.json.errors[0]!.detail).toBe(`User '${id}': resource not found`)
  }
})

test('everybody changes the own name, an admin any, others none', async () => {
  const world = await iamWorld()
  await world.bind(DEVELOPER, 'EnvironmentAdmin', AT_ENV)
  const developer = await world.login('developer@example.com')
  const patch = (id: string, headers: Record<string, string>) =>
    world.call({ method: 'PATCH', path: `/iam/v2/users/${id}`, body: { full_name: 'Renamed' }, headers })
  expect((await patch(DEVELOPER, developer)).json).toMatchObject({ id: DEVELOPER, full_name: 'Renamed' })
  expect((await patch(ADMIN, developer)).status).toBe(403)
  expect((await patch(DEVELOPER, world.as(ADMIN_CLOUD_KEY))).status).toBe(200)
  expect((await patch(ADMIN, world.as(POWERLESS_CLOUD_KEY))).status).toBe(404)
})

test('the e-mail cannot be changed', async () => {
  const world = await iamWorld()
  const body = { email: 'new@example.com', auth_type: 'AUTH_TYPE_SSO', id: 'u-x' }
  const answer = await world.call({ method: 'PATCH', path: `/iam/v2/users/${ADMIN}`, body, headers: world.as(ADMIN_CLOUD_KEY) })
  expect(answer.json).toMatchObject({ id: ADMIN, email: 'admin@example.com', auth_type: 'AUTH_TYPE_LOCAL' })
})

test('with a user go its keys, bindings and logins', async () => {
  const world = await iamWorld()
  const { state } = world.context.store
  await world.bind(DEVELOPER, 'EnvironmentAdmin', AT_ENV)
  const developer = await world.login('developer@example.com')
  const key = await world.call({
    method: 'POST',
    path: '/iam/v2/api-keys',
    body: { spec: { owner: { id: DEVELOPER } } },
    headers: developer,
  })
  expect(key.status).toBe(202)

  const answer = await world.call({ method: 'DELETE', path: `/iam/v2/users/${DEVELOPER}`, headers: world.as(ADMIN_CLOUD_KEY) })
  expect([answer.status, answer.text]).toEqual([204, ''])
  expect(state.user.has(DEVELOPER)).toBe(false)
  expect(state['api-key'].has(key.json.id)).toBe(false)
  expect([...state['role-binding'].values()].filter((one) => one.principal === `User:${DEVELOPER}`)).toEqual([])
  expect([...state.session.values()].filter((one) => one.user === DEVELOPER)).toEqual([])
  expect((await world.call({ path: '/iam/v2/users', headers: developer })).status).toBe(401)
})

test('the last admin who can log in stays, also when a service account is admin too', async () => {
  const world = await iamWorld()
  await world.bind('sa-work01', 'OrganizationAdmin', AT_ORG)
  const remove = () => world.call({ method: 'DELETE', path: `/iam/v2/users/${ADMIN}`, headers: world.as(ADMIN_CLOUD_KEY) })
  expect((await remove()).status).toBe(400)
  await world.bind(DEVELOPER, 'OrganizationAdmin', AT_ORG)
  expect((await remove()).status).toBe(204)
})

test('changes are recorded, refused ones too', async () => {
  const world = await iamWorld()
  await world.call({ method: 'PATCH', path: `/iam/v2/users/${DEVELOPER}`, body: { full_name: 'x' }, headers: world.as(ADMIN_CLOUD_KEY) })
  await world.bind('sa-weak01', 'EnvironmentAdmin', AT_ENV)
  await world.call({ method: 'DELETE', path: `/iam/v2/users/${DEVELOPER}`, headers: world.as(POWERLESS_CLOUD_KEY) })
  expect(world.context.events).toMatchObject([
    { method: 'UpdateUser', granted: true, status: 'SUCCESS', caller: { id: ADMIN }, resource: `${AT_ORG}/user=${DEVELOPER}` },
    { method: 'DeleteUser', granted: false, status: 'FAILURE', caller: { id: 'sa-weak01' } },
  ])
})
