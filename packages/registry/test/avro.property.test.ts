/**
 * Promises about Avro that hold for any schema. avsc is the judge of reading: it differs from Java where a namespace changes (Java takes the unqualified name) and
 * refuses defaults of a branch that is not the first, so the schemas here have neither; logical types do not count for reading.
 */
import avsc from 'avsc'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ParsedSchema } from '../src/schemas/index.ts'
import { avro } from '../src/schemas/avro/index.ts'
import { type AvroJson, changeSchema, generateSchema, generateValue } from './avro-data.ts'
import { mulberry } from './seeded.ts'

const SEED = 20_260_101
const RUNS = 3_000
const words = { reader: 'new', writer: 'old' } as const

function parsed(schema: string): ParsedSchema {
  const result = avro.parse({ schema, references: [], resolved: new Map() }, { isNew: true })
  if (!result.ok) throw new Error(`${result.error.message}: ${schema}`)
  return result.value
}

function typeOf(schema: AvroJson): avsc.Type {
  // Its own copy of what it takes: a schema as plain data.
  return avsc.Type.forSchema(structuredClone(schema) as avsc.Schema, { wrapUnions: true })
}

describe('any schema', () => {
  test('is printed the same when what was printed is read again', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { canonical } = parsed(JSON.stringify(generateSchema(seed)))
        expect(parsed(canonical).canonical).toBe(canonical)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  test('is normalised the same again, and reads and is read by what it was', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (seed, changeSeed) => {
        const schema = parsed(JSON.stringify(changeSchema(generateSchema(seed), changeSeed)))
        const normalized = parsed(schema.normalized().schema)
        expect(normalized.canonical).toBe(schema.normalized().schema)
        expect(normalized.normalized().schema).toBe(normalized.canonical)
        expect(avro.incompatibilities(schema, normalized, 'STRICT', words)).toEqual([])
        expect(avro.incompatibilities(normalized, schema, 'STRICT', words)).toEqual([])
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })
})

/** Pieces that mean something to Avro, in the place of others. */
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '0',
  '-1e999',
  'null',
  '"int"',
  '"R0"',
  '"n.R1"',
  '"doc"',
  '"default"',
  '"aliases"',
  '"a.b-c"',
  '{}',
  '[]',
  '\u0000',
  '\ud800',
]

function spoilt(text: string, seed: number): string {
  const random = mulberry(seed)
  let spoiling = text
  for (let i = 0; i < 1 + random.below(4); i++) {
    const tokens = spoiling.split(/(?<=[[\]{},:])|(?=[[\]{},:])/)
    tokens[random.below(tokens.length)] = random.pick(PIECES)
    spoiling = tokens.join('')
  }
  return spoiling
}

test('no text makes it throw, and what it takes it takes again', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.boolean(), (seed, spoilSeed, isNew) => {
      const text = spoilt(JSON.stringify(generateSchema(seed)), spoilSeed)
      const result = avro.parse({ schema: text, references: [], resolved: new Map() }, { isNew })
      if (!result.ok) {
        expect(result.error.message).not.toBe('')
        return
      }
      taken++
      const schema = result.value
      const again = avro.parse({ schema: schema.canonical, references: [], resolved: new Map() }, { isNew })
      expect(again).toMatchObject({ ok: true, value: { canonical: schema.canonical } })
      expect(schema.normalized().schema).not.toBe('')
      expect(avro.incompatibilities(schema, schema, 'STRICT', words)).toEqual([])
    }),
    { seed: SEED, numRuns: RUNS },
  )
  expect(taken).toBeGreaterThan(RUNS / 50)
  expect(taken).toBeLessThan(RUNS)
})

test('what is called compatible is read', () => {
  let compatible = 0
  let refused = 0
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (seed, changeSeed, valueSeed) => {
      const written = generateSchema(seed)
      const read = changeSchema(written, changeSeed)
      const findings = avro.incompatibilities(parsed(JSON.stringify(read)), parsed(JSON.stringify(written)), 'STRICT', words)
      if (findings.length > 0) {
        refused++
        return
      }
      compatible++
      const [writer, reader] = [typeOf(written), typeOf(read)]
      const bytes = writer.toBuffer(generateValue(written, valueSeed))
      const value: unknown = reader.fromBuffer(bytes, reader.createResolver(writer))
      expect(reader.isValid(value)).toBe(true)
    }),
    { seed: SEED, numRuns: RUNS },
  )
  // Both happen, or the promise was not tried.
  expect(compatible).toBeGreaterThan(RUNS / 10)
  expect(refused).toBeGreaterThan(RUNS / 10)
})
