import { faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../test/fixture.ts'

const TOPIC = NAME.slice(0, NAME.indexOf('/'))
const slow = (clock: ReturnType<typeof virtualClock>) => () => new Promise<void>((resolve) => void clock.after(10, resolve))

test('a partition that was never written costs the disk nothing, also after a restart', async () => {
  const disk = faultyFs({ random: seededRandom(1) })
  for (let life = 0; life < 2; life++) {
    const clock = virtualClock()
    const dir = openDir({ fs: disk, clock })
    expect(dir.list()).toEqual([])
    expect(dir.open(NAME, CONFIG).endOffset).toBe(0)
    expect(disk.listSync('/data').filter(({ directory }) => directory)).toEqual([])
    await dir.close()
  }
})

test('what comes while the first files are made is written in its order, with one wait for all', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  disk.faults.later = slow(clock)
  const log = openDir({ fs: disk, clock }).open(NAME, CONFIG)
  const batches = Array.from({ length: 5 }, (_, i) => batchOf({ values: [`${i}`], producerId: 7, producerEpoch: 0, baseSequence: i }))
  for (const batch of batches) {
    append(log, batch)
    await clock.advance(3)
  }
  expect(log.highWatermark).toBe(0)
  await clock.advance(100)
  expect(log.highWatermark).toBe(5)
  expect(await readAll(log)).toEqual(Buffer.concat(batches))
})

test('a disk that refuses the first files refuses the records, and takes them when it has room', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  const log = openDir({ fs: disk, clock }).open(NAME, CONFIG)
  disk.faults.full = true
  const batch = () => batchOf({ producerId: 7, producerEpoch: 0, baseSequence: 0 })
  append(log, batch())
  const refused = log.written(1)
  await clock.settle()
  expect([await refused, log.endOffset, log.health.ok]).toEqual([false, 0, true])
  disk.faults.full = false
  await clock.advance(2_000)
  append(log, batch())
  await clock.settle()
  expect(log.highWatermark).toBe(1)
})

test.for([0, 5, 10, 15, 20, 25])('a partition removed %i ms after its first record leaves nothing behind', async (afterMs) => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  disk.faults.later = slow(clock)
  const events: string[] = []
  const dir = openDir({ fs: disk, clock, onEvent: (event) => void events.push(event) })
  const log = dir.open(NAME, CONFIG)
  append(log, batchOf())
  await clock.advance(afterMs)
  dir.remove(NAME)
  await clock.advance(2 * CONFIG.fileDeleteDelayMs)
  expect(disk.statSync(`/data/${TOPIC}`)).toBe(null)
  expect(events).toEqual([])
})

test('what is left of a removed partition because the disk refuses does not hold up the others', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  disk.faults.later = slow(clock)
  const events: string[] = []
  const dir = openDir({ fs: disk, clock, onEvent: (event) => void events.push(event) })
  const [gone, kept] = [dir.open(NAME, CONFIG), dir.open(`${TOPIC}/1`, CONFIG)]
  append(gone, batchOf())
  await clock.settle()
  dir.remove(NAME)
  disk.faults.scripted.push({ operation: 'remove', path: /./, code: 'EIO' })
  append(kept, batchOf())
  await clock.advance(100)
  expect([kept.highWatermark, events]).toEqual([1, ['partition-not-removed']])
})

test.for(Array.from({ length: 20 }, (_, seed) => seed))(
  'a topic whose directory is made long after others were synced keeps what it acknowledged under power (seed %i)',
  async (seed) => {
    const clock = virtualClock()
    const disk = faultyFs({ random: seededRandom(seed) })
    const dir = openDir({ fs: disk, clock, durability: 'power' })
    const names = ['AAAAAAAAAAAAAAAAAAAAAQ/0', 'BBBBBBBBBBBBBBBBBBBBBQ/0', 'BBBBBBBBBBBBBBBBBBBBBQ/1']
    const logs = names.map((name) => dir.open(name, CONFIG))
    for (const log of logs) {
      append(log, batchOf())
      const safe = log.acknowledged(1)
      await clock.settle()
      expect(await safe).toBe(true)
    }
    const again = openDir({ fs: disk.crash('power'), durability: 'power' })
    expect(names.map((name) => again.open(name, CONFIG).endOffset)).toEqual([1, 1, 1])
  },
)
