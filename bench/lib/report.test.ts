import { expect, test } from 'vitest'
import { isMet, mergeSections, renderSection } from './report.ts'
import type { Scenario } from './scenario.ts'
import { compare } from './stats.ts'

const scenario: Scenario = {
  name: 'one',
  title: 'One thing',
  what: 'It is done.',
  figures: [
    { key: 'rate', title: 'rate', unit: 'MB/s', better: 'more', goal: { kind: 'ratio-at-least', value: 1 } },
    { key: 'ms', title: 'time', unit: 'ms', better: 'less' },
  ],
  run: () => Promise.reject(new Error('only rendered')),
}
const circumstances = { date: '2026-01-02', machine: '2 × processor', versions: 'Apache Kafka, Leat', commit: 'abc1234' }
const values = (rate: number, ms: number): ReadonlyMap<string, number> =>
  new Map([
    ['rate', rate],
    ['ms', ms],
  ])

test('a section says plainly where Leat is behind, and what did not hold still', () => {
  const kafka = [values(100, 10), values(100, 10)]
  const leat = [values(50, 5), values(100, 5)]
  const text = renderSection({ scenario, kafka, leat, busyTrials: 1 }, circumstances)
  expect(text).toContain('| rate | MB/s | 100 (0 %) | 75.0 (67 %) | 0.75 (67 %) | ratio ≥ 1 | **missed** |')
  expect(text).toContain('| time | ms | 10.0 (0 %) | 5.00 (0 %) | 0.50 (0 %) |  |  |')
  expect(text).toContain('Behind Apache Kafka: rate (0.75).')
  expect(text).toContain('spread stayed at or over 10 %: rate (67 %)')
  expect(text).toContain('Trials that began on a busy machine: 1.')
})

test('goals are met at their value', () => {
  expect(isMet({ kind: 'ratio-at-least', value: 1 }, compare([10], [10]))).toBe(true)
  expect(isMet({ kind: 'ratio-at-most', value: 1 }, compare([10], [11]))).toBe(false)
  expect(isMet({ kind: 'at-most', value: 600 }, compare([5000], [600]))).toBe(true)
  expect(isMet({ kind: 'ratio-at-most', value: 1 }, compare([0], [1]))).toBe(false)
})

test('a later run replaces its own sections, keeps the others, and drops those that nobody knows', () => {
  const order = ['First', 'Second', 'Third']
  const before = mergeSections(
    '',
    new Map([
      ['Third', '## Third\n\nold third\n'],
      ['First', '## First\n\nold first\n'],
    ]),
    order,
  )
  const after = mergeSections(
    `${before}\n## Gone\n\nnobody\n`,
    new Map([
      ['Second', '## Second\n\nnew\n'],
      ['First', '## First\n\nnew first\n'],
    ]),
    order,
  )
  expect(after.match(/^## .*$/gm)).toEqual(['## First', '## Second', '## Third'])
  expect(after).toContain('new first')
  expect(after).toContain('old third')
  expect(after).not.toContain('old first')
  expect(after.startsWith('# ')).toBe(true)
})
