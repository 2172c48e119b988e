import { expect, test } from 'vitest'
import { PLAIN_WRITERS } from './plain-writers.ts'
import { headersOf, lineOf, recordOf } from './record-line.ts'

const bytes = (text: string | null) => (text === null ? null : Buffer.from(text))

test.for([
  ['all value', 'a:b', null, null, 'a:b'],
  ['key and value', 'a:b', ':', 'a', 'b'],
  ['the first delimiter counts', 'a:b:c', ':', 'a', 'b:c'],
  ['spaces around are lost', ' a : b ', ':', 'a', 'b'],
  ['spaces of a line without keys stay', ' a ', null, null, ' a '],
  ['a longer delimiter', 'a=>b', '=>', 'a', 'b'],
  ['nothing on both sides', ':', ':', '', ''],
] as const)('a typed line: %s', ([, line, delimiter, key, value]) => {
  expect(recordOf(line, delimiter)).toEqual({ ok: true, value: { key: bytes(key), value: bytes(value) } })
})

test.for([
  ['the delimiter within a key that is JSON', '{"a":1}:{"b":2}', '{"a":1}', '{"b":2}'],
  ['a text as key', ' "k" : v ', '"k"', 'v'],
  ['a number as key', '1:2:3', '1', '2:3'],
] as const)('a typed line: %s', ([, line, key, value]) => {
  expect(recordOf(line, ':', { ...PLAIN_WRITERS, keyIsJson: true })).toEqual({ ok: true, value: { key: bytes(key), value: bytes(value) } })
})

test.for(['k:v', '{"a":1:2', ''])('a key that is to be JSON and is not is refused: %s', (line) => {
  const refused = { ok: false, error: 'missing or malformed key in message' }
  expect(recordOf(line, ':', { ...PLAIN_WRITERS, keyIsJson: true })).toEqual(refused)
})

test('what does not fit the schema says whether it is the key or the value', () => {
  const refuse = () => ({ ok: false, error: 'no' }) as const
  expect(recordOf('1:2', ':', { ...PLAIN_WRITERS, key: refuse })).toEqual({ ok: false, error: 'key: no' })
  expect(recordOf('1:2', ':', { ...PLAIN_WRITERS, value: refuse })).toEqual({ ok: false, error: 'no' })
})

test('a line without its delimiter is refused', () => {
  expect(recordOf('a', ':')).toEqual({ ok: false, error: 'missing key or value in message' })
})

test('headers have the delimiter of the line', () => {
  expect(headersOf(['a:1', 'b: x:y '], ':')).toEqual({
    ok: true,
    value: [
      ['a', bytes('1')],
      ['b', bytes('x:y')],
    ],
  })
  for (const wrong of ['a', ':1', ' :1'])
    expect(headersOf([wrong], ':')).toEqual({ ok: false, error: 'invalid header format, headers should be in the format (key:value)' })
})

const plain = { keyDelimiter: null, timestamp: false, offset: false, fullHeader: false }
const record = { partition: 2, offset: 7, timestamp: 1_700_000_000_000, key: bytes('k'), value: bytes('v'), headers: [] }

test.for([
  ['the value', {}, {}, 'v\n'],
  ['key and value', { keyDelimiter: '\t' }, {}, 'k\tv\n'],
  ['no key', { keyDelimiter: '\t' }, { key: null }, 'null\tv\n'],
  ['a tombstone', { keyDelimiter: ':' }, { value: null }, 'k:\n'],
  ['where and when', { timestamp: true, offset: true, keyDelimiter: ' ' }, {}, 'k Timestamp:1700000000000 Partition:2 Offset:7\tv\n'],
  [
    'headers',
    {},
    {
      headers: [
        ['a', bytes('1')],
        ['b', bytes('')],
        ['c', null],
      ],
    },
    'v\n% Headers: [a="1" b=<empty> c=nil]\n',
  ],
  ['a long header', {}, { headers: [['a', bytes('x'.repeat(70))]] }, `v\n% Headers: [a="${'x'.repeat(50)}"(20 more bytes)]\n`],
  ['all of it', { fullHeader: true }, { headers: [['a', bytes('x'.repeat(70))]] }, `v\n% Headers: [a="${'x'.repeat(70)}"]\n`],
] as const)('a printed record: %s', ([, printing, more, expected]) => {
  expect(lineOf({ ...record, ...more }, { ...plain, ...printing }).toString()).toBe(expected)
})

test('bytes that are no text are printed as they are', () => {
  expect(lineOf({ ...record, value: Buffer.from([0xff, 0x00, 0xfe]) }, plain)).toEqual(Buffer.from([0xff, 0x00, 0xfe, 0x0a]))
})
