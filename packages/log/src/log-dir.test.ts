import { memoryFs, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../test/fixture.ts'

test('what was appended is read back byte for byte, from memory and after a restart', async () => {
  const fs = memoryFs()
  const clock = virtualClock()
  const dir = openDir({ fs, clock })
  const log = dir.open(NAME, CONFIG)
  const batches = [batchOf({ values: ['a', 'b'] }), batchOf({ values: ['c'] }), batchOf({ values: ['d', 'e', 'f'] })]
  const appended = batches.map((batch) => append(log, batch))
  expect(appended.map((each) => each.ok && each.value.baseOffset)).toEqual([0, 2, 3])
  const done = log.acknowledged(6)
  await clock.settle()
  expect(await done).toBe(true)
  expect(log.highWatermark).toBe(6)
  expect(await readAll(log)).toEqual(Buffer.concat(batches))
  await dir.close()

  const again = openDir({ fs, clock })
  expect(again.list()).toEqual([NAME])
  const reopened = again.open(NAME, CONFIG)
  expect([reopened.endOffset, reopened.highWatermark]).toEqual([6, 6])
  expect(await readAll(reopened)).toEqual(Buffer.concat(batches))
  const middle = await reopened.read({ offset: 4, bytesMax: 1, atLeastOne: true, upTo: 'high-watermark' })
  expect(middle.kind === 'data' && middle.chunks[0]).toEqual(batches[2])
  await again.close()
})

test('after a crash without a marker the log is recovered from its bytes', async () => {
  const fs = memoryFs()
  const clock = virtualClock()
  const log = openDir({ fs, clock }).open(NAME, { ...CONFIG, segmentBytes: 2000, indexIntervalBytes: 100 })
  const batches = Array.from({ length: 100 }, (_, i) =>
    batchOf({ values: [`value ${i}`], producerId: 7, producerEpoch: 0, baseSequence: i, timestamp: i }),
  )
  for (const batch of batches) append(log, batch)
  await clock.settle()

  const reopened = openDir({ fs, clock }).open(NAME, { ...CONFIG, segmentBytes: 2000, indexIntervalBytes: 100 })
  expect(reopened.endOffset).toBe(100)
  expect(await readAll(reopened)).toEqual(Buffer.concat(batches))
  expect(reopened.producers()).toMatchObject([{ producerId: 7, lastSequence: 99 }])
  expect(await reopened.offsetForTimestamp(57)).toMatchObject({ offset: 57, timestamp: 57 })
  expect(await reopened.maxTimestamp()).toMatchObject({ offset: 99 })
})
