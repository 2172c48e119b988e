import { faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, append, batchOf, openDir, readAll } from '../test/fixture.ts'
import { CLOSE_MS_MAX } from './limits.ts'

const nameOf = (i: number) => `AAAAAAAAAAAAAAAAAAAAAQ/${i}`

test('a stop does not wait for a slow disk, and says so: nothing is lost by its end, and a power loss costs no more than it may', async () => {
  for (let seed = 0; seed < 20; seed++) {
    for (const loss of ['process', 'power'] as const) {
      const clock = virtualClock()
      const disk = faultyFs({ random: seededRandom(seed) })
      const dir = openDir({ fs: disk, clock })
      const logs = Array.from({ length: 20 }, (_, i) => dir.open(nameOf(i), CONFIG))
      for (const log of logs) append(log, batchOf())
      await clock.settle()
      disk.faults.later = () => new Promise((resolve) => void clock.after(CLOSE_MS_MAX - 1, resolve))
      for (const log of logs) append(log, batchOf({ values: ['x'.repeat(2000)] }))
      let isWhole: boolean | null = null
      void dir.close().then((answer) => {
        isWhole = answer
      })
      await clock.advance(CLOSE_MS_MAX + 1)
      expect(isWhole).toBe(false)

      const survivor = disk.crash(loss)
      const events: string[] = []
      const again = openDir({ fs: survivor, clock, onEvent: (event) => void events.push(event) })
      const ends = await Promise.all(
        logs.map(async (_, i) => {
          const log = again.open(nameOf(i), CONFIG)
          expect(log.health.ok).toBe(true)
          expect((await readAll(log)).length > 0).toBe(log.endOffset > 0)
          return log.endOffset
        }),
      )
      // Synced within the time, and so believed: not a byte of it is missing after either loss.
      expect(ends.filter((end) => end === 2).length).toBeGreaterThanOrEqual(loss === 'process' ? 20 : 1)
      expect(events).not.toContain('marker-mismatch')
    }
  }
})

test('a stop does not wait for the first files of a partition: who asked for them is told no', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  disk.faults.later = () => new Promise((resolve) => void clock.after(CLOSE_MS_MAX, resolve))
  const dir = openDir({ fs: disk, clock })
  const log = dir.open(nameOf(0), CONFIG)
  append(log, batchOf())
  const written = log.written(1)
  await clock.settle()
  const closed = dir.close()
  await clock.advance(CLOSE_MS_MAX + 1)
  expect([await closed, await written]).toEqual([false, false])
  await clock.advance(10 * CLOSE_MS_MAX) // what was under way ends, and writes nothing
  expect(openDir({ fs: disk, clock }).open(nameOf(0), CONFIG).endOffset).toBe(0)
})

test('a stop in good order says that nothing can be lost', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  const dir = openDir({ fs: disk, clock })
  append(dir.open(nameOf(0), CONFIG), batchOf())
  dir.open(nameOf(1), CONFIG)
  const closed = dir.close()
  await clock.settle()
  expect(await closed).toBe(true)
  const again = openDir({ fs: disk.crash('power'), clock })
  expect([again.open(nameOf(0), CONFIG).endOffset, again.open(nameOf(1), CONFIG).endOffset]).toEqual([1, 0])
})
