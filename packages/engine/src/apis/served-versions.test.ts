import { apiByKey } from '@leat/wire/messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callOf } from '../testing/call.ts'
import { type TestEngine, startTestEngine } from '../testing/engine.ts'

/** Key: lowest served, highest served, lowest told. As Apache Kafka 4.3 serves them; what is not listed is refused. */
const SERVED: Readonly<Record<number, readonly [number, number, number?]>> = {
  0: [3, 13, 0],
  1: [4, 18],
  2: [1, 11],
  3: [0, 13],
  8: [2, 10],
  9: [1, 10],
  10: [0, 6],
  11: [0, 9],
  12: [0, 4],
  13: [0, 5],
  14: [0, 5],
  15: [0, 6],
  16: [0, 5],
  19: [2, 7],
  20: [1, 6],
  21: [0, 2],
  22: [0, 5],
  23: [2, 4],
  32: [1, 4],
  33: [0, 2],
  35: [1, 5],
  37: [0, 3],
  42: [0, 2],
  44: [0, 1],
  46: [0, 0],
  47: [0, 0],
  60: [0, 2],
  74: [0, 1],
  75: [0, 0],
}
/** An empty request has no `acks=0`, but may park: what waits for members is answered when time passes. */
let kafka: TestEngine
beforeAll(async () => {
  kafka = await startTestEngine()
})
afterAll(() => kafka.close())

test('the served apis and versions are these', () => {
  const table = Object.fromEntries(
    [...kafka.engine.apis].map(([key, { min, max, advertisedMin }]) => [
      key,
      advertisedMin === undefined ? [min, max] : [min, max, advertisedMin],
    ]),
  )
  expect(table).toEqual(SERVED)
})

const everyVersion = Object.entries(SERVED).flatMap(([key, [min, max]]) =>
  Array.from({ length: max - min + 1 }, (_, i) => [Number(key), min + i] as const),
)

test.for(everyVersion)('api %i version %i answers an empty request with a message of that version', async ([key, version]) => {
  const api = apiByKey(key)!
  const answer = kafka.engine.dispatch(callOf(api, version, {}))
  await kafka.clock.advance(60_000)
  const reply = await answer
  if (key === 0) return expect(reply).toEqual({ kind: 'silence' }) // acks is 0 in an empty request
  expect(reply.kind).toBe('message')
  const { answerOf } = await import('../testing/call.ts')
  expect(answerOf(api, version, reply)).toBeTypeOf('object')
})
