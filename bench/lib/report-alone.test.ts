import { expect, test } from 'vitest'
import { renderAlone } from './report-alone.ts'
import type { Scenario } from './scenario.ts'

const scenario: Scenario = {
  name: 'one',
  title: 'One thing',
  what: 'It is done.',
  figures: [
    { key: 'ms', title: 'time', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 9 } },
    { key: 'ratio', title: 'with / without', unit: 'ratio', better: 'less' },
  ],
  run: () => Promise.reject(new Error('only rendered')),
}
const circumstances = { date: '2026-01-02', machine: '2 × processor', versions: 'Leat', commit: 'abc1234' }
const trial = (ms: number, ratio: number): ReadonlyMap<string, number> => new Map(Object.entries({ ms, ratio }))

test('a section shows medians and spreads, misses goals plainly, and names what did not hold still', () => {
  const text = renderAlone({ scenario, trials: [trial(10, 1.5), trial(12, 1.5), trial(8, 1.5)], busyTrials: 2 }, circumstances)
  expect(text).toContain('| time | ms | 10.0 (40 %) | ≤ 9 | **missed** |')
  expect(text).toContain('| with / without | ratio | 1.50 (0 %) |  |  |')
  expect(text).toContain('Spread at or over 10 %: time (40 %).')
  expect(text).toContain('trials: 3. Leat. 2 × processor. Trials that began on a busy machine: 2.')
})
