import { expect, test } from 'vitest'
import { testRegistry } from './fixture.ts'
import { type Step, walk } from './steps.ts'

/** What serializers ask, in their order and with their parameters, and what they need in the answers. */
const ORDER = { schema: '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}', schemaType: 'AVRO' }
const ORDER_2 = {
  schema: '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"},{"name":"note","type":"string","default":""}]}',
}

const SEQUENCES: Readonly<Record<string, readonly Step[]>> = {
  'a producer that registers by itself, and a consumer by id': [
    ['GET /associations/resources/-/orders?resourceType=topic&associationType=value', []],
    ['POST /subjects/orders-value/versions?normalize=false', ORDER, { id: 1 }],
    ['GET /schemas/ids/1?subject=&fetchMaxId=false', { schema: ORDER.schema, schemaType: 'AVRO' }],
    ['GET /schemas/ids/1?subject=orders-value&fetchMaxId=false', { schema: ORDER.schema, subject: 'orders-value', version: 1 }],
    ['POST /subjects/orders-value?normalize=false&deleted=true', ORDER, { subject: 'orders-value', version: 1, id: 1 }],
  ],
  'a producer that uses the latest version, and one with metadata': [
    ['POST /subjects/orders-value/versions?normalize=true', { ...ORDER, metadata: { properties: { major: '1' } } }, { id: 1 }],
    ['POST /subjects/orders-value/versions', { ...ORDER_2, metadata: { properties: { major: '2' } } }, { id: 2 }],
    ['GET /subjects/orders-value/versions/latest?format=&deleted=false', { version: 2, id: 2 }],
    ['GET /subjects/orders-value/metadata?key=major&value=1&deleted=true&format=', { version: 1, id: 1 }],
    ['GET /subjects/orders-value/versions', [1, 2]],
    ['GET /subjects/orders-value/versions/1?deleted=true', { version: 1, metadata: { properties: { major: '1' } } }],
  ],
  'a consumer by GUID': [
    ['POST /subjects/orders-value/versions', ORDER, { id: 1, guid: expect.stringMatching(/^[\da-f-]{36}$/) as string }],
  ],
  'a Protobuf message with an import, read as a descriptor': [
    [
      'POST /subjects/id.proto/versions',
      { schema: 'syntax = "proto3";\nmessage Id { int32 value = 1; }', schemaType: 'PROTOBUF' },
      { id: 1 },
    ],
    [
      'POST /subjects/orders-value/versions',
      {
        schema: 'syntax = "proto3";\nimport "id.proto";\nmessage Order { Id id = 1; }',
        schemaType: 'PROTOBUF',
        references: [{ name: 'id.proto', subject: 'id.proto', version: 1 }],
      },
      { id: 2, schemaType: 'PROTOBUF' },
    ],
    ['GET /schemas/ids/2?format=serialized&subject=orders-value', { schema: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string }],
    ['GET /subjects/orders-value/versions/latest?format=serialized&deleted=true', { references: [{ name: 'id.proto' }] }],
    ['GET /schemas/ids/2', { schema: expect.stringContaining('import "id.proto";') as string }],
  ],
  'a JSON Schema with a reference': [
    ['POST /subjects/id/versions', { schema: '{"type":"integer"}', schemaType: 'JSON' }, { id: 1 }],
    [
      'POST /subjects/orders-value/versions',
      {
        schema: '{"type":"object","properties":{"id":{"$ref":"id.json"}}}',
        schemaType: 'JSON',
        references: [{ name: 'id.json', subject: 'id', version: 1 }],
      },
      { id: 2 },
    ],
    ['GET /schemas/ids/2?subject=orders-value', { schemaType: 'JSON', references: [{ name: 'id.json', subject: 'id', version: 1 }] }],
    ['GET /subjects/id/versions/1', { schema: '{"type":"integer"}' }],
  ],
}

test.for(Object.entries(SEQUENCES))('%s', async ([, steps]) => {
  await walk(testRegistry(), steps)
})
