import { faultyFs, seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { tapped } from '../../client/test/fixture.ts'
import { type Change, DecisionTooLarge, StoreUnavailable } from '../src/index.ts'
import { TOPIC, changing, contents, end, notes, openWorld, put } from './fixture.ts'

test('a store that is opened again shows what was decided', async () => {
  const world = await openWorld()
  const store = await world.leading()
  await world.run(store.decide(changing(put('a'), put('b', 'b', 5))))
  await world.run(store.decide(changing({ key: 'a', value: null }, put('c'))))
  const before = contents(store.state)
  await world.run(store[Symbol.asyncDispose]())
  expect(store.role).toBe('stopped')
  const again = await world.open()
  expect(again.role).toBe('following')
  expect(contents(again.state)).toEqual(before)
  expect(before).toEqual({ notes: { b: { text: 'b', count: 5 }, c: { text: 'c', count: 1 } }, sum: 6 })
  await end(world, again)
})

test('a decision sees those before it, although nothing of them is durable yet', async () => {
  const world = await openWorld()
  const store = await world.leading()
  const count = () =>
    store.decide(({ byKey }) => {
      const next = (byKey.get('counter')?.count ?? 0) + 1
      return { changes: [put('counter', 'counter', next)], answer: next }
    })
  const counted = Promise.all(Array.from({ length: 50 }, count))
  expect(store.state.byKey.get('counter')!.count).toBe(50)
  expect(await world.run(counted)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  await end(world, store)
})

test('answers come in the order of the decisions, and after what they decided was told', async () => {
  const world = await openWorld()
  const store = await world.leading()
  const order: string[] = []
  store.onApplied((changes) => order.push(`told ${changes.map(({ key }) => key).join()}`))
  const decide = async (...keys: string[]): Promise<void> => {
    await store.decide(changing(...keys.map((key) => put(key))))
    order.push(`answered ${keys.join()}`)
  }
  await world.run(Promise.all([decide('a', 'b'), decide('c'), decide('d')]))
  expect(order.filter((line) => line.startsWith('told'))).toEqual(['told a,b', 'told c', 'told d'])
  expect(order.filter((line) => line.startsWith('answered'))).toEqual(['answered a,b', 'answered c', 'answered d'])
  for (const keys of ['a,b', 'c', 'd']) expect(order.indexOf(`told ${keys}`)).toBeLessThan(order.indexOf(`answered ${keys}`))
  await end(world, store)
})

test('nothing is answered, told or settled before the disk has it', async () => {
  const disk = faultyFs({ random: seededRandom('disk') })
  const world = await openWorld({ fs: disk })
  const store = await world.leading()
  let release = (): void => {}
  disk.faults.later = () =>
    new Promise((resolve) => {
      release = resolve
    })
  const seen: string[] = []
  store.onApplied(() => seen.push('told'))
  const decided = store.decide(changing(put('a'))).then(() => seen.push('decided'))
  const looked = store.decide(({ byKey }) => ({ changes: [], answer: byKey.size })).then((size) => seen.push(`looked ${size}`))
  const settled = store.settled().then(() => seen.push('settled'))
  await world.clock.advance(3_000)
  expect(store.state.byKey.size).toBe(1)
  expect(seen).toEqual([])
  disk.faults.later = () => Promise.resolve()
  release()
  await world.run(Promise.all([decided, looked, settled]))
  expect(seen[0]).toBe('told')
  expect(seen.slice(1).sort()).toEqual(['decided', 'looked 1', 'settled'])
  await world.run(store.settled())
  await end(world, store)
})

test('state is what the log will give back, whatever the caller does with its objects', async () => {
  const world = await openWorld()
  const store = await world.leading()
  const value = { text: 'before', count: 1, gone: undefined, when: new Date(0) }
  await world.run(store.decide(() => ({ changes: [{ key: 'a', value }], answer: null })))
  value.text = 'after'
  expect(store.state.byKey.get('a')).toStrictEqual({ text: 'before', count: 1, when: '1970-01-01T00:00:00.000Z' })
  await end(world, store)
})

test('a follower sees what the leader decided, in the same order', async () => {
  const world = await openWorld()
  const leader = await world.leading()
  await world.run(leader.decide(changing(put('early'))))
  const follower = await world.open()
  expect(contents(follower.state)).toEqual(contents(leader.state))
  const told: (readonly Change[])[] = []
  const hook = follower.onApplied((changes) => told.push(changes))
  await world.run(Promise.all(['a', 'b', 'c'].map((key) => leader.decide(changing(put(key), put(`${key}2`))))))
  await world.clock.settle()
  expect(told.map((changes) => changes.map(({ key }) => key))).toEqual([
    ['a', 'a2'],
    ['b', 'b2'],
    ['c', 'c2'],
  ])
  expect(contents(follower.state)).toEqual(contents(leader.state))
  hook[Symbol.dispose]()
  await world.run(leader.decide(changing(put('d'))))
  await world.clock.settle()
  expect(told.length).toBe(3)
  expect(follower.state.byKey.has('d')).toBe(true)
  await end(world, leader, follower)
})

test('who does not lead decides nothing', async () => {
  const world = await openWorld()
  const store = await world.open()
  await expect(world.run(store.decide(changing(put('a'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await world.run(store.lead())
  expect(store.role).toBe('leading')
  await world.run(store.lead())
  const last = store.decide(changing(put('b')))
  const following = store.follow()
  await world.run(Promise.all([last, following]))
  expect(store.role).toBe('following')
  await expect(world.run(store.decide(changing(put('c'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await world.run(store.lead())
  await world.run(store.decide(changing(put('d'))))
  expect([...store.state.byKey.keys()]).toEqual(['b', 'd'])
  await world.run(store[Symbol.asyncDispose]())
  await expect(world.run(store.decide(changing(put('e'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(world.run(store.lead())).rejects.toBeInstanceOf(StoreUnavailable)
  await end(world)
})

test('a decision above 1 MiB is refused and nothing of it happens; one below is not', async () => {
  const world = await openWorld()
  const store = await world.leading()
  const large = changing(put('a'), put('b', 'x'.repeat(1_048_576)))
  await expect(world.run(store.decide(large))).rejects.toBeInstanceOf(DecisionTooLarge)
  expect(store.state.byKey.size).toBe(0)
  await world.run(store.decide(changing(put('b', 'x'.repeat(1_048_000)))))
  const again = await world.open()
  expect([...again.state.byKey.keys()]).toEqual(['b'])
  await end(world, store, again)
})

test('a decision that throws changes nothing and is told to its caller alone', async () => {
  const world = await openWorld()
  const store = await world.leading()
  const failing = store.decide(() => {
    throw new Error('no such note')
  })
  const fine = store.decide(changing(put('a')))
  await expect(world.run(failing)).rejects.toThrow('no such note')
  await world.run(fine)
  await expect(world.run(store.decide(changing(put('\u0000writer'))))).rejects.toThrow('NUL')
  expect([...store.state.byKey.keys()]).toEqual(['a'])
  await end(world, store)
})

test('opening an empty store and leading it takes few requests', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.open({ transport })
  const opening = tap.calls.length
  await world.run(store.lead())
  await end(world, store)
  // The following fetch is among both.
  expect({ opening, leading: tap.calls.length - opening }).toEqual({ opening: 6, leading: 4 })
})

test('the topic is made compacted, with one partition, synced at every decision; another kind of topic is refused', async () => {
  const world = await openWorld()
  const store = await world.open()
  await world.run(store[Symbol.asyncDispose]())
  const { ensureTopic } = await import('@leat/client')
  const pace = { clock: world.clock, random: seededRandom('pace'), signal: new AbortController().signal }
  const wish = (name: string, policy: string) => ({
    name,
    partitions: 1,
    configs: { 'cleanup.policy': policy, 'flush.messages': '1', 'segment.bytes': '4194304' },
  })
  expect((await world.run(ensureTopic(world.transport, wish(TOPIC, 'compact'), pace))).differences).toEqual([])
  await world.run(ensureTopic(world.transport, wish('_other', 'delete'), pace))
  await expect(world.open({ topic: '_other' })).rejects.toMatchObject({ name: 'StoreUnreadable', kind: 'wrong-settings' })
  const loose = { name: '_loose', partitions: 1, configs: { 'cleanup.policy': 'compact' } }
  await world.run(ensureTopic(world.transport, loose, pace))
  await end(world, await world.open({ topic: '_loose' }))
  expect(world.events.filter(({ name }) => name === 'store-topic-differs').map(({ fields }) => fields['setting'])).toEqual([
    'flush.messages',
    'segment.bytes',
  ])
})

test('data of an older format is read, of a newer one refused with what to do', async () => {
  const world = await openWorld()
  const old = await world.leading({ schema: { ...notes, format: 1 } })
  await world.run(old.decide(changing(put('a'))))
  await world.run(old[Symbol.asyncDispose]())
  const store = await world.leading()
  expect([...store.state.byKey.keys()]).toEqual(['a'])
  await world.run(store.decide(changing(put('b'))))
  await world.run(store[Symbol.asyncDispose]())
  await expect(world.open({ schema: { ...notes, format: 1 } })).rejects.toMatchObject({ name: 'StoreUnreadable', kind: 'newer-format' })
  await expect(world.open({ schema: { ...notes, format: 1 } })).rejects.toThrow('Start the newer version again')
  await end(world)
})
