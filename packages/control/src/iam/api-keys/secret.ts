import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '@leat/base'

const SALT_BYTES = 16

export interface SecretHash {
  readonly salt: string
  readonly hash: string
}

/** SHA-256 of salt and secret, as the edges compute it. Enough for secrets that are long and random. */
export function hashSecret(secret: string, random: Random): SecretHash {
  const salt = random.bytes(SALT_BYTES)
  return { salt: salt.toString('base64'), hash: digest(secret, salt).toString('base64') }
}

export function isSecret(secret: string, { salt, hash }: SecretHash): boolean {
  const expected = Buffer.from(hash, 'base64')
  const actual = digest(secret, Buffer.from(salt, 'base64'))
  return expected.length === actual.length && timingSafeEqual(actual, expected)
}

/** Compared with when a key is unknown, so that this takes as long as a wrong secret. */
export const NOBODYS_SECRET: SecretHash = { salt: Buffer.alloc(SALT_BYTES).toString('base64'), hash: Buffer.alloc(32).toString('base64') }

function digest(secret: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(secret).digest()
}
