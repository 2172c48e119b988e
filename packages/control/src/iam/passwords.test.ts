import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { hashPassword, isPassword, NOBODYS_PASSWORD, PASSWORD_COST } from './passwords.ts'

const CHEAP = 16

test('a password is known by its hash and by nothing else', async () => {
  const hash = await hashPassword('open sesame', seededRandom(1), CHEAP)
  expect(await isPassword('open sesame', hash)).toBe(true)
  for (const wrong of ['', 'open sesame ', 'Open sesame', 'open\0sesame']) expect(await isPassword(wrong, hash)).toBe(false)
})

test('the same password twice has two hashes', async () => {
  const random = seededRandom(1)
  const [one, two] = [await hashPassword('open sesame', random, CHEAP), await hashPassword('open sesame', random, CHEAP)]
  expect(one.hash).not.toBe(two.hash)
})

test('a password typed with combining characters is the same password', async () => {
  const hash = await hashPassword('caf\u00e9', seededRandom(1), CHEAP)
  expect(await isPassword('cafe\u0301', hash)).toBe(true)
})

test('an unknown e-mail costs what a known one costs, and no password opens it', async () => {
  const made = await hashPassword('open sesame', seededRandom(1))
  expect(NOBODYS_PASSWORD.cost).toBe(made.cost)
  expect(made.cost).toBe(PASSWORD_COST)
  expect(await isPassword('', NOBODYS_PASSWORD)).toBe(false)
})
