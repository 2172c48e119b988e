import { expect, test } from 'vitest'
import { diffLines } from './diff.ts'

const SIGN = { same: ' ', added: '+', removed: '-' } as const
const shown = (before: string, after: string): string =>
  diffLines(before.replaceAll(' ', '\n'), after.replaceAll(' ', '\n'))
    .map(({ kind, text }) => SIGN[kind] + text)
    .join('')

test.for([
  ['a b c', 'a b c', ' a b c'],
  ['a b c', 'a x c', ' a-b+x c'],
  ['a c', 'a b c', ' a+b c'],
  ['a b c', 'a c', ' a-b c'],
  ['a b c d e', 'b x d f', '-a b-c+x d-e+f'],
  ['a', 'b', '-a+b'],
] as const)('%s to %s', ([before, after, lines]) => {
  expect(shown(before, after)).toBe(lines)
})

test('what is too long to compare is shown as replaced, and its edges are kept', () => {
  const long = (mark: string): string => ['head', ...Array.from({ length: 2_500 }, (_, n) => `${mark}${n}`), 'tail'].join('\n')
  const lines = diffLines(long('a'), long('b'))
  expect(lines).toHaveLength(5_002)
  expect([lines[0], lines.at(-1)]).toEqual([
    { kind: 'same', text: 'head' },
    { kind: 'same', text: 'tail' },
  ])
})
