import { expect, test } from 'vitest'
import { lru } from './lru.ts'

test('beyond its entries, what was used longest ago goes', () => {
  const cache = lru<number>({ entriesMax: 2, sizeMax: 100 })
  cache.set('a', 1, 1)
  cache.set('b', 2, 1)
  cache.get('a')
  cache.set('c', 3, 1)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
})

test('beyond its size, too, and what is larger than all of it is not held', () => {
  const cache = lru<number>({ entriesMax: 9, sizeMax: 10 })
  cache.set('a', 1, 6)
  cache.set('b', 2, 6)
  expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 2])
  cache.set('c', 3, 11)
  expect([cache.get('b'), cache.get('c')]).toEqual([2, undefined])
})

test('a key that is set again has its new size', () => {
  const cache = lru<number>({ entriesMax: 9, sizeMax: 10 })
  for (let i = 0; i < 5; i++) cache.set('a', i, 6)
  cache.set('b', 9, 4)
  expect([cache.get('a'), cache.get('b')]).toEqual([4, 9])
})
