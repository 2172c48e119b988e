import { seededRandom } from '@leat/base/sim'
import { openWriter } from '@leat/client'
import type { ProduceRequest } from '@leat/wire/messages/00-produce'
import { Produce } from '@leat/wire/messages/00-produce'
import { expect, test } from 'vitest'
import { tapped } from '../../client/test/fixture.ts'
import { StoreUnavailable } from '../src/index.ts'
import { TOPIC, changing, contents, end, openWorld, put } from './fixture.ts'

test('of two stores the one that led last writes; the other notices, follows, and nothing of what it had left appears', async () => {
  const world = await openWorld()
  const first = await world.leading()
  await world.run(first.decide(changing(put('a'))))
  const second = await world.leading()
  expect(contents(second.state)).toEqual(contents(first.state))
  const late = first.decide(changing(put('late')))
  await expect(world.run(late)).rejects.toBeInstanceOf(StoreUnavailable)
  expect(first.role).toBe('following')
  await world.run(second.decide(changing(put('b'))))
  await world.clock.settle()
  const third = await world.open()
  for (const store of [first, second, third]) expect([...store.state.byKey.keys()]).toEqual(['a', 'b'])
  await expect(world.run(first.decide(changing(put('c'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await world.run(first.lead())
  await world.run(first.decide(changing(put('c'))))
  await world.clock.settle()
  expect(second.role).toBe('following')
  for (const store of [second, third]) expect(contents(store.state)).toEqual(contents(first.state))
  await end(world, first, second, third)
})

test('decisions on their way when another writer takes over are answered or refused as the log has them', async () => {
  for (const heldFrom of [0, 1, 2, 3]) {
    const world = await openWorld()
    const { tap, transport } = tapped(world.transport)
    const first = await world.leading({ transport })
    const held: (() => void)[] = []
    let count = 0
    tap.answer = (api, message) => {
      if (api.key !== Produce.key || count++ < heldFrom) return undefined
      return new Promise((resolve) => held.push(() => resolve(world.transport.call(Produce, message as ProduceRequest))))
    }
    const decided = ['a', 'b', 'c', 'd'].map((key) => first.decide(changing(put(key))).then(() => key))
    const outcomes = Promise.allSettled(decided)
    await world.clock.settle()
    const second = await world.leading()
    held.forEach((release) => release())
    const answered = (await world.run(outcomes)).flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(answered).toEqual(['a', 'b', 'c', 'd'].slice(0, heldFrom))
    expect([...second.state.byKey.keys()]).toEqual(answered)
    expect(contents(first.state)).toEqual(contents(second.state))
    await end(world, first, second)
  }
})

test('a store that lost its place to a fault leads again with the next decision, but not when another has led meanwhile', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport, appendMsMax: 100 })
  tap.answer = (api) => (api.key === Produce.key ? new Promise(() => {}) : undefined)
  const lost = store.decide(changing(put('lost')))
  await expect(world.run(lost)).rejects.toBeInstanceOf(StoreUnavailable)
  expect(store.role).toBe('following')
  expect(store.state.byKey.size).toBe(0)
  tap.answer = () => undefined
  await world.run(store.decide(changing(put('a'))))
  expect(store.role).toBe('leading')

  tap.answer = (api) => (api.key === Produce.key ? new Promise(() => {}) : undefined)
  const again = store.decide(changing(put('lost')))
  await expect(world.run(again)).rejects.toBeInstanceOf(StoreUnavailable)
  const other = await world.leading()
  tap.answer = () => undefined
  await expect(world.run(store.decide(changing(put('stolen'))))).rejects.toBeInstanceOf(StoreUnavailable)
  await world.run(other.decide(changing(put('b'))))
  expect(other.role).toBe('leading')
  expect([...other.state.byKey.keys()]).toEqual(['a', 'b'])
  await end(world, store, other)
})

test('a decision whose answer was lost is answered when it is found in the log', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const store = await world.leading({ transport, appendMsMax: 100 })
  tap.answer = (api, message) => {
    if (api.key !== Produce.key) return undefined
    void world.transport.call(Produce, message as ProduceRequest)
    return new Promise(() => {})
  }
  await world.run(store.decide(changing(put('a'))))
  expect([...store.state.byKey.keys()]).toEqual(['a'])
  await end(world, store)
})

test('what somebody else writes into the topic is taken in the order of the log', async () => {
  const world = await openWorld()
  const store = await world.leading()
  const pace = { clock: world.clock, random: seededRandom('pace') }
  const options = { ...pace, topic: TOPIC, partition: 0, transactionalId: 'stranger', appendMsMax: 100, openMsMax: 0 }
  const stranger = await world.run(openWriter(world.transport, { ...options, signal: new AbortController().signal }))
  const record = (text: string) => ({ key: Buffer.from('k'), value: Buffer.from(`{"v":1,"e":{"text":"${text}","count":7}}`) })
  const decided = [store.decide(changing(put('a'))), store.decide(changing(put('k', 'ours')))]
  stranger.append([record('theirs')])
  decided.push(store.decide(changing(put('b'))))
  await world.run(Promise.all(decided))
  await world.clock.settle()
  const again = await world.open()
  expect(contents(store.state)).toEqual(contents(again.state))
  expect(store.role).toBe('leading')
  await end(world, store, again)
})
