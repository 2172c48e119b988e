import { ok } from '@leat/base'
import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { withinDeadline } from './deadline.ts'

function setUp() {
  const clock = virtualClock()
  const parent = new AbortController()
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof ok<string>>>()
  let signal: AbortSignal | null = null
  const outcome = withinDeadline(clock, parent.signal, 1_000, (given) => {
    signal = given
    return promise
  })
  return { clock, parent, outcome, resolve, reject, signal: () => signal! }
}

test('logic that ends in time is the outcome, and leaves neither a timer nor a listener', async () => {
  const { clock, parent, outcome, resolve, signal } = setUp()
  resolve(ok('done'))
  expect(await outcome).toEqual(ok('done'))
  expect(clock.waiting).toBe(0)
  parent.abort()
  expect(signal().aborted).toBe(false)
})

test('logic that throws in time rejects, and leaves no timer', async () => {
  const { clock, outcome, reject } = setUp()
  reject(new Error('broken'))
  await expect(outcome).rejects.toThrow('broken')
  expect(clock.waiting).toBe(0)
})

test('when the time is over the problem wins, whatever the logic does on its signal', async () => {
  const { clock, outcome, resolve, signal } = setUp()
  signal().addEventListener('abort', () => resolve(ok('in a hurry')))
  await clock.advance(1_000)
  expect(await outcome).toMatchObject({ ok: false, error: { status: 503 } })
  expect(signal().aborted).toBe(true)
})

test('the client that goes is told to the logic with its reason', async () => {
  const { parent, outcome, resolve, signal } = setUp()
  const reason = new Error('gone')
  parent.abort(reason)
  expect(signal().reason).toBe(reason)
  resolve(ok('all the same'))
  expect(await outcome).toEqual(ok('all the same'))
})

test('a client that was gone before is told, too', async () => {
  const seen = await withinDeadline(virtualClock(), AbortSignal.abort(), 1_000, async (signal) => ok(signal.aborted))
  expect(seen).toEqual(ok(true))
})
