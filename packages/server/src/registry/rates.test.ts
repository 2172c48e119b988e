import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { rateLimiter } from './rates.ts'

test('a registry may burst, and then has its rate; others, and its writes, are counted apart', async () => {
  const clock = virtualClock()
  const limiter = rateLimiter({ readsPerSecond: 10, writesPerSecond: 2, burstSeconds: 2 }, clock)
  const taken = (registry: string, kind: 'read' | 'write'): number => {
    let count = 0
    while (count < 100 && limiter.take(registry, kind) === 0) count++
    return count
  }
  expect([taken('a', 'read'), taken('a', 'write'), taken('b', 'read')]).toEqual([20, 4, 20])
  expect(limiter.take('a', 'write')).toBeCloseTo(0.5)
  await clock.advance(1000)
  expect([taken('a', 'read'), taken('a', 'write')]).toEqual([10, 2])
  await clock.advance(3_600_000)
  expect(taken('a', 'read')).toBe(20)
})
