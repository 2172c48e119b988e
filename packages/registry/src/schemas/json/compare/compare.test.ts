import { describe, expect, test } from 'vitest'
import { RULES } from '../testing/rules.ts'
import { backward, outcome } from '../testing/parse.ts'
import { DIFFERENCES, type DifferenceType, isBreaking } from './difference.ts'

const CASES = RULES.flatMap(([one, other, there, back, path]) => [
  { old: one, next: other, type: there, path },
  { old: other, next: one, type: back, path },
])

describe('what is found, and whether it breaks', () => {
  test.for(CASES)('$type at #/$path: $old to $next', ({ old, next, type, path }) => {
    for (const policy of ['STRICT', 'LENIENT'] as const) {
      const { isCompatible, breaking, harmless } = outcome(old, next, policy)
      expect(isBreaking(type, policy) ? breaking : harmless).toContainEqual({ type, path })
      expect(isCompatible).toBe(breaking.length === 0)
    }
  })

  test('every difference has its case', () => {
    const seen = new Set(CASES.map(({ type }) => type))
    // Shown by what is too large to be compared (limits.test.ts).
    seen.add('COMPARISON_LIMIT_EXCEEDED')
    // Object.keys forgets what kind of keys there are.
    expect((Object.keys(DIFFERENCES) as DifferenceType[]).filter((type) => !seen.has(type))).toEqual([])
    expect(CASES.length).toBeGreaterThan(150)
  })
})

const S = { type: 'string' }
const I = { type: 'integer' }

describe('what is alike', () => {
  test.for([
    ['the same', S, S],
    ['keys in another order', { maxLength: 1, ...S }, { ...S, maxLength: 1 }],
    ['false before anything', false, S],
    ['anything before true', S, true],
    ['anything before an empty schema', { oneOf: [S, I] }, { title: 'x' }],
    ['one in a list of one', S, { allOf: [S] }],
    ['out of a list of one', { oneOf: [S] }, S],
    ['a reference and what it refers to', { definitions: { a: S }, items: { $ref: '#/definitions/a' } }, { items: S }],
    ['bytes of Kafka Connect', { ...S, 'connect.type': 'bytes' }, { type: 'number', 'connect.type': 'bytes' }],
    ['format', { ...S, format: 'date' }, { ...S, format: 'time' }],
    ['branches of if', '{"if":{"type":"string"},"then":{"minLength":1}}', '{"if":true,"else":false}'],
    ['propertyNames and contains', { propertyNames: S, contains: S }, { propertyNames: I, contains: I }],
    ['multipleOf in another spelling', '{"multipleOf":2}', '{"multipleOf":2.0}'],
    ['duplicates in a list', { oneOf: [S, I, { ...S }] }, { oneOf: [I, S] }],
    ['a list in another order', { oneOf: [S, I, { type: 'null' }] }, { oneOf: [{ type: 'null' }, S, I] }],
    ['an enum in another order', { enum: ['a', { b: 1, c: 2 }] }, { enum: [{ c: 2, b: 1 }, 'a'] }],
    [
      'the same meta-schema',
      { items: { $ref: 'http://json-schema.org/draft-07/schema#' } },
      { items: { $ref: 'http://json-schema.org/draft-07/schema' } },
    ],
    [
      'drafts that differ',
      { $schema: 'http://json-schema.org/draft-04/schema#', type: 'string' },
      { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'string' },
    ],
  ] as const)('%s', ([, old, next]) => {
    expect(backward(old, next)).toEqual([])
  })

  test('not the meta-schemas of two drafts', () => {
    const meta = (draft: string) => ({ items: { $ref: `http://json-schema.org/${draft}/schema#` } })
    expect(backward(meta('draft-06'), meta('draft-07')).map(({ type, path }) => [type, path])).toEqual([['TYPE_CHANGED', '#/items']])
  })
})

describe('lists are paired so that the most fit', () => {
  test.for([
    // Greedily, integer would take number and leave the second integer-like alone.
    [{ oneOf: [I, { type: 'number', title: 'n' }] }, { oneOf: [{ type: 'number' }, { ...I, title: 'i' }] }, true],
    [
      {
        oneOf: [
          { ...S, maxLength: 1 },
          { ...S, maxLength: 2 },
        ],
      },
      {
        oneOf: [
          { ...S, maxLength: 2 },
          { ...S, maxLength: 1 },
        ],
      },
      true,
    ],
    [
      {
        oneOf: [
          { ...S, maxLength: 2 },
          { ...S, maxLength: 3 },
        ],
      },
      {
        oneOf: [
          { ...S, maxLength: 3 },
          { ...S, maxLength: 1 },
        ],
      },
      false,
    ],
  ] as const)('%j to %j: %s', ([old, next, isCompatible]) => {
    expect(backward(old, next).length === 0).toBe(isCompatible)
  })
})

describe('schemas that contain themselves', () => {
  const tree = (leaf: object) => ({ properties: { leaf, left: { $ref: '#' }, right: { $ref: '#' } } })
  const list = (item: object, wrap: (next: object) => object) => ({
    definitions: {
      node: { type: 'object', properties: { item, next: wrap({ $ref: '#/definitions/node' }) }, additionalProperties: false },
    },
    $ref: '#/definitions/node',
  })
  const orNull = (next: object) => ({ oneOf: [{ type: 'null' }, next] })

  test('are equal to themselves, and differ where they differ', () => {
    expect(backward(tree(S), tree(S))).toEqual([])
    expect(backward(tree(S), tree(I)).map(({ path }) => path)).toEqual(['#/properties/leaf'])
    expect(backward({ $ref: '#' }, { $ref: '#' })).toEqual([])
  })

  test('a change that shows only within a list of itself is found', () => {
    expect(backward(list(S, orNull), list(S, orNull))).toEqual([])
    expect(backward(list(I, orNull), list({ type: 'number' }, orNull))).toEqual([])
    // The list of the two would fit if the node inside were taken for compatible, which it is not.
    expect(backward(list(S, orNull), list(I, orNull)).map(({ type, path }) => `${type} ${path}`)).toEqual([
      'TYPE_CHANGED #/properties/item',
      'COMBINED_TYPE_SUBSCHEMAS_CHANGED #/properties/next',
    ])
  })

  test('a list that contains itself ends against anything', () => {
    for (const criterion of ['anyOf', 'allOf', 'oneOf']) {
      const list = { [criterion]: [{ $ref: '#' }, { type: 'null' }] }
      for (const other of [S, { properties: { a: S } }, { not: S }, list]) {
        expect(backward(other, list).length + backward(list, other).length).toBeLessThan(5)
      }
    }
  })

  test('two that go through each other', () => {
    const mutual = (leaf: object) => ({
      definitions: { a: { items: { $ref: '#/definitions/b' } }, b: { anyOf: [{ $ref: '#/definitions/a' }, leaf] } },
      $ref: '#/definitions/a',
    })
    expect(backward(mutual(S), mutual(S))).toEqual([])
    expect(backward(mutual(S), mutual(I)).map(({ type, path }) => `${type} ${path}`)).toEqual(['COMBINED_TYPE_SUBSCHEMAS_CHANGED #/items'])
  })

  test('what was found while something wrong was taken for right is not kept', () => {
    const node = (next: string, type: string) => ({ properties: { next: { $ref: `#/definitions/${next}` }, leaf: { type } } })
    const old = { definitions: { x: node('x', 'string') }, $ref: '#/definitions/x' }
    // While x is compared with y, which fails by its leaf, it is compared with z, which fits only if y does.
    const next = {
      definitions: { y: node('z', 'integer'), z: node('y', 'string') },
      anyOf: [{ $ref: '#/definitions/y' }, { $ref: '#/definitions/z' }],
    }
    expect(backward(old, next).map(({ type, path }) => `${type} ${path}`)).toEqual(['TYPE_CHANGED #/'])
  })

  test('a cycle of another length', () => {
    const once = { items: { $ref: '#' } }
    const twice = { items: { items: { $ref: '#' } } }
    expect(backward(once, twice)).toEqual([])
    expect(backward(twice, once)).toEqual([])
  })
})
