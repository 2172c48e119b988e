import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { newApiKeyId, newApiKeySecret, newId, newUuid } from './ids.ts'

test('ids and secrets have the forms that tools check', () => {
  const random = seededRandom(3)
  const nothing = new Set<string>()
  for (let i = 0; i < 200; i++) {
    expect(newId(random, 'lkc-', nothing)).toMatch(/^lkc-(?=.*[a-z])[a-z0-9]{6}$/)
    expect(newApiKeyId(random, nothing)).toMatch(/^[A-Z2-7]{16}$/)
    expect(newApiKeySecret(random)).toMatch(/^cflt[A-Za-z0-9+/]{60}$/)
    expect(newUuid(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})

test('an id that is taken is not given again', () => {
  const first = newId(seededRandom(5), 'env-', new Set())
  expect(newId(seededRandom(5), 'env-', new Set([first]))).not.toBe(first)
})
