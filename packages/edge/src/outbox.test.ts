import { Writable } from 'node:stream'
import { seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { Outbox } from './outbox.ts'

/** A stream that takes a write only when told to. */
function slowStream() {
  const writes: Buffer[][] = []
  const waiting: (() => void)[] = []
  const stream = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _encoding, done) => {
      writes.push([chunk])
      waiting.push(done)
    },
    writev: (chunks, done) => {
      writes.push(chunks.map((one) => one.chunk as Buffer))
      waiting.push(done)
    },
  })
  return { stream, writes, take: () => waiting.shift()?.() }
}

const sizes = (writes: readonly Buffer[][]): number[][] => writes.map((chunks) => chunks.map((chunk) => chunk.length))

test('small answers of one moment are joined, large ones are handed on by reference, in batches', async () => {
  const clock = virtualClock()
  const slow = slowStream()
  let taken = 0
  const outbox = new Outbox(slow.stream as never, clock, (bytes) => (taken += bytes))
  const large = Buffer.alloc(700_000, 7)
  outbox.push([Buffer.alloc(10), Buffer.alloc(20)], 30)
  outbox.push([Buffer.alloc(5)], 5)
  expect(slow.writes).toHaveLength(0)
  await clock.settle()
  expect(sizes(slow.writes)).toEqual([[35]])

  outbox.push([Buffer.alloc(100), large, Buffer.alloc(50)], 700_150)
  await clock.settle()
  expect(slow.writes).toHaveLength(1)
  expect(outbox.pendingBytes).toBe(700_185)
  slow.take()
  await clock.settle()
  expect(sizes(slow.writes).slice(1)).toEqual([[100, 524_188]])
  expect(slow.writes[1]![1]!.buffer).toBe(large.buffer)
  slow.take()
  await clock.settle()
  expect(sizes(slow.writes).slice(2)).toEqual([[175_812, 50]])
  expect(taken).toBe(35 + 524_288)
  slow.take()
  await clock.settle()
  expect([taken, outbox.pendingBytes]).toEqual([700_185, 0])
})

test('all bytes leave in order, whatever sizes come in', async () => {
  const random = seededRandom('outbox')
  const clock = virtualClock()
  const slow = slowStream()
  const outbox = new Outbox(slow.stream as never, clock, () => {})
  const sent: Buffer[] = []
  for (let i = 0; i < 300; i++) {
    const chunks = Array.from({ length: 1 + random.below(5) }, () =>
      random.bytes(random.below(3) === 0 ? random.below(200_000) : random.below(200)),
    )
    sent.push(...chunks)
    outbox.push(
      chunks,
      chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    )
    if (random.below(3) === 0) await clock.settle()
    if (random.below(2) === 0) slow.take()
  }
  outbox.end()
  while (outbox.pendingBytes > 0) {
    await clock.settle()
    slow.take()
  }
  await clock.settle()
  expect(Buffer.concat(slow.writes.flat()).equals(Buffer.concat(sent))).toBe(true)
  expect(slow.stream.writableFinished).toBe(true)
})

test('a stall is counted while something waits, from the last progress', async () => {
  const clock = virtualClock()
  const slow = slowStream()
  const outbox = new Outbox(slow.stream as never, clock, () => {})
  await clock.advance(5_000)
  outbox.push([Buffer.alloc(600_000)], 600_000)
  await clock.advance(1_000)
  expect(outbox.stalledMs(clock.monotonic())).toBe(1_000)
  slow.take()
  await clock.advance(300)
  expect(outbox.stalledMs(clock.monotonic())).toBe(300)
  slow.take()
  await clock.advance(200)
  expect([outbox.stalledMs(clock.monotonic()), outbox.quietMs(clock.monotonic())]).toEqual([0, 200])
})
