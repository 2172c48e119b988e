import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { SAMPLE_MS, trafficHistory } from './traffic-history.ts'

test('rates since the sample before, ten minutes of them, and none after its end', async () => {
  const clock = virtualClock()
  const traffic = { requests: 100, ingressBytes: 0, egressBytes: 0 }
  let connections = 1
  const history = trafficHistory(clock, () => ({ traffic, connections }))
  expect(history.samples).toEqual([])
  Object.assign(traffic, { requests: 110, ingressBytes: 5_000, egressBytes: 25_000 })
  await clock.advance(SAMPLE_MS)
  connections = 3
  await clock.advance(SAMPLE_MS)
  expect(history.samples).toMatchObject([
    { requests: 2, ingressBytes: 1_000, egressBytes: 5_000, connections: 1 },
    { requests: 0, ingressBytes: 0, egressBytes: 0, connections: 3 },
  ])
  await clock.advance(200 * SAMPLE_MS)
  expect(history.samples).toHaveLength(120)
  const newest = history.samples.at(-1)
  history[Symbol.dispose]()
  await clock.advance(10 * SAMPLE_MS)
  expect(history.samples.at(-1)).toBe(newest)
})
