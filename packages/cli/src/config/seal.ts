import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '@leat/base'

/**
 * A sealed secret is `v1.` and base64url of: nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes). The purpose is authenticated with it, so
 * that a secret moved to another place of the file does not open.
 *
 * It protects a configuration that is copied, backed up or pasted without the key file beside it. It does not protect from whoever can read both, and
 * that is everybody who can act as this user.
 */
const PREFIX = 'v1.'
const ALGORITHM = 'aes-256-gcm'
export const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export function seal(key: Buffer, random: Random, purpose: string, secret: string): string {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return PREFIX + sealed.toString('base64url')
}

/** Null when it does not open: another key, another purpose, or not sealed by us. */
export function unseal(key: Buffer, purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url')
  if (!sealed.startsWith(PREFIX) || bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
