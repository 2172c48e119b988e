import { constant, integer, property, assert as check, array, boolean, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { maximumMatching } from './matching.ts'

const SIZE_MAX = 6

/** By trying everything. */
function largest(edges: readonly (readonly boolean[])[], left = 0, taken: ReadonlySet<number> = new Set()): number {
  const row = edges[left]
  if (row === undefined) return 0
  const withOne = row.map((isEdge, right) => (isEdge && !taken.has(right) ? 1 + largest(edges, left + 1, new Set([...taken, right])) : 0))
  return Math.max(largest(edges, left + 1, taken), ...withOne)
}

const graphs = tuple(integer({ min: 0, max: SIZE_MAX }), integer({ min: 0, max: SIZE_MAX })).chain(([left, right]) =>
  tuple(constant(right), array(array(boolean(), { minLength: right, maxLength: right }), { minLength: left, maxLength: left })),
)

test('is as large as any, of edges only, and takes nothing twice', () => {
  check(
    property(graphs, ([rightSize, edges]) => {
      const matching = maximumMatching(edges.length, rightSize, (left, right) => edges[left]?.[right] === true)
      expect(matching.length).toBe(largest(edges))
      expect(matching.every(([left, right]) => edges[left]?.[right])).toBe(true)
      expect(new Set(matching.map(([left]) => left)).size).toBe(matching.length)
      expect(new Set(matching.map(([, right]) => right)).size).toBe(matching.length)
    }),
    { seed: 7, numRuns: 2_000 },
  )
})

test('lists in the same order ask for one edge each', () => {
  let asked = 0
  const matching = maximumMatching(5_000, 5_000, (left, right) => {
    asked++
    return left === right
  })
  expect(matching.length).toBe(5_000)
  expect(asked).toBe(5_000)
})
