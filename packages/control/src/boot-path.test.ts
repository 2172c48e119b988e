import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** All that is loaded with a file, by its static imports of values; packages by name. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  if (!existsSync(file)) return seen
  for (const [, clause, from] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) ([^'"]*?)\s*from '([^']+)'/gms)) {
    const names = clause!
      .match(/^\{(.*)\}$/s)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '')
    const isTypeOnly = clause!.startsWith('type ') || (names !== undefined && names.every((name) => name.trim().startsWith('type ')))
    if (isTypeOnly) continue
    loadedWith(from!.startsWith('.') ? join(dirname(file), from!) : from!, seen)
  }
  return seen
}

test('a start loads no endpoint, no validation and no HTTP', () => {
  const loaded = [...loadedWith(join(import.meta.dirname, 'open.ts'))]
  expect(loaded.length).toBeGreaterThan(10)
  expect(loaded.filter((file) => /valibot|jose|@leat\/rest|(api|logic|operations)\.ts$/.test(file))).toEqual([])
})
