import { faultyFs, memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import type { Durability, PartitionConfig } from './contract.ts'
import { BACKGROUND_SYNC_MS } from './limits.ts'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../test/fixture.ts'

/** A log with one synced record, on a disk that has become slow since. */
async function slowLog(durability: Durability, config: Partial<PartitionConfig> = {}) {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  const log = openDir({ fs: disk, clock, durability }).open(NAME, { ...CONFIG, ...config })
  append(log, batchOf())
  await clock.advance(BACKGROUND_SYNC_MS)
  disk.faults.later = () => new Promise((resolve) => void clock.after(10, resolve))
  return { clock, disk, log }
}

test.for([
  { durability: 'process', flushMessages: Number.MAX_SAFE_INTEGER, shown: 1 },
  { durability: 'process', flushMessages: 1, shown: 0 },
  { durability: 'power', flushMessages: Number.MAX_SAFE_INTEGER, shown: 0 },
  { durability: 'none', flushMessages: 1, shown: 1 },
] as const)(
  '$durability with flush.messages=$flushMessages shows $shown records before the sync ends',
  async ({ durability, flushMessages, shown }) => {
    const { clock, log } = await slowLog(durability, { flushMessages })
    append(log, batchOf())
    const written = log.written(2)
    await clock.settle()
    expect(await written).toBe(true)
    expect(log.highWatermark).toBe(1 + shown)
    await clock.advance(50)
    expect(log.highWatermark).toBe(2)
  },
)

test('flush.messages=3 holds every third message back until it is synced', async () => {
  const { clock, log } = await slowLog('process', { flushMessages: 3 })
  append(log, batchOf({ values: ['1', '2'] }))
  await clock.settle()
  expect(log.highWatermark).toBe(3)
  append(log, batchOf())
  await clock.settle()
  expect(log.highWatermark).toBe(3)
  await clock.advance(50)
  expect(log.highWatermark).toBe(4)
})

test('under power one sync covers all that came while the one before was under way', async () => {
  const { clock, disk, log } = await slowLog('power')
  let syncs = 0
  disk.faults.later = () => new Promise((resolve) => void (syncs++, clock.after(10, resolve)))
  for (let i = 0; i < 20; i++) {
    append(log, batchOf())
    await clock.advance(1)
  }
  await clock.advance(30)
  expect(log.highWatermark).toBe(21)
  expect(syncs).toBeLessThan(5)
})

test('a full disk refuses appends, serves reads, and recovers by itself', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  const dir = openDir({ fs: disk, clock })
  const log = dir.open(NAME, CONFIG)
  const first = batchOf({ values: ['kept'], producerId: 1, producerEpoch: 0, baseSequence: 0 })
  append(log, first)
  await clock.settle()
  disk.faults.bytesLeft = 10
  const lost = batchOf({ values: ['lost'], producerId: 1, producerEpoch: 0, baseSequence: 1 })
  append(log, Buffer.from(lost))
  append(log, batchOf({ values: ['lost, too'] }))
  const outcome = Promise.all([log.written(2), log.acknowledged(3)])
  await clock.settle()
  expect(await outcome).toEqual([false, false])
  expect(dir.writable).toBe(false)
  expect([log.endOffset, log.producers()[0]?.lastSequence, log.health.ok]).toEqual([1, 0, true])
  expect(append(log, batchOf())).toMatchObject({ ok: false, error: { kind: 'storage' } })
  expect(await readAll(log)).toEqual(first)

  disk.faults.bytesLeft = null
  await clock.advance(2000)
  expect(dir.writable).toBe(true)
  expect(append(log, lost)).toMatchObject({ ok: true, value: { baseOffset: 1, duplicate: false } })
  await clock.settle()
  expect(await readAll(openDir({ fs: disk, clock }).open(NAME, CONFIG))).toEqual(Buffer.concat([first, lost]))
})

test('a failed sync takes the partition offline and is not tried again', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  const log = openDir({ fs: disk, clock, durability: 'power' }).open(NAME, CONFIG)
  disk.faults.scripted.push({ operation: 'sync', path: /\.log$/, code: 'EIO' })
  append(log, batchOf())
  const acknowledged = log.acknowledged(1)
  await clock.settle()
  expect(await acknowledged).toBe(false)
  expect(log.health.ok).toBe(false)
  disk.faults.scripted.length = 0
  expect(append(log, batchOf())).toMatchObject({ ok: false, error: { kind: 'storage' } })
  expect(log.read({ offset: 0, bytesMax: 1, atLeastOne: true, upTo: 'high-watermark' })).toMatchObject({ kind: 'storage' })
})

test('damage below the recovery point is reported and never served; damage in the tail is cut', async () => {
  for (const { isDurable, health } of [
    { isDurable: true, health: false },
    { isDurable: false, health: true },
  ]) {
    const fs = memoryFs()
    const clock = virtualClock()
    const dir = openDir({ fs, clock })
    const log = dir.open(NAME, CONFIG)
    const batches = Array.from({ length: 10 }, (_, i) => batchOf({ values: [`${i}`.repeat(50)] }))
    for (const batch of batches) append(log, batch)
    await clock.settle()
    if (isDurable) await dir.maintain()
    const file = fs.openSync(`/data/${NAME}/00000000000000000000.log`, 'write')
    file.writevSync([Buffer.alloc(20)], 2 * batches[0]!.length + 10) // the header of the third
    file.closeSync()
    const reopened = openDir({ fs, clock }).open(NAME, CONFIG)
    expect(reopened.health.ok).toBe(health)
    const outcome = await reopened.read({ offset: 0, bytesMax: 10_000, atLeastOne: true, upTo: 'high-watermark' })
    expect(outcome.kind).toBe(health ? 'data' : 'storage')
    if (health) expect(reopened.endOffset).toBe(2)
  }
})

test('damage that only a reader finds takes the partition offline', async () => {
  const fs = memoryFs()
  const clock = virtualClock()
  const dir = openDir({ fs, clock })
  append(dir.open(NAME, CONFIG), batchOf())
  await clock.settle()
  await dir.close()
  const file = fs.openSync(`/data/${NAME}/00000000000000000000.log`, 'write')
  file.writevSync([Buffer.from([0])], 16)
  file.closeSync()
  const log = openDir({ fs, clock }).open(NAME, CONFIG)
  expect(await log.read({ offset: 0, bytesMax: 100, atLeastOne: true, upTo: 'high-watermark' })).toMatchObject({ kind: 'storage' })
  expect(log.health.ok).toBe(false)
})

test('a log that begins anew behind what a power loss took keeps what it is given from then on', async () => {
  const disk = faultyFs({ random: seededRandom('anew') })
  const clock = virtualClock()
  const first = openDir({ fs: disk, clock }).open(NAME, CONFIG)
  append(first, batchOf({ values: ['a', 'b', 'c'] }))
  await clock.settle()
  // The start is durable, the records are not: nothing is left of the log but where it begins.
  const deleted = first.deleteRecordsBefore(3)
  await clock.advance(100)
  expect(await deleted).toEqual({ ok: true, value: 3 })

  const survivor = disk.crash('process')
  survivor.openSync(`/data/${NAME}/00000000000000000000.log`, 'write').truncateSync(0)
  const second = openDir({ fs: survivor, clock, durability: 'power' }).open(NAME, CONFIG)
  expect([second.startOffset, second.endOffset]).toEqual([3, 3])
  append(second, batchOf({ values: ['d'] }))
  const safe = second.acknowledged(4)
  await clock.advance(100)
  expect(await safe).toBe(true)

  const third = openDir({ fs: survivor.crash('power'), durability: 'power' }).open(NAME, CONFIG)
  expect([third.startOffset, third.endOffset]).toEqual([3, 4])
})
