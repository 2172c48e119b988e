/** Randomness as a parameter: secure in the server, seeded in tests and under `--seed`. */
export interface Random {
  /** `count` random bytes in a buffer of their own. */
  bytes(count: number): Buffer
  /** A whole number from 0 to `limit - 1`; `limit` is at most 2^31. */
  below(limit: number): number
}

/** A random UUID (version 4 bits set) in Kafka's text form, 22 characters of base64url; never starts with `-`, as Kafka's never do. */
export function randomUuid(random: Random): string {
  for (;;) {
    const bytes = random.bytes(16)
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    const text = bytes.toString('base64url')
    if (!text.startsWith('-')) return text
  }
}
