import { expect, test } from 'vitest'
import { ByteBudget } from './byte-budget.ts'

test('who waits is served in order of arrival, and nobody overtakes', () => {
  const budget = new ByteBudget(100)
  const granted: string[] = []
  expect(budget.tryTake(60)).toBe(true)
  budget.wait(80, () => granted.push('large'))
  budget.wait(10, () => granted.push('small'))
  expect(budget.tryTake(1)).toBe(false)
  budget.release(30)
  expect(granted).toEqual([])
  budget.release(30)
  expect(granted).toEqual(['large', 'small'])
  expect(budget.used).toBe(90)
})

test('what is larger than the budget fits when nothing else is there', () => {
  const budget = new ByteBudget(100)
  expect(budget.tryTake(500)).toBe(true)
  let granted = false
  budget.wait(200, () => (granted = true))
  budget.release(499)
  expect(granted).toBe(false)
  budget.release(1)
  expect(granted).toBe(true)
})

test('who waits for any room is served below the limit', () => {
  const budget = new ByteBudget(100)
  budget.take(130)
  let granted = false
  budget.wait(0, () => (granted = true))
  budget.release(30)
  expect(granted).toBe(false)
  budget.release(1)
  expect(granted).toBe(true)
})

test('who stops waiting makes way', () => {
  const budget = new ByteBudget(100)
  const granted: string[] = []
  budget.take(50)
  const gone = budget.wait(90, () => granted.push('gone'))
  budget.wait(20, () => granted.push('next'))
  gone[Symbol.dispose]()
  gone[Symbol.dispose]()
  expect(granted).toEqual(['next'])
})

test('a grant that releases at once does not serve anybody twice', () => {
  const budget = new ByteBudget(10)
  const granted: number[] = []
  budget.take(10)
  for (let i = 0; i < 5; i++) {
    budget.wait(10, () => {
      granted.push(i)
      budget.release(10)
    })
  }
  budget.release(10)
  expect(granted).toEqual([0, 1, 2, 3, 4])
  expect(budget.used).toBe(0)
})
