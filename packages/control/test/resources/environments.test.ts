import { expect, test } from 'vitest'
import { checkedApi } from './checked-api.ts'
import { type TestObject } from '../../src/testing/api.ts'

test('an environment is created, read, listed, changed and deleted', async () => {
  const { ask, control } = await checkedApi()
  const { organization } = control.seed
  const created = await ask('POST', '/org/v2/environments', { display_name: 'staging' })
  expect(created.status).toBe(201)
  const { id } = created.json
  const path = `/org/v2/environments/${id}`
  expect(created.json).toEqual({
    api_version: 'org/v2',
    kind: 'Environment',
    id: expect.stringMatching(/^env-[a-z0-9]{6}$/),
    metadata: {
      self: `http://localhost:9021${path}`,
      resource_name: `crn://confluent.cloud/organization=${organization.id}/environment=${id}`,
      created_at: expect.stringMatching(/^2026-01-01T/),
      updated_at: expect.stringMatching(/^2026-01-01T/),
    },
    display_name: 'staging',
    stream_governance_config: { package: 'ESSENTIALS' },
  })
  expect(created.headers.location).toBe(`http://localhost:9021${path}`)
  expect((await ask('GET', path)).json).toEqual(created.json)

  const changed = await ask('PATCH', path, { display_name: 'qa', stream_governance_config: { package: 'ADVANCED' } })
  expect(changed).toMatchObject({ status: 200, json: { display_name: 'qa', stream_governance_config: { package: 'ADVANCED' } } })
  const listed = await ask('GET', '/org/v2/environments?page_size=100')
  expect(listed.json.data.map(({ display_name }) => display_name).sort()).toEqual(['default', 'qa'])

  expect(await ask('DELETE', path)).toMatchObject({ status: 204, text: '' })
  expect(await ask('GET', path)).toMatchObject({ status: 404, json: { errors: [{ status: '404' }] } })
})

test('a list is cut into pages that lead to each other', async () => {
  const { ask, clock } = await checkedApi()
  for (const name of ['a', 'b', 'c']) {
    await clock.advance(1_000)
    await ask('POST', '/org/v2/environments', { display_name: name })
  }
  const names: string[] = []
  for (let next: string | undefined = '/org/v2/environments?page_size=3'; next !== undefined;) {
    const { json }: { readonly json: TestObject } = await ask('GET', next.replace(/^http:\/\/[^/]+/, ''))
    expect(json.metadata.total_size).toBe(4)
    names.push(...json.data.map(({ display_name }) => display_name))
    next = json.metadata.next
  }
  expect(names).toEqual(['default', 'a', 'b', 'c'])
})

test('a name that is taken is a conflict', async () => {
  const { ask } = await checkedApi()
  expect(await ask('POST', '/org/v2/environments', { display_name: 'default' })).toMatchObject({
    status: 409,
    json: { errors: [{ code: 'resource_already_exists' }] },
  })
})

test('an organization has 25 environments at most', async () => {
  const { ask } = await checkedApi()
  for (let i = 1; i < 25; i++) expect((await ask('POST', '/org/v2/environments', { display_name: `e${i}` })).status).toBe(201)
  const refused = await ask('POST', '/org/v2/environments', { display_name: 'one too many' })
  expect(refused).toMatchObject({
    status: 402,
    json: { errors: [{ status: '402', code: 'quota_exceeded', detail: 'The request would exceed the quota: environments_per_org' }] },
  })
})

test('an environment with Kafka clusters is not deleted; without them its registry, keys and roles go with it', async () => {
  const { ask, clock, store, account, control } = await checkedApi()
  const { json: environment } = await ask('POST', '/org/v2/environments', { display_name: 'staging' })
  const spec = {
    display_name: 'c',
    availability: 'SINGLE_ZONE',
    cloud: 'AWS',
    region: 'us-east-1',
    config: { kind: 'Basic' },
    environment: { id: environment.id },
  }
  const { json: cluster } = await ask('POST', '/cmk/v2/clusters', { spec })
  await clock.advance(1_000)
  await account('sa-editor', [['EnvironmentAdmin', environment.metadata.resource_name]])
  expect(await ask('DELETE', `/org/v2/environments/${environment.id}`)).toMatchObject({
    status: 409,
    json: { errors: [{ detail: expect.stringContaining(cluster.id) }] },
  })

  await ask('DELETE', `/cmk/v2/clusters/${cluster.id}?environment=${environment.id}`)
  expect((await ask('DELETE', `/org/v2/environments/${environment.id}`)).status).toBe(204)
  await clock.advance(1_000)
  const { state } = store
  expect([...state['registry-cluster'].values()].map((one) => one.environment)).toEqual([control.seed.environment.id])
  expect([...state['role-binding'].values()].map((one) => one.role)).toEqual(['OrganizationAdmin'])
  expect(state.cluster.has(cluster.id)).toBe(false)
})

test('ADVANCED governance cannot be taken back once there is a Schema Registry', async () => {
  const { ask, control } = await checkedApi()
  const path = `/org/v2/environments/${control.seed.environment.id}`
  expect((await ask('PATCH', path, { stream_governance_config: { package: 'ADVANCED' } })).status).toBe(200)
  expect((await ask('PATCH', path, { stream_governance_config: { package: 'ESSENTIALS' } })).status).toBe(409)
})

test('nobody sees or changes what no role of theirs reaches', async () => {
  const { ask, account, control } = await checkedApi()
  const own = control.seed.environment
  const { json: other } = await ask('POST', '/org/v2/environments', { display_name: 'other' })
  const nobody = await account('sa-nobody')
  const cluster = `crn://confluent.cloud/organization=${own.organization}/environment=${own.id}/cloud-cluster=lkc-first1`
  const reader = await account('sa-reader', [['DeveloperRead', `${cluster}/kafka=lkc-first1/topic=orders`]])

  expect((await ask('GET', '/org/v2/environments', undefined, nobody)).json.data).toEqual([])
  expect((await ask('GET', `/org/v2/environments/${own.id}`, undefined, nobody)).status).toBe(404)
  expect((await ask('POST', '/org/v2/environments', { display_name: 'x' }, nobody)).status).toBe(403)

  // Whoever works within an environment finds it, and only it.
  expect((await ask('GET', '/org/v2/environments', undefined, reader)).json.data.map(({ id }) => id)).toEqual([own.id])
  expect((await ask('PATCH', `/org/v2/environments/${own.id}`, { display_name: 'x' }, reader)).status).toBe(403)
  expect((await ask('DELETE', `/org/v2/environments/${other.id}`, undefined, reader)).status).toBe(404)
  expect((await ask('GET', '/org/v2/environments', undefined, null)).status).toBe(401)
})

test('every change and read is recorded, with what it was about', async () => {
  const { ask, events, account } = await checkedApi()
  const { json } = await ask('POST', '/org/v2/environments', { display_name: 'staging' })
  await ask('DELETE', `/org/v2/environments/${json.id}`)
  const nobody = await account('sa-nobody')
  await ask('POST', '/org/v2/environments', { display_name: 'x' }, nobody)
  expect(events).toMatchObject([
    { method: 'CreateEnvironment', resource: json.metadata.resource_name, modifies: true, granted: true, status: 'SUCCESS' },
    { method: 'DeleteEnvironment', resource: json.metadata.resource_name, status: 'SUCCESS' },
    { method: 'CreateEnvironment', granted: false, status: 'FAILURE', caller: { id: 'sa-nobody' } },
  ])
})
