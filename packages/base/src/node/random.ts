import { randomBytes, randomInt } from 'node:crypto'
import type { Random } from '../random.ts'

/** The system's secure source. */
export function nodeRandom(): Random {
  return {
    bytes: (count) => randomBytes(count),
    below: (limit) => randomInt(limit),
  }
}
