import { NO_LIMITS } from '@leat/access'
import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { factTable } from '../facts/fact-table.ts'
import { ALICE } from '../testing/access.ts'
import { Limiter } from './limiter.ts'
import { TokenBucket } from './token-bucket.ts'

test('a bucket begins full, gives what it has, and then says how long its debt takes', () => {
  const bucket = new TokenBucket(100, 0)
  expect(bucket.take(100, 0)).toBe(0)
  expect(bucket.take(50, 0)).toBe(500)
  expect(bucket.take(50, 0)).toBe(1_000)
  expect(bucket.take(0, 1_000)).toBe(0)
})

test('a pause earns one second and no more', () => {
  const bucket = new TokenBucket(100, 0)
  expect(bucket.take(150, 60_000)).toBe(500)
})

test('no wait is longer than clients bear, and what is owed above it stays owed', () => {
  const bucket = new TokenBucket(10, 0)
  expect(bucket.take(1_010, 0)).toBe(15_000)
  expect(bucket.take(0, 15_000)).toBe(15_000)
  expect(bucket.take(0, 99_000)).toBe(1_000)
})

test('who must not owe takes nothing when there is not enough', () => {
  const bucket = new TokenBucket(2, 0)
  expect([bucket.tryTake(1, 0), bucket.tryTake(1, 0), bucket.tryTake(1, 0), bucket.tryTake(1, 500)]).toEqual([true, true, false, true])
})

test('of several rates the longest time holds', () => {
  const facts = factTable()
  const limiter = new Limiter(facts, virtualClock())
  expect(limiter.request(ALICE, 1_000_000)).toBe(0)
  facts.apply([
    { kind: 'limits', limits: { ...NO_LIMITS, requestsPerSecondMax: 1, ingressBytesPerSecondMax: 1_000 } },
    { kind: 'client-quota', id: 'cq-1', quota: { principals: [ALICE], ingressBytesPerSecondMax: 500, egressBytesPerSecondMax: 1 } },
  ])
  expect(limiter.request('User:bob', 3_000)).toBe(2_000)
  // The cluster owes 2,000 and 1,000 more; Alice of her 500 a second another 500: two seconds and one; requests: one.
  expect(limiter.request(ALICE, 1_000)).toBe(3_000)
  expect(limiter.response('User:bob', 1_000_000)).toBe(0)
})
