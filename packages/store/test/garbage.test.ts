import { seededRandom } from '@leat/base/sim'
import { openWriter } from '@leat/client'
import { DeleteRecords } from '@leat/wire/messages/21-delete-records'
import { IncrementalAlterConfigs } from '@leat/wire/messages/44-incremental-alter-configs'
import { expect, test } from 'vitest'
import { StoreUnavailable, StoreUnreadable } from '../src/index.ts'
import { TOPIC, type World, changing, end, openWorld, put } from './fixture.ts'

async function scribble(world: World, key: string, value: string): Promise<void> {
  const pace = { clock: world.clock, random: seededRandom('pace') }
  const options = { ...pace, topic: TOPIC, partition: 0, transactionalId: 'stranger', appendMsMax: 100, openMsMax: 0 }
  const stranger = await world.run(openWriter(world.transport, { ...options, signal: new AbortController().signal }))
  const appended = stranger.append([{ key: Buffer.from(key), value: Buffer.from(value) }])
  if (appended.ok) await world.run(appended.value.acknowledged)
}

test.for<[string, string]>([
  ['hello', 'garbage'],
  ['{"v":9,"e":{}}', 'newer-format'],
])('a store stops at %s, with its offset, and is not opened on it', async ([value, kind]) => {
  const world = await openWorld()
  const store = await world.leading()
  await world.run(store.decide(changing(put('a'))))
  await scribble(world, 'k', value)
  await world.clock.settle()
  expect(store.role).toBe('stopped')
  expect([...store.state.byKey.keys()]).toEqual(['a'])
  const stopped = world.events.find(({ name }) => name === 'store-stopped')
  expect(stopped?.fields['reason']).toContain(`topic ${TOPIC}, offset 2`)
  await expect(world.run(store.decide(changing(put('b'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await expect(world.open()).rejects.toMatchObject({ name: 'StoreUnreadable', kind, offset: 2 })
  await end(world, store)
})

test('a service that does not understand an entity is not served half of it', async () => {
  const world = await openWorld()
  const schema = {
    format: 2,
    empty: () => ({ byKey: new Map(), sum: 0 }),
    apply: () => {
      throw new TypeError('what is this?')
    },
  }
  const store = await world.leading()
  await world.run(store.decide(changing(put('a'))))
  await expect(world.open({ schema })).rejects.toMatchObject({
    kind: 'garbage',
    offset: 1,
    message: expect.stringContaining('what is this?') as string,
  })
  await end(world, store)
})

test('a handler that throws stops the store instead of missing a change', async () => {
  const world = await openWorld()
  const store = await world.leading()
  store.onApplied(() => {
    throw new Error('handler broke')
  })
  await world.run(store.decide(changing(put('a'))))
  await world.clock.settle()
  expect(store.role).toBe('stopped')
  expect(world.events.at(-1)).toMatchObject({
    name: 'store-stopped',
    fields: { reason: expect.stringContaining('handler broke') as string },
  })
  await end(world, store)
})

test('records that somebody deleted are missed, and named', async () => {
  const world = await openWorld()
  const store = await world.leading()
  await world.run(store.decide(changing(put('a'))))
  await world.run(store[Symbol.asyncDispose]())
  const alter = (value: string) =>
    world.transport.call(IncrementalAlterConfigs, {
      resources: [{ resourceType: 2, resourceName: TOPIC, configs: [{ name: 'cleanup.policy', configOperation: 0, value }] }],
    })
  await world.run(alter('delete'))
  await world.run(
    world.transport.call(DeleteRecords, { topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, offset: 1 }] }], timeoutMs: 1000 }),
  )
  await world.run(alter('compact'))
  await expect(world.open()).rejects.toMatchObject({ kind: 'records-gone', offset: 0 })
  await expect(world.open()).rejects.toBeInstanceOf(StoreUnreadable)
  await end(world)
})
