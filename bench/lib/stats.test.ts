import { expect, test } from 'vitest'
import { compare, median, percentile, spread } from './stats.ts'

test('median() is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeNaN()
})

test('spread() is the range over the median', () => {
  expect(spread([90, 100, 110])).toBeCloseTo(0.2)
  expect(spread([0, 0])).toBe(0)
  expect(spread([5])).toBeNaN()
})

test('percentile() takes the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(percentile(values, 0.5)).toBe(50)
  expect(percentile(values, 0.99)).toBe(99)
  expect(percentile([7], 0.01)).toBe(7)
})

test('compare() takes ratios of pairs, so that a drift of the machine cancels out', () => {
  const { ratio, ratioSpread, kafkaSpread } = compare([100, 50, 25], [200, 100, 50])
  expect(ratio).toBe(2)
  expect(ratioSpread).toBe(0)
  expect(kafkaSpread).toBeCloseTo(1.5)
})

test('compare() has no ratio where the other value is 0', () => {
  expect(compare([0, 0], [1, 2]).ratio).toBeNull()
})
