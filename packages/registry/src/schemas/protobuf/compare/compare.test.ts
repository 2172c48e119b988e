import { describe, expect, test } from 'vitest'
import type { SchemaSource } from '../../contract.ts'
import { protobuf } from '../index.ts'
import { javaSetOrder } from './java-order.ts'

interface Version {
  readonly text: string
  readonly references?: Readonly<Record<string, { readonly text: string; readonly version: number }>>
}

function parsed({ text, references = {} }: Version) {
  const source: SchemaSource = {
    schema: text,
    references: Object.entries(references).map(([name, { version }]) => ({ name, subject: name, version })),
    resolved: new Map(Object.entries(references).map(([name, reference]) => [name, reference.text])),
  }
  const result = protobuf.parse(source, { isNew: true })
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function findings(old: Version, current: Version): readonly string[] {
  const found = protobuf.incompatibilities(parsed(current), parsed(old), 'STRICT', { reader: 'new', writer: 'old' })
  return found.map(({ type, path }) => `${type} ${path}`)
}

const P3 = 'syntax = "proto3"; '
const m = (fields: string, rest = ''): Version => ({
  text: `${P3}message A { ${fields} } message B {} message C {} enum E { Z = 0; } ${rest}`,
})
const m2 = (fields: string): Version => ({ text: `syntax = "proto2"; message A { ${fields} }` })

const CASES: readonly (readonly [why: string, old: Version, current: Version, found: readonly string[]])[] = [
  ['nothing changed', m('int32 a = 1;'), m('int32 a = 1;'), []],
  ['a field added', m('int32 a = 1;'), m('int32 a = 1; B b = 2;'), []],
  ['a field removed', m('int32 a = 1; B b = 2;'), m('int32 a = 1;'), []],
  ['a field renamed', m('int32 a = 1;'), m('int32 z = 1;'), []],
  ['repeated from now on', m('int32 a = 1;'), m('repeated int32 a = 1;'), []],
  ['package changed', { text: `${P3}package a; message A {}` }, { text: `${P3}package b; message A {}` }, ['PACKAGE_CHANGED #/']],
  ['a message removed', m('', 'message D {}'), m(''), ['MESSAGE_REMOVED #/D']],
  ['a nested message removed', m('message N { message O {} }'), m('message N {}'), ['MESSAGE_REMOVED #/A/N/O']],
  ['messages moved', { text: `${P3}message A {} message B {}` }, { text: `${P3}message B {} message A {}` }, []],
  ['an enum and its constants', m('', 'enum F { X = 0; Y = 1; }'), m('', ''), []],
  ['enum to number', m('E e = 1;'), m('int32 e = 1;'), []],
  ['number to enum', m('uint64 e = 1;'), m('E e = 1;'), []],
  ['bytes to string', m('bytes a = 1;'), m('string a = 1;'), []],
  ['int32 to string', m('int32 a = 1;'), m('string a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/A/1']],
  ['int32 to sint32', m('int32 a = 1;'), m('sint32 a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/A/1']],
  ['fixed32 to fixed64', m('fixed32 a = 1;'), m('fixed64 a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/A/1']],
  ['float to double', m('float a = 1;'), m('double a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/A/1']],
  ['enum to string', m('E a = 1;'), m('string a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/A/1']],
  ['scalar to message', m('string a = 1;'), m('B a = 1;'), ['FIELD_KIND_CHANGED #/A/1']],
  ['map to message', m('map<string, int32> a = 1;'), m('B a = 1;'), ['FIELD_KIND_CHANGED #/A/1']],
  ['message to another', m('B a = 1;'), m('C a = 1;'), ['FIELD_NAMED_TYPE_CHANGED #/A/1']],
  ['map’s value', m('map<string, int32> a = 1;'), m('map<string, float> a = 1;'), ['FIELD_SCALAR_KIND_CHANGED #/A/1']],
  [
    'map’s key and value',
    m('map<string, B> a = 1;'),
    m('map<int32, C> a = 1;'),
    ['FIELD_SCALAR_KIND_CHANGED #/A/1', 'FIELD_NAMED_TYPE_CHANGED #/A/1'],
  ],
  [
    'a required field added',
    m2('optional int32 a = 1;'),
    m2('optional int32 a = 1; required int32 b = 2;'),
    ['REQUIRED_FIELD_ADDED #/A/2'],
  ],
  ['a required field removed', m2('required int32 a = 1;'), m2(''), ['REQUIRED_FIELD_REMOVED #/A/1']],
  ['a oneof removed whole', m('oneof o { int32 a = 1; int32 b = 2; }'), m(''), []],
  [
    'a field of a oneof removed',
    m('oneof o { int32 a = 1; int32 b = 2; }'),
    m('oneof o { int32 a = 1; }'),
    ['ONEOF_FIELD_REMOVED #/A/o/2'],
  ],
  ['a field of a oneof added', m('oneof o { int32 a = 1; }'), m('oneof o { int32 a = 1; int32 b = 2; }'), []],
  ['a field out of a oneof', m('oneof o { int32 a = 1; int32 b = 2; }'), m('oneof o { int32 a = 1; } int32 b = 2;'), []],
  ['a field into a new oneof', m('int32 a = 1;'), m('oneof o { int32 a = 1; int32 c = 3; }'), []],
  [
    'two fields into a oneof',
    m('int32 a = 1; int32 b = 2;'),
    m('oneof o { int32 a = 1; int32 b = 2; }'),
    ['MULTIPLE_FIELDS_MOVED_TO_ONEOF #/A/o'],
  ],
  [
    'a field into a oneof that was there',
    m('int32 a = 1; oneof o { int32 b = 2; }'),
    m('oneof o { int32 b = 2; int32 a = 1; }'),
    ['FIELD_MOVED_TO_EXISTING_ONEOF #/A/o'],
  ],
  [
    'two oneofs made one',
    m('oneof o { int32 a = 1; } oneof q { int32 b = 2; }'),
    m('oneof o { int32 a = 1; int32 b = 2; }'),
    ['FIELD_MOVED_TO_EXISTING_ONEOF #/A/o'],
  ],
  ['another type in a renamed oneof', m('oneof o { int32 a = 1; }'), m('oneof q { string a = 1; }'), ['FIELD_SCALAR_KIND_CHANGED #/A/q/1']],
  [
    'reserved, options, services',
    m('reserved 5; int32 a = 1 [deprecated = true];'),
    m('int32 a = 1;', 'service S { rpc R (A) returns (A); }'),
    [],
  ],
  ['a built-in type', m('google.protobuf.Timestamp a = 1;'), m('google.protobuf.Duration a = 1;'), ['FIELD_NAMED_TYPE_CHANGED #/A/1']],
]

test.for(CASES)('%s', ([, old, current, found]) => {
  expect(findings(old, current)).toEqual(found)
})

test('messages are the registry’s, and name the sides as the direction says', () => {
  const [old, current] = [parsed(m('int32 a = 1;')), parsed(m('string a = 1;'))]
  const text = (words: { reader: 'new' | 'old'; writer: 'new' | 'old' }) =>
    protobuf.incompatibilities(current, old, 'STRICT', words)[0]?.message
  expect(text({ reader: 'new', writer: 'old' })).toBe(
    `{errorType:"FIELD_SCALAR_KIND_CHANGED", description:"The kind of a SCALAR field at path '#/A/1' in the new schema does not match its kind in the old schema"}`,
  )
  expect(text({ reader: 'old', writer: 'new' })).toBe(
    `{errorType:"FIELD_SCALAR_KIND_CHANGED", description:"The kind of a SCALAR field at path '#/A/1' in the old schema does not match its kind in the new schema"}`,
  )
})

describe('messages of other schemas', () => {
  const other = (field: string, version: number, name = 'o.proto'): Version => ({
    text: `${P3}import "${name}"; message A { o.D d = 1; }`,
    references: { [name]: { text: `${P3}package o; message D { ${field} }`, version } },
  })

  test('are compared when their version changes', () => {
    expect(findings(other('int32 a = 1;', 1), other('string a = 1;', 2))).toEqual([
      'FIELD_SCALAR_KIND_CHANGED #/D/1',
      'FIELD_NAMED_TYPE_CHANGED #/A/1',
    ])
    expect(findings(other('int32 a = 1;', 1), other('int64 a = 1;', 2))).toEqual([])
  })

  test('are one when the version is', () => {
    expect(findings(other('int32 a = 1;', 1), other('string a = 1;', 1))).toEqual([])
  })

  test('that refer to themselves and to each other end', () => {
    const ring = 'D d = 1; repeated F f = 2; } message F { D d = 1; F f = 2; '
    expect(findings(other(ring, 1), other(`${ring} int32 more = 3;`, 2))).toEqual([])
  })

  test('that branch a thousand times cost no more than what they are', () => {
    const levels = Array.from({ length: 200 }, (_, level) => `message M${level} { M${level + 1} a = 1; M${level + 1} b = 2; } `).join('')
    const deep = (leaf: string) => `M0 m = 1; } ${levels} message M200 { ${leaf}`
    const found = findings(other(deep('int32 a = 1;'), 1), other(deep('string a = 1;'), 2))
    expect(found).toHaveLength(1_000)
    expect(found[0]).toBe('FIELD_SCALAR_KIND_CHANGED #/M200/1')
  })
})

const messages = (from: number, to: number): readonly string[] => Array.from({ length: to - from }, (_, index) => `Message${from + index}`)

// As a HashSet printed them on a JVM (17): the second has names with equal hashes, the third grows.
test.for<readonly [readonly string[], readonly string[], string]>([
  [['Order', 'Customer', 'Item', 'Address'], ['Order', 'Payment', 'Shipment'], 'Order Item Payment Address Customer Shipment'],
  [['Aa', 'BB', 'C', 'AaAa', 'BBBB', 'AaBB'], ['BBAa', 'Zeta'], 'Aa BB Zeta C AaAa BBBB AaBB BBAa'],
  [
    messages(0, 20),
    messages(15, 30),
    [17, 16, 19, 18, 13, 12, 15, 14, 11, 10, 6, 5, 4, 3, 2, 1, 0, 28, 27, 29, 24, 23, 26, 25, 20, 22, 21, 9, 8, 7]
      .map((n) => `Message${n}`)
      .join(' '),
  ],
])('messages stand in the order of Java’s sets (%#)', ([first, more, order]) => {
  expect(javaSetOrder(first, more).join(' ')).toBe(order)
})
