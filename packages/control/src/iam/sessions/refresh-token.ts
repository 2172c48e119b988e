import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '@leat/base'

/**
 * `v1.<session>.<secret>`: tools take what does not begin with `v1.` for a ciphertext of their own. Only a hash of it is kept, and each use replaces it.
 */
const SECRET_BYTES = 32
const SESSION_BYTES = 12
const PATTERN = /^v1\.([\w-]{16})\.[\w-]{43}$/

export function newSessionId(random: Random, taken: { has(id: string): boolean }): string {
  for (;;) {
    const id = random.bytes(SESSION_BYTES).toString('base64url')
    if (!taken.has(id)) return id
  }
}

export function newRefreshToken(random: Random, session: string): string {
  return `v1.${session}.${random.bytes(SECRET_BYTES).toString('base64url')}`
}

/** The session a token is of, if it has the form of one. */
export function sessionOfRefreshToken(token: string): string | null {
  return PATTERN.exec(token)?.[1] ?? null
}

export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}

export function isRefreshToken(token: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashRefreshToken(token)), Buffer.from(hash))
}
