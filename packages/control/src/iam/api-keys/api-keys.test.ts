import { basic } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { put } from '../../state.ts'
import {
  ADMIN,
  ADMIN_CLOUD_KEY,
  type Answer,
  AT_ENV,
  AT_ORG,
  AT_STANDARD,
  DEVELOPER,
  iamWorld,
  IN_STANDARD,
  ORG,
  OTHER_ADMIN,
  OTHER_CLOUD_KEY,
  POWERLESS,
  POWERLESS_CLOUD_KEY,
  WORKER,
  WORKER_GLOBAL_KEY,
  WORKER_KAFKA_KEY,
  type World,
} from '../testing/world.ts'

const PATH = '/iam/v2/api-keys'
interface KeyAnswer extends Answer {
  readonly spec: {
    readonly secret?: string
    readonly resource: Answer
    readonly owner: Answer
    readonly display_name: string
    readonly description: string
  }
}
const create = (world: World, owner: string, resource?: object | null, headers: Record<string, string> = world.as(ADMIN_CLOUD_KEY)) =>
  world.call<KeyAnswer>({
    method: 'POST',
    path: PATH,
    body: {
      spec: { display_name: 'a key', description: 'opens doors', owner: { id: owner }, ...(resource === undefined ? {} : { resource }) },
    },
    headers,
  })

test('a Kafka key is made, shown with its secret once, and echoes its resource exactly', async () => {
  const world = await iamWorld()
  const answer = await create(world, WORKER, { id: 'lkc-stand1', kind: 'Cluster' })
  expect(answer.status).toBe(202)
  const { id } = answer.json
  expect(id).toMatch(/^[A-Z2-7]{16}$/)
  expect(answer.headers['location']).toBe(`http://localhost:9021/iam/v2/api-keys/${id}`)
  expect(answer.json.spec.secret).toMatch(/^cflt[A-Za-z0-9+/]{60}$/)
  const shown = {
    api_version: 'iam/v2',
    kind: 'ApiKey',
    id,
    metadata: {
      self: `http://localhost:9021/iam/v2/api-keys/${id}`,
      resource_name: `crn://confluent.cloud/organization=${ORG}/api-key=${id}`,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    },
    spec: {
      display_name: 'a key',
      description: 'opens doors',
      owner: {
        id: WORKER,
        related: `http://localhost:9021/iam/v2/service-accounts/${WORKER}`,
        resource_name: `crn://confluent.cloud/organization=${ORG}/service-account=${WORKER}`,
        api_version: 'iam/v2',
        kind: 'ServiceAccount',
      },
      resource: {
        id: 'lkc-stand1',
        environment: 'env-mill01',
        related: 'http://localhost:9021/cmk/v2/clusters/lkc-stand1',
        resource_name: `crn://confluent.cloud/organization=${ORG}/environment=env-mill01/cloud-cluster=lkc-stand1`,
        api_version: 'cmk/v2',
        kind: 'Cluster',
      },
    },
  }
  const { secret, ...spec } = answer.json.spec
  expect({ ...answer.json, spec }).toEqual(shown)
  const read = await world.call({ path: `${PATH}/${id}`, headers: world.as(ADMIN_CLOUD_KEY) })
  expect(read.json).toEqual(shown)
  const written = JSON.stringify([world.context.store.log, world.context.events, read.json])
  expect(written).not.toContain(secret)
})

test.for([
  [undefined, { id: 'cloud', kind: 'Cloud' }],
  [null, { id: 'cloud', kind: 'Cloud' }],
  [
    { id: 'cloud', kind: 'Cloud' },
    { id: 'cloud', kind: 'Cloud' },
  ],
  [
    { id: 'global', kind: 'Global' },
    { id: 'global', kind: 'Global' },
  ],
  [{ id: 'lkc-stand1' }, { id: 'lkc-stand1', kind: 'Cluster', api_version: 'cmk/v2' }],
  [
    { id: 'lkc-stand1', environment: 'env-mill01', api_version: 'cmk/v2', kind: 'Cluster' },
    { id: 'lkc-stand1', kind: 'Cluster' },
  ],
  [
    { id: 'lsrc-mill1', kind: 'Cluster' },
    { id: 'lsrc-mill1', kind: 'SchemaRegistry', api_version: 'srcm/v3', environment: 'env-mill01' },
  ],
] as const)('a key for %j is a key for %j', async ([resource, echoed]) => {
  const world = await iamWorld()
  const answer = await create(world, ADMIN, resource)
  expect(answer.status).toBe(202)
  expect(answer.json.spec.resource).toMatchObject(echoed)
})

test.for([
  { id: 'lkc-nothere' },
  { id: 'lkc-other1' },
  { id: 'lkc-stand1', environment: 'env-mill02' },
  { id: 'lsrc-nothere' },
  { id: 'env-mill01' },
  { id: 'cloud', kind: 'Cluster' },
  { id: 'lksqlc-1', kind: 'ksqlDB' },
  { id: 'tableflow', kind: 'Tableflow' },
  { id: '__proto__' },
])('there is no key for %j', async (resource) => {
  const world = await iamWorld()
  expect((await create(world, ADMIN, resource)).status).toBe(400)
})

test('the body is checked', async () => {
  const world = await iamWorld()
  const headers = world.as(ADMIN_CLOUD_KEY)
  for (const body of [{}, { spec: {} }, { spec: { owner: {} } }, { spec: { owner: { id: 1 } } }, []]) {
    expect((await world.call({ method: 'POST', path: PATH, body, headers })).status).toBe(400)
  }
})

test('a new key logs in at once, and every edge had it before the answer came', async () => {
  const world = await iamWorld()
  let delivered = 0
  Object.assign(world.context, { factsDelivered: () => Promise.resolve(void delivered++) })
  const made = await create(world, ADMIN)
  expect(delivered).toBe(1)
  const listed = await world.call({ path: PATH, headers: { authorization: basic(made.json.id, made.json.spec.secret!) } })
  expect(listed.status).toBe(200)
  expect((await world.call({ method: 'DELETE', path: `${PATH}/${made.json.id}`, headers: world.as(ADMIN_CLOUD_KEY) })).status).toBe(204)
  expect(delivered).toBe(2)
  const after = await world.call({ path: PATH, headers: { authorization: basic(made.json.id, made.json.spec.secret!) } })
  expect(after.status).toBe(401)
})

/** Who makes a key for whom, and what comes of it. */
test.for<[caller: string, role: string, crn: string, owner: string, resource: string, status: number]>([
  [ADMIN, '', '', ADMIN, 'cloud', 202],
  [ADMIN, '', '', DEVELOPER, 'cloud', 403],
  [ADMIN, '', '', WORKER, 'lkc-stand1', 202],
  [ADMIN, '', '', OTHER_ADMIN, 'cloud', 400],
  [ADMIN, '', '', 'sa-nothere', 'cloud', 400],
  [DEVELOPER, '', '', DEVELOPER, 'cloud', 202],
  [DEVELOPER, '', '', DEVELOPER, 'lkc-stand1', 400],
  [DEVELOPER, 'DeveloperRead', `${IN_STANDARD}/topic=x`, DEVELOPER, 'lkc-stand1', 202],
  [DEVELOPER, 'DeveloperRead', `${IN_STANDARD}/topic=x`, DEVELOPER, 'lkc-basic1', 400],
  [DEVELOPER, 'MetricsViewer', AT_STANDARD, DEVELOPER, 'lkc-stand1', 400],
  [DEVELOPER, 'EnvironmentAdmin', AT_ENV, DEVELOPER, 'lkc-basic1', 202],
  [DEVELOPER, 'EnvironmentAdmin', AT_ENV, WORKER, 'lkc-basic1', 403],
  [DEVELOPER, '', '', WORKER, 'cloud', 400],
  [DEVELOPER, 'ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, WORKER, 'cloud', 202],
  [DEVELOPER, 'ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, WORKER, 'lkc-stand1', 400],
  [DEVELOPER, 'ResourceOwner', `${AT_ORG}/service-account=${WORKER}`, POWERLESS, 'cloud', 400],
])('%s with %s at %s makes a key of %s for %s: %i', async ([caller, role, crn, owner, resource, status]) => {
  const world = await iamWorld()
  if (role !== '') await world.bind(caller, role, crn)
  const headers = await world.login(caller === ADMIN ? 'admin@example.com' : 'developer@example.com')
  expect((await create(world, owner, { id: resource }, headers)).status).toBe(status)
})

test('a service account without roles makes no key, not even of its own', async () => {
  const world = await iamWorld()
  expect((await create(world, POWERLESS, null, world.as(POWERLESS_CLOUD_KEY))).status).toBe(403)
})

test('unknown owners and those one may not see are told in the same words', async () => {
  const world = await iamWorld()
  const headers = await world.login('developer@example.com')
  for (const owner of [WORKER, 'sa-nothere', OTHER_ADMIN, ADMIN, '__proto__']) {
    const answer = await create(world, owner, null, headers)
    expect(answer.status, owner).toBe(400)
    expect(answer.json.errors[0]!.detail).toBe('error creating api key: service account is not valid')
  }
})

test('lists are filtered by owner and by resource, and hold what the caller may see', async () => {
  const world = await iamWorld()
  const ids = async (query: string, headers = world.as(ADMIN_CLOUD_KEY)) =>
    (await world.call({ path: PATH + query, headers })).json.data.map((one) => one.id)
  expect(await ids('')).toEqual([ADMIN_CLOUD_KEY, POWERLESS_CLOUD_KEY, WORKER_GLOBAL_KEY, WORKER_KAFKA_KEY])
  expect(await ids(`?spec.owner=${WORKER}`)).toEqual([WORKER_GLOBAL_KEY, WORKER_KAFKA_KEY])
  expect(await ids('?spec.resource=lkc-stand1')).toEqual([WORKER_KAFKA_KEY])
  expect(await ids(`?spec.resource=cloud&spec.owner=${ADMIN}`)).toEqual([ADMIN_CLOUD_KEY])
  expect(await ids('?page_size=3')).toHaveLength(3)
  expect(await ids('', world.as(POWERLESS_CLOUD_KEY))).toEqual([POWERLESS_CLOUD_KEY])

  await world.bind(DEVELOPER, 'CloudClusterAdmin', AT_STANDARD)
  const developer = await world.login('developer@example.com')
  expect(await ids('', developer)).toEqual([WORKER_KAFKA_KEY])
})

test('keys one may not see are as absent as none', async () => {
  const world = await iamWorld()
  for (const id of [ADMIN_CLOUD_KEY, OTHER_CLOUD_KEY, 'NOTHEREAAAAAAAAA', '__proto__']) {
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const body = method === 'PATCH' ? { body: {} } : {}
      const answer = await world.call({ method, path: `${PATH}/${id}`, headers: world.as(POWERLESS_CLOUD_KEY), ...body })
      expect([id, method, answer.status]).toEqual([id, method, 404])
      expect(answer.json.errors[0]!.detail).toContain('Unknown API key')
    }
  }
  expect(world.context.store.state['api-key'].has(ADMIN_CLOUD_KEY)).toBe(true)
})

test('an owner changes and deletes its own key; an operator sees and touches none', async () => {
  const world = await iamWorld()
  const headers = world.as(POWERLESS_CLOUD_KEY)
  const path = `${PATH}/${POWERLESS_CLOUD_KEY}`
  const body = { spec: { display_name: 'mine' } }
  expect((await world.call<KeyAnswer>({ method: 'PATCH', path, body, headers })).json.spec).toMatchObject({
    display_name: 'mine',
    description: '',
  })
  await world.bind(DEVELOPER, 'Operator', AT_ORG)
  const operator = await world.login('developer@example.com')
  expect((await world.call({ path, headers: operator })).status).toBe(404)
  expect((await world.call({ method: 'DELETE', path, headers })).status).toBe(204)
  expect((await world.call({ path, headers })).status).toBe(401)
})

test('owner and resource cannot be changed', async () => {
  const world = await iamWorld()
  const body = { spec: { owner: { id: POWERLESS }, resource: { id: 'global' }, secret: 'x', description: 'new' } }
  const answer = await world.call<KeyAnswer>({
    method: 'PATCH',
    path: `${PATH}/${ADMIN_CLOUD_KEY}`,
    body,
    headers: world.as(ADMIN_CLOUD_KEY),
  })
  expect(answer.json.spec).toMatchObject({ owner: { id: ADMIN, kind: 'User' }, resource: { id: 'cloud' }, description: 'new' })
  expect(answer.json.spec.secret).toBeUndefined()
})

test.for<[name: string, owner: string, resource: object, detail: string]>([
  ['10 cloud keys of a user', ADMIN, { kind: 'cloud' }, 'iam.max_cloud_api_keys.per_user'],
  ['10 cluster keys of a user', ADMIN, { kind: 'kafka', id: 'lkc-stand1', environment: 'env-mill01' }, 'iam.max_cluster_api_keys.per_user'],
  ['100 cloud keys of a service account', WORKER, { kind: 'cloud' }, 'iam.max_cloud_api_keys.per_service_account'],
  ['2 global keys of an owner', ADMIN, { kind: 'global' }, 'global_api_keys_per_owner'],
])('%s are the limit', async ([name, owner, resource, quota]) => {
  const world = await iamWorld()
  const limit = Number(name.split(' ')[0])
  const key = world.context.store.state['api-key'].get(ADMIN_CLOUD_KEY)!
  const own = [...world.context.store.state['api-key'].values()].filter(
    (one) => one.owner === owner && one.resource.kind === (resource as { kind: string }).kind,
  ).length
  const fill = Array.from({ length: limit - own - 1 }, (_, i) =>
    put('api-key', { ...key, id: `FILL${i}`, owner, resource: resource as typeof key.resource }),
  )
  await world.put(...fill)
  const reference = 'id' in resource ? resource : { id: (resource as { kind: string }).kind }
  expect((await create(world, owner, reference)).status).toBe(202)
  const over = await create(world, owner, reference)
  expect(over.status).toBe(402)
  expect(over.json.errors[0]!.detail).toBe(`The request would exceed the quota: ${quota}`)
})

test('the keys of a Basic cluster are 50 at most, whoever owns them', async () => {
  const world = await iamWorld()
  const key = world.context.store.state['api-key'].get(WORKER_KAFKA_KEY)!
  const resource = { kind: 'kafka', id: 'lkc-basic1', environment: 'env-mill01' } as const
  await world.put(...Array.from({ length: 50 }, (_, i) => put('api-key', { ...key, id: `FILL${i}`, owner: POWERLESS, resource })))
  const over = await create(world, WORKER, { id: 'lkc-basic1' })
  expect(over.json.errors).toMatchObject([
    { status: '402', code: 'quota_exceeded', detail: 'The request would exceed the quota: kafka.max_api_keys.per_cluster' },
  ])
})

test('what happens to keys is recorded by the names of the cloud', async () => {
  const world = await iamWorld()
  const made = await create(world, WORKER, { id: 'lkc-stand1' })
  await world.call({ method: 'PATCH', path: `${PATH}/${made.json.id}`, body: {}, headers: world.as(ADMIN_CLOUD_KEY) })
  await world.call({ method: 'DELETE', path: `${PATH}/${made.json.id}`, headers: world.as(ADMIN_CLOUD_KEY) })
  const resource = `${AT_ORG}/api-key=${made.json.id}`
  expect(world.context.events).toMatchObject([
    { method: 'CreateAPIKey', resource, data: { owner: WORKER, resource: 'lkc-stand1' }, status: 'SUCCESS' },
    { method: 'UpdateAPIKey', resource },
    { method: 'DeleteAPIKey', resource },
  ])
})
