import { faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../test/fixture.ts'

test.for([0, 1, 2, 3, 4])('what is read after a failed sync and a restart is on the disk, or not shown (seed %i)', async (seed) => {
  const disk = faultyFs({ random: seededRandom(seed) })
  const clock = virtualClock()
  const log = openDir({ fs: disk, clock, durability: 'power' }).open(NAME, CONFIG)
  disk.faults.scripted.push({ operation: 'sync', path: /\.log$/, code: 'EIO' })
  append(log, batchOf({ values: ['a'] }))
  const acknowledged = log.acknowledged(1)
  await clock.advance(100)
  expect(await acknowledged).toBe(false)
  expect(log.health.ok).toBe(false)

  const restarted = disk.crash('process')
  const second = openDir({ fs: restarted, durability: 'power' }).open(NAME, CONFIG)
  const seen = await readAll(second)
  const third = openDir({ fs: restarted.crash('power'), durability: 'power' }).open(NAME, CONFIG)
  expect((await readAll(third)).equals(seen)).toBe(true)
})
