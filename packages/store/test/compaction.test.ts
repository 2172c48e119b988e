import { memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { type RecordBatch, ensureTopic, readPartition } from '@leat/client'
import { expect, test } from 'vitest'
import { TOPIC, type World, changing, contents, end, openWorld, put } from './fixture.ts'

const HOUR_MS = 3_600_000

/** A topic that is compacted as soon as can be; the tail cache would still give what was compacted away. */
async function openCompacting(world: World): Promise<void> {
  const configs = {
    'cleanup.policy': 'compact',
    'flush.messages': '1',
    'segment.ms': '1000',
    'min.cleanable.dirty.ratio': '0',
    'delete.retention.ms': '0',
  }
  const pace = { clock: world.clock, random: seededRandom('pace'), signal: new AbortController().signal }
  await world.run(ensureTopic(world.transport, { name: TOPIC, partitions: 1, configs }, pace))
}

async function recordsIn({ run, transport, clock }: World): Promise<number> {
  const read = async (): Promise<RecordBatch[]> => {
    const batches: RecordBatch[] = []
    const options = { clock, random: seededRandom('pace'), topic: TOPIC, partition: 0, from: 0, signal: new AbortController().signal }
    for await (const batch of readPartition(transport, { ...options, upTo: 'end' })) batches.push(batch)
    return batches
  }
  return (await run(read())).reduce((sum, { records }) => sum + records.length, 0)
}

test('compaction under a store loses nothing, keeps one marker, and a reading of what is left is the same state', async () => {
  const fs = memoryFs()
  let world = await openWorld({ fs, tailCacheBytesMax: 0 })
  await openCompacting(world)
  let written = 0
  let expected = ''
  for (let life = 0; life < 3; life++) {
    const store = await world.leading()
    if (life > 0) expect(JSON.stringify(contents(store.state)), `life ${life}`).toBe(expected)
    const follower = await world.open()
    for (let round = 0; round < 30; round++) {
      const key = `key-${round % 4}`
      const gone = { key: `key-${(round + 2) % 4}`, value: null }
      await world.run(store.decide(changing(put(key, `${life}/${round}`, round), ...(round % 3 === 0 ? [gone] : []))))
      written += round % 3 === 0 ? 2 : 1
      await world.clock.advance(1_100)
    }
    await world.clock.advance(HOUR_MS)
    expect(await recordsIn(world)).toBeLessThan(12)
    expect(contents(follower.state)).toEqual(contents(store.state))
    const fresh = await world.open()
    expect(contents(fresh.state)).toEqual(contents(store.state))
    expected = JSON.stringify(contents(store.state))
    // Late tombstones go too; the state stays.
    await world.clock.advance(HOUR_MS)
    const later = await world.open()
    expect(JSON.stringify(contents(later.state))).toBe(expected)
    await end(world, store, follower, fresh, later)
    world = await openWorld({ fs, tailCacheBytesMax: 0, clock: virtualClock(Date.UTC(2026, 0, 2 + life)) })
  }
  expect(written).toBeGreaterThan(90)
  await end(world)
})
