import type { Random } from '@leat/base'

const ID_LENGTH = 6
const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const KEY_LENGTH = 16
const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** New secrets begin with it, so that scanners of source code find them. */
const SECRET_PREFIX = 'cflt'
const SECRET_BYTES = 45

/** An id that nothing in the table has: `lkc-` and six lower-case letters or digits, not all of them digits (YAML would make a number of them). */
export function newId(random: Random, prefix: string, taken: { has(id: string): boolean }): string {
  for (;;) {
    const id = prefix + pick(random, ID_ALPHABET, ID_LENGTH)
    if (!taken.has(id) && /[a-z]/.test(id.slice(prefix.length))) return id
  }
}

/** The id of an API key: 16 of A-Z and 2-7. */
export function newApiKeyId(random: Random, taken: { has(id: string): boolean }): string {
  for (;;) {
    const id = pick(random, KEY_ALPHABET, KEY_LENGTH)
    if (!taken.has(id)) return id
  }
}

/** 64 characters: `cflt` and 360 random bits in base64. */
export function newApiKeySecret(random: Random): string {
  return SECRET_PREFIX + random.bytes(SECRET_BYTES).toString('base64')
}

/** A version 4 UUID in its usual form (RFC 9562): organizations have one. */
export function newUuid(random: Random): string {
  const bytes = random.bytes(16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function pick(random: Random, alphabet: string, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += alphabet[random.below(alphabet.length)]!
  return text
}
