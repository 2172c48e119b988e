import { expect, test } from 'vitest'
import { murmur2, partitionOfKey } from './murmur2.ts'

// The values of Apache Kafka's own test of its hash.
test.for([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
] as const)('%s hashes as in Kafka', ([key, hash]) => {
  expect(murmur2(Buffer.from(key))).toBe(hash)
})

test('a partition is never negative', () => {
  for (let i = 0; i < 1_000; i++) expect(partitionOfKey(Buffer.from(String(i)), 7)).toBeOneOf([0, 1, 2, 3, 4, 5, 6])
})
