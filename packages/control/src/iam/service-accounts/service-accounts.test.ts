import { expect, test } from 'vitest'
import { put, remove } from '../../state.ts'
import {
  ADMIN_CLOUD_KEY,
  AT_ENV,
  AT_ORG,
  DEVELOPER,
  iamWorld,
  ORG,
  OTHER_CLOUD_KEY,
  POWERLESS,
  POWERLESS_CLOUD_KEY,
  WORKER,
  WORKER_KAFKA_KEY,
  type World,
} from '../testing/world.ts'

const PATH = '/iam/v2/service-accounts'
const create = (world: World, body: object, headers: Record<string, string> = world.as(ADMIN_CLOUD_KEY), query = '') =>
  world.call({ method: 'POST', path: PATH + query, body, headers })

test('a service account is made and answered in the envelope of the API', async () => {
  const world = await iamWorld()
  const answer = await create(world, { display_name: 'robot', description: 'sweeps' })
  expect(answer.status).toBe(201)
  const { id } = answer.json
  expect(id).toMatch(/^sa-[a-z0-9]{6}$/)
  expect(answer.headers['location']).toBe(`http://localhost:9021/iam/v2/service-accounts/${id}`)
  expect(answer.json).toEqual({
    api_version: 'iam/v2',
    kind: 'ServiceAccount',
    id,
    metadata: {
      self: `http://localhost:9021/iam/v2/service-accounts/${id}`,
      resource_name: `crn://confluent.cloud/organization=${ORG}/service-account=${id}`,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    },
    display_name: 'robot',
    description: 'sweeps',
  })
  expect((await world.call({ path: `${PATH}/${id}`, headers: world.as(ADMIN_CLOUD_KEY) })).json).toEqual(answer.json)
})

test('names are 1 to 64 characters, descriptions at most 128', async () => {
  const world = await iamWorld()
  expect((await create(world, { display_name: 'n'.repeat(64), description: 'd'.repeat(128) })).status).toBe(201)
  expect((await create(world, { display_name: 'n'.repeat(65) })).status).toBe(422)
  expect((await create(world, { display_name: '' })).status).toBe(422)
  expect((await create(world, { display_name: 'ok', description: 'd'.repeat(129) })).status).toBe(422)
  expect((await create(world, { description: 'no name' })).status).toBe(400)
})

test('a name is used once in an organization, and again in another', async () => {
  const world = await iamWorld()
  const answer = await create(world, { display_name: 'worker' })
  expect(answer.status).toBe(409)
  expect(answer.json.errors[0]!.detail).toBe('Service name is already in use')
  expect((await create(world, { display_name: 'worker' }, world.as(OTHER_CLOUD_KEY))).status).toBe(201)
  const renamed = await world.call({
    method: 'PATCH',
    path: `${PATH}/${POWERLESS}`,
    body: { display_name: 'worker' },
    headers: world.as(ADMIN_CLOUD_KEY),
  })
  expect(renamed.status).toBe(409)
})

test('two at once with the same name: one is made', async () => {
  const world = await iamWorld()
  const answers = await Promise.all([create(world, { display_name: 'twin' }), create(world, { display_name: 'twin' })])
  expect(answers.map((answer) => answer.status)).toEqual([201, 409])
})

test('numbers never repeat, also not after a deletion of another', async () => {
  const world = await iamWorld()
  await create(world, { display_name: 'one' })
  await create(world, { display_name: 'two' })
  const numbers = [...world.context.store.state['service-account'].values()].map((one) => one.number)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('the quota of an organization answers 402', async () => {
  const world = await iamWorld()
  const account = world.context.store.state['service-account'].get(WORKER)!
  await world.put(...Array.from({ length: 998 }, (_, i) => put('service-account', { ...account, id: `sa-${i}`, name: `n${i}` })))
  const answer = await create(world, { display_name: 'one too many' })
  expect(answer.status).toBe(402)
  expect(answer.json.errors).toMatchObject([
    { status: '402', code: 'quota_exceeded', detail: 'The request would exceed the quota: service_accounts_per_org' },
  ])
  await world.put(remove('service-account', 'sa-1'))
  expect((await create(world, { display_name: 'fits' })).status).toBe(201)
})

test('lists are filtered by name, once or several times, and paged', async () => {
  const world = await iamWorld()
  await world.context.clock.advance(1)
  await create(world, { display_name: 'robot' })
  const headers = world.as(ADMIN_CLOUD_KEY)
  const names = async (query: string) => (await world.call({ path: PATH + query, headers })).json.data.map((one) => one['display_name'])
  expect(await names('')).toEqual(['powerless', 'worker', 'robot'])
  expect(await names('?display_name=robot')).toEqual(['robot'])
  expect(await names('?display_name=robot&display_name=worker')).toEqual(['worker', 'robot'])
  expect(await names('?display_name=none')).toEqual([])
  expect(await names('?page_size=2')).toEqual(['powerless', 'worker'])
})

test('who may nothing sees only itself, makes nothing, changes nothing', async () => {
  const world = await iamWorld()
  const headers = world.as(POWERLESS_CLOUD_KEY)
  expect((await world.call({ path: PATH, headers })).json.data.map((one) => one.id)).toEqual([POWERLESS])
  expect((await create(world, { display_name: 'x' }, headers)).status).toBe(403)
  expect((await world.call({ path: `${PATH}/${WORKER}`, headers })).status).toBe(404)
  expect((await world.call({ method: 'PATCH', path: `${PATH}/${WORKER}`, body: {}, headers })).status).toBe(404)
  expect((await world.call({ method: 'PATCH', path: `${PATH}/${POWERLESS}`, body: { description: 'x' }, headers })).status).toBe(403)
  expect((await world.call({ method: 'DELETE', path: `${PATH}/${POWERLESS}`, headers })).status).toBe(403)
})

test("another organization's accounts are as absent as none", async () => {
  const world = await iamWorld()
  const headers = world.as(OTHER_CLOUD_KEY)
  for (const id of [WORKER, 'sa-nothere', '__proto__']) {
    for (const method of ['GET', 'DELETE'] as const) expect((await world.call({ method, path: `${PATH}/${id}`, headers })).status).toBe(404)
  }
  expect(world.context.store.state['service-account'].has(WORKER)).toBe(true)
})

test('an update changes what it names', async () => {
  const world = await iamWorld()
  await world.context.clock.advance(1000)
  const headers = world.as(ADMIN_CLOUD_KEY)
  const answer = await world.call({ method: 'PATCH', path: `${PATH}/${WORKER}`, body: { description: 'rests' }, headers })
  expect(answer.json).toMatchObject({ display_name: 'worker', description: 'rests', metadata: { updated_at: '2026-01-01T00:00:01.000Z' } })
})

test('with an account go its keys, its bindings and the roles others had on it', async () => {
  const world = await iamWorld()
  await world.bind(WORKER, 'EnvironmentAdmin', AT_ENV)
  await world.bind(DEVELOPER, 'ResourceOwner', `${AT_ORG}/service-account=${WORKER}`)
  const answer = await world.call({ method: 'DELETE', path: `${PATH}/${WORKER}`, headers: world.as(ADMIN_CLOUD_KEY) })
  expect(answer.status).toBe(204)
  const { state } = world.context.store
  expect(state['service-account'].has(WORKER)).toBe(false)
  expect(state['api-key'].has(WORKER_KAFKA_KEY)).toBe(false)
  expect([...state['role-binding'].values()].map((one) => one.principal)).toEqual(['User:u-admin1', 'User:u-other1'])
})

test('an owner may be named; who is no admin owns what it makes', async () => {
  const world = await iamWorld()
  const ownersOf = (id: string) =>
    [...world.context.store.state['role-binding'].values()]
      .filter((one) => one.crnPattern.endsWith(`service-account=${id}`))
      .map((one) => [one.principal, one.role])

  const byAdmin = await create(world, { display_name: 'by admin' })
  expect(ownersOf(byAdmin.json.id)).toEqual([])
  const forDeveloper = await create(
    world,
    { display_name: 'for developer' },
    world.as(ADMIN_CLOUD_KEY),
    `?assigned_resource_owner=${DEVELOPER}`,
  )
  expect(ownersOf(forDeveloper.json.id)).toEqual([[`User:${DEVELOPER}`, 'ResourceOwner']])
  expect((await create(world, { display_name: 'for nobody' }, world.as(ADMIN_CLOUD_KEY), '?assigned_resource_owner=u-other1')).status).toBe(
    400,
  )

  await world.bind(DEVELOPER, 'EnvironmentAdmin', AT_ENV)
  const developer = await world.login('developer@example.com')
  const own = await create(world, { display_name: 'by developer' }, developer)
  expect(own.status).toBe(201)
  expect(ownersOf(own.json.id)).toEqual([[`User:${DEVELOPER}`, 'ResourceOwner']])
  const key = { spec: { owner: { id: own.json.id }, resource: { id: 'lkc-stand1' } } }
  expect((await world.call({ method: 'POST', path: '/iam/v2/api-keys', body: key, headers: developer })).status).toBe(202)
})

test('the older API knows the same people by number', async () => {
  const world = await iamWorld()
  const headers = await world.login()
  expect((await world.call({ path: '/api/service_accounts', headers })).json).toMatchObject({
    users: [
      { id: 6, resource_id: POWERLESS, service_name: 'powerless', service_account: true },
      { id: 7, resource_id: WORKER },
    ],
  })
  expect((await world.call({ path: '/api/service_accounts/7', headers })).json).toMatchObject({ user: { id: 7, resource_id: WORKER } })
  for (const number of ['8', '0', '-1', '07', '3', 'x']) {
    const answer = await world.call({ path: `/api/service_accounts/${number}`, headers })
    expect(answer, number).toMatchObject({ status: 404, json: { error: { code: 404 } } })
  }
  expect((await world.call({ path: '/api/users', headers })).json).toMatchObject({
    users: [
      { id: 3, email: 'admin@example.com' },
      { id: 4, first_name: 'Dev' },
    ],
  })
  const key = world.as(ADMIN_CLOUD_KEY)
  expect((await world.call({ path: '/users', headers: key })).json).toMatchObject({ users: [{ id: 3 }, { id: 4 }] })
  expect((await world.call({ path: '/service_accounts', headers: key })).json).toMatchObject({ users: [{ id: 6 }, { id: 7 }] })
  expect((await world.call({ path: '/api/users', headers: key })).status).toBe(401)
})
