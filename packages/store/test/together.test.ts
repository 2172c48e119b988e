import { Produce, type ProduceRequest } from '@leat/wire/messages/00-produce'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { batches } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { tapped } from '../../client/test/fixture.ts'
import { DecisionTooLarge, StoreUnavailable } from '../src/index.ts'
import { changing, contents, end, openWorld, put } from './fixture.ts'

const HOUR_MS = 3_600_000
const IDENTITY = { renewMs: 6 * HOUR_MS, ageMsMax: 18 * HOUR_MS }

test('decisions of one turn share a batch, each is told alone, and answers keep their order', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport, decisionsPerBatchMax: 40 })
  tap.calls.length = 0
  const told: string[] = []
  store.onApplied((changes) => told.push(changes.map(({ key }) => key).join()))
  const answers = await world.run(
    Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        store.decide(({ byKey }) => ({ changes: [put(`${i}`), put(`also-${i}`)], answer: byKey.size })),
      ),
    ),
  )
  expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => 2 * i))
  expect(told).toEqual(Array.from({ length: 100 }, (_, i) => `${i},also-${i}`))
  expect(tap.calls.filter((name) => name === 'Produce').length).toBe(3)
  const again = await world.open()
  expect(contents(again.state)).toEqual(contents(store.state))
  await end(world, store, again)
})

test('while the writer is busy decisions gather, and no batch grows over its limit', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport, decisionsPerBatchMax: 1_000 })
  const held: (() => void)[] = []
  const sizes: number[] = []
  tap.answer = (api, message) => {
    if (api.key !== Produce.key) return undefined
    const request = message as ProduceRequest
    const records = request.topicData[0]!.partitionData[0]!.records!
    sizes.push([...batches(records)].length)
    expect(records.length).toBeLessThanOrEqual(1_048_576)
    return new Promise((resolve) => held.push(() => resolve(world.transport.call(Produce, request))))
  }
  const decided: Promise<undefined>[] = []
  for (let i = 0; i < 12; i++) {
    decided.push(store.decide(changing(put(`${i}`, 'x'.repeat(i < 6 ? 1 : 400_000)))))
    await world.clock.settle()
  }
  expect(held.length).toBe(5)
  while (held.length > 0 || store.state.byKey.size < 12) {
    held.splice(0).forEach((release) => release())
    await world.clock.settle()
  }
  await world.run(Promise.all(decided))
  expect(sizes.every((count) => count === 1)).toBe(true)
  await expect(world.run(store.decide(changing(put('huge', 'x'.repeat(1_048_576)))))).rejects.toBeInstanceOf(DecisionTooLarge)
  expect(store.state.byKey.has('huge')).toBe(false)
  await end(world, store)
})

test('who was told the position of a decision sees it where that position is reached', async () => {
  const world = await openWorld()
  const leader = await world.leading({ decisionsPerBatchMax: 10 })
  const follower = await world.open()
  await world.run(leader.decide(changing(put('a'))))
  const { position } = leader
  await world.run(follower.appliedTo(position, new AbortController().signal))
  expect(follower.state.byKey.has('a')).toBe(true)
  const gone = new AbortController()
  const waits = follower.appliedTo(position + 1, gone.signal)
  gone.abort(new Error('gone'))
  await expect(waits).rejects.toThrow('gone')
  const stops = follower.appliedTo(position + 1, new AbortController().signal)
  const stopped = expect(stops).rejects.toBeInstanceOf(StoreUnavailable)
  await end(world, leader, follower)
  await stopped
})

test('a topic that is somebody else’s is neither made nor looked into', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const absent = world.open({ transport, topicSettings: null })
  await expect(absent).rejects.toBeInstanceOf(StoreUnavailable)
  const leader = await world.leading()
  await world.run(leader.decide(changing(put('a'))))
  const follower = await world.open({ transport, topicSettings: null })
  expect(follower.state.byKey.has('a')).toBe(true)
  expect(new Set(tap.calls)).toEqual(new Set(['Metadata', 'Fetch']))
  await end(world, leader, follower)
})

test('a writer renews its identity in time, and decisions go on over it', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport, identity: IDENTITY })
  const inits = (): number => tap.calls.filter((name) => name === 'InitProducerId').length
  expect(inits()).toBe(1)
  await world.clock.advance(3 * 6 * HOUR_MS + 60_000)
  expect(inits()).toBe(4)
  await world.run(store.decide(changing(put('a'))))
  expect(store.role).toBe('leading')
  await end(world, store)
})

test('a writer that slept for longer than its identity is good does not write under it', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport, identity: IDENTITY, decisionsPerBatchMax: 10 })
  // The coordinator has forgotten the transactional id, as Apache Kafka does after a week.
  tap.answer = (api) =>
    api.key === InitProducerId.key ? Promise.resolve({ throttleTimeMs: 0, errorCode: 49, producerId: -1, producerEpoch: -1 }) : undefined
  world.clock.jump(19 * HOUR_MS)
  tap.calls.length = 0
  await expect(world.run(store.decide(changing(put('late'))))).rejects.toBeInstanceOf(StoreUnavailable)
  expect(tap.calls).toContain('InitProducerId')
  expect(tap.calls).not.toContain('Produce')
  expect(store.state.byKey.has('late')).toBe(false)
  tap.answer = () => undefined
  await world.run(store.decide(changing(put('next'))))
  expect(store.role).toBe('leading')
  await end(world, store)
})
