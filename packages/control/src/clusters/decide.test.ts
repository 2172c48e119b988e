import { expect, test } from 'vitest'
import { aclId } from '../acls/decide.ts'
import { CONTROL_SCHEMA, put } from '../state.ts'
import { memoryStore } from '../testing/memory-store.ts'
import { decideFailed, decideGone, decideOpened, decidePorts } from './decide.ts'
import type { Cluster } from '../entities.ts'

const AT = '2026-01-01T00:00:00.000Z'
const cluster: Cluster = {
  id: 'lkc-1',
  organization: 'o',
  environment: 'env-1',
  name: 'c',
  type: 'DEDICATED',
  availability: 'SINGLE_ZONE',
  cloud: 'AWS',
  region: 'us-east-1',
  zones: ['us-east-1a'],
  cku: { wanted: 1, actual: 0 },
  eckuMax: null,
  phase: 'PROVISIONING',
  failure: null,
  deletionProtection: false,
  first: false,
  ports: [1, 2, 3, 4],
  createdAt: AT,
  updatedAt: AT,
}

async function storeWith(one: Cluster) {
  const store = memoryStore({ schema: CONTROL_SCHEMA })
  await store.decide(() => ({ changes: [put('cluster', one)], answer: null }))
  return store
}

test('a cluster with more belongings than a decision may hold goes in several, the cluster with the last', async () => {
  const store = await storeWith({ ...cluster, phase: 'DELETING' })
  const acl = (i: number) =>
    ({
      resourceType: 'topic',
      patternType: 'literal',
      name: `t${i}`,
      principal: 'User:sa-1',
      host: '*',
      operation: 'read',
      permission: 'allow',
    }) as const
  const acls = Array.from({ length: 10_000 }, (_, i) => ({
    id: aclId('lkc-1', acl(i)),
    organization: 'o',
    cluster: 'lkc-1',
    acl: acl(i),
    createdAt: AT,
    updatedAt: AT,
  }))
  await store.decide(() => ({ changes: acls.map((one) => put('acl', one)), answer: null }))
  const gone: boolean[] = []
  while (gone.at(-1) !== true) {
    const before = store.log.decisions.length
    gone.push(await store.decide((state) => decideGone(state, 'lkc-1')))
    const bytes = store.log.decisions[before]!.reduce((sum, { key }) => sum + Buffer.byteLength(key) + 16, 0)
    expect(bytes).toBeLessThan(1_048_576)
    expect(store.state.cluster.has('lkc-1')).toBe(gone.at(-1) === false)
  }
  expect(gone.length).toBeGreaterThan(1)
  expect(store.state.acl.size).toBe(0)
})

test('what the host did for a cluster that is being deleted or FAILED changes nothing', () => {
  for (const phase of ['DELETING', 'FAILED'] as const) {
    const state = { ...CONTROL_SCHEMA.empty(), cluster: new Map([[cluster.id, { ...cluster, phase }]]) }
    expect(decideOpened(state, cluster.id, 1, 1, AT).changes).toEqual([])
    expect(decideFailed(state, cluster.id, 'why', AT).changes).toEqual([])
  }
})

test('a size that was opened while another is wanted by now is what runs, and nothing is given back', async () => {
  const store = await storeWith({ ...cluster, cku: { wanted: 3, actual: 1 }, phase: 'PROVISIONED', ports: [1, 2, 3, 4, 5, 6, 7, 8] })
  await store.decide((state) => decideOpened(state, 'lkc-1', 2, 1, AT))
  expect(store.state.cluster.get('lkc-1')).toMatchObject({ cku: { wanted: 3, actual: 2 }, ports: { length: 8 } })
})

test('missing ports are reserved beside those of all clusters', async () => {
  const store = await storeWith(cluster)
  const asked: (readonly number[])[] = []
  const reserve = (count: number, taken: readonly number[]): readonly number[] => {
    asked.push([count, ...taken])
    return [9, 10]
  }
  await store.decide((state) => decidePorts(state, 'lkc-1', reserve, 6, AT))
  expect(asked).toEqual([[2, 1, 2, 3, 4]])
  expect(store.state.cluster.get('lkc-1')!.ports).toEqual([1, 2, 3, 4, 9, 10])
})
