/** Promises about the codecs that hold for any schema and data; avsc and protobufjs are the judges of the bytes. */
import avsc from 'avsc'
import fc from 'fast-check'
import protobufjs from 'protobufjs'
import { describe, expect, test } from 'vitest'
import { avroCodec } from '../src/schemas/avro/codec.ts'
import type { ValueCodec } from '../src/schemas/codec.ts'
import { nodeOf, plainOf, printJson } from '../src/schemas/json-text/index.ts'
import { protobufCodec } from '../src/schemas/protobuf/codec.ts'
import { generateSchema, generateValue } from './avro-data.ts'
import { generateModel, generateRecord, protoText } from './proto-data.ts'
import { mulberry } from './seeded.ts'

const SEED = 20_260_101
const RUNS = 1_000

function opened<T extends ValueCodec>(codec: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!codec.ok) throw new Error(codec.error.message)
  return codec.value
}

function value<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

describe('Avro', () => {
  test('avsc reads what is written here, and the other way round', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (schemaSeed, valueSeed) => {
        const schema = generateSchema(schemaSeed)
        const codec = opened(avroCodec({ schema: JSON.stringify(schema), references: [], resolved: new Map() }))
        const type = avsc.Type.forSchema(structuredClone(schema) as avsc.Schema, { wrapUnions: true })
        const bytes = type.toBuffer(generateValue(schema, valueSeed))
        const read = value(codec.decode(bytes))
        expect(value(codec.encode(read)).equals(bytes)).toBe(true)
        expect(type.toBuffer(type.fromString(printJson(read))).equals(bytes)).toBe(true)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  test('no bytes make it throw', () => {
    let refused = 0
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.uint8Array({ maxLength: 8 }), fc.nat(), (schemaSeed, valueSeed, junk, at) => {
        const schema = generateSchema(schemaSeed)
        const codec = opened(avroCodec({ schema: JSON.stringify(schema), references: [], resolved: new Map() }))
        const type = avsc.Type.forSchema(structuredClone(schema) as avsc.Schema, { wrapUnions: true })
        const bytes = type.toBuffer(generateValue(schema, valueSeed))
        const cut = bytes.length === 0 ? 0 : at % bytes.length
        const result = codec.decode(Buffer.concat([bytes.subarray(0, cut), junk]))
        if (!result.ok) refused++
      }),
      { seed: SEED, numRuns: RUNS },
    )
    expect(refused).toBeGreaterThan(RUNS / 10)
  })
})

describe('Protobuf', () => {
  test('protobufjs reads what is written here, and the other way round', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = mulberry(seed)
        const model = generateModel(random)
        const text = protoText(model, random)
        const codec = opened(protobufCodec({ schema: text, references: [], resolved: new Map() }))
        const first = /message (\w+)/.exec(text)![1]!
        const type = protobufjs.parse(text).root.lookupType(`t.${first}`)
        const bytes = Buffer.from(type.encode(type.fromObject(generateRecord(model, first, random))).finish())
        const read = value(codec.decode(Buffer.concat([Buffer.from([0]), bytes])))
        const again = value(codec.encode(read))
        expect(again[0]).toBe(0)
        // Zeros that were written one by one in `optional` fields and oneofs stay; fields may come in another order.
        const objects = [bytes, again.subarray(1)].map((each) =>
          type.toObject(type.decode(each), { longs: String, bytes: String, enums: String, defaults: true }),
        )
        expect(objects[1]).toEqual(objects[0])
      }),
      { seed: SEED, numRuns: RUNS / 4 },
    )
  })

  test('no bytes make it throw', () => {
    const codec = opened(
      protobufCodec({
        schema: 'syntax = "proto3"; message M { M m = 1; string s = 2; repeated int64 n = 3; map<string, M> o = 4; }',
        references: [],
        resolved: new Map(),
      }),
    )
    let refused = 0
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (junk) => {
        if (!codec.decode(Buffer.from(junk)).ok) refused++
        const spoilt = Buffer.concat([Buffer.from([0]), junk])
        if (!codec.decode(spoilt).ok) refused++
      }),
      { seed: SEED, numRuns: RUNS },
    )
    expect(refused).toBeGreaterThan(RUNS / 10)
  })
})

test('JSON that goes to a tree and back is the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(plainOf(nodeOf(json), 'rounded')).toEqual(json)
    }),
    { seed: SEED, numRuns: RUNS },
  )
})
