import { expect, test } from 'vitest'
import { command } from '../command.ts'
import { nothing } from '../view.ts'
import { parseInput } from './parse.ts'

const produce = command({
  path: 'produce',
  summary: 'For this test.',
  args: [
    { name: 'topic', summary: 'A topic.' },
    { name: 'more', summary: 'Another.', optional: true },
  ],
  flags: {
    output: { type: 'text', short: 'o', summary: 'Format.', choices: ['human', 'json'], default: 'human' },
    partition: { type: 'number', summary: 'Partition.' },
    header: { type: 'list', summary: 'Headers.' },
    force: { type: 'switch', short: 'f', summary: 'Force.' },
  },
  examples: [],
  run: async () => nothing(),
})

const parsed = (...words: readonly string[]) => {
  const input = parseInput(produce, words)
  return input.ok ? input.value : input.error.text
}

test('what is not given has its default or is undefined', () => {
  expect(parsed('orders')).toEqual({ args: ['orders'], flags: { output: 'human', partition: undefined, header: [], force: undefined } })
})

test.for([
  [['orders', '-o', 'json']],
  [['-ojson', 'orders']],
  [['-o=json', 'orders']],
  [['--output', 'json', 'orders']],
  [['--output=JSON', 'orders']],
] as const)('%o means JSON', ([words]) => {
  expect(parsed(...words)).toMatchObject({ args: ['orders'], flags: { output: 'json' } })
})

test('lists grow with each flag and each comma', () => {
  expect(parsed('orders', '--header', 'a=1,b=2', '--header', 'c=3')).toMatchObject({ flags: { header: ['a=1', 'b=2', 'c=3'] } })
})

test('a switch takes no word, and can be turned off', () => {
  expect(parsed('-f', 'orders', '--partition', '-1')).toMatchObject({ args: ['orders'], flags: { force: true, partition: -1 } })
  expect(parsed('orders', '--force=false')).toMatchObject({ flags: { force: false } })
})

test('after -- everything is a word, and a dash alone is one', () => {
  expect(parsed('--', '--force')).toMatchObject({ args: ['--force'], flags: { force: undefined } })
  expect(parsed('orders', '-')).toMatchObject({ args: ['orders', '-'] })
})

test.for([
  [['orders', '--prtition', '1'], 'unknown flag: --prtition'],
  [['orders', '-x'], 'unknown flag: -x'],
  [['orders', '--constructor', '1'], 'unknown flag: --constructor'],
  [['orders', '--partition', '1.5'], 'invalid value "1.5" for --partition: it is a whole number'],
  [['orders', '--output', 'xml'], 'invalid value "xml" for --output: it is one of human, json'],
  [['orders', '--partition'], 'flag needs a value: --partition'],
  [[], 'needs <topic>'],
  [['a', 'b', 'c'], 'accepts 2 arguments, received 3'],
] as const)('%o is refused', ([words, text]) => {
  expect(parsed(...words)).toBe(text)
})
