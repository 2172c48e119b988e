import { memoryFs, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import type { PartitionConfig } from './contract.ts'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../test/fixture.ts'

const START = Date.UTC(2026, 0, 1)

async function filled(config: Partial<PartitionConfig>, count = 10) {
  const fs = memoryFs()
  const clock = virtualClock(START)
  const dir = openDir({ fs, clock, limits: { tailCacheBytesMax: 0 } })
  const log = dir.open(NAME, { ...CONFIG, segmentBytes: 100, ...config })
  for (let i = 0; i < count; i++) append(log, batchOf({ timestamp: START + i * 1000 }))
  await clock.settle()
  const files = () =>
    fs
      .listSync(`/data/${NAME}`)
      .map(({ name }) => name)
      .filter((name) => name.includes('.log'))
  return { fs, clock, dir, log, files }
}

test('each full segment is sealed and the next one begun', async () => {
  const { files } = await filled({})
  expect(files()).toHaveLength(10)
})

test.for([
  { what: 'retention.ms', config: { retentionMs: 5000 }, advanceMs: 10_000, start: 5 },
  { what: 'retention.bytes', config: { retentionBytes: 300 }, advanceMs: 0, start: 5 },
  { what: 'retention.ms of everything', config: { retentionMs: 5000 }, advanceMs: 100_000, start: 10 },
  {
    what: 'cleanup.policy=compact alone',
    config: { retentionMs: 1, cleanupPolicy: { compact: true, delete: false } },
    advanceMs: 100_000,
    start: 0,
  },
])('$what leaves the log from $start', async ({ config, advanceMs, start }) => {
  const { clock, dir, log } = await filled(config)
  await clock.advance(advanceMs)
  const maintained = dir.maintain()
  await clock.advance(10)
  await maintained
  expect([log.startOffset, log.endOffset]).toEqual([start, 10])
  expect(await log.read({ offset: 10, bytesMax: 1, atLeastOne: true, upTo: 'high-watermark' })).toMatchObject({ kind: 'data', bytes: 0 })
  if (start > 0)
    expect(log.read({ offset: start - 1, bytesMax: 1, atLeastOne: true, upTo: 'high-watermark' })).toEqual({ kind: 'out-of-range' })
})

test('a reader under way ends with what it asked for when its segment is deleted', async () => {
  const { clock, dir, log, files } = await filled({ retentionBytes: 0 })
  const reading = log.read({ offset: 0, bytesMax: 100, atLeastOne: true, upTo: 'high-watermark' })
  const maintained = dir.maintain()
  expect(await reading).toMatchObject({ kind: 'data' })
  await clock.advance(10)
  await maintained
  expect(log.startOffset).toBe(9)
  expect(files().filter((name) => name.endsWith('.deleted'))).toHaveLength(9)
  await clock.advance(CONFIG.fileDeleteDelayMs)
  expect(files()).toHaveLength(1)
})

test('DeleteRecords moves the start for good, and files follow', async () => {
  const { fs, clock, dir, log, files } = await filled({})
  const deleted = Promise.all([log.deleteRecordsBefore(4), log.deleteRecordsBefore(-1), log.deleteRecordsBefore(11)])
  await clock.settle()
  expect(await deleted).toEqual([
    { ok: true, value: 4 },
    { ok: true, value: 10 },
    { ok: false, error: { kind: 'out-of-range' } },
  ])
  const reopened = openDir({ fs, clock }).open(NAME, { ...CONFIG, segmentBytes: 100 })
  expect([reopened.startOffset, reopened.endOffset]).toEqual([10, 10])
  const maintained = dir.maintain()
  await clock.advance(10)
  await maintained
  await clock.advance(CONFIG.fileDeleteDelayMs)
  expect(files()).toHaveLength(1)
})

test('a removed partition is out of sight at once and off the disk later', async () => {
  const { fs, clock, dir, log } = await filled({})
  let woken = 0
  using _ = log.onAdvance(() => woken++)
  dir.remove(NAME)
  expect([woken, log.health.ok, dir.list()]).toEqual([1, false, []])
  await clock.advance(CONFIG.fileDeleteDelayMs)
  expect(fs.listSync('/data').filter(({ directory }) => directory)).toEqual([])
  const again = dir.open(NAME, CONFIG)
  expect([again.startOffset, again.endOffset]).toEqual([0, 0])
})

test('producers that nobody heard of for a day are forgotten; a jump of the wall clock forgets nobody', async () => {
  const { clock, dir, log } = await filled({ retentionMs: -1 }, 0)
  append(log, batchOf({ producerId: 1, producerEpoch: 0, baseSequence: 0 }))
  clock.jump(10 * 86_400_000)
  await clock.advance(86_000_000)
  await dir.maintain()
  expect(log.producers()).toHaveLength(1)
  await clock.advance(500_000)
  await dir.maintain()
  expect(log.producers()).toHaveLength(0)
  expect(await readAll(log)).toHaveLength(batchOf().length)
})
