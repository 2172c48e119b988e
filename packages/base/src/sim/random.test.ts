import { expect, test } from 'vitest'
import { seededRandom } from './random.ts'

test('a seed gives the same numbers for ever', () => {
  const random = seededRandom('a seed')
  expect([random.below(1_000), random.below(1_000), random.bytes(6).toString('hex')]).toEqual([729, 283, 'def0cd4980b8'])
  expect(seededRandom(7).bytes(32)).toEqual(seededRandom('7').bytes(32))
  expect(seededRandom(7).bytes(32)).not.toEqual(seededRandom(8).bytes(32))
})

test('numbers cover their range evenly', () => {
  const random = seededRandom('even')
  const counts = [0, 0, 0, 0, 0, 0, 0]
  for (let i = 0; i < 70_000; i++) counts[random.below(7)]!++
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  expect(random.below(1)).toBe(0)
  expect(() => random.below(0)).toThrow('a limit')
})

test('bytes belong to the caller', () => {
  const random = seededRandom(1)
  const first = random.bytes(5)
  expect(first.buffer.byteLength).toBe(5)
  expect(random.bytes(0)).toHaveLength(0)
})
