/** What a person sees who makes a mistake: where it is, and what to do about it. */
import { expect, test } from 'vitest'
import { testRegistry } from '../../packages/registry/test/api/fixture.ts'

const ORDER = `syntax = "proto3";
package shop;

message Order {
  int64 id = 1;
  string item = 2
  string note = 3;
}
`

test('a .proto with a missing semicolon is refused with line and column; repaired, it registers', async () => {
  const { ask } = testRegistry()
  const refused = await ask('POST /subjects/orders-value/versions', { schemaType: 'PROTOBUF', schema: ORDER })
  expect(refused).toMatchObject({ status: 422, json: { error_code: 42_201 } })
  // Found before the third character of line 7, behind which the known parser counts itself.
  expect(refused.json['message']).toMatch(/expected ';'.*\(line 7, column 4\)/)
  expect(await ask('GET /subjects')).toMatchObject({ json: [] })
  const repaired = ORDER.replace('item = 2', 'item = 2;')
  expect(await ask('POST /subjects/orders-value/versions', { schemaType: 'PROTOBUF', schema: repaired })).toMatchObject({
    status: 200,
    json: { id: 1, version: 1 },
  })
})

const record = (...fields: readonly object[]): string => JSON.stringify({ type: 'record', name: 'Order', fields })
const id = { name: 'id', type: 'long' }
const open = (properties: object, more: object = {}): string => JSON.stringify({ type: 'object', properties, ...more })
const proto = (...fields: readonly string[]): string =>
  `syntax = "proto3";\nmessage Order {\n${fields.map((field) => `  ${field};\n`).join('')}}\n`

/** What was, what is not let in, what the refusal must say of it, and the change that it asks for. */
const CHANGES = {
  'Avro: a field without a default value': {
    schemaType: 'AVRO',
    old: record(id),
    bad: record(id, { name: 'paid', type: 'boolean' }),
    says: [/The field 'paid' at path '\/fields\/1'.* has no default value/, /give the field a default value/],
    good: record(id, { name: 'paid', type: 'boolean', default: false }),
  },
  'Avro: another type': {
    schemaType: 'AVRO',
    old: record(id),
    bad: record({ name: 'id', type: 'string' }),
    says: [/path '\/fields\/0\/type'/, /add a field of another name with a default value/],
    good: record(id, { name: 'code', type: 'string', default: '' }),
  },
  'JSON Schema: a property of an object that is open': {
    schemaType: 'JSON',
    old: open({ id: { type: 'integer' } }),
    bad: open({ id: { type: 'integer' }, paid: { type: 'boolean' } }),
    says: [/'#\/properties\/paid'/, /compatibilityPolicy LENIENT/],
    good: open({ id: { type: 'integer' }, paid: {} }),
  },
  'JSON Schema: a required property': {
    schemaType: 'JSON',
    old: open({ id: { type: 'integer' }, paid: { type: 'boolean' } }),
    bad: open({ id: { type: 'integer' }, paid: { type: 'boolean' } }, { required: ['paid'] }),
    says: [/'#\/required\/paid'/, /give the property a default value/],
    good: open({ id: { type: 'integer' }, paid: { type: 'boolean', default: false } }, { required: ['paid'] }),
  },
  'Protobuf: another type': {
    schemaType: 'PROTOBUF',
    old: proto('int64 id = 1'),
    bad: proto('string id = 1'),
    says: [/'#\/Order\/1'/, /add a field with another name and number/],
    good: proto('int64 id = 1', 'string code = 2'),
  },
} as const

test.for(Object.entries(CHANGES))('%s is refused with a message that says what to do, and that works', async ([, change]) => {
  const { ask } = testRegistry()
  const { schemaType, old, bad, says, good } = change
  const register = (schema: string) => ask('POST /subjects/orders-value/versions', { schemaType, schema })
  expect(await register(old)).toMatchObject({ status: 200 })
  const refused = await register(bad)
  expect(refused).toMatchObject({ status: 409, json: { error_code: 40_901 } })
  for (const words of says) expect(refused.json['message']).toMatch(words)
  expect(await register(good), good).toMatchObject({ status: 200, json: { version: 2 } })
})
