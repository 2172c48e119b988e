import { expect, test } from 'vitest'
import { bodyOf, canProduceAgain, draftOf, EMPTY_DRAFT, exampleDraft, problemOf } from './drafts.ts'
import type { Message, Readable } from './lines.ts'

const readable = (some: Partial<Readable>): Readable => ({ format: 'text', bytes: 1, is_cut: false, tried: [], ...some })
const message = (some: Partial<Message>): Message => ({
  kind: 'record',
  partition: 3,
  offset: 7,
  timestamp_ms: 0,
  key: null,
  value: null,
  headers: [],
  ...some,
})

test.for([
  ['JSON', readable({ format: 'json', json: { a: 1 } }), { format: 'json', data: '{\n  "a": 1\n}' }],
  ['text', readable({ text: 'x' }), { format: 'text', data: 'x' }],
  ['bytes', readable({ format: 'bytes', base64: 'AP8=' }), { format: 'base64', data: 'AP8=' }],
  ['a tombstone', null, { format: 'none' }],
  [
    'Avro of a known schema',
    readable({ format: 'avro', json: { a: 1 }, schema: { id: 4, type: 'AVRO' } }),
    { format: 'avro', data: '{\n  "a": 1\n}', schema_id: 4 },
  ],
] as const)('%s is produced again as what it is', ([, value, written]) => {
  expect(bodyOf(draftOf(message({ value })))).toEqual({ partition: 3, value: written, headers: [] })
})

test('what is shown in part is not produced again', () => {
  const cut = message({ value: readable({ text: 'x', is_cut: true }) })
  expect(canProduceAgain(cut)).toBe(false)
  expect(bodyOf(exampleDraft([cut]))).toMatchObject({ key: { format: 'text' }, value: { format: 'json' } })
})

test('an example follows the newest record, and its key says where it lands', () => {
  const newest = message({ key: readable({ text: 'k' }), value: readable({ text: 'v' }) })
  expect(bodyOf(exampleDraft([newest]))).toEqual({ key: { format: 'text', data: 'k' }, value: { format: 'text', data: 'v' }, headers: [] })
})

test.for([
  ['json', '', 'Some JSON is needed'],
  ['json', '{}', null],
  ['text', '', null],
  ['hex', '00 ff', null],
  ['hex', '0', 'Two hexadecimal digits make a byte'],
  ['base64', 'AP8=', null],
  ['base64', 'ä', 'This is not base64'],
  ['avro', '{}', 'Choose a subject'],
] as const)('%s %s: %s', ([format, data, problem]) => {
  expect(problemOf({ ...EMPTY_DRAFT.value, format, data })).toBe(problem)
})

test('headers without a name are no headers', () => {
  expect(
    bodyOf({
      ...EMPTY_DRAFT,
      headers: [
        { name: '', value: 'x' },
        { name: 'a', value: '' },
      ],
    }).headers,
  ).toEqual([{ name: 'a', value: '' }])
})
