import { faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, NAME, append, batchOf, openDir, readAll } from '../test/fixture.ts'

const CASES = [0, 1, 2, 3, 4].flatMap((seed) => [false, true].map((full) => ({ seed, full })))

test.for(CASES)(
  'what is read after a failed sync and a restart is on the disk, or not shown (seed $seed, disk full: $full)',
  async ({ seed, full }) => {
    const disk = faultyFs({ random: seededRandom(seed) })
    const clock = virtualClock()
    const log = openDir({ fs: disk, clock, durability: 'power' }).open(NAME, CONFIG)
    disk.faults.scripted.push({ operation: 'sync', path: /\.log$/, code: 'EIO' })
    append(log, batchOf({ values: ['a'] }))
    const acknowledged = log.acknowledged(1)
    disk.faults.later = () => new Promise((resolve) => void clock.after(10, resolve))
    await clock.advance(25) // its files are made, and it is written
    disk.faults.full = full
    await clock.advance(100)
    expect(await acknowledged).toBe(false)
    expect(log.health.ok).toBe(false)

    const restarted = disk.crash('process')
    const second = openDir({ fs: restarted, durability: 'power' }).open(NAME, CONFIG)
    const seen = await readAll(second)
    const third = openDir({ fs: restarted.crash('power'), durability: 'power' }).open(NAME, CONFIG)
    expect((await readAll(third)).equals(seen)).toBe(true)
  },
)
