import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { requestIds } from './incoming.ts'

test('request ids are of version 4 and never the same, however many were drawn at a time', () => {
  const next = requestIds(seededRandom(1))
  const ids = Array.from({ length: 1_000 }, next)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(1_000)
})
