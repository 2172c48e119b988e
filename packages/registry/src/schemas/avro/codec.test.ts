import avsc from 'avsc'
import { describe, expect, test } from 'vitest'
import { CODEC_LIMITS, type ValueCodec } from '../codec.ts'
import { parseJson, printJson } from '../json-text/index.ts'
import { avroCodec } from './codec.ts'

function codecOf(schema: unknown, resolved = new Map<string, string>()): ValueCodec {
  const codec = avroCodec({ schema: JSON.stringify(schema), references: [], resolved })
  if (!codec.ok) throw new Error(codec.error.message)
  return codec.value
}

function encoded(codec: ValueCodec, json: string): string {
  const node = parseJson(json)
  if (!node.ok) throw new Error(node.error.message)
  const bytes = codec.encode(node.value)
  return bytes.ok ? bytes.value.toString('hex') : bytes.error
}

function decoded(codec: ValueCodec, hex: string): string {
  const value = codec.decode(Buffer.from(hex, 'hex'))
  return value.ok ? printJson(value.value) : value.error
}

describe('bytes of the specification', () => {
  const record = {
    type: 'record',
    name: 'test',
    fields: [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ],
  }
  test.for([
    ['null', 'null', ''],
    ['boolean', 'true', '01'],
    ['int', '-64', '7f'],
    ['int', '64', '8001'],
    ['string', '"foo"', '06666f6f'],
    ['bytes', '"\\u00ff\\u0000"', '04ff00'],
    ['double', '1.0', '000000000000f03f'],
    ['float', '0.1', 'cdcccc3d'],
    ['double', '"NaN"', '000000000000f87f'],
    [['null', 'string'], '{"string":"a"}', '020261'],
    [['null', 'string'], 'null', '00'],
    [{ type: 'array', items: 'long' }, '[3,27]', '04063600'],
    [{ type: 'map', values: 'int' }, '{"a":1}', '0202610200'],
    [{ type: 'enum', name: 'n.Foo', symbols: ['A', 'B', 'C', 'D'] }, '"D"', '06'],
    [{ type: 'fixed', name: 'F', size: 2 }, '"\\u0001\\u0080"', '0180'],
    [record, '{"a":27,"b":"foo"}', '3606666f6f'],
    [{ type: 'long', logicalType: 'timestamp-millis' }, '5', '0a'],
  ] as const)('%j: %s is %s', ([schema, json, hex]) => {
    const codec = codecOf(schema)
    expect(encoded(codec, json)).toBe(hex)
    expect(printed(decoded(codec, hex))).toBe(printed(json))
  })
})

function printed(json: string): string {
  return JSON.stringify(JSON.parse(json))
}

test.for(['9223372036854775807', '-9223372036854775808', '9007199254740993'])('the long %s keeps its digits', (digits) => {
  const codec = codecOf('long')
  expect(decoded(codec, encoded(codec, digits))).toBe(digits)
})

test('a float is shown with the digits that tell it from others', () => {
  const codec = codecOf('float')
  for (const digits of ['0.1', '1.1', '16777216', '3.4028235E38', '1.4E-45'])
    expect(Number(decoded(codec, encoded(codec, digits)))).toBe(Number(digits))
})

describe('what people may leave out', () => {
  const codec = codecOf({
    type: 'record',
    name: 'o.Order',
    fields: [
      { name: 'id', type: 'string' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'kind', type: ['string', 'null'], default: 'usual' },
      { name: 'tags', type: { type: 'map', values: ['null', 'long'] }, default: { a: 1 } },
    ],
  })

  test('a missing field is its default', () => {
    expect(decoded(codec, encoded(codec, '{"id":"1"}'))).toBe('{"id":"1","note":null,"kind":{"string":"usual"},"tags":{"a":{"long":1}}}')
  })

  test('a value of the only branch beside null stands without its name', () => {
    expect(encoded(codec, '{"id":"1","note":"n"}')).toBe(encoded(codec, '{"id":"1","note":{"string":"n"}}'))
  })
})

describe('what does not fit is told with its place', () => {
  const inner = { type: 'record', name: 'Line', fields: [{ name: 'count', type: 'int' }] }
  const codec = codecOf({ type: 'record', name: 'Order', fields: [{ name: 'lines', type: { type: 'array', items: inner } }] })
  test.for([
    ['{}', 'the field "lines" of Order is missing and has no default'],
    ['{"lines":[],"more":1}', 'Order has no field "more"'],
    ['{"lines":[{"count":1},{"count":"2"}]}', 'at /lines/1/count: expected an int (32 bits), found the string "2"'],
    ['{"lines":[{"count":2147483648}]}', 'at /lines/0/count: expected an int (32 bits), found the number 2147483648'],
    ['[]', 'expected an object: Order, found an array'],
  ] as const)('%s', ([json, problem]) => {
    expect(encoded(codec, json)).toBe(problem)
  })

  test.for([
    [{ type: 'fixed', name: 'F', size: 2 }, '"a"', 'F has 2 bytes, not 1'],
    ['bytes', '"€"', 'bytes can hold characters up to U+00FF only, each for one byte'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, '"B"', 'E has no symbol "B": it has A'],
    [['int', 'string'], '1', 'expected one of the union [int, string], written {"int": …}, found the number 1'],
  ] as const)('%j: %s', ([schema, json, problem]) => {
    expect(encoded(codecOf(schema), json)).toBe(problem)
  })
})

describe('hostile bytes end soon, with a reason', () => {
  const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] }
  test.for([
    [
      'a list of endless nulls',
      { type: 'array', items: 'null' },
      'feffffffffffffffff01',
      `there are more than ${CODEC_LIMITS.valuesMax} values`,
    ],
    ['a text longer than all bytes', 'string', 'feffffff0f61', 'the length at 0 is 2147483647, of 6 bytes in all'],
    ['a negative length', 'bytes', '01', 'the length at 0 is negative'],
    ['a number without an end', 'long', 'ff'.repeat(11), 'the number at 0 is longer than 64 bits'],
    ['an int of 64 bits', 'int', 'feffffffffffffffff01', 'the int at 0 is longer than 32 bits'],
    ['a branch that is not there', ['null', 'int'], '04', 'a branch of a union has the index 2, of 2'],
    ['bytes that stop', 'double', '00', 'the bytes end at 1, within a value of 8 bytes at 0'],
    ['bytes that go on', 'int', '0000', '1 byte follows the value'],
    ['a chain without an end', list, '02'.repeat(100_000), `values are nested deeper than ${CODEC_LIMITS.depthMax}`],
    ['a boolean of its own', 'boolean', '02', 'the boolean at 0 is 2'],
  ] as const)('%s', ([, schema, hex, problem]) => {
    expect(decoded(codecOf(schema), hex)).toBe(problem)
  })
})

test('blocks with their size in bytes are read, as other writers make them', () => {
  expect(decoded(codecOf({ type: 'array', items: 'int' }), '03040204' + '00')).toBe('[1,2]')
})

test('types of a referenced schema are known', () => {
  const money = JSON.stringify({ type: 'record', name: 'shop.Money', fields: [{ name: 'cents', type: 'long' }] })
  const order = { type: 'record', name: 'shop.Order', fields: [{ name: 'price', type: 'shop.Money' }] }
  const codec = codecOf(order, new Map([['shop.Money', money]]))
  expect(decoded(codec, encoded(codec, '{"price":{"cents":250}}'))).toBe('{"price":{"cents":250}}')
})

test('avsc reads the names of its branches as they are written here', () => {
  const schema = ['null', { type: 'record', name: 'a.B', fields: [{ name: 'x', type: 'int' }] }] as const
  const type = avsc.Type.forSchema(structuredClone(schema) as unknown as avsc.Schema, { wrapUnions: true })
  expect(encoded(codecOf(schema), '{"a.B":{"x":1}}')).toBe(type.toBuffer({ 'a.B': { x: 1 } }).toString('hex'))
})
