/** Bytes that look random and are the same for the same seed: SHA-256 over a counter. */
import { createHash } from 'node:crypto'

export function seededBytes(seed: string): (count: number) => Buffer {
  let block = 0
  return (count) => {
    const parts: Buffer[] = []
    for (let size = 0; size < count; size += 32) parts.push(createHash('sha256').update(`${seed}/${block++}`).digest())
    return Buffer.concat(parts).subarray(0, count)
  }
}
