import { expect, test } from 'vitest'
import { pageOf } from './paging.ts'

const ITEMS = [1, 2, 3, 4, 5]
test.for<readonly [offset: number, limit: number, max: number | undefined, page: readonly number[]]>([
  [0, -1, undefined, ITEMS],
  [0, 0, undefined, ITEMS],
  [0, 2, undefined, [1, 2]],
  [3, 2, undefined, [4, 5]],
  [4, 2, undefined, [5]],
  [9, 2, undefined, []],
  [-3, 2, undefined, [1, 2]],
  [0, -1, 3, [1, 2, 3]],
  [1, 4, 3, [2, 3, 4]],
  [1, 2, 3, [2, 3]],
])('offset %d and limit %d of at most %s give a page', ([offset, limit, max, page]) => {
  expect(pageOf(ITEMS, { offset, limit }, max)).toEqual(page)
})
