/** Promises about Protobuf that hold for any schema; protobufjs is the judge of reading. */
import fc from 'fast-check'
import protobufjs from 'protobufjs'
import { describe, expect, test } from 'vitest'
import type { ParsedSchema } from '../src/schemas/index.ts'
import { protobuf } from '../src/schemas/protobuf/index.ts'
import { changeModel, generateModel, generateRecord, jsonName, protoText, type ProtoModel } from './proto-data.ts'
import { mulberry } from './seeded.ts'

const SEED = 20_260_101
const RUNS = 1_500
const words = { reader: 'new', writer: 'old' } as const

function parsed(schema: string): ParsedSchema {
  const result = protobuf.parse({ schema, references: [], resolved: new Map() }, { isNew: true })
  if (!result.ok) throw new Error(`${result.error.message}: ${schema}`)
  return result.value
}

/** Runs with models whose field tags and names all differ, which generated ones do. */
function forModels(check: (model: ProtoModel, random: ReturnType<typeof mulberry>) => void): void {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = mulberry(seed)
      check(generateModel(random), random)
    }),
    { seed: SEED, numRuns: RUNS },
  )
}

describe('any schema', () => {
  test('is printed the same when what was printed is read again', () => {
    forModels((model, random) => {
      const { canonical } = parsed(protoText(model, random))
      expect(parsed(canonical).canonical).toBe(canonical)
    })
  })

  test('has one normal form, in whatever order its fields stand, and again from its normal form', () => {
    forModels((model, random) => {
      const { schema } = parsed(protoText(model, random)).normalized()
      expect(parsed(protoText(model, random)).normalized().schema).toBe(schema)
      expect(parsed(schema).normalized().schema).toBe(schema)
    })
  })

  test('is the same schema as its descriptor', () => {
    forModels((model, random) => {
      const schema = parsed(protoText(model, random))
      const serialized = schema.format('serialized')
      const again = parsed(serialized.ok ? serialized.value : serialized.error.message)
      expect(protobuf.incompatibilities(again, schema, 'STRICT', words)).toEqual([])
      expect(protobuf.incompatibilities(schema, again, 'STRICT', words)).toEqual([])
    })
  })
})

test('what is called compatible reads what was written, and what cannot be read is not called compatible', () => {
  let [compatible, incompatible] = [0, 0]
  forModels((model, random) => {
    const change = changeModel(model, random)
    if (change === null) return
    const [oldText, newText] = [protoText(model, random), protoText(change.model, random)]
    const found = protobuf.incompatibilities(parsed(newText), parsed(oldText), 'STRICT', words)
    expect(found.length === 0, `${oldText}\n${newText}\n${JSON.stringify(found)}`).toBe(change.isCompatible)
    if (change.isCompatible) compatible++
    else incompatible++
    if (found.length === 0) readAll(model, oldText, change.model, newText, random)
  })
  expect(Math.min(compatible, incompatible)).toBeGreaterThan(50)
})

/** Writes a record of each message with the old schema and reads it with the new: fields that stayed as they are hold what they held. */
function readAll(old: ProtoModel, oldText: string, current: ProtoModel, newText: string, random: ReturnType<typeof mulberry>): void {
  const [writer, reader] = [protobufjs.parse(oldText).root, protobufjs.parse(newText).root]
  for (const { name, fields } of old.messages) {
    const writing = writer.lookupType(`t.${name}`)
    const bytes = writing.encode(writing.fromObject(generateRecord(old, name, random))).finish()
    const before = plain(writing.toObject(writing.decode(bytes)))
    const reading = reader.lookupType(`t.${name}`)
    const after = plain(reading.toObject(reading.decode(bytes)))
    const now = current.messages.find((message) => message.name === name)!
    for (const field of fields) {
      const stayed = now.fields.find(({ tag }) => tag === field.tag)
      const isScalar = !old.messages.some((message) => field.type.includes(message.name))
      if (stayed?.type === field.type && isScalar) expect(after[jsonName(stayed)]).toEqual(before[jsonName(field)])
    }
  }
}

function plain(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>
}

test('no text makes the parser throw, and what is refused is refused in a known place', () => {
  const words = [
    'syntax',
    '=',
    '"proto3"',
    ';',
    'message',
    'A',
    '{',
    '}',
    'int32',
    'a',
    '1',
    'map',
    '<',
    '>',
    ',',
    'oneof',
    'enum',
    'option',
    '(',
    ')',
    '[',
    ']',
  ]
  const more = [
    'extend',
    'reserved',
    'to',
    'max',
    'service',
    'rpc',
    'returns',
    'stream',
    'import',
    'package',
    '.',
    '-',
    '//',
    '/*',
    '*/',
    '\n',
    '"',
    "'",
    '\\',
    '\0',
    '\u{1F600}',
  ]
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...words, ...more), fc.string()), { maxLength: 60 }), (parts) => {
      const schema = parts.join(' ')
      const result = protobuf.parse({ schema, references: [], resolved: new Map() }, { isNew: true })
      if (!result.ok) expect(result.error.line ?? 1).toBeGreaterThan(0)
      else expect(protobuf.parse({ schema: result.value.canonical, references: [], resolved: new Map() }, { isNew: false }).ok).toBe(true)
    }),
    { seed: SEED, numRuns: 5_000 },
  )
})
