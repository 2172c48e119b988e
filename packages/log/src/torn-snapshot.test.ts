import { type FaultyFs, faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, NAME, append, batchOf, openDir } from '../test/fixture.ts'

function life(disk: FaultyFs) {
  const clock = virtualClock()
  const dir = openDir({ fs: disk, clock, durability: 'power' })
  return { disk, clock, dir, log: dir.open(NAME, { ...CONFIG, segmentBytes: 150, retentionBytes: 200 }) }
}

test('a snapshot that a power loss tore is made again, so that retention on a full disk forgets no producer', async () => {
  const first = life(faultyFs({ random: seededRandom('torn') }))
  append(first.log, batchOf({ values: ['of seven'], producerId: 7, producerEpoch: 0, baseSequence: 0 }))
  for (let i = 0; i < 5; i++) append(first.log, batchOf({ values: [`${i} `.repeat(20)] }))
  await first.clock.advance(100)
  expect(first.log.highWatermark).toBe(6)

  const torn = first.disk.crash('power')
  for (const { name } of torn.listSync(`/data/${NAME}`))
    if (name.endsWith('.snapshot')) torn.replaceFileSync(`/data/${NAME}/${name}`, 'torn')
  const second = life(torn)
  torn.faults.full = true
  append(second.log, batchOf())
  await second.clock.advance(1)
  expect(second.dir.writable).toBe(false)
  await second.dir.maintain()
  expect(second.log.startOffset).toBeGreaterThan(0)

  const third = life(torn.crash('power'))
  expect(third.log.producers().map(({ producerId, lastSequence }) => [producerId, lastSequence])).toEqual([[7, 0]])
})
