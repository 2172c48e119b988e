import { expect, test } from 'vitest'
import { parseLine } from './results.ts'

test.for([
  ['{"scenario":"a","ok":true,"detail":"d"}', { scenario: 'a', outcome: { kind: 'passed', detail: 'd' } }],
  ['{"scenario":"a","ok":false,"detail":"why"}', { scenario: 'a', outcome: { kind: 'failed', detail: 'why' } }],
  ['{"scenario":"a","skip":"has none"}', { scenario: 'a', outcome: { kind: 'not-offered', detail: 'has none' } }],
  // A line that says nothing of success has none.
  ['{"scenario":"a"}', { scenario: 'a', outcome: { kind: 'failed', detail: '' } }],
  ['{"level":"warn"}', null],
  ['{torn', null],
  ['log line', null],
] as const)('%s', ([line, wanted]) => {
  expect(parseLine(line)).toEqual(wanted)
})
