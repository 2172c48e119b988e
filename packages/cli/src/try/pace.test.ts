import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { dueAt } from './pace.ts'

const forever = new AbortController().signal

test.for([
  [1, 3, 2_000],
  [10, 100, 9_900],
  [500, 500, 1_000],
] as const)('%i a second: %i are done after %i ms', async ([perSecond, count, ms]) => {
  const clock = virtualClock()
  const startedMs = clock.monotonic()
  let done = 0
  const all = (async () => {
    for await (const due of dueAt({ clock, perSecond, count, signal: forever })) done += due
    return clock.monotonic() - startedMs
  })()
  const tookMs = await drive(clock, all)
  expect(done).toBe(count)
  // The last one is due one interval early, and a look at the clock may come a tick late.
  expect(tookMs).toBeGreaterThanOrEqual(ms - 1000 / perSecond - 1)
  expect(tookMs).toBeLessThanOrEqual(ms + 20)
})

test('a signal ends it', async () => {
  const clock = virtualClock()
  const stop = new AbortController()
  let done = 0
  for await (const due of dueAt({ clock, perSecond: 1, count: null, signal: stop.signal })) {
    done += due
    stop.abort()
  }
  expect(done).toBe(1)
})

/** Lets the virtual time pass until the work is done. */
async function drive<T>(clock: ReturnType<typeof virtualClock>, work: Promise<T>): Promise<T> {
  let isDone = false
  const ended = work.finally(() => (isDone = true))
  while (!isDone) await clock.advance(1)
  return ended
}
