const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24

/** Kafka's hash of keys (`Utils.murmur2`), so that a record of a key lands where every Kafka producer puts it. Signed, 32 bits. */
export function murmur2(bytes: Buffer): number {
  let hash = SEED ^ bytes.length
  const whole = bytes.length & ~3
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), M)
    word ^= word >>> R
    hash = Math.imul(hash, M) ^ Math.imul(word, M)
  }
  const rest = bytes.length - whole
  if (rest > 0) {
    hash ^= bytes.readUIntLE(whole, rest)
    hash = Math.imul(hash, M)
  }
  hash ^= hash >>> 13
  hash = Math.imul(hash, M)
  return hash ^ (hash >>> 15)
}

const POSITIVE = 0x7fff_ffff

export function partitionOfKey(key: Buffer, partitions: number): number {
  return (murmur2(key) & POSITIVE) % partitions
}
