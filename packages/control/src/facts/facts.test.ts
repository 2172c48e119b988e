import { expect, test } from 'vitest'
import { decideCreate } from '../clusters/decide-create.ts'
import type { ApiKey, RoleBinding } from '../entities.ts'
import { put, remove } from '../state.ts'
import { foundedLog, openTestControl, type TestControl } from '../testing/platform.ts'

const AT = '2026-01-01T00:00:00.000Z'

async function opened(): Promise<TestControl> {
  const platform = await openTestControl({ log: await foundedLog() })
  await platform.clock.advance(1_000)
  const { store, host, control, clock } = platform
  for (const id of ['lkc-two', 'lkc-three']) {
    await store.decide((state) =>
      decideCreate(
        state,
        control.seed.environment.id,
        { display_name: id, availability: 'SINGLE_ZONE', cloud: 'AWS', region: 'us-east-1', config: { kind: 'Standard' } },
        { id, registryId: '', at: AT, platformBrokers: 1, reservePorts: (count, taken) => host.reservePorts(id, count, taken) },
      ),
    )
  }
  await clock.advance(1_000)
  host.calls.length = 0
  return platform
}

function keyOf({ control }: TestControl, resource: ApiKey['resource']): ApiKey {
  const { organization, user } = control.seed
  return {
    id: 'ANOTHERKEYOFMINE',
    organization: organization.id,
    owner: user!.id,
    resource,
    name: '',
    description: '',
    salt: 'cw==',
    hash: 'aA==',
    createdAt: AT,
    updatedAt: AT,
  }
}

function bindingOf({ control }: TestControl, role: string, tail: string): RoleBinding {
  const { organization, environment } = control.seed
  const crnPattern = `crn://confluent.cloud/organization=${organization.id}${tail.replace('ENV', environment.id)}`
  return { id: 'rb-test', organization: organization.id, principal: 'User:sa-1', role, crnPattern, createdAt: AT, updatedAt: AT }
}

test('a key of one cluster is told to it alone, a global one to all, a cloud key to none', async () => {
  const platform = await opened()
  const { store, host, control } = platform
  const { environment } = control.seed
  const cases = [
    [{ kind: 'kafka', id: 'lkc-two', environment: environment.id }, ['tell lkc-two login']],
    [{ kind: 'global' }, ['tell lkc-first1 login', 'tell lkc-two login', 'tell lkc-three login']],
    [{ kind: 'cloud' }, []],
    [{ kind: 'schema-registry', id: 'lsrc-1', environment: environment.id }, []],
  ] as const
  for (const [resource, told] of cases) {
    for (const change of [put('api-key', keyOf(platform, resource)), remove('api-key', 'ANOTHERKEYOFMINE')]) {
      host.calls.length = 0
      await store.decide(() => ({ changes: [change], answer: null }))
      await control.context.factsDelivered()
      expect(host.calls).toEqual(told)
    }
  }
  expect([...host.opened.values()].map(({ facts }) => facts.logins.has('ANOTHERKEYOFMINE'))).toEqual([false, false, false])
})

test('a change of a key’s description is not told', async () => {
  const platform = await opened()
  const { store, host, control } = platform
  const key = keyOf(platform, { kind: 'global' })
  await store.decide(() => ({ changes: [put('api-key', key)], answer: null }))
  await control.context.factsDelivered()
  host.calls.length = 0
  await store.decide(() => ({ changes: [put('api-key', { ...key, description: 'new' })], answer: null }))
  await control.context.factsDelivered()
  expect(host.calls).toEqual([])
})

test.for([
  ['a cluster', '/environment=ENV/cloud-cluster=lkc-two', 'CloudClusterAdmin', ['lkc-two']],
  ['a topic', '/environment=ENV/cloud-cluster=lkc-two/kafka=lkc-two/topic=orders*', 'DeveloperRead', ['lkc-two']],
  ['its environment', '/environment=ENV', 'EnvironmentAdmin', ['lkc-first1', 'lkc-two', 'lkc-three']],
  ['its organization', '', 'OrganizationAdmin', ['lkc-first1', 'lkc-two', 'lkc-three']],
  ['another environment', '/environment=env-other', 'EnvironmentAdmin', []],
] as const)('a role bound to %s is told where it reaches, and taken back there', async ([, tail, role, clusters]) => {
  const platform = await opened()
  const { store, host, control } = platform
  const holders = (): string[] => [...host.opened].filter(([, { facts }]) => facts.grants.has('User:sa-1')).map(([id]) => id)
  await store.decide(() => ({ changes: [put('role-binding', bindingOf(platform, role, tail))], answer: null }))
  await control.context.factsDelivered()
  expect(holders()).toEqual(clusters)
  expect(host.calls).toEqual(clusters.map((id) => `tell ${id} grants`))
  await store.decide(() => ({ changes: [remove('role-binding', 'rb-test')], answer: null }))
  await control.context.factsDelivered()
  expect(holders()).toEqual([])
})

test('changes are told in the order in which they were decided', async () => {
  const platform = await opened()
  const { store, host, control } = platform
  const key = keyOf(platform, { kind: 'kafka', id: 'lkc-two', environment: control.seed.environment.id })
  const decisions = Array.from({ length: 20 }, (_, i) =>
    store.decide(() => ({
      changes: [i % 2 === 0 ? put('api-key', { ...key, salt: String(i) }) : remove('api-key', key.id)],
      answer: null,
    })),
  )
  const last = store.decide(() => ({ changes: [put('api-key', { ...key, salt: 'last' })], answer: null }))
  await Promise.all([...decisions, last])
  await control.context.factsDelivered()
  expect(host.opened.get('lkc-two')!.facts.logins.get(key.id)?.salt).toBe('last')
  expect(host.calls).toHaveLength(21)
})

test('nothing is told that is not durable', async () => {
  const held = Promise.withResolvers<void>()
  let holds = false
  const platform = await openTestControl({
    log: await foundedLog(),
    step: async (at) => void (at === 'append' && holds && (await held.promise)),
  })
  const { store, host, clock, control } = platform
  holds = true
  const written = store.decide(() => ({ changes: [put('api-key', keyOf(platform, { kind: 'global' }))], answer: null }))
  await clock.settle()
  expect(store.state['api-key'].has('ANOTHERKEYOFMINE')).toBe(true)
  expect(host.opened.get('lkc-first1')!.facts.logins.has('ANOTHERKEYOFMINE')).toBe(false)
  held.resolve()
  await written
  await control.context.factsDelivered()
  expect(host.opened.get('lkc-first1')!.facts.logins.has('ANOTHERKEYOFMINE')).toBe(true)
})

test('a cluster that fails to tell does not hold back the others', async () => {
  const platform = await opened()
  const { store, host, control } = platform
  const tell = host.tell.bind(host)
  host.tell = (id, facts) => (id === 'lkc-two' ? Promise.reject(new Error('its thread is gone')) : tell(id, facts))
  await store.decide(() => ({ changes: [put('api-key', keyOf(platform, { kind: 'global' }))], answer: null }))
  await control.context.factsDelivered()
  expect([...host.opened].filter(([, { facts }]) => facts.logins.has('ANOTHERKEYOFMINE')).map(([id]) => id)).toEqual([
    'lkc-first1',
    'lkc-three',
  ])
})
