import { virtualClock } from '@leat/base/sim'
import { describe, expect, test } from 'vitest'
import type { SchemaType } from '../schemas/index.ts'
import {
  SERDE_LIMITS,
  type FoundSchema,
  type SchemaRef,
  codecOf,
  encodeBare,
  openSchemaCache,
  schemaHeader,
  schemaReader,
  writeBySchema,
} from './index.ts'

const AVRO =
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}'
const JSON_SCHEMA = '{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"],"additionalProperties":false}'
const PROTO =
  'syntax = "proto3"; message Order { int64 id = 1; string note = 2; message Line { int32 n = 1; } } message Other { bool yes = 1; }'

/** A registry in which a schema's id is its place, from 1, and which counts what it is asked. */
function registryOf(...schemas: readonly (readonly [SchemaType, string])[]) {
  const asked: SchemaRef[] = []
  const found = (id: number): FoundSchema | null => {
    const [type, schema] = schemas[id - 1] ?? []
    if (type === undefined || schema === undefined) return null
    return { type, source: { schema, references: [], resolved: new Map() }, id, guid: null, subject: 'orders-value' }
  }
  return {
    asked,
    lookUp: async (ref: SchemaRef) => {
      asked.push(ref)
      return ref.kind === 'id' ? found(ref.id) : null
    },
    latestId: async (subject: string) => (subject === 'orders-value' ? schemas.length : null),
  }
}

const place = { part: 'value', headers: [] } as const

describe('what is written by a schema is read by it', () => {
  test.for([
    ['AVRO', AVRO, '{"id":9007199254740993}', 'avro', { id: '9007199254740993', note: null }],
    ['AVRO', AVRO, '{"id":1,"note":{"string":"n"}}', 'avro', { id: 1, note: { string: 'n' } }],
    ['JSON', JSON_SCHEMA, '{"id":5}', 'jsonschema', { id: 5 }],
    ['PROTOBUF', PROTO, '{"id":9007199254740993,"note":"n"}', 'protobuf', { id: '9007199254740993', note: 'n' }],
    ['PROTOBUF', PROTO, '{}', 'protobuf', { id: '0', note: '' }],
  ] as const)('%s: %s %s', async ([type, schema, json, format, value]) => {
    const registry = registryOf([type, schema])
    const clock = virtualClock(0)
    const written = await writeBySchema(registry, clock)(json, { subject: 'orders-value' })
    if (!written.ok) throw new Error(written.error)
    const read = await schemaReader(registry.lookUp, clock)(written.value.bytes, place)
    expect(read).toEqual({ format, schema: { id: 1, type, subject: 'orders-value' }, read: { ok: true, value } })
  })
})

test.for([
  ['AVRO', AVRO, '{"id":1}', { id: 1, note: null }],
  ['JSON', JSON_SCHEMA, '{"id":5}', { id: 5 }],
  ['PROTOBUF', PROTO, '{"note":"n"}', { id: '0', note: 'n' }],
] as const)('a header names the schema as well: %s', async ([type, schema, json, value]) => {
  const guid = '60a04ec5-ffc3-46d5-96a9-46c6a2bfcebb'
  const source = { schema, references: [], resolved: new Map<string, string>() }
  const codec = await codecOf(type, source)
  if (!codec.ok) throw new Error(codec.error.message)
  const bytes = encodeBare(json, codec.value, type)
  if (!bytes.ok) throw new Error(bytes.error)
  const lookUp = async (ref: SchemaRef) =>
    ref.kind === 'guid' && ref.guid === guid ? { type, source, id: null, guid, subject: null } : null
  const read = schemaReader(lookUp, virtualClock(0))
  for (const part of ['key', 'value'] as const) {
    const headers = [schemaHeader(type, guid, part === 'key')]
    expect(await read(bytes.value, { part, headers })).toMatchObject({ schema: { guid, type }, read: { ok: true, value } })
  }
})

test.for([
  ['an unknown subject', { subject: 'x' }, '{}', 'the subject "x" has no schema'],
  ['an unknown id', { schemaId: 9 }, '{}', 'the registry has no schema with the id 9'],
  ['text that is no JSON', { schemaId: 1 }, '{"id":1,}', /^line 1, column 9: /],
  ['an Avro value that does not fit', { schemaId: 1 }, '{"id":"1"}', 'at /id: expected a long (64 bits), found the string "1"'],
  ['a JSON value that does not fit', { schemaId: 2 }, '{"id":"1"}', '/id must be integer'],
  ['a JSON value with more', { schemaId: 2 }, '{"id":1,"x":1}', 'the value must NOT have additional properties'],
  ['a field that the message lacks', { schemaId: 3 }, '{"x":1}', /key "x" is unknown/],
  ['a schema that cannot be read', { schemaId: 4 }, '{}', /^the schema cannot be used: /],
] as const)('%s is told', async ([, choice, json, problem]) => {
  const registry = registryOf(['AVRO', AVRO], ['JSON', JSON_SCHEMA], ['PROTOBUF', PROTO], ['AVRO', '{'])
  const written = await writeBySchema(registry, virtualClock(0))(json, choice)
  expect(written).toEqual({ ok: false, error: typeof problem === 'string' ? problem : (expect.stringMatching(problem) as string) })
})

describe('bytes that are not of their schema', () => {
  const registry = registryOf(['AVRO', AVRO], ['JSON', JSON_SCHEMA], ['PROTOBUF', PROTO])
  const read = schemaReader(registry.lookUp, virtualClock(0))
  test.for([
    ['0000000001ff', 'the bytes end at 1, within a number'],
    ['00000000027b', /^the bytes are no JSON: /],
    ['0000000002ff', 'the bytes are not UTF-8'],
    ['00000000027b7d', "the value must have required property 'id'"],
    ['00000000030412', 'the bytes end within the indexes of a message'],
    ['00000000030a', 'the bytes end within the indexes of a message'],
    ['00000000030212', 'the schema has no message at [9]'],
    ['0000000003000a', /./],
  ] as const)('%s', async ([hex, problem]) => {
    const found = await read(Buffer.from(hex, 'hex'), place)
    expect(found?.read).toEqual({ ok: false, error: typeof problem === 'string' ? problem : (expect.stringMatching(problem) as string) })
  })

  test('the second message, and one within the first, are named by their places', async () => {
    expect((await read(Buffer.from('0000000003' + '0202' + '0801', 'hex'), place))?.read).toEqual({ ok: true, value: { yes: true } })
    expect((await read(Buffer.from('0000000003' + '040000' + '0807', 'hex'), place))?.read).toEqual({ ok: true, value: { n: 7 } })
  })
})

test('messages within each other without an end are refused', async () => {
  const registry = registryOf(['PROTOBUF', 'syntax = "proto3"; message M { M m = 1; }'])
  let bytes = Buffer.alloc(0)
  for (let depth = 0; depth < 120; depth++) bytes = Buffer.concat([Buffer.from([0x0a]), varint(bytes.length), bytes])
  const found = await schemaReader(registry.lookUp, virtualClock(0))(Buffer.concat([Buffer.from('000000000100', 'hex'), bytes]), place)
  expect(found?.read).toMatchObject({ ok: false, error: expect.stringMatching(/recursion/) as string })
})

function varint(value: number): Buffer {
  return Buffer.from(value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7])
}

test('bytes that name nothing, and schemas that are not there, are for another reader', async () => {
  const read = schemaReader(registryOf().lookUp, virtualClock(0))
  expect(await read(Buffer.from('{}'), place)).toBeNull()
  expect(await read(Buffer.from('000000000900', 'hex'), place)).toBeNull()
})

test('a schema is looked up once; one that is not there again after a while', async () => {
  const registry = registryOf(['AVRO', AVRO])
  const clock = virtualClock(0)
  const cache = openSchemaCache(registry.lookUp, clock)
  const [known, unknown] = [
    { kind: 'id', id: 1 },
    { kind: 'id', id: 2 },
  ] as const
  await Promise.all([cache.get(known), cache.get(known)])
  await cache.get(known)
  expect(registry.asked).toEqual([known])
  expect([await cache.get(unknown), await cache.get(unknown)]).toEqual([null, null])
  expect(registry.asked).toEqual([known, unknown])
  await clock.advance(SERDE_LIMITS.unknownMs)
  await cache.get(unknown)
  expect(registry.asked).toEqual([known, unknown, unknown])
})

test('a registry that could not be asked is asked again', async () => {
  let isDown = true
  const registry = registryOf(['AVRO', AVRO])
  const cache = openSchemaCache(async (ref) => (isDown ? Promise.reject(new Error('down')) : registry.lookUp(ref)), virtualClock(0))
  await expect(cache.get({ kind: 'id', id: 1 })).rejects.toThrow('down')
  isDown = false
  expect(await cache.get({ kind: 'id', id: 1 })).toMatchObject({ schema: { id: 1 } })
})

test('the schema used longest ago is forgotten', async () => {
  const registry = registryOf(...Array.from({ length: SERDE_LIMITS.schemasMax + 1 }, () => ['AVRO', '"int"'] as const))
  const cache = openSchemaCache(registry.lookUp, virtualClock(0))
  for (let id = 1; id <= SERDE_LIMITS.schemasMax; id++) await cache.get({ kind: 'id', id })
  await cache.get({ kind: 'id', id: 1 })
  await cache.get({ kind: 'id', id: SERDE_LIMITS.schemasMax + 1 })
  await cache.get({ kind: 'id', id: 1 })
  expect(registry.asked.length).toBe(SERDE_LIMITS.schemasMax + 1)
  await cache.get({ kind: 'id', id: 2 })
  expect(registry.asked.at(-1)).toEqual({ kind: 'id', id: 2 })
})
