import { seededRandom } from '@leat/base/sim'
import { readPartition } from '@leat/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change } from '../src/index.ts'
import { decodeBatch } from '../src/record-format.ts'
import { TOPIC, contents, end, notes, openWorld } from './fixture.ts'

const json = fc.jsonValue().map((value): object => ({ count: 1, value }))
const change: fc.Arbitrary<Change> = fc.record({
  key: fc.oneof(
    fc.constantFrom('a', 'b', 'c'),
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((key) => !key.startsWith('\u0000')),
  ),
  value: fc.oneof(fc.constant(null), json),
})
const decisions = fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 })

test('replaying any prefix of the log gives the state as it was after that decision, and all of it the state now', async () => {
  await fc.assert(
    fc.asyncProperty(decisions, async (wanted) => {
      const world = await openWorld()
      const store = await world.leading()
      const live: string[] = [JSON.stringify(contents(store.state))]
      const decided = wanted.map((changes) => {
        const done = store.decide(() => ({ changes, answer: null }))
        if (changes.length > 0) live.push(JSON.stringify(contents(store.state)))
        return done
      })
      await world.run(Promise.all(decided))

      const replayed = notes.empty()
      const states: string[] = [JSON.stringify(contents(replayed))]
      const read = async (): Promise<void> => {
        const options = { clock: world.clock, random: seededRandom('pace'), topic: TOPIC, partition: 0, from: 0, upTo: 'end' } as const
        for await (const batch of readPartition(world.transport, { ...options, signal: new AbortController().signal })) {
          const { isMarker, changes } = decodeBatch(batch, notes.format, TOPIC)
          for (const { key, value } of changes) notes.apply(replayed, key, value)
          if (!isMarker) states.push(JSON.stringify(contents(replayed)))
        }
      }
      await world.run(read())
      expect(states).toEqual(live)
      await end(world, store)
    }),
    { numRuns: 50, seed: 20261125 },
  )
})
