import { expect, test } from 'vitest'
import { exported } from './export.ts'
import type { Message, Readable } from './lines.ts'

const readable = (some: Partial<Readable>): Readable => ({ format: 'text', bytes: 1, is_cut: false, tried: [], ...some })
const MESSAGES: readonly Message[] = [
  {
    kind: 'record',
    partition: 0,
    offset: 5,
    timestamp_ms: 0,
    key: readable({ text: '=1+1' }),
    value: readable({ json: { a: 'x,"y"' } }),
    headers: [{ name: 'h', value: readable({ text: '1' }) }],
  },
  { kind: 'record', partition: 1, offset: 0, timestamp_ms: -1, key: null, value: null, headers: [] },
]

test('JSON lines hold records as they were read', () => {
  expect(
    exported(MESSAGES, 'jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { partition: 0, offset: 5, timestamp_ms: 0, key: '=1+1', value: { a: 'x,"y"' }, headers: [{ name: 'h', value: '1' }] },
    { partition: 1, offset: 0, timestamp_ms: -1, key: null, value: null, headers: [] },
  ])
})

test('a spreadsheet reads cells, and computes none', () => {
  expect(exported(MESSAGES, 'csv').split('\r\n')).toEqual([
    'partition,offset,time,key,value,headers',
    `0,5,1970-01-01T00:00:00.000Z,'=1+1,"{""a"":""x,\\""y\\""""}","{""h"":""1""}"`,
    '1,0,,,,',
    '',
  ])
})
