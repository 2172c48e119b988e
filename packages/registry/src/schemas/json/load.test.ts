import { describe, expect, test } from 'vitest'
import { jsonSchema } from './index.ts'
import { loaded, parsed, problemOf } from './testing/parse.ts'
import { outlineOf } from './testing/outline.ts'

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#'
const DRAFT_2019 = 'https://json-schema.org/draft/2019-09/schema'
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema'
const MODERN = { $schema: DRAFT_2020 }
const STRING = 'string(null null null)'

describe('keywords of the newer drafts', () => {
  test.for([
    [{ ...MODERN, prefixItems: [{ type: 'string' }], items: { type: 'null' } }, `array(null null false - [${STRING}] null -)`],
    [{ ...MODERN, items: { type: 'null' } }, 'array(null null false null [] - -)'],
    [{ ...MODERN, items: false }, 'array(null null false - [] closed -)'],
    [{ $schema: DRAFT_2019, items: [{ type: 'string' }], additionalItems: false }, `array(null null false - [${STRING}] closed -)`],
    [{ ...MODERN, $defs: { a: { type: 'string' } }, $ref: '#/$defs/a', minLength: 2 }, `allOf[ref(${STRING}), string(2 null null)]`],
    [{ ...MODERN, definitions: { a: { type: 'string' } }, $ref: '#/$defs/a' }, `ref(${STRING})`],
    [{ ...MODERN, $defs: { a: { $dynamicAnchor: 'A', type: 'string' } }, $dynamicRef: '#A' }, `ref(${STRING})`],
    [{ $schema: DRAFT_2019, items: { $recursiveRef: '#' } }, 'array(null null false ref(root) [] - -)'],
    [{ ...MODERN, dependentRequired: { a: ['b'] }, dependencies: { c: ['d'] } }, 'object(null null {} {} required[] - - {} {a=[b]})'],
    [{ ...MODERN, format: 'date', title: 'only words' }, 'title=only words any'],
    [{ ...MODERN, type: ['string', 'null'], minLength: 1 }, 'anyOf[null, string(1 null null)]'],
    [
      {
        $schema: DRAFT_2020,
        $defs: { a: { $id: 'http://a.example/x', $defs: { b: { type: 'null' } }, $ref: '#/$defs/b' } },
        $ref: '#/$defs/a',
      },
      'ref(ref(null))',
    ],
  ] as const)('%j', ([schema, outline]) => {
    expect(outlineOf(loaded(schema).model)).toBe(outline)
  })

  test('unevaluated… and the counts of contains are kept', () => {
    expect(loaded({ ...MODERN, unevaluatedProperties: false }).model).toMatchObject({ unevaluatedProperties: { kind: 'false' } })
    expect(loaded({ ...MODERN, unevaluatedItems: { type: 'null' } }).model).toMatchObject({ unevaluatedItems: { kind: 'null' } })
    expect(loaded({ ...MODERN, contains: {} }).model).toMatchObject({ minContains: 1, maxContains: null })
    expect(loaded({ ...MODERN, contains: {}, minContains: 0, maxContains: 3 }).model).toMatchObject({ minContains: 0, maxContains: 3 })
    expect(loaded({ ...MODERN, type: 'array', maxContains: 3 }).model).toMatchObject({ minContains: null, maxContains: null })
    expect(loaded({ unevaluatedProperties: false, type: 'object' }).model).toMatchObject({ unevaluatedProperties: null })
  })
})

describe('references', () => {
  test.for([
    [
      'a relative $id within',
      { $id: 'http://a.example/b.json', definitions: { c: { $id: 'c.json', type: 'string' } }, $ref: 'c.json' },
      {},
    ],
    ['an absolute one', { definitions: { c: { $id: 'http://a.example/c.json', type: 'string' } }, $ref: 'http://a.example/c.json#' }, {}],
    ['draft 4 with id', { $schema: DRAFT_4, id: 'http://a.example/b', definitions: { c: { id: '#c', type: 'string' } }, $ref: '#c' }, {}],
    ['a name', { $ref: 'other.json' }, { 'other.json': '{"type":"string"}' }],
    ['a name with ./', { $ref: './other.json' }, { 'other.json': '{"type":"string"}' }],
    ['a name that is no URI', { $ref: 'some thing' }, { 'some thing': '{"type":"string"}' }],
    ['a name beside a urn', { $id: 'urn:example:root', $ref: 'other.json' }, { 'other.json': '{"type":"string"}' }],
    ['a urn', { $ref: 'urn:example:other' }, { 'urn:example:other': '{"type":"string"}' }],
    ['an anchor in another text', { ...MODERN, $ref: 'other.json#x' }, { 'other.json': '{"$defs":{"x":{"$anchor":"x","type":"string"}}}' }],
  ] as const)('%s', ([, schema, references]) => {
    expect(outlineOf(loaded(schema, references).model)).toBe(`ref(${STRING})`)
  })

  test('one of another text to itself, and back, are read once each', () => {
    const { model } = loaded({ items: { $ref: 'a' } }, { a: '{"items":{"$ref":"b"}}', b: '{"items":{"$ref":"a"}}' })
    const array = 'array(null null false'
    expect(outlineOf(model)).toBe(`${array} ref(${array} ref(${array} ref(again) [] - -)) [] - -)) [] - -)`)
  })

  test('published meta-schemas are known, and nothing else is fetched', () => {
    expect(outlineOf(loaded({ $ref: 'http://json-schema.org/draft-07/schema#' }).model)).toBe(
      'meta(http://json-schema.org/draft-07/schema)',
    )
    expect(problemOf({ properties: { a: { $ref: 'https://b.example/c.json#/d' } } })).toEqual({
      message:
        '#/properties/a/$ref: "https://b.example/c.json#/d" is neither within this schema nor one of its references; nothing is fetched from the network: register that schema and name it "https://b.example/c.json" in "references"',
      line: 1,
      column: 28,
    })
  })
})

describe('what is refused is refused with its place', () => {
  test.for([
    ['{\n "type": "text"\n}', '#/type: "text" is no type', 2, 10],
    ['{"properties":{"a/b":{"required":"x"}}}', '#/properties/a~1b/required: expected an array of property names, found a string', 1, 34],
    ['{"allOf":[{"pattern":"("}]}', '#/allOf/0/pattern: this is no regular expression: unterminated group', 1, 22],
    ['{"items":[{"$ref":"#/items/7"}]}', '#/items/0/$ref: nothing stands at #/items/7', 1, 19],
    [`{"$schema":"${DRAFT_2020}","$ref":"#none"}`, '#/$ref: no schema has the anchor none', 1, 66],
    [`{"$schema":"${DRAFT_2020}","type":"text"}`, '#/type: "text" is no type', 1, 66],
    ['{"multipleOf":0}', '#/multipleOf: it cannot be 0', 1, 15],
    ['{"properties":{"$$a":{}}}', '#/properties/$$a: Field names cannot start with $$ prefix', undefined, undefined],
    ['{"a":1} b', "Nothing may follow the value, found 'b'", 1, 9],
  ] as const)('%s', ([text, message, line, column]) => {
    expect(problemOf(text)).toEqual(line === undefined ? { message } : { message, line, column })
  })

  test('in a referenced schema by its name', () => {
    expect(problemOf({ $ref: 'a' }, { a: '{"properties":{"b":{"type":1}}}' })).toEqual({
      message: '#/properties/b/type of the referenced schema "a": expected the name of a type or an array of names, found a number',
    })
    expect(problemOf({ $ref: 'a' }, { a: '{' })?.message).toMatch(/^#\/\$ref: the referenced schema "a" is no JSON: /)
  })
})

describe('what a parsed schema tells', () => {
  test('its name, fields and forms', () => {
    const references = [
      { name: 'b', subject: 's2', version: 1 },
      { name: 'a', subject: 's1', version: 2 },
      { name: 'c', subject: 's1', version: 1 },
      { name: 'a', subject: 's1', version: 2 },
    ]
    const schema = parsed('{"title": "T", "properties": {"b": {"const": 1.0}, "a": true}}')
    expect(schema).toMatchObject({ type: 'JSON', name: 'T', fieldNames: ['b', 'a'], references: [] })
    expect(schema.canonical).toBe('{"title":"T","properties":{"b":{"const":1.0},"a":true}}')
    expect(schema.format('resolved')).toEqual({ ok: true, value: schema.canonical })
    expect(parsed({}).name).toBeNull()
    expect(parsed(true)).toMatchObject({ name: null, fieldNames: [], canonical: 'true' })
    expect(sortedReferences(references)).toEqual([references[2], references[1], references[0]])
  })
})

function sortedReferences(references: readonly { name: string; subject: string; version: number }[]) {
  const result = jsonSchema.parse({ schema: '{}', references, resolved: new Map() }, { isNew: true })
  return result.ok ? result.value.normalized().references : null
}
