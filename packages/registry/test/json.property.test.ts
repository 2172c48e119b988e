/** Promises about JSON Schema that hold for any schema. ajv is the judge of values. */
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backward, parsed } from '../src/schemas/json/testing/parse.ts'
import { type Json, type JsonSchema, changeSchema, generateSchema, generateValue, toModern } from './json-data.ts'

const SEED = 20_261_125
const RUNS = 2_000
const VALUES_PER_PAIR = 40

function validator(schema: boolean | object): (value: unknown) => boolean {
  const options = { strict: false, validateFormats: false, logger: false, validateSchema: false } as const
  const isModern = typeof schema === 'object' && schema !== null && '$schema' in schema
  const validate = (isModern ? new Ajv2020(options) : new Ajv(options)).compile(schema)
  return (value) => validate(value) === true
}

describe('any schema', () => {
  test('is printed the same when what was printed is read again; so is its normal form, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const schema = parsed(generateSchema(seed))
        const { schema: normal } = schema.normalized()
        expect(parsed(schema.canonical).canonical).toBe(schema.canonical)
        expect(parsed(normal).canonical).toBe(normal)
        expect(parsed(normal).normalized().schema).toBe(normal)
        expect(parsed(reversed(generateSchema(seed))).normalized().schema).toBe(normal)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  test('is compatible with itself and with its normal form, both ways', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const schema = generateSchema(seed)
        const { schema: normal } = parsed(schema).normalized()
        expect([...backward(schema, schema), ...backward(schema, normal), ...backward(normal, schema)]).toEqual([])
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })
})

const DRAFTS = [
  ['draft 7', (schema: JsonSchema) => schema],
  ['2020-12', (schema: JsonSchema) => toModern(schema, false)],
  ['2020-12 with unevaluatedProperties', (schema: JsonSchema) => toModern(schema, true)],
] as const

test.for(DRAFTS)('what is backward compatible reads all that was valid: %s', ([, inDraft]) => {
  let compatible = 0
  let values = 0
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (seed, changeSeed) => {
      const made = generateSchema(seed)
      const changed = changeSchema(made, changeSeed)
      const [old, next] = [inDraft(made), inDraft(changed)]
      if (backward(old, next).length > 0) return
      compatible++
      const [wasValid, isValid] = [validator(old), validator(next)]
      for (let index = 0; index < VALUES_PER_PAIR; index++) {
        const value = generateValue(index % 2 === 0 ? made : changed, changeSeed + index)
        if (!wasValid(value)) continue
        values++
        if (!isValid(value)) throw new Error(`${JSON.stringify(value)} fits ${JSON.stringify(old)}, not ${JSON.stringify(next)}`)
      }
    }),
    { seed: SEED, numRuns: RUNS },
  )
  // Something was tried.
  expect(compatible).toBeGreaterThan(RUNS / 10)
  expect(values).toBeGreaterThan(RUNS)
})

/** The rules are those of the registry everyone runs, and these are its holes: a value that fitted and no longer does, after a change that passes. */
const UNSEEN: readonly (readonly [what: string, old: object, next: object, value: Json])[] = [
  ['required without a description', object({}), object({ required: ['a'] }), {}],
  ['required with a description that says nothing', object({}), object({ properties: { a: {} }, required: ['a'] }), {}],
  [
    'required with a default',
    object({ properties: { a: { default: '' } } }),
    object({ properties: { a: { default: '' } }, required: ['a'] }),
    {},
  ],
  [
    'patternProperties',
    object({ patternProperties: { a: { type: 'string' } } }),
    object({ patternProperties: { a: { type: 'null' } } }),
    { a: '' },
  ],
  [
    'what no pattern finds',
    object({ patternProperties: { b: true } }),
    object({ patternProperties: { b: true }, properties: { a: { type: 'null' } } }),
    { a: 1 },
  ],
  [
    'the second pattern that finds a name',
    object({ properties: { ab: { type: 'string' } } }),
    object({ patternProperties: { a: { type: 'string' }, b: { type: 'null' } } }),
    { ab: '' },
  ],
  ['one more of oneOf that fits', { type: 'string' }, { oneOf: [{ type: 'string' }, { maxLength: 3 }] }, 'a'],
  ['a type beside keywords of that type', { maxLength: 3 }, { type: 'string', maxLength: 3 }, 5],
  ['propertyNames', object({ propertyNames: { maxLength: 2 } }), object({ propertyNames: { maxLength: 1 } }), { ab: 1 }],
  ['contains', { type: 'array', contains: { type: 'string' } }, { type: 'array', contains: { type: 'null' } }, ['a']],
  ['if, then, else', parsedText('{"if":true,"then":{"type":"string"}}'), parsedText('{"if":true,"then":{"type":"null"}}'), 'a'],
  [
    'additionalItems without a tuple',
    { type: 'array', additionalItems: false },
    { type: 'array', items: [{ type: 'null' }], additionalItems: false },
    [1],
  ],
  ['bytes of Kafka Connect', { type: 'string', 'connect.type': 'bytes' }, { type: 'number', 'connect.type': 'bytes' }, 'a'],
]

test.for(UNSEEN)('not seen: %s', ([, old, next, value]) => {
  expect(backward(old, next)).toEqual([])
  expect(validator(old)(value)).toBe(true)
  expect(validator(next)(value)).toBe(false)
})

function object(keywords: object): object {
  return { type: 'object', ...keywords }
}

/** An object that code should not spell: it has a `then`. */
function parsedText(text: string): object {
  // Written above as an object.
  return JSON.parse(text) as object
}

function reversed(schema: JsonSchema | Json): unknown {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(reversed)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .toReversed()
      .map(([key, value]) => [key, reversed(value)]),
  )
}
