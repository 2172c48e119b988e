import { expect, test } from 'vitest'
import { newOffset, resetToOf } from './reset-to.ts'

const none = { 'to-earliest': undefined, 'to-latest': undefined, 'to-offset': undefined, 'to-datetime': undefined, 'shift-by': undefined }
const range = { earliest: 10, latest: 100 }

test.for([
  [{ 'to-earliest': true }, { to: 'position', which: 'earliest' }],
  [{ 'to-latest': true }, { to: 'position', which: 'latest' }],
  [{ 'to-offset': 7 }, { to: 'offset', offset: 7 }],
  [{ 'shift-by': -3 }, { to: 'shift', by: -3 }],
  [{ 'to-datetime': '2026-01-31T12:00:00Z' }, { to: 'position', which: { atMs: Date.UTC(2026, 0, 31, 12) } }],
] as const)('%j', ([given, expected]) => {
  expect(resetToOf({ ...none, ...given })).toEqual({ ok: true, value: expected })
})

test.for([{}, { 'to-earliest': true, 'to-offset': 1 }, { 'to-datetime': 'soon' }])('%j is refused', (given) => {
  expect(resetToOf({ ...none, ...given }).ok).toBe(false)
})

test.for([
  ['what was found', { to: 'position', which: 'earliest' }, 10, 50, 10],
  ['the end when all records are older', { to: 'position', which: { atMs: 1 } }, -1, 50, 100],
  ['an offset', { to: 'offset', offset: 20 }, undefined, 50, 20],
  ['no offset before the first', { to: 'offset', offset: 3 }, undefined, 50, 10],
  ['no offset behind the last', { to: 'offset', offset: 300 }, undefined, 50, 100],
  ['back', { to: 'shift', by: -30 }, undefined, 50, 20],
  ['not back before the first', { to: 'shift', by: -300 }, undefined, 50, 10],
  ['from the end where nothing is committed', { to: 'shift', by: -30 }, undefined, null, 70],
] as const)('%s', ([, to, found, current, expected]) => {
  expect(newOffset(to, found, current, range)).toBe(expected)
})
