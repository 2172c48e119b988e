import { faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, NAME, append, batchOf, openDir } from '../test/fixture.ts'

test.for([0, 1, 2, 3, 4, 5, 6, 7])(
  'a partition that was made and cleanly closed keeps what later lives acknowledge (seed %i)',
  async (seed) => {
    const disk = faultyFs({ random: seededRandom(seed) })
    const first = openDir({ fs: disk, durability: 'power' })
    first.open(NAME, CONFIG)
    await first.close()

    const clock = virtualClock()
    const restarted = disk.crash('process')
    const log = openDir({ fs: restarted, clock, durability: 'power' }).open(NAME, CONFIG)
    append(log, batchOf({ values: ['a', 'b'] }))
    const acknowledged = log.acknowledged(2)
    await clock.advance(100)
    expect(await acknowledged).toBe(true)

    expect(openDir({ fs: restarted.crash('power'), durability: 'power' }).open(NAME, CONFIG).endOffset).toBe(2)
  },
)
