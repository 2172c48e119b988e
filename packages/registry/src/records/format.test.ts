import { expect, test } from 'vitest'
import { printRecord, readRecord } from './format.ts'
import { readKey } from './keys.ts'
import { readSchemaValue } from './values.ts'

// As `cp-schema-registry` writes them (reference of `_schemas`, section 2.1).
test.for([
  [
    '{"keytype":"SCHEMA","subject":"t-value","version":1,"magic":1}',
    { subject: 't-value', version: 1, id: 1, schemaType: 'AVRO', schema: '"string"', deleted: false },
    String.raw`{"subject":"t-value","version":1,"id":1,"schemaType":"AVRO","schema":"\"string\"","deleted":false}`,
  ],
  [
    '{"keytype":"SCHEMA","subject":":.ctx:s","version":2,"magic":1}',
    {
      deleted: true,
      schema: '{\n}\t\u001f\u007fé/',
      references: [{ version: 3, name: 'a.b', subject: 'b' }],
      metadata: { sensitive: ['b', 'a'], properties: { b: '1', '10': 'x', '9': 'y' }, tags: { f: ['PII', 'A', 'PII'] } },
      ruleSet: {
        domainRules: [{ type: 'CEL', name: 'r', tags: ['z', 'a'], params: { q: '2', p: '1' }, expr: 'x > 1', onFailure: 'DLQ' }],
        migrationRules: [],
        enableAt: 'ALL',
      },
      id: 7,
      version: 2,
      subject: ':.ctx:s',
    },
    String.raw`{"subject":":.ctx:s","version":2,"id":7,"references":[{"name":"a.b","subject":"b","version":3}],` +
      String.raw`"metadata":{"tags":{"f":["A","PII"]},"properties":{"10":"x","9":"y","b":"1"},"sensitive":["a","b"]},` +
      String.raw`"ruleSet":{"domainRules":[{"name":"r","kind":"TRANSFORM","mode":"WRITEREAD","type":"CEL","tags":["a","z"],"params":{"p":"1","q":"2"},` +
      String.raw`"expr":"x > 1","onFailure":"DLQ","disabled":false}],"enableAt":"ALL"},"schema":"{\n}\t\u001F` +
      '\u007f' +
      String.raw`é/","deleted":true}`,
  ],
  [
    '{"keytype":"CONFIG","magic":0}',
    { compatibilityLevel: 'FULL', normalize: true, alias: 'x' },
    '{"alias":"x","normalize":true,"compatibilityLevel":"FULL"}',
  ],
  ['{"keytype":"CONFIG","subject":"s","magic":0}', { compatibilityLevel: 'NONE' }, '{"subject":"s","compatibilityLevel":"NONE"}'],
  ['{"keytype":"MODE","subject":"s","magic":0}', { mode: 'IMPORT', subject: 's' }, '{"subject":"s","mode":"IMPORT"}'],
  ['{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}', { subject: 's', version: 3 }, '{"subject":"s","version":3}'],
  ['{"keytype":"CLEAR_SUBJECT","magic":0}', {}, '{}'],
  [
    '{"keytype":"CONTEXT","tenant":"default","context":".ctx","magic":0}',
    { tenant: 'default', context: '.ctx' },
    '{"tenant":"default","context":".ctx"}',
  ],
  ['{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}', null, null],
] as const)('%s is written as the registry everyone runs writes it', ([key, value, text]) => {
  expect(printRecord({ key, value })).toEqual({ key, value: text })
})

test.for([
  [
    'any order and spaces',
    '{ "magic": 1, "version": 2, "subject": "s", "keytype": "SCHEMA" }',
    { keytype: 'SCHEMA', subject: 's', version: 2 },
  ],
  ['magic 0', '{"keytype":"SCHEMA","subject":"s","version":2,"magic":0}', { keytype: 'SCHEMA', subject: 's', version: 2 }],
  ['another magic', '{"keytype":"SCHEMA","subject":"s","version":2,"magic":2}', { keytype: 'bad' }],
  ['a version of 0', '{"keytype":"SCHEMA","subject":"s","version":0,"magic":1}', { keytype: 'bad' }],
  ['the global key since 6.2', '{"keytype":"CONFIG","magic":0}', { keytype: 'CONFIG', subject: null }],
  ['the global key before', '{"keytype":"CONFIG","subject":null,"magic":0}', { keytype: 'CONFIG', subject: null }],
  ['more fields', '{"keytype":"MODE","subject":"s","magic":0,"seq":1,"node":2}', { keytype: 'MODE', subject: 's' }],
  ['an unknown type', '{"keytype":"ASSOC","subject":"s","magic":0}', { keytype: 'unknown' }],
  ['no JSON', '{"keytype":', { keytype: 'bad' }],
  ['no object', '[1]', { keytype: 'bad' }],
  ['a subject of another kind', '{"keytype":"CONFIG","subject":1,"magic":0}', { keytype: 'bad' }],
] as const)('a key with %s is read', ([, text, key]) => {
  expect(readKey(text)).toEqual(key)
})

test.for([
  ['nothing', null, null],
  ['no bytes, a tombstone of Karapace', '', null],
  ['no JSON, kept as text for the count', '{"x', '{"x'],
] as const)('a value of %s is read', ([, text, value]) => {
  expect(readRecord({ key: 'k', value: text }).value).toEqual(value)
})

test.for([
  ['no id', { schema: 'x' }],
  ['an id of text', { schema: 'x', id: '1' }],
  ['no schema', { id: 1 }],
  ['an unknown type of schema', { id: 1, schema: 'x', schemaType: 'XSD' }],
  ['metadata of another kind', { id: 1, schema: 'x', metadata: { properties: { a: 1 } } }],
  ['references of another kind', { id: 1, schema: 'x', references: [{ name: 'n' }] }],
] as const)('a schema value with %s is none', ([, value]) => {
  expect(readSchemaValue(value)).toBeUndefined()
})

test('a schema value of 7.x has no type, and null fields are as absent', () => {
  expect(readSchemaValue({ id: 1, schema: '"int"', references: null, metadata: null, deleted: false })).toEqual({
    id: 1,
    schema: '"int"',
    deleted: false,
  })
})
