import { createFileRegistry, fromJson, fromBinary, toBinary, toJson, type DescMessage } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import type { SchemaSource } from '../../contract.ts'
import { fileDescriptorSet, messageIndexesOf, messageNameAt } from './codec.ts'

const SOURCE: SchemaSource = {
  schema: `syntax = "proto3"; package shop;
    import "money.proto"; import "google/protobuf/timestamp.proto"; import "google/type/date.proto"; import "confluent/meta.proto";
    message Order {
      string id = 1 [(confluent.field_meta).tags = "PII"];
      Money price = 2; google.protobuf.Timestamp at = 3; map<string, Line> lines = 4; optional int32 note = 5; google.type.Date day = 6;
      message Line { int64 count = 1; message Deep {} }
    }
    message Other {}`,
  references: [{ name: 'money.proto', subject: 'money', version: 1 }],
  resolved: new Map([
    ['kinds.proto', 'syntax = "proto3"; package shop; enum Currency { NONE = 0; EUR = 1; }'],
    [
      'money.proto',
      'syntax = "proto3"; package shop; import public "kinds.proto"; message Money { Currency currency = 1; int64 units = 2; }',
    ],
  ]),
}

test('records of a schema with references go to bytes and back', () => {
  const set = fileDescriptorSet(SOURCE)
  if (!set.ok) throw new Error(set.error.message)
  const registry = createFileRegistry(set.value)
  const order: DescMessage = registry.getMessage('shop.Order')!
  const json = {
    id: 'o-1',
    price: { currency: 'EUR', units: '5' },
    at: '2026-01-02T03:04:05Z',
    lines: { a: { count: '2' } },
    note: 0,
    day: { year: 2026 },
  }
  const bytes = toBinary(order, fromJson(order, json, { registry }))
  expect(toJson(order, fromBinary(order, bytes), { registry })).toEqual(json)
})

test.for([
  [[0], 'shop.Order'],
  [[1], 'shop.Other'],
  [[0, 0], 'shop.Order.Line'],
  [[0, 0, 0], 'shop.Order.Line.Deep'],
] as const)('indexes %j name %s', ([indexes, name]) => {
  expect(messageNameAt(SOURCE, indexes)).toEqual({ ok: true, value: name })
  expect(messageIndexesOf(SOURCE, name)).toEqual({ ok: true, value: indexes })
})

test('indexes that name nothing, and types that are nowhere, are told', () => {
  expect(messageNameAt(SOURCE, [0, 7])).toEqual({ ok: false, error: { message: 'the schema has no message at [0, 7]' } })
  expect(messageIndexesOf(SOURCE, 'shop.Nobody')).toEqual({ ok: true, value: null })
  const lost = { ...SOURCE, resolved: new Map<string, string>() }
  expect(fileDescriptorSet(lost)).toEqual({ ok: false, error: { message: 'Could not resolve type: Money' } })
})
