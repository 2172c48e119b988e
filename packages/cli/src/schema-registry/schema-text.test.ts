import { expect, test } from 'vitest'
import { schemaText } from './schema-text.ts'

test.for([
  ['keys and numbers stay as they are', '{"b":1.50,"a":12345678901234567890}', '{\n    "b": 1.50,\n    "a": 12345678901234567890\n}'],
  ['texts with signs in them', '{"a":"{\\"b\\": [1, 2]}"}', '{\n    "a": "{\\"b\\": [1, 2]}"\n}'],
  ['what is empty', '{"a":{ },"b":[\n]}', '{\n    "a": {},\n    "b": []\n}'],
  ['a name alone', '"string"', '"string"'],
] as const)('JSON is indented: %s', ([, schema, shown]) => {
  expect(schemaText({ id: 1, schema, schemaType: 'AVRO' })).toBe(`Schema ID: 1\nType: AVRO\nSchema:\n${shown}\n`)
})
