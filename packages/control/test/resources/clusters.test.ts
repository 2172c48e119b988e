import { expect, test } from 'vitest'
import type { CalledAnswer } from '@leat/rest/testing'
import { checkedApi } from './checked-api.ts'
import { type TestApi, type TestObject } from '../../src/testing/api.ts'

const specOf = ({ control }: TestApi, config: object, more: object = {}) => ({
  spec: {
    display_name: 'orders',
    availability: 'SINGLE_ZONE',
    cloud: 'AWS',
    region: 'us-east-1',
    config,
    environment: { id: control.seed.environment.id },
    ...more,
  },
})
const pathOf = ({ control }: TestApi, id: string): string => `/cmk/v2/clusters/${id}?environment=${control.seed.environment.id}`
const create = (api: TestApi, config: object, more: object = {}) => api.ask('POST', '/cmk/v2/clusters', specOf(api, config, more))
const patch = (api: TestApi, id: string, spec: object) =>
  api.ask('PATCH', `/cmk/v2/clusters/${id}`, { spec: { ...spec, environment: { id: api.control.seed.environment.id } } })
const detailOf = async (asked: Promise<CalledAnswer<TestObject>>) => {
  const { status, json } = await asked
  return [status, json.errors?.[0]?.detail]
}

test('a Standard cluster is PROVISIONING when created, and PROVISIONED with its endpoints when clients can log in', async () => {
  const api = await checkedApi()
  await api.clock.advance(1_000)
  const { organization, environment } = api.control.seed
  const created = await create(api, { kind: 'Standard' })
  const { id } = created.json
  expect(created.status).toBe(202)
  expect(created.json).toEqual({
    api_version: 'cmk/v2',
    kind: 'Cluster',
    id: expect.stringMatching(/^lkc-[a-z0-9]{6}$/),
    metadata: {
      self: `http://localhost:9021/cmk/v2/clusters/${id}`,
      resource_name: `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}/cloud-cluster=${id}/kafka=${id}`,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    },
    spec: {
      display_name: 'orders',
      availability: 'SINGLE_ZONE',
      cloud: 'AWS',
      region: 'us-east-1',
      config: { kind: 'Standard' },
      deletion_protection: false,
      environment: {
        id: environment.id,
        related: `http://localhost:9021/org/v2/environments/${environment.id}`,
        resource_name: `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}`,
      },
    },
    status: { phase: 'PROVISIONING' },
  })
  await api.clock.advance(1_000)
  const { json } = await api.ask('GET', pathOf(api, id))
  expect(json).toMatchObject({
    spec: {
      kafka_bootstrap_endpoint: 'SASL_SSL://localhost:20000',
      http_endpoint: 'http://localhost:9021',
      endpoints: {
        PUBLIC: { kafka_bootstrap_endpoint: 'localhost:20000', http_endpoint: 'http://localhost:9021', connection_type: 'PUBLIC' },
      },
    },
    status: { phase: 'PROVISIONED' },
  })
})

test.for([
  [1, 4],
  [2, 6],
  [3, 8],
  [24, 50],
] as const)('%i CKU shows %i brokers', async ([cku, brokers]) => {
  const api = await checkedApi()
  const { json } = await create(api, { kind: 'Dedicated', cku })
  await api.clock.advance(1_000)
  expect(api.host.opened.get(json.id)!.plan.brokers).toHaveLength(brokers)
  expect((await api.ask('GET', pathOf(api, json.id))).json.status).toEqual({ phase: 'PROVISIONED', cku })
})

test('Basic and Standard clusters show as many brokers as the platform does', async () => {
  const seed = { ...(await import('../../src/testing/platform.ts')).TEST_SEED }
  const api = await checkedApi({ platform: { brokers: 3 }, seed: { ...seed, cluster: { ...seed.cluster, ports: [9093, 9095, 9097] } } })
  const { json } = await create(api, { kind: 'Basic' })
  await api.clock.advance(1_000)
  expect(api.host.opened.get(json.id)!.plan.brokers).toHaveLength(3)
})

test('a Dedicated cluster is resized up and down; status.cku follows when the host has it', async () => {
  const api = await checkedApi()
  const { json } = await create(api, { kind: 'Dedicated', cku: 2 }, { availability: 'MULTI_ZONE' })
  await api.clock.advance(1_000)
  const grown = await patch(api, json.id, { config: { kind: 'Dedicated', cku: 3 } })
  expect(grown).toMatchObject({
    status: 200,
    json: { spec: { config: { cku: 3, zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] } }, status: { cku: 2 } },
  })
  await api.clock.advance(1_000)
  expect((await api.ask('GET', pathOf(api, json.id))).json.status).toEqual({ phase: 'PROVISIONED', cku: 3 })
  expect(api.host.opened.get(json.id)!.facts.limits).toMatchObject({ partitionsMax: 13_500 })

  await patch(api, json.id, { config: { kind: 'Dedicated', cku: 2 } })
  await api.clock.advance(1_000)
  expect(api.host.opened.get(json.id)!.plan.brokers).toHaveLength(6)
  expect(api.store.state.cluster.get(json.id)!.ports).toHaveLength(6)
})

test('a size that is changed while the cluster is made is the one that runs', async () => {
  const api = await checkedApi()
  const { json } = await create(api, { kind: 'Dedicated', cku: 1 })
  expect((await patch(api, json.id, { config: { kind: 'Dedicated', cku: 3 } })).json.status).toEqual({ phase: 'PROVISIONING' })
  await api.clock.advance(1_000)
  expect((await api.ask('GET', pathOf(api, json.id))).json.status).toEqual({ phase: 'PROVISIONED', cku: 3 })
  expect(api.host.opened.get(json.id)!.plan.brokers).toHaveLength(8)
})

test('Basic becomes Standard, with its limits and with roles that reach in; nothing else changes its type', async () => {
  const api = await checkedApi()
  await api.clock.advance(1_000)
  const { json } = await create(api, { kind: 'Basic' })
  await api.clock.advance(1_000)
  await api.account('sa-reader', [['DeveloperRead', `${json.metadata.resource_name}/topic=orders`]])
  await api.control.context.factsDelivered()
  const { facts } = api.host.opened.get(json.id)!
  expect(facts.limits).toMatchObject({ partitionsMax: 1_500 })
  expect(facts.grants.has('User:sa-reader')).toBe(false)

  expect(await patch(api, json.id, { config: { kind: 'Standard' } })).toMatchObject({
    status: 200,
    json: { spec: { config: { kind: 'Standard' } } },
  })
  expect(facts.limits).toMatchObject({ partitionsMax: 2_500 })
  expect(facts.grants.has('User:sa-reader')).toBe(true)

  expect(await detailOf(patch(api, json.id, { config: { kind: 'Basic' } }))).toEqual([
    400,
    expect.stringContaining('only Basic to Standard'),
  ])
  expect(await detailOf(patch(api, json.id, { config: { kind: 'Dedicated', cku: 1 } }))).toEqual([
    400,
    expect.stringContaining('only Basic to Standard'),
  ])
})

test.for<readonly [name: string, config: object, more: object, status: number, detail: string]>([
  ['an unknown provider', { kind: 'Basic' }, { cloud: 'IBM' }, 400, 'Service provider must be set to AWS, GCP or AZURE.'],
  [
    'an unknown region',
    { kind: 'Basic' },
    { region: 'us-moon-1' },
    400,
    'Unable to schedule given the cloud and/or region in request is invalid or unavailable',
  ],
  [
    'a region of another provider',
    { kind: 'Basic' },
    { cloud: 'GCP' },
    400,
    'Unable to schedule given the cloud and/or region in request is invalid or unavailable',
  ],
  ['an unknown availability', { kind: 'Basic' }, { availability: 'SOMETIMES' }, 400, 'none of SINGLE_ZONE, MULTI_ZONE, LOW, HIGH'],
  ['several zones with one CKU', { kind: 'Dedicated', cku: 1 }, { availability: 'MULTI_ZONE' }, 400, 'CKU must be greater than 1'],
  ['no CKU', { kind: 'Dedicated' }, {}, 400, 'cku is required'],
  ['zero CKUs', { kind: 'Dedicated', cku: 0 }, {}, 400, 'CKU must be greater than 0'],
  ['more CKUs than a cluster may have', { kind: 'Dedicated', cku: 25 }, {}, 402, 'quota: ckus_per_cluster'],
  ['CKUs of a Standard cluster', { kind: 'Standard', cku: 1 }, {}, 400, 'only Dedicated ones'],
  ['eCKUs of a Dedicated cluster', { kind: 'Dedicated', cku: 1, max_ecku: 2 }, {}, 400, 'set cku'],
  ['more eCKUs than the type has', { kind: 'Standard', max_ecku: 11 }, {}, 400, 'from 1 to 10'],
  ['one eCKU in several zones', { kind: 'Standard', max_ecku: 1 }, { availability: 'HIGH' }, 400, 'from 2 to 10'],
  ['an Enterprise cluster', { kind: 'Enterprise' }, { availability: 'HIGH' }, 400, 'Leat has no Enterprise clusters'],
  ['a Freight cluster', { kind: 'Freight' }, { availability: 'HIGH' }, 400, 'Leat has no Freight clusters'],
  [
    'a protected Basic cluster',
    { kind: 'Basic' },
    { deletion_protection: true },
    400,
    'Deletion protection is not supported for BASIC clusters.',
  ],
  ['a private network', { kind: 'Dedicated', cku: 1 }, { network: { id: 'n-12345' } }, 400, 'no private networks'],
  ['a key of its own', { kind: 'Dedicated', cku: 1 }, { byok: { id: 'cck-12345' } }, 400, 'no self-managed encryption keys'],
  ['zones of elsewhere', { kind: 'Dedicated', cku: 1, zones: ['moon'] }, {}, 400, 'zones must name 1 of'],
  ['an unknown environment', { kind: 'Basic' }, { environment: { id: 'env-nowhere' } }, 403, 'Forbidden Access'],
])('%s is refused', async ([, config, more, status, detail]) => {
  const api = await checkedApi()
  const [answered, text] = await detailOf(create(api, config, more))
  expect([answered, text]).toEqual([status, expect.stringContaining(detail)])
  expect(api.store.state.cluster.size).toBe(1)
})

test('empty references, as tools send them, are none', async () => {
  const api = await checkedApi()
  expect((await create(api, { kind: 'Basic' }, { network: { id: '' }, byok: null })).status).toBe(202)
})

test('a protected cluster is deleted only after its protection is off', async () => {
  const api = await checkedApi()
  const { json } = await create(api, { kind: 'Dedicated', cku: 1 }, { deletion_protection: true })
  await api.clock.advance(1_000)
  expect(await detailOf(api.ask('DELETE', pathOf(api, json.id)))).toEqual([409, expect.stringContaining('protected from deletion')])
  await patch(api, json.id, { deletion_protection: false })
  expect((await api.ask('DELETE', pathOf(api, json.id))).status).toBe(204)
})

test('a deleted cluster is gone at once for its users, and soon from the host', async () => {
  const api = await checkedApi()
  const { json } = await create(api, { kind: 'Basic' })
  await api.clock.advance(1_000)
  expect((await api.ask('DELETE', pathOf(api, json.id))).status).toBe(204)
  expect((await api.ask('GET', pathOf(api, json.id))).status).toBe(404)
  expect((await api.ask('DELETE', pathOf(api, json.id))).status).toBe(404)
  await api.clock.advance(1_000)
  expect([api.host.disk.has(json.id), api.store.state.cluster.has(json.id)]).toEqual([false, false])
})

test('the cluster that the platform starts with cannot be deleted', async () => {
  const api = await checkedApi()
  expect(await detailOf(api.ask('DELETE', pathOf(api, 'lkc-first1')))).toEqual([
    409,
    expect.stringContaining('the one that this Leat starts with'),
  ])
})

test('a list holds one environment and is filtered', async () => {
  const api = await checkedApi()
  const { environment } = api.control.seed
  await api.clock.advance(1_000)
  await create(api, { kind: 'Dedicated', cku: 1 }, { display_name: 'safe', deletion_protection: true })
  const names = async (filter: string): Promise<unknown> =>
    (await api.ask('GET', `/cmk/v2/clusters?environment=${environment.id}${filter}`)).json.data.map(({ spec }) => spec['display_name'])
  expect(await names('')).toEqual(['cluster_0', 'safe'])
  expect(await names('&spec.deletion_protection=true')).toEqual(['safe'])
  expect(await names('&spec.network=n-1')).toEqual([])
  expect((await api.ask('GET', '/cmk/v2/clusters?environment=env-nowhere')).json.data).toEqual([])
  expect((await api.ask('GET', '/cmk/v2/clusters')).status).toBe(400)
  expect((await api.ask('GET', pathOf(api, 'lkc-first1').replace(environment.id, 'env-other'))).status).toBe(404)
})

test('an environment has 20 clusters at most, and 50 CKUs', async () => {
  const api = await checkedApi()
  expect((await create(api, { kind: 'Dedicated', cku: 24 })).status).toBe(202)
  expect((await create(api, { kind: 'Dedicated', cku: 24 })).status).toBe(202)
  expect(await detailOf(create(api, { kind: 'Dedicated', cku: 3 }))).toEqual([402, expect.stringContaining('quota: ckus_per_environment')])
  for (let i = 3; i < 20; i++) expect((await create(api, { kind: 'Basic' })).status).toBe(202)
  expect(await detailOf(create(api, { kind: 'Basic' }))).toEqual([
    402,
    'The request would exceed the quota: kafka_clusters_per_environment',
  ])
})

test('all clusters have ports of their own', async () => {
  const api = await checkedApi()
  await Promise.all([
    create(api, { kind: 'Dedicated', cku: 2 }),
    create(api, { kind: 'Basic' }),
    create(api, { kind: 'Dedicated', cku: 1 }),
  ])
  const ports = [...api.store.state.cluster.values()].flatMap((one) => one.ports)
  expect(ports).toHaveLength(1 + 6 + 1 + 4)
  expect(new Set(ports).size).toBe(ports.length)
})

test('the registry appears with the first cluster of its environment, once', async () => {
  const api = await checkedApi()
  const { json: environment } = await api.ask('POST', '/org/v2/environments', { display_name: 'fresh' })
  const list = async () => (await api.ask('GET', `/srcm/v3/clusters?environment=${environment.id}`)).json.data
  expect(await list()).toEqual([])
  const where = { environment: { id: environment.id }, cloud: 'GCP', region: 'us-central1' }
  await create(api, { kind: 'Basic' }, where)
  await create(api, { kind: 'Basic' }, where)
  const [registry, ...others] = await list()
  expect(others).toEqual([])
  expect(registry).toMatchObject({
    id: expect.stringMatching(/^lsrc-[a-z0-9]{6}$/),
    spec: {
      package: 'ESSENTIALS',
      http_endpoint: 'http://localhost:8081',
      cloud: 'GCP',
      region: 'us-central1',
      environment: { id: environment.id },
    },
    status: { phase: 'PROVISIONED' },
  })
  expect((await api.ask('GET', `/srcm/v3/clusters/${registry!.id}?environment=${environment.id}`)).json).toEqual(registry)
  expect((await api.ask('GET', `/srcm/v3/clusters/${registry!.id}?environment=${api.control.seed.environment.id}`)).status).toBe(404)
})

test('who has no role on a cluster does not see it; who may only look changes nothing', async () => {
  const api = await checkedApi()
  const { organization, environment } = api.control.seed
  const nobody = await api.account('sa-nobody')
  const looker = await api.account('sa-looker', [
    ['Operator', `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}`],
  ])
  const path = pathOf(api, 'lkc-first1')
  expect((await api.ask('GET', path, undefined, nobody)).status).toBe(404)
  expect((await api.ask('GET', `/cmk/v2/clusters?environment=${environment.id}`, undefined, nobody)).json.data).toEqual([])
  expect((await api.ask('GET', path, undefined, looker)).status).toBe(200)
  const renamed = api.ask(
    'PATCH',
    '/cmk/v2/clusters/lkc-first1',
    { spec: { display_name: 'x', environment: { id: environment.id } } },
    looker,
  )
  expect((await renamed).status).toBe(403)
  expect((await api.ask('DELETE', path, undefined, looker)).status).toBe(403)
  expect((await api.ask('POST', '/cmk/v2/clusters', specOf(api, { kind: 'Basic' }), looker)).status).toBe(403)
})
