import { createHash } from 'node:crypto'
import { assert } from '../assert.ts'
import type { Random } from '../random.ts'

/** The same seed gives the same numbers for ever (sfc32, seeded by SHA-256 of the seed's text). Not for secrets, except under `--seed`. */
export function seededRandom(seed: string | number): Random {
  const digest = createHash('sha256').update(String(seed)).digest()
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let counter = digest.readInt32LE(12)

  /** 32 random bits as an unsigned number. */
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) next()

  return {
    bytes(count) {
      const bytes = Buffer.alloc(count)
      for (let i = 0; i < count; i += 4) {
        const word = next()
        for (let j = 0; j < 4 && i + j < count; j++) bytes[i + j] = word >>> (8 * j)
      }
      return bytes
    },
    below(limit) {
      assert(Number.isInteger(limit) && limit >= 1 && limit <= 2 ** 31, `a limit from 1 to 2^31, not ${limit}`)
      // The last, incomplete round of the range is thrown away, or small numbers would come more often.
      const fairMax = 2 ** 32 - (2 ** 32 % limit)
      for (;;) {
        const word = next()
        if (word < fairMax) return word % limit
      }
    },
  }
}
