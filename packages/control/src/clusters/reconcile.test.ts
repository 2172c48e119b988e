/**
 * Strategy: one life of a cluster (create, resize, delete) is lived once without a crash, counting the steps of store and host. Then it is lived
 * again once for each step, with the process dying there: its memory is gone, the store's log and the host's disk are kept, and a new process
 * starts on them. The client repeats what it got no answer for.
 * Invariant: the end is the same as without a crash.
 */
import { expect, test } from 'vitest'
import type { Cluster } from '../entities.ts'
import { type ControlState, put } from '../state.ts'
import type { FakeDisk } from '../testing/fake-host.ts'
import type { MemoryLog } from '../testing/memory-store.ts'
import { foundedLog, openTestControl, type TestControl } from '../testing/platform.ts'
import { decideAcls } from '../acls/decide.ts'
import { decideCreate } from './decide-create.ts'
import { decideDelete, decideUpdate } from './decide-update.ts'

const ID = 'lkc-second'
const AT = '2026-01-01T00:00:00.000Z'

type Act = (platform: TestControl) => Promise<unknown>

const freshFor = ({ host }: TestControl) => ({
  id: ID,
  registryId: 'lsrc-second',
  at: AT,
  platformBrokers: 1,
  reservePorts: (count: number, taken: readonly number[]) => host.reservePorts(ID, count, taken),
})

/** What a client asks for, once more if it got no answer: each is done already when it was done. */
const ACTS: Readonly<Record<'create' | 'fill' | 'grow' | 'shrink' | 'delete', Act>> = {
  create: async (platform) => {
    const { store, control } = platform
    if (store.state.cluster.has(ID)) return
    const wanted = {
      display_name: 'second',
      availability: 'MULTI_ZONE',
      cloud: 'AWS',
      region: 'us-east-1',
      config: { kind: 'Dedicated', cku: 2 },
    }
    await store.decide((state) => decideCreate(state, control.seed.environment.id, wanted, freshFor(platform)))
  },
  fill: async ({ store, control }) => {
    const { organization, environment, user } = control.seed
    const resource = { kind: 'kafka', id: ID, environment: environment.id } as const
    const owned = { organization: organization.id, createdAt: AT, updatedAt: AT }
    await store.decide((state) => ({
      changes: [
        put('api-key', {
          id: 'SECONDSECONDSEC2',
          ...owned,
          owner: user!.id,
          resource,
          name: '',
          description: '',
          salt: 'cw==',
          hash: 'aA==',
        }),
        put('role-binding', {
          id: 'rb-second',
          ...owned,
          principal: 'User:sa-other1',
          role: 'CloudClusterAdmin',
          crnPattern: `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}/cloud-cluster=${ID}`,
        }),
        ...decideAcls(state, ID, { create: [ACL], delete: [] }, AT).changes,
      ],
      answer: null,
    }))
  },
  grow: (platform) => resize(platform, 4),
  shrink: (platform) => resize(platform, 2),
  delete: async ({ store, control }) => {
    if (store.state.cluster.get(ID)?.phase !== 'PROVISIONED') return
    await store.decide((state) => decideDelete(state, control.seed.environment.id, ID, AT))
  },
}

const ACL = {
  resourceType: 'topic',
  patternType: 'prefixed',
  name: 'or',
  principal: 'User:sa-1',
  host: '*',
  operation: 'read',
  permission: 'allow',
} as const

async function resize(platform: TestControl, cku: number): Promise<void> {
  const { store, control } = platform
  const patch = { config: { kind: 'Dedicated', cku } }
  await store.decide((state) => decideUpdate(state, control.seed.environment.id, ID, patch, freshFor(platform)))
}

interface Life {
  readonly log: MemoryLog
  readonly disk: FakeDisk
  platform: TestControl | null
  /** Steps until the process dies; infinity: never. */
  left: number
  steps: number
  died: PromiseWithResolvers<null>
}

async function start(life: Life): Promise<TestControl | null> {
  life.died = Promise.withResolvers()
  const { died } = life
  let isDead = false
  const step = async (): Promise<void> => {
    if (!isDead) life.steps++
    if (isDead || --life.left < 0) {
      isDead = true
      died.resolve(null)
      await new Promise<never>(() => {})
    }
  }
  return Promise.race([openTestControl({ log: life.log, disk: life.disk, step }), died.promise])
}

async function live(acts: readonly Act[], dieAt: number): Promise<Life> {
  const life: Life = { log: await foundedLog(), disk: new Map(), platform: null, left: dieAt, steps: 0, died: Promise.withResolvers() }
  for (const act of acts) {
    for (let done = false; !done;) {
      while (life.platform === null) {
        life.platform = await start(life)
        if (life.platform === null) life.left = Infinity
      }
      const { clock } = life.platform
      const acted = act(life.platform).then(async () => (await clock.advance(2_000), true))
      // What a dead process still does has no effect any more: each of its steps hangs.
      done = (await Promise.race([acted, life.died.promise])) ?? false
      if (!done) {
        life.platform = null
        life.left = Infinity
      }
    }
  }
  return life
}

/** All that must be the same; moments are not. */
function endOf({ platform, disk }: Life): unknown {
  const { store, host } = platform!
  const kinds = ['cluster', 'registry-cluster', 'api-key', 'acl', 'role-binding'] as const satisfies readonly (keyof ControlState)[]
  const entities = kinds.map((kind) => [...store.state[kind].keys()].sort())
  const second = store.state.cluster.get(ID) as Cluster | undefined
  return {
    entities,
    second: second && { phase: second.phase, cku: second.cku, ports: second.ports },
    disk: [...disk.entries()].map(([id, { brokers }]) => `${id} ${brokers}`).sort(),
    open: [...host.opened.entries()]
      .map(([id, { plan, facts }]) => JSON.stringify([id, plan.brokers, plan.limits, [...facts.logins.keys()].sort(), facts.acls.size]))
      .sort(),
  }
}

const LIVES: readonly (readonly [name: string, acts: readonly (keyof typeof ACTS)[]])[] = [
  ['create', ['create']],
  ['grow', ['create', 'fill', 'grow']],
  ['shrink', ['create', 'fill', 'grow', 'shrink']],
  ['delete', ['create', 'fill', 'grow', 'delete']],
]

test.for(LIVES)('%s: a crash at any step ends as without it', { timeout: 120_000 }, async ([, names]) => {
  const acts = names.map((name) => ACTS[name])
  const whole = await live(acts, Infinity)
  const expected = endOf(whole)
  expect(whole.steps).toBeGreaterThan(5)
  for (let dieAt = 0; dieAt < whole.steps; dieAt++) {
    const life = await live(acts, dieAt)
    expect(endOf(life), `died at step ${dieAt}`).toEqual(expected)
  }
})

test('without a crash each life ends where it should', async () => {
  const grown = await live([ACTS.create, ACTS.fill, ACTS.grow], Infinity)
  expect(grown.platform!.store.state.cluster.get(ID)).toMatchObject({ phase: 'PROVISIONED', cku: { wanted: 4, actual: 4 } })
  expect(grown.disk.get(ID)).toEqual({ brokers: 10 })
  expect(grown.platform!.host.opened.get(ID)!.facts.limits).toMatchObject({ partitionsMax: 18_000 })

  const shrunk = await live([ACTS.create, ACTS.fill, ACTS.grow, ACTS.shrink], Infinity)
  expect(shrunk.platform!.store.state.cluster.get(ID)!.ports).toHaveLength(6)
  expect(shrunk.disk.get(ID)).toEqual({ brokers: 6 })

  const gone = await live([ACTS.create, ACTS.fill, ACTS.delete], Infinity)
  const { state } = gone.platform!.store
  expect(state.cluster.has(ID)).toBe(false)
  expect([state['api-key'].has('SECONDSECONDSEC2'), state['role-binding'].has('rb-second'), state.acl.size]).toEqual([false, false, 0])
  expect(gone.disk.has(ID)).toBe(false)
})

test('while the store only follows, clusters open all the same; what must be written waits for it to lead', async () => {
  const before = await openTestControl()
  await before.clock.advance(1_000)
  await ACTS.create(before)
  await before.clock.advance(1_000)
  const { store, host, clock, control } = await openTestControl({ log: before.store.log, disk: before.host.disk })
  await store.follow()
  await clock.advance(1_000)
  expect(host.opened.has(ID)).toBe(true)

  await store.lead()
  await store.decide((state) => decideDelete(state, control.seed.environment.id, ID, AT))
  await store.follow()
  await clock.advance(200)
  expect(store.state.cluster.get(ID)?.phase).toBe('DELETING')
  await store.lead()
  await clock.advance(60_000)
  expect(store.state.cluster.has(ID)).toBe(false)
})
