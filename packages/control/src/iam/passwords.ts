import { scrypt, timingSafeEqual } from 'node:crypto'
import type { Random } from '@leat/base'
import type { User } from '../entities.ts'

/** scrypt with N=2^14, r=8, p=5: what OWASP names for 16 MiB of memory. Kept with each hash as its cost, so that it can rise. */
export const PASSWORD_COST = 2 ** 14
const BLOCK_SIZE = 8
const PARALLELIZATION = 5
const HASH_BYTES = 32
const SALT_BYTES = 16
const MEMORY_BYTES_MAX = 64 * 1024 * 1024
/** Longer ones are refused before they are hashed. */
export const PASSWORD_LENGTH_MAX = 1024

export type PasswordHash = User['password']

/** Slow on purpose; runs in libuv's pool, not on the main thread. */
export async function hashPassword(password: string, random: Random, cost: number = PASSWORD_COST): Promise<PasswordHash> {
  const salt = random.bytes(SALT_BYTES)
  return { salt: salt.toString('base64'), hash: (await derive(password, salt, cost)).toString('base64'), cost }
}

export async function isPassword(password: string, { salt, hash, cost }: PasswordHash): Promise<boolean> {
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost)
  const expected = Buffer.from(hash, 'base64')
  return derived.length === expected.length && timingSafeEqual(derived, expected)
}

/** No password has it. Checked for e-mails that nobody has, so that they take as long as others. */
export const NOBODYS_PASSWORD: PasswordHash = {
  salt: Buffer.alloc(SALT_BYTES).toString('base64'),
  hash: Buffer.alloc(HASH_BYTES).toString('base64'),
  cost: PASSWORD_COST,
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const options = { N: cost, r: BLOCK_SIZE, p: PARALLELIZATION, maxmem: MEMORY_BYTES_MAX }
  scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, derived) => (error === null ? resolve(derived) : reject(error)))
  return promise
}
