import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { FrameSplitter } from './frame-splitter.ts'

test.for(Array.from({ length: 20 }, (_, seed) => seed))('frames come out as they went in, however the stream is cut (seed %i)', (seed) => {
  const random = seededRandom(seed)
  const frames = Array.from({ length: 30 }, () => random.bytes(random.below(4) === 0 ? 0 : random.below(5000)))
  const stream = Buffer.concat(frames.flatMap((frame) => [sizeOf(frame.length), frame]))
  const splitter = new FrameSplitter(5000)
  const seen: Buffer[] = []
  for (let at = 0; at < stream.length;) {
    const end = Math.min(stream.length, at + 1 + random.below(random.below(2) === 0 ? 5 : 9000))
    const piece = Buffer.from(stream.subarray(at, end))
    splitter.push(piece, (frame) => seen.push(frame))
    // The socket may use its memory again: what a frame holds must not change.
    piece.fill(0xee)
    at = end
  }
  expect(seen.map((frame) => frame.toString('hex'))).toEqual(frames.map((frame) => frame.toString('hex')))
})

test('every frame has memory of its own', () => {
  const seen: Buffer[] = []
  new FrameSplitter(100).push(Buffer.concat([sizeOf(3), Buffer.from('abc'), sizeOf(3), Buffer.from('def')]), (frame) => seen.push(frame))
  expect(seen.map((frame) => frame.buffer.byteLength)).toEqual([3, 3])
})

test.for([-1, 101, 0x48545450])('a frame of %i bytes is refused', (size) => {
  expect(() => new FrameSplitter(100).push(sizeOf(size), () => {})).toThrow(expect.objectContaining({ kind: 'frame-size' }))
})

test('an announced frame is told before its bytes arrive', () => {
  const splitter = new FrameSplitter(1000)
  expect(splitter.pendingBytes).toBe(0)
  splitter.push(sizeOf(700), () => {})
  expect(splitter.pendingBytes).toBe(700)
  splitter.push(Buffer.alloc(700), () => {})
  expect(splitter.pendingBytes).toBe(0)
})

test('a large frame takes memory as its bytes arrive, and comes out whole', () => {
  const size = 9 * 1024 * 1024 + 5
  const body = seededRandom('large').bytes(1024)
  const splitter = new FrameSplitter(100 * 1024 * 1024)
  const before = process.memoryUsage().arrayBuffers
  splitter.push(sizeOf(size), () => {})
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * 1024 * 1024)

  const seen: Buffer[] = []
  for (let at = 0; at < size; at += body.length)
    splitter.push(body.subarray(0, Math.min(body.length, size - at)), (frame) => seen.push(frame))
  expect(seen.map((frame) => frame.length)).toEqual([size])
  for (let at = 0; at + body.length <= size; at += body.length)
    if (body.compare(seen[0]!, at, at + body.length) !== 0) expect.fail(`differs at ${at}`)
})

function sizeOf(size: number): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeInt32BE(size)
  return prefix
}
