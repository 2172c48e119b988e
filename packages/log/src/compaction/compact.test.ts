import { memoryFs, virtualClock } from '@leat/base/sim'
import { COMPRESSION_TYPES, type CompressionType, hasDeleteHorizon, readInfo, readRecords } from '@leat/wire/records'
import { expect, test } from 'vitest'
import type { LogDir, PartitionLog } from '../index.ts'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../../test/fixture.ts'

const START = Date.UTC(2026, 0, 1)
const COMPACTED = {
  ...CONFIG,
  segmentBytes: 200,
  cleanupPolicy: { compact: true, delete: false },
  minCleanableDirtyRatio: 0,
  deleteRetentionMs: 1000,
  indexIntervalBytes: 1,
}

function opened() {
  const fs = memoryFs()
  const clock = virtualClock(START)
  const dir = openDir({ fs, clock, limits: { tailCacheBytesMax: 0 } }) // reads must come from the files
  return { fs, clock, dir, log: dir.open(NAME, COMPACTED) }
}

/** `a=1 b=2` is a batch of two records; `a=` a tombstone. */
function put(log: PartitionLog, text: string, compression: CompressionType = 'none', producer?: { readonly sequence: number }): void {
  const records = text.split(' ').map((pair) => {
    const [key, value] = pair.split('=')
    return { key: Buffer.from(key!), value: value === '' ? null : Buffer.from(value!), timestamp: START }
  })
  append(
    log,
    batchOf({
      records,
      compression,
      ...(producer === undefined ? {} : { producerId: 1, producerEpoch: 0, baseSequence: producer.sequence }),
    }),
  )
}

async function compact(dir: LogDir, clock: ReturnType<typeof virtualClock>): Promise<void> {
  await clock.settle()
  const compacted = dir.compact()
  await clock.advance(100)
  await compacted
}

async function contents(log: PartitionLog): Promise<string[]> {
  const bytes = await readAll(log, { bytesMax: 1_000_000 })
  const found: string[] = []
  for (let at = 0; at < bytes.length; at += readInfo(bytes, at).sizeInBytes) {
    const records = readRecords(bytes, at)
    if (records.length === 0) found.push(`${readInfo(bytes, at).baseOffset}:empty`)
    for (const { offset, key, value } of records)
      found.push(`${offset}:${String(key)}=${value?.toString() ?? ''}${hasDeleteHorizon(bytes, at) ? '!' : ''}`)
  }
  return found
}

/** Fills the active segment, which is never compacted. */
function seal(log: PartitionLog, n: number): void {
  put(log, `seal${n}=${'x'.repeat(200)}`)
}

test.for(COMPRESSION_TYPES)('the newest value of each key stays, offsets do not change (%s)', async (compression) => {
  const { fs, clock, dir, log } = opened()
  put(log, 'a=1 b=1 c=1', compression)
  put(log, 'a=2 b=2', compression)
  put(log, 'c=2 a=3', compression)
  seal(log, 1)
  await compact(dir, clock)
  const expected = ['4:b=2', '5:c=2', '6:a=3', `7:seal1=${'x'.repeat(200)}`]
  expect((await contents(log)).map((each) => each.replace('!', ''))).toEqual(expected)
  await dir.close()
  const reopened = openDir({ fs, clock }).open(NAME, COMPACTED)
  expect(await contents(reopened)).toEqual(expected)
  expect(await contents(openDir({ fs, clock }).open(NAME, COMPACTED))).toEqual(expected)
})

test('a tombstone gets its horizon when first cleaned and goes when that has passed (KIP-534)', async () => {
  const { clock, dir, log } = opened()
  put(log, 'a=1 b=1')
  put(log, 'a=')
  seal(log, 1)
  await compact(dir, clock)
  expect((await contents(log)).slice(0, 2)).toEqual(['1:b=1', '2:a=!'])
  const found = await log.offsetForTimestamp(START)
  expect(found).toMatchObject({ offset: 1, timestamp: START })
  await clock.advance(2000)
  put(log, 'c=1')
  seal(log, 2)
  await compact(dir, clock)
  expect((await contents(log)).slice(0, 2)).toEqual(['1:b=1', expect.stringMatching(/^3:seal1/)])
})

test('the last batch of an active producer stays, empty, so that its sequence goes on after a restart', async () => {
  const { fs, clock, dir, log } = opened()
  put(log, 'a=1', 'none', { sequence: 0 })
  put(log, 'a=2', 'none', { sequence: 1 })
  put(log, 'a=3')
  seal(log, 1)
  await compact(dir, clock)
  expect((await contents(log)).slice(0, 2)).toEqual(['1:empty', '2:a=3'])
  for (const { name } of fs.listSync(`/data/${NAME}`)) if (name.endsWith('.snapshot')) fs.unlinkSync(`/data/${NAME}/${name}`)
  const reopened = openDir({ fs, clock }).open(NAME, COMPACTED)
  expect(reopened.producers()).toMatchObject([{ producerId: 1, lastSequence: 1 }])
})

test('min.compaction.lag.ms protects the young, max.compaction.lag.ms does not wait for dirt', async () => {
  const { clock, dir, log } = opened()
  log.setConfig({ ...COMPACTED, minCompactionLagMs: 60_000 })
  put(log, 'a=1')
  put(log, 'a=2')
  seal(log, 1)
  await compact(dir, clock)
  expect(await contents(log)).toHaveLength(3)
  log.setConfig({ ...COMPACTED, minCleanableDirtyRatio: 1.1, maxCompactionLagMs: 60_000 })
  await compact(dir, clock)
  expect(await contents(log)).toHaveLength(3)
  await clock.advance(61_000)
  await compact(dir, clock)
  expect(await contents(log)).toHaveLength(2)
})

test('what is left of many segments is gathered into few', async () => {
  const { fs, clock, dir, log } = opened()
  for (let i = 0; i < 50; i++) put(log, `a=${i}${'.'.repeat(100)}`)
  await compact(dir, clock)
  // Kafka, too, groups by the size before: what the first round emptied, the second gathers.
  for (let i = 50; i < 52; i++) put(log, `a=${i}${'.'.repeat(100)}`)
  await compact(dir, clock)
  await clock.advance(CONFIG.fileDeleteDelayMs)
  expect(fs.listSync(`/data/${NAME}`).filter(({ name }) => name.endsWith('.log')).length).toBeLessThan(5)
  expect((await contents(log)).at(-1)).toMatch(/^51:/)
  const middle = await log.read({ offset: 20, bytesMax: 1, atLeastOne: true, upTo: 'high-watermark' })
  expect(middle.kind === 'data' && readInfo(middle.chunks[0]!, 0).baseOffset).toBeGreaterThanOrEqual(20)
})
