import { expect, test } from 'vitest'
import { Tail, TailCache } from './tail-cache.ts'

/** A batch in a frame of its own, or with others. */
function frame(batches: number, batchBytes: number): Buffer[] {
  const whole = Buffer.allocUnsafeSlow(batches * batchBytes)
  return Array.from({ length: batches }, (_, i) => whole.subarray(i * batchBytes, (i + 1) * batchBytes))
}

test('whole batches are served by reference from the one that holds the offset', () => {
  const cache = new TailCache(1_000_000)
  const tail = new Tail()
  const batches = [0, 1, 2].map(() => frame(1, 100)[0]!)
  for (const [i, batch] of batches.entries()) cache.add(tail, i * 10, i * 10 + 9, batch)
  expect(cache.read(tail, 15, 30, 1000, true)?.chunks).toEqual([batches[1], batches[2]])
  expect(cache.read(tail, 15, 30, 1000, true)?.chunks[0]).toBe(batches[1])
  expect(cache.read(tail, 15, 20, 1000, true)?.chunks).toHaveLength(1)
  expect(cache.read(tail, 0, 30, 150, true)?.chunks).toHaveLength(1)
  expect(cache.read(tail, 0, 30, 50, true)?.chunks).toHaveLength(1)
  expect(cache.read(tail, 0, 30, 50, false)?.chunks).toHaveLength(0)
})

test('the budget counts frames, the oldest batch of any partition goes first', () => {
  const cache = new TailCache(2500)
  const [one, other] = [new Tail(), new Tail()]
  cache.add(one, 0, 0, frame(1, 1000)[0]!)
  cache.add(other, 0, 0, frame(1, 1000)[0]!)
  cache.add(one, 1, 1, frame(1, 1000)[0]!)
  expect(cache.bytes).toBeLessThanOrEqual(2500)
  expect(cache.read(one, 0, 2, 5000, true)).toBe(null)
  expect(cache.read(one, 1, 2, 5000, true)?.bytes).toBe(1000)
  expect(cache.read(other, 0, 1, 5000, true)?.bytes).toBe(1000)
})

test('a batch much smaller than its frame is copied and does not keep it alive', () => {
  const cache = new TailCache(1_000_000)
  const tail = new Tail()
  for (let i = 0; i < 10; i++) cache.add(tail, i, i, frame(100, 1000)[0]!)
  expect(cache.bytes).toBeLessThan(150_000) // the last frame may still get more batches
  const found = cache.read(tail, 0, 10, 10_000, true)!
  expect(found.chunks.map((chunk) => chunk.buffer.byteLength)).toEqual([...Array.from({ length: 9 }, () => 1000), 100_000])
  cache.forget(tail)
  expect(cache.bytes).toBe(0)
})

test('small batches that fill their frame together are not copied, in whatever order partitions are written', () => {
  const cache = new TailCache(1_000_000)
  const tails = Array.from({ length: 16 }, () => new Tail())
  const frames = Array.from({ length: 4 }, () => frame(16, 1000))
  for (const [p, tail] of tails.entries()) for (const [f, batches] of frames.entries()) cache.add(tail, f, f, batches[p]!)
  for (const [p, tail] of tails.entries()) expect(cache.read(tail, 0, 4, 10_000, true)?.chunks[3]).toBe(frames[3]![p])
  expect(cache.bytes).toBeLessThan(80_000)
})

test('what was evicted before its frame was decided is not counted again', () => {
  const cache = new TailCache(20_000)
  const tail = new Tail()
  for (let i = 0; i < 50; i++) cache.add(tail, i, i, frame(i % 3 === 0 ? 30 : 1, 500)[0]!)
  expect(cache.bytes).toBeGreaterThan(0)
  expect(cache.bytes).toBeLessThanOrEqual(20_000)
  cache.forget(tail)
  expect(cache.bytes).toBe(0)
})

test('batches of one frame pin it once', () => {
  const cache = new TailCache(1_000_000)
  const tail = new Tail()
  for (const [i, batch] of frame(3, 10_000).entries()) cache.add(tail, i, i, batch)
  expect(cache.bytes).toBeGreaterThan(30_000)
  expect(cache.bytes).toBeLessThan(31_000)
  cache.forget(tail)
  expect(cache.bytes).toBe(0)
})

test('what was forgotten is not evicted again', () => {
  const cache = new TailCache(1500)
  const tail = new Tail()
  cache.add(tail, 0, 0, frame(1, 1000)[0]!)
  cache.forget(tail)
  for (let i = 1; i < 10; i++) cache.add(tail, i, i, frame(1, 1000)[0]!)
  expect(cache.read(tail, 9, 10, 1000, true)?.bytes).toBe(1000)
  expect(cache.bytes).toBeLessThanOrEqual(1500)
})
