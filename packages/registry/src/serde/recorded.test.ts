/** Bytes and headers as @confluentinc/schemaregistry 1.10.1 (JavaScript) wrote them; its deserializers read ours, too: see `conformance/registry/serializers`. */
import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type FoundSchema, type SchemaRef, schemaReader } from './index.ts'

const SCHEMAS = [
  [
    'AVRO',
    '60a04ec5-ffc3-46d5-96a9-46c6a2bfcebb',
    '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}',
  ],
  ['JSON', 'c34438f9-561f-45ec-a4a3-d3342de6ce51', '{"type":"object","properties":{"id":{"type":"integer"}}}'],
  [
    'PROTOBUF',
    'f6873c32-7a88-405f-ad58-b7ebed05ab30',
    'syntax = "proto3"; message First { bool x = 1; message Inner { string s = 1; int64 n = 2; } } message Second { int32 y = 1; }',
  ],
] as const

async function lookUp(ref: SchemaRef): Promise<FoundSchema | null> {
  const at = ref.kind === 'id' ? ref.id - 1 : SCHEMAS.findIndex(([, guid]) => guid === ref.guid)
  const found = SCHEMAS[at]
  if (found === undefined) return null
  const [type, guid, schema] = found
  return { type, source: { schema, references: [], resolved: new Map() }, id: at + 1, guid, subject: null }
}

const order = { id: 7, note: { string: 'n' } }

test.for([
  ['Avro', '00000000010e02026e', null, order],
  ['Avro, in the header', '0e02026e', '0160a04ec5ffc346d596a946c6a2bfcebb', order],
  ['JSON', '00000000027b226964223a377d', null, { id: 7 }],
  ['JSON, in the header', '7b226964223a377d', '01c34438f9561f45eca4a3d3342de6ce51', { id: 7 }],
  ['the first message', '0000000003000801', null, { x: true }],
  ['the second message', '000000000302020805', null, { y: 5 }],
  ['a message within the first', '00000000030400000a01611009', null, { s: 'a', n: '9' }],
  ['the first message, in the header', '0801', '01f6873c327a88405fad58b7ebed05ab3000', { x: true }],
  ['the second message, in the header', '0805', '01f6873c327a88405fad58b7ebed05ab300202', { y: 5 }],
  ['a message within the first, in the header', '0a01611009', '01f6873c327a88405fad58b7ebed05ab30040000', { s: 'a', n: '9' }],
] as const)('%s', async ([, hex, header, value]) => {
  const headers = header === null ? [] : [{ key: '__value_schema_id', value: Buffer.from(header, 'hex') }]
  const read = await schemaReader(lookUp, virtualClock(0))(Buffer.from(hex, 'hex'), { part: 'value', headers })
  expect(read?.read).toEqual({ ok: true, value })
})
