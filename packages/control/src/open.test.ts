import { expect, test } from 'vitest'
import { decideCreate } from './clusters/decide-create.ts'
import type { Cluster } from './entities.ts'
import { FirstClusterClosed } from './open.ts'
import { put, remove } from './state.ts'
import { foundedLog, openTestControl, TEST_SEED, type TestControl } from './testing/platform.ts'

async function create({ control, store, host }: TestControl, id: string, kind: 'Basic' | 'Dedicated' = 'Basic'): Promise<void> {
  const created = await store.decide((state) =>
    decideCreate(
      state,
      control.seed.environment.id,
      {
        display_name: id,
        availability: 'SINGLE_ZONE',
        cloud: 'AWS',
        region: 'us-east-1',
        config: kind === 'Basic' ? { kind } : { kind, cku: 1 },
      },
      {
        id,
        registryId: 'lsrc-never1',
        at: '2026-01-01T00:00:00.000Z',
        platformBrokers: 1,
        reservePorts: (count, taken) => host.reservePorts(id, count, taken),
      },
    ),
  )
  expect(created).toMatchObject({ ok: true })
}

test('the first start makes organization, admin, environment, cluster, registry and keys in one decision, and opens the cluster', async () => {
  const { control, store, host } = await openTestControl()
  expect(store.log.decisions).toHaveLength(1)
  expect(control.seed).toMatchObject({ made: true, kafkaKey: TEST_SEED.kafkaKey.id, cloudKey: TEST_SEED.cloudKey.id })
  expect(control.seed.cluster).toMatchObject({ id: 'lkc-first1', type: 'STANDARD', first: true, phase: 'PROVISIONED', ports: [9093] })
  expect([...store.state['registry-cluster'].values()]).toMatchObject([{ environment: control.seed.environment.id }])
  expect(host.opened.get('lkc-first1')?.plan).toMatchObject({ first: true, brokers: [{ node: 1, port: 9093 }] })
  expect(control.context.addressOf('lkc-first1')).toEqual({ saslSslBootstrap: 'localhost:9093', ports: [9093] })
})

test('secrets are kept as hashes only', async () => {
  const { store } = await openTestControl()
  const text = JSON.stringify(store.log.decisions)
  for (const secret of [TEST_SEED.kafkaKey.secret, TEST_SEED.cloudKey.secret, TEST_SEED.user.password]) expect(text).not.toContain(secret)
})

test('the first edge opens with the Kafka key, the admin’s grants and the limits of its type', async () => {
  const { control, host } = await openTestControl({ log: await foundedLog() })
  const { facts } = host.opened.get('lkc-first1')!
  expect([...facts.logins.keys()]).toEqual([TEST_SEED.kafkaKey.id])
  expect([...facts.grants.keys()]).toEqual([`User:${control.seed.user!.id}`])
  expect(facts.limits).toMatchObject({ partitionsMax: 2_500, aclsMax: 1_000 })
})

test('a later start finds what the first one made, and writes nothing', async () => {
  const first = await openTestControl()
  const again = await openTestControl({ log: first.store.log, disk: first.host.disk })
  expect(again.control.seed).toEqual({ ...first.control.seed, made: false })
  expect(again.store.log.decisions).toHaveLength(1)
  expect(again.host.opened.has('lkc-first1')).toBe(true)
})

test('a start with other ports moves the first cluster to them', async () => {
  const first = await openTestControl({ log: await foundedLog() })
  const again = await openTestControl({ log: first.store.log, seed: { ...TEST_SEED, cluster: { ...TEST_SEED.cluster, ports: [19_093] } } })
  expect(again.control.seed.cluster.ports).toEqual([19_093])
  expect(again.store.state.cluster.get('lkc-first1')?.ports).toEqual([19_093])
})

test('the first cluster is open when the control plane is; the others follow', async () => {
  const before = await openTestControl({ log: await foundedLog() })
  await create(before, 'lkc-other1')
  await before.clock.advance(1_000)
  expect(before.store.state.cluster.get('lkc-other1')?.phase).toBe('PROVISIONED')

  const { host, clock } = await openTestControl({ log: before.store.log })
  expect([...host.opened.keys()]).toEqual(['lkc-first1'])
  await clock.advance(1_000)
  expect([...host.opened.keys()]).toEqual(['lkc-first1', 'lkc-other1'])
})

test('hundreds of clusters do not hold back a start, and open a few at a time', async () => {
  const before = await openTestControl({ log: await foundedLog() })
  for (let i = 0; i < 300; i++) {
    await before.store.decide(() => ({
      changes: [put('cluster', { ...before.control.seed.cluster, id: `lkc-c${i}`, first: false, ports: [30_000 + i] })],
      answer: null,
    }))
  }
  let opening = 0
  let most = 0
  const { host, clock } = await openTestControl({
    log: before.store.log,
    step: async (at) => {
      if (at === 'open') most = Math.max(most, ++opening)
      if (at === 'opened') opening--
    },
  })
  expect(host.opened.size).toBe(1)
  await clock.advance(1_000)
  expect(host.opened.size).toBe(301)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
})

test('a start fails in clear words when the first cluster does not open', async () => {
  const opening = openTestControl({ log: await foundedLog(), refusal: 'port 9093 is taken' })
  await expect(opening).rejects.toThrow(FirstClusterClosed)
  await expect(opening).rejects.toThrow('the first cluster, lkc-first1, does not open: port 9093 is taken')
})

test('a key that is made reaches its cluster before factsDelivered resolves, and goes from it when deleted', async () => {
  const { control, store, host } = await openTestControl({ log: await foundedLog() })
  const { organization, environment, user } = control.seed
  const key = {
    id: 'NEWKEYNEWKEYNEW2',
    organization: organization.id,
    owner: user!.id,
    resource: { kind: 'kafka', id: 'lkc-first1', environment: environment.id },
    name: '',
    description: '',
    salt: 'c2FsdA==',
    hash: 'aGFzaA==',
    createdAt: '',
    updatedAt: '',
  } as const
  await store.decide(() => ({ changes: [put('api-key', key)], answer: null }))
  await control.context.factsDelivered()
  const { facts } = host.opened.get('lkc-first1')!
  expect(facts.logins.get(key.id)).toEqual({ principal: `User:${user!.id}`, salt: key.salt, hash: key.hash })

  await store.decide(() => ({ changes: [remove('api-key', key.id)], answer: null }))
  await control.context.factsDelivered()
  expect(facts.logins.has(key.id)).toBe(false)
})

test('what changes while a cluster opens is told to it after it has opened', async () => {
  const held = Promise.withResolvers<void>()
  let opens = 0
  const platform = await openTestControl({
    log: await foundedLog(),
    step: async (at) => void (at === 'open' && ++opens === 2 && (await held.promise)),
  })
  const { control, store, host, clock } = platform
  await clock.advance(1_000)
  await create(platform, 'lkc-other1')
  await clock.settle()
  const written = control.writeAcls('lkc-other1', {
    create: [
      {
        resourceType: 'topic',
        patternType: 'literal',
        name: 'orders',
        principal: 'User:sa-1',
        host: '*',
        operation: 'read',
        permission: 'allow',
      },
    ],
    delete: [],
  })
  await clock.settle()
  expect(host.opened.has('lkc-other1')).toBe(false)
  held.resolve()
  expect(await written).toEqual({ created: [{ ok: true, value: null }], deleted: [] })
  expect(host.opened.get('lkc-other1')?.facts.acls.size).toBe(1)
  expect((store.state.cluster.get('lkc-other1') as Cluster).ports).toHaveLength(1)
})

test('a cluster that the host refuses is FAILED, with its reason', async () => {
  const platform = await openTestControl({ log: await foundedLog() })
  await platform.clock.advance(1_000)
  platform.host.refusal = 'no free ports'
  await create(platform, 'lkc-other1')
  await platform.clock.advance(1_000)
  expect(platform.store.state.cluster.get('lkc-other1')).toMatchObject({ phase: 'FAILED', failure: 'no free ports' })
})
