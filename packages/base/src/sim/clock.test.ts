import { expect, test } from 'vitest'
import { virtualClock } from './clock.ts'

test('timers run in order of their moment, and of arrival at the same moment', async () => {
  const clock = virtualClock()
  const ran: string[] = []
  clock.after(20, () => ran.push(`late@${clock.monotonic()}`))
  clock.after(10, () => ran.push(`first@${clock.monotonic()}`))
  clock.after(10, () => ran.push(`second@${clock.monotonic()}`))
  await clock.advance(15)
  expect(ran).toEqual(['first@10', 'second@10'])
  expect(clock.monotonic()).toBe(15)
  await clock.advance(15)
  expect(ran).toEqual(['first@10', 'second@10', 'late@20'])
})

test('a timer started by a promise that a timer resolved still runs within the same advance', async () => {
  const clock = virtualClock()
  const ran: number[] = []
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))
  const work = async () => {
    for (let i = 0; i < 3; i++) {
      await sleep(5)
      ran.push(clock.monotonic())
    }
  }
  const done = work()
  await clock.advance(15)
  await done
  expect(ran).toEqual([5, 10, 15])
})

test('a cancelled timer never runs, and cancelling again does nothing', async () => {
  const clock = virtualClock()
  const timer = clock.after(5, () => expect.unreachable())
  timer.cancel()
  timer.cancel()
  expect(clock.waiting).toBe(0)
  await clock.advance(10)
})

test('the wall clock may jump without running timers; both clocks advance together', async () => {
  const clock = virtualClock(1_000)
  clock.after(50, () => expect.unreachable())
  clock.jump(3_600_000)
  expect([clock.now(), clock.monotonic()]).toEqual([3_601_000, 0])
  await clock.advance(7)
  expect([clock.now(), clock.monotonic()]).toEqual([3_601_007, 7])
})

test('settle runs turns that start turns, and step goes to the next timer', async () => {
  const clock = virtualClock()
  const ran: string[] = []
  clock.turn(() => {
    ran.push('turn')
    void Promise.resolve().then(() => clock.turn(() => ran.push('turn of a turn')))
  })
  clock.after(1_000, () => ran.push('timer'))
  await clock.settle()
  expect(ran).toEqual(['turn', 'turn of a turn'])
  expect(await clock.step()).toBe(true)
  expect(ran.at(-1)).toBe('timer')
  expect(clock.monotonic()).toBe(1_000)
  expect(await clock.step()).toBe(false)
})
