/** Hostile schemas end within their limits, with an answer. */
import { describe, expect, test } from 'vitest'
import { SCHEMA_LIMITS } from '../src/schemas/limits.ts'
import { JSON_SCHEMA_LIMITS } from '../src/schemas/json/limits.ts'
import { backward, parsed, problemOf } from '../src/schemas/json/testing/parse.ts'

const { depthMax, nodesMax, textBytesMax } = SCHEMA_LIMITS

function nested(levels: number, inner = '{}'): string {
  return `${'{"not":'.repeat(levels)}${inner}${'}'.repeat(levels)}`
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const exceeded = [expect.objectContaining({ type: 'COMPARISON_LIMIT_EXCEEDED', path: '#/' })]

describe('texts', () => {
  test('depth', () => {
    expect(backward(nested(depthMax - 1), nested(depthMax - 1))).toEqual([])
    expect(problemOf(nested(depthMax))?.message).toContain(`deeper than ${depthMax}`)
    expect(problemOf('['.repeat(textBytesMax - 1))?.message).toContain(`deeper than ${depthMax}`)
  })

  test('size', () => {
    expect(problemOf(`"${'a'.repeat(textBytesMax)}"`)?.message).toContain(`longer than ${textBytesMax} bytes`)
  })

  test('number of schemas', () => {
    expect(problemOf(`{"items":[${times(nodesMax, () => '{}').join(',')}]}`)?.message).toContain(`more than ${nodesMax} schemas`)
  })

  test('referenced texts together', () => {
    const count = JSON_SCHEMA_LIMITS.referencedCharsMax / textBytesMax + 1
    const filler = `{"description":"${'a'.repeat(textBytesMax - 20)}"}`
    const schema = { items: times(count, (index) => ({ $ref: `r${index}` })) }
    const references = Object.fromEntries(times(count, (index) => [`r${index}`, filler]))
    expect(problemOf(schema, references)?.message).toContain(`more than ${JSON_SCHEMA_LIMITS.referencedCharsMax} characters together`)
  })

  test('a list of types reads the properties once', () => {
    const schema = { type: times(20_000, () => 'object'), properties: Object.fromEntries(times(20_000, (index) => [`p${index}`, {}])) }
    expect(problemOf(schema)).toBeNull()
  })

  test('many references into many definitions', () => {
    const count = 15_000
    const definitions = Object.fromEntries(times(count, (index) => [`d${index}`, { type: 'string' }]))
    expect(problemOf({ definitions, items: times(count, (index) => ({ $ref: `#/definitions/d${index}` })) })).toBeNull()
  })

  test('a long chain of references', () => {
    const count = 15_000
    const definitions = Object.fromEntries(
      times(count, (index) => [`d${index}`, { items: { $ref: `#/definitions/d${(index + 1) % count}` } }]),
    )
    const chain = { definitions, $ref: '#/definitions/d0' }
    expect(problemOf(chain)).toBeNull()
    expect(backward(chain, chain)).toEqual(exceeded)
  })
})

describe('comparisons', () => {
  test('a megabyte of properties', () => {
    const schema = (type: string) => ({
      type: 'object',
      properties: Object.fromEntries(times(25_000, (index) => [`property${index}`, { type }])),
    })
    expect(backward(schema('integer'), schema('number'))).toEqual([])
    expect(backward(schema('number'), schema('integer'))).toHaveLength(JSON_SCHEMA_LIMITS.findingsMax)
  })

  test('thousands of branches: in the same order at once, against each other within the limit of steps', () => {
    const branches = (count: number, shift: number) => ({ oneOf: times(count, (index) => ({ const: index + shift })) })
    expect(backward(branches(5_000, 0), branches(5_000, 0))).toEqual([])
    expect(backward(branches(400, 0), branches(400, 100_000)).map(({ type }) => type)).toEqual(['COMBINED_TYPE_SUBSCHEMAS_CHANGED'])
    expect(backward(branches(5_000, 0), branches(5_000, 100_000))).toEqual(exceeded)
  })

  test('branches with many values or properties that differ in the last', () => {
    const many = times(400, (index) => index)
    const enums = (shift: number) => ({ oneOf: times(300, (index) => ({ enum: [...many, 1_000 + index + shift] })) })
    const names = (index: number) => [...many.slice(0, 100).map(String), `last${index}`]
    const objects = (shift: number) => ({
      oneOf: times(100, (index) => ({
        properties: Object.fromEntries(names(index + shift).map((name) => [name, {}])),
        additionalProperties: false,
      })),
    })
    expect(backward(enums(0), enums(10_000))).toEqual(exceeded)
    expect(backward(enums(0), { oneOf: [{ enum: [-1] }, ...enums(0).oneOf] })).toEqual([])
    expect(backward(objects(0), objects(10_000))).toEqual(exceeded)
    expect(backward(objects(0), { oneOf: [{ enum: [-1] }, ...objects(0).oneOf] })).toEqual([])
  })

  test('branches within branches, each of which has all others', () => {
    const count = 60
    const schema = (leaf: object) => ({
      definitions: Object.fromEntries(
        times(count, (index) => [
          `d${index}`,
          { oneOf: [...times(count, (other) => ({ $ref: `#/definitions/d${other}` })), { properties: { [`p${index}`]: leaf } }] },
        ]),
      ),
      $ref: '#/definitions/d0',
    })
    expect(backward(schema({ type: 'string' }), schema({ type: 'string' }))).toEqual([])
    expect(backward(schema({ type: 'string' }), schema({ type: 'integer' }))).not.toEqual([])
  })

  test('definitions that double at every step', () => {
    const levels = 200
    const definitions = Object.fromEntries(
      times(levels, (index) => [
        `d${index}`,
        {
          properties: { a: { $ref: `#/definitions/d${index + 1}` }, b: { $ref: `#/definitions/d${index + 1}` } },
          additionalProperties: false,
        },
      ]),
    )
    const schema = (leaf: object) => ({ definitions: { ...definitions, [`d${levels}`]: leaf }, $ref: '#/definitions/d0' })
    expect(backward(schema({ type: 'string' }), schema({ type: 'string' }))).toEqual([])
    expect(backward(schema({ type: 'string' }), schema({ type: 'integer' }))).toHaveLength(JSON_SCHEMA_LIMITS.findingsMax)
  })

  test('thousands of patterns on thousands of names', () => {
    const patternProperties = Object.fromEntries(times(5_000, (index) => [`^x${index}$`, {}]))
    const properties = Object.fromEntries(times(5_000, (index) => [`name${index}`, {}]))
    expect(backward({ properties, patternProperties }, { patternProperties })).toEqual(exceeded)
  })

  test('a name that no pattern is tried on counts as not covered', () => {
    const name = 'n'.repeat(JSON_SCHEMA_LIMITS.matchedNameCharsMax + 1)
    const patternProperties = { '^n': { type: 'string' } }
    const found = backward({ properties: { [name]: { type: 'string' } }, patternProperties }, { patternProperties })
    expect(found.map(({ type }) => type)).toEqual(['PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL'])
  })

  test('references that lead nowhere', () => {
    const loop = { definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } }, items: { $ref: '#/definitions/a' } }
    expect(backward(loop, loop)).toEqual([])
    expect(parsed(loop).canonical).toBe(JSON.stringify(loop))
  })
})
