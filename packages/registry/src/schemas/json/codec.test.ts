import { describe, expect, test } from 'vitest'
import type { ValueCodec } from '../codec.ts'
import { parseJson } from '../json-text/index.ts'
import { jsonCodec } from './codec.ts'

async function codecOf(schema: unknown, resolved = new Map<string, string>()): Promise<ValueCodec> {
  const codec = await jsonCodec({ schema: JSON.stringify(schema), references: [], resolved })
  if (!codec.ok) throw new Error(codec.error.message)
  return codec.value
}

function encoded(codec: ValueCodec, json: string): string {
  const node = parseJson(json)
  if (!node.ok) throw new Error(node.error.message)
  const bytes = codec.encode(node.value)
  return bytes.ok ? bytes.value.toString() : bytes.error
}

describe('each draft by its own rules', () => {
  const draft = (name: string) => `http://json-schema.org/${name}/schema#`
  const modern = (name: string) => `https://json-schema.org/draft/${name}/schema`
  test.for([
    [{ $schema: draft('draft-06'), const: 1 }, '2', 'the value must be equal to constant'],
    [{ $schema: draft('draft-07'), if: { type: 'string' }, else: false }, '1', 'the value boolean schema is false'],
    [{ items: [{ type: 'string' }] }, '[1]', '/0 must be string'],
    [
      { $schema: modern('2019-09'), dependentRequired: { a: ['b'] } },
      '{"a":1}',
      'the value must have property b when property a is present',
    ],
    [{ $schema: modern('2020-12'), prefixItems: [{ type: 'string' }] }, '[1]', '/0 must be string'],
    [{ $schema: draft('draft-04'), type: 'string' }, '1', '1'],
    [true, '{"a":12345678901234567890.10}', '{"a":12345678901234567890.10}'],
  ] as const)('%j', async ([schema, json, outcome]) => {
    expect(encoded(await codecOf(schema), json)).toBe(outcome)
  })
})

test.for([
  ['by a relative name', 'money.json', {}],
  ['by its URI', 'http://shop/money.json', {}],
  ['relative to the id of the schema', 'money.json', { $id: 'http://shop/order.json' }],
] as const)('a referenced schema is checked: %s', async ([, name, head]) => {
  const schema = { ...head, properties: { price: { $ref: name } } }
  const codec = await codecOf(
    schema,
    new Map([[name, '{"definitions":{"c":{"type":"integer"}},"properties":{"cents":{"$ref":"#/definitions/c"}}}']]),
  )
  expect(encoded(codec, '{"price":{"cents":"2"}}')).toBe('/price/cents must be integer')
  expect(encoded(codec, '{"price":{"cents":2}}')).toBe('{"price":{"cents":2}}')
})

test('with a schema that nothing can be checked against nothing is written, but read', async () => {
  const codec = await codecOf({ $ref: 'nowhere.json' })
  expect(encoded(codec, '1')).toMatch(/^no value can be checked against the schema: can't resolve reference nowhere.json/)
  expect(codec.decode(Buffer.from('1'))).toEqual({ ok: true, value: { kind: 'number', text: '1', offset: 0 } })
})

test('a pattern that would never end is ended, and not tried for ever', async () => {
  const codec = await codecOf({ type: 'string', pattern: '^(a+)+$' })
  const endless = JSON.stringify(`${'a'.repeat(60)}!`)
  expect(encoded(codec, endless)).toBe('checking the value takes longer than 100 ms')
  expect(encoded(codec, '"aaa"')).toBe('"aaa"')
  expect(codec.decode(Buffer.from(endless)).ok).toBe(true)
  expect(codec.decode(Buffer.from(endless)).ok).toBe(true)
  expect(encoded(codec, endless)).toBe('checks against the schema were ended 3 times: no more are made')
  expect(codec.decode(Buffer.from('"b"')).ok).toBe(true)
})
