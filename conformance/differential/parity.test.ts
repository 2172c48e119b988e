import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DIFFERENCES } from './differences.ts'
import { renderParity } from './render-parity.ts'

test('docs/parity.md is fresh: else run node scripts/parity.ts', () => {
  expect(readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8')).toBe(renderParity())
})

test('a place is listed once', () => {
  const places = DIFFERENCES.flatMap((difference) => difference.places.map(({ script, step, path }) => `${script} | ${step} | ${path}`))
  expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([])
})
