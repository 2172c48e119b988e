import { type FaultyFs, faultyFs, seededRandom } from '@leat/base/sim'
import { Fetch, type FetchRequest } from '@leat/wire/messages/01-fetch'
import { expect, test } from 'vitest'
import { tapped } from '../../client/test/fixture.ts'
import { StoreUnavailable } from '../src/index.ts'
import { type World, changing, contents, end, openWorld, put } from './fixture.ts'

async function onDisk(): Promise<World & { readonly disk: FaultyFs }> {
  const disk = faultyFs({ random: seededRandom('disk') })
  return { ...(await openWorld({ fs: disk })), disk }
}

test('a disk that is full for a moment delays decisions, in their order', async () => {
  const world = await onDisk()
  const store = await world.leading()
  world.disk.faults.full = true
  const order: string[] = []
  const decided = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => store.decide(changing(put(key))).then(() => order.push(key)))
  await world.clock.advance(3_000)
  expect(order).toEqual([])
  world.disk.faults.full = false
  await world.run(Promise.all(decided))
  expect(order).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(store.role).toBe('leading')
  await end(world, store)
})

test('a disk that stays full refuses decisions, shows nothing of them, serves what is there, and takes new ones when it has room', async () => {
  const world = await onDisk()
  const store = await world.leading()
  await world.run(store.decide(changing(put('before'))))
  const before = contents(store.state)
  const told: string[] = []
  store.onApplied((changes) => told.push(...changes.map(({ key }) => key)))
  world.disk.faults.full = true
  const refused = [store.decide(changing(put('a'))), store.decide(changing(put('before', 'changed'), put('b'))), store.settled()]
  const outcomes = Promise.allSettled(refused)
  expect(store.state.byKey.size).toBe(3)
  for (const outcome of await world.run(outcomes))
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } })
  expect(contents(store.state)).toEqual(before)
  const startMs = world.clock.monotonic()
  await expect(world.run(store.decide(changing(put('c'))))).rejects.toBeInstanceOf(StoreUnavailable)
  expect(world.clock.monotonic() - startMs).toBeLessThan(2_100)
  await world.run(store.settled())

  world.disk.faults.full = false
  await world.clock.advance(2_000)
  await world.run(store.decide(changing(put('d'))))
  expect(told).toEqual(['d'])
  const again = await world.open()
  expect(contents(again.state)).toEqual(contents(store.state))
  expect([...again.state.byKey.keys()]).toEqual(['before', 'd'])
  await end(world, store, again)
})

test('a write that fails once is written again', async () => {
  const world = await onDisk()
  const store = await world.leading()
  const fault = { operation: 'write', path: /\/topics\//, code: 'EIO' } as const
  world.disk.faults.scripted.push(fault)
  const decided = [store.decide(changing(put('a'))), store.decide(changing(put('b')))]
  await world.clock.advance(5)
  world.disk.faults.scripted.length = 0
  await world.run(Promise.all(decided))
  expect([...store.state.byKey.keys()]).toEqual(['a', 'b'])
  await end(world, store)
})

test('a sync that fails takes the topic offline: decisions are refused, reading goes on with what was durable', async () => {
  const world = await onDisk()
  const store = await world.leading()
  await world.run(store.decide(changing(put('before'))))
  world.disk.faults.scripted.push({ operation: 'sync', path: /\/topics\//, code: 'EIO' })
  await expect(world.run(store.decide(changing(put('a'))))).rejects.toBeInstanceOf(StoreUnavailable)
  expect([...store.state.byKey.keys()]).toEqual(['before'])
  expect(store.role).toBe('following')
  world.disk.faults.scripted.length = 0
  await expect(world.run(store.decide(changing(put('b'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await world.run(store[Symbol.asyncDispose]())
  await world.run(world.engine.close())
})

test('what is written and cannot be read back is not waited for without end', async () => {
  const world = await onDisk()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport })
  await world.run(store.decide(changing(put('before'))))
  let isStalled = true
  const stalled = Promise.withResolvers<unknown>()
  tap.answer = (api, message) => {
    if (api.key !== Fetch.key || !isStalled) return undefined
    return stalled.promise.then(() => transport.call(Fetch, message as FetchRequest))
  }
  await world.clock.advance(31_000) // the parked fetch ends
  const decided = store.decide(changing(put('a')))
  await expect(world.run(decided)).rejects.toThrow('cannot be read back')
  expect([...store.state.byKey.keys()]).toEqual(['before'])
  isStalled = false
  stalled.resolve(null)
  await world.run(store.decide(changing(put('b'))))
  // It was in the log: now that it is read, it shows.
  expect([...store.state.byKey.keys()]).toEqual(['before', 'a', 'b'])
  await end(world, store)
})

test('closing waits for decisions under way, but not long', async () => {
  const world = await onDisk()
  const store = await world.leading()
  const quick = store.decide(changing(put('a')))
  await world.run(Promise.all([quick, store[Symbol.asyncDispose]()]))
  const other = await world.leading()
  world.disk.faults.full = true
  const startMs = world.clock.monotonic()
  const outcome = Promise.allSettled([other.decide(changing(put('b')))])
  await world.run(other[Symbol.asyncDispose]())
  expect(world.clock.monotonic() - startMs).toBeLessThanOrEqual(2_001)
  expect(await world.run(outcome)).toMatchObject([{ status: 'rejected', reason: { name: 'StoreUnavailable' } }])
  world.disk.faults.full = false
  await world.clock.advance(2_000)
  const again = await world.open()
  expect([...again.state.byKey.keys()]).toEqual(['a'])
  await end(world, again)
})
