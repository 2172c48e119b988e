import { describe, expect, test } from 'vitest'
import type { ParsedSchema, Reference, SideWords } from '../contract.ts'
import { avro } from './index.ts'
import { AVRO_LIMITS } from './limits.ts'

const BACKWARD: SideWords = { reader: 'new', writer: 'old' }
const FORWARD: SideWords = { reader: 'old', writer: 'new' }

function parse(schema: string, isNew = true, references: readonly Reference[] = [], resolved: Readonly<Record<string, string>> = {}) {
  return avro.parse({ schema, references, resolved: new Map(Object.entries(resolved)) }, { isNew })
}

function parsed(...given: Parameters<typeof parse>): ParsedSchema {
  const result = parse(...given)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

function messages(reader: string, writer: string, words = BACKWARD): readonly string[] {
  return avro.incompatibilities(parsed(reader), parsed(writer), 'STRICT', words).map(({ message }) => message)
}

const record = (fields: string, more = ''): string => `{"type":"record","name":"R","fields":[${fields}]${more}}`

test('a record tells its full name and its fields, other types tell neither', () => {
  const told = parsed('{"type":"record","name":"R","namespace":"a.b","fields":[{"name":"x","type":"int"},{"name":"y","type":"int"}]}')
  expect(told).toMatchObject({ type: 'AVRO', name: 'a.b.R', fieldNames: ['x', 'y'] })
  expect(parsed('{"type":"fixed","name":"F","size":1}')).toMatchObject({ name: null, fieldNames: [] })
})

test('a format that is not known is the canonical text', () => {
  const schema = parsed(record('{"name":"a","type":"x.A"}'), true, [], { 'x.A': '{"type":"fixed","name":"x.A","size":1}' })
  const canonical = record('{"name":"a","type":"x.A"}')
  expect(schema.format('')).toEqual({ ok: true, value: canonical })
  expect(schema.format('serialized')).toEqual({ ok: true, value: canonical })
  expect(schema.format('resolved')).toEqual({
    ok: true,
    value: record('{"name":"a","type":{"type":"fixed","name":"A","namespace":"x","size":1}}'),
  })
})

test('only what a reference defines stays a name, so what is stored can be read again', () => {
  const schema = record('{"name":"f","type":{"type":"record","name":"array","fields":[]}}')
  expect(parsed(schema, true, [], { list: '{"type":"array","items":"int"}' }).canonical).toBe(schema)
})

describe('what stops a reader is told in the words of the registry', () => {
  const A = record('{"name":"a","type":"int"}')
  test.for([
    [
      record('{"name":"a","type":"int"},{"name":"b","type":"int"}'),
      A,
      "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'b' at path '/fields/1' in the new schema has no default value and is missing in the old schema', additionalInfo:'b'}",
    ],
    [
      record('{"name":"a","type":"string"}'),
      A,
      "{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}",
    ],
    [
      A.replace('"R"', '"S"'),
      A,
      "{errorType:'NAME_MISMATCH', description:'The name of the schema has changed (path '/name')', additionalInfo:'expected: R'}",
    ],
    [
      '{"type":"fixed","name":"F","size":1}',
      '{"type":"fixed","name":"F","size":2}',
      "{errorType:'FIXED_SIZE_MISMATCH', description:'The size of FIXED type field at path '/size' in the new schema does not match with the old schema', additionalInfo:'expected: 2, found: 1'}",
    ],
    [
      '{"type":"enum","name":"E","symbols":["A"]}',
      '{"type":"enum","name":"E","symbols":["C","A","B"]}',
      "{errorType:'MISSING_ENUM_SYMBOLS', description:'The new schema is missing enum symbols '[B, C]' at path '/symbols' in the old schema', additionalInfo:'[B, C]'}",
    ],
    [
      '["null","int"]',
      '["null","string"]',
      "{errorType:'MISSING_UNION_BRANCH', description:'The new schema is missing a type inside a union field at path '/1' in the old schema', additionalInfo:'reader union lacking writer type: STRING'}",
    ],
  ] as const)('%s reads %s', ([reader, writer, message]) => {
    expect(messages(reader, writer)).toEqual([message])
    expect(messages(reader, writer, FORWARD)).toEqual([swapped(message)])
  })

  test('a field that could be two is named, and counts as incompatible', () => {
    const reader = record('{"name":"b","type":"int","aliases":["c","a"]}')
    const writer = record('{"name":"a","type":"int"},{"name":"c","type":"int"}')
    expect(messages(reader, writer)).toEqual([
      `Unexpected exception during compatibility check: Reader record field b type:INT pos:0 matches multiple fields in writer record schema ${writer}`,
    ])
  })
})

function swapped(message: string): string {
  return message.replace(/\b(new|old) schema/g, (_, side) => (side === 'new' ? 'old schema' : 'new schema'))
}

describe('what is wrong is told with its place', () => {
  test.for([
    ['{"type":"record",\n "name":"R"\n "fields":[]}', "Expected ',' or '}', found '\"'", 3, 2],
    ['', 'Expected a value, found the end of the text', 1, 1],
    ['{"type":"int"} x', "Nothing may follow the value, found 'x'", 1, 16],
    ['{"type":"record","name":"R","fields":[\n {"name":"f","type":"Nope"}]}', 'Undefined schema: Nope', 2, 21],
    [
      '{"type":"record","name":"R","fields":[\n {"name":"f","type":"int",\n  "default":"x"}]}',
      'Invalid default for field f: "x" not a "int"',
      3,
      13,
    ],
    ['["null",\n "null"]', 'Duplicate in union:null', 1, 1],
  ] as const)('%s', ([schema, message, line, column]) => {
    expect(parse(schema)).toEqual({ ok: false, error: { message, line, column } })
  })

  test('in a schema that it refers to the place is a name', () => {
    expect(parse('"x.A"', true, [], { 'x.A': '{"type":"array"}' })).toEqual({
      ok: false,
      error: { message: 'In the schema that the reference \'x.A\' names: Array has no items type: {"type":"array"}' },
    })
  })
})

test('what is stored already is read with names and defaults that are refused now', () => {
  const old = '{"type":"record","name":"a-b","fields":[{"name":"1","type":"int","default":"x"}]}'
  expect(parse(old, true).ok).toBe(false)
  expect(parsed(old, false).canonical).toBe(old)
})

describe('normalised', () => {
  test.for([
    ['{"type":"array","items":"int","z":{"b":1,"a":2},"a":1}', '{"type":"array","items":"int","a":1,"z":{"a":2,"b":1}}'],
    [
      '{"type":"bytes","scale":0,"x":1,"precision":4,"logicalType":"decimal"}',
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":0,"x":1}',
    ],
    ['{"type":"string","x":1,"logicalType":"made-up"}', '{"type":"string","logicalType":"made-up","x":1}'],
    ['{"type":"error","name":"R","doc":"","fields":[],"aliases":["b","a"]}', record('', ',"aliases":["a","b"]')],
    [
      record('{"name":"f","type":["null","int"],"z":1,"doc":"","order":"IGNORE","aliases":["h","g"],"default":null,"a":1}'),
      record('{"name":"f","type":["null","int"],"doc":"","default":null,"order":"ignore","aliases":["g","h"],"a":1,"z":1}'),
    ],
    [record('{"name":"f","type":"double","default":1}'), record('{"name":"f","type":"double","default":1.0}')],
    [record('{"name":"f","type":"float","default":0.10000000001}'), record('{"name":"f","type":"float","default":0.1}')],
    // A default of a branch that is not the first has no value in Java.
    [record('{"name":"f","type":["null","string"],"default":"x"}'), record('{"name":"f","type":["null","string"]}')],
    [
      record('{"name":"f","type":{"type":"map","values":"double"},"default":{"b":1,"a":2}}'),
      record('{"name":"f","type":{"type":"map","values":"double"},"default":{"a":2.0,"b":1.0}}'),
    ],
  ] as const)('%s', ([schema, expected]) => {
    expect(parsed(schema).normalized().schema).toBe(expected)
  })

  test('references stay references, are sorted and stand once', () => {
    const reference = (name: string, subject: string, version: number): Reference => ({ name, subject, version })
    const given = [reference('x.B', 'b', 2), reference('x.A', 'a', 10), reference('x.B', 'b', 2), reference('x.A9', 'a', 9)]
    const resolved = { 'x.A': '{"type":"fixed","name":"x.A","size":1}' }
    const schema = parsed(record('{"name":"f","type":"x.A"}'), true, given, resolved)
    expect(schema.normalized()).toEqual({
      schema: record('{"name":"f","type":"x.A"}'),
      references: [reference('x.A9', 'a', 9), reference('x.A', 'a', 10), reference('x.B', 'b', 2)],
    })
  })
})

describe('a hostile schema is refused', () => {
  const { depthMax, defaultStepsMax } = AVRO_LIMITS

  test('when it is nested too deep, in the text or through names', () => {
    const arrays = '{"type":"array","items":'.repeat(300) + '"int"' + '}'.repeat(300)
    expect(parse(arrays)).toMatchObject({ ok: false, error: { message: `Values are nested deeper than ${depthMax}` } })
    const chain = (length: number): string => {
      const records = Array.from(
        { length },
        (_, i) => `{"type":"record","name":"R${i}","fields":[{"name":"f","type":["null","R${i + 1}"]}]}`,
      )
      return `[${records.join(',')},{"type":"record","name":"R${length}","fields":[]}]`
    }
    expect(parse(chain(300))).toMatchObject({ ok: false, error: { message: `Types are nested deeper than ${depthMax}` } })
    expect(parse(chain(100))).toMatchObject({
      ok: false,
      error: { message: `Values are nested deeper than ${depthMax} in the canonical form` },
    })
    expect(parsed(parsed(chain(60)).canonical, false).canonical).toBe(parsed(chain(60)).canonical)
  })

  test('when its canonical form is longer than a text may be', () => {
    const many = Array.from({ length: 15_500 }, (_, i) => `{"name":"f${i}","type":{"type":"fixed","size":1,"name":"a.F${i}"}}`)
    expect(parse(record(many.join(',')))).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/longer than .* in the canonical form$/) },
    })
  })

  test('when its defaults fan out or have no end', () => {
    const levels = Array.from({ length: 30 }, (_, i) => {
      const type = i === 0 ? '"int","default":1' : `"R${i - 1}","default":{}`
      return `{"type":"record","name":"R${i}","fields":[{"name":"a","type":${type}},{"name":"b","type":${type}}]}`
    })
    expect(parse(`[${levels.join(',')}]`)).toMatchObject({
      ok: false,
      error: { message: `Checking the defaults takes more than ${defaultStepsMax} steps` },
    })
    expect(parse(record('{"name":"f","type":"R","default":{}}'))).toMatchObject({
      ok: false,
      error: { message: `A default is nested deeper than ${depthMax}` },
    })
  })

  test('and a comparison of it ends', () => {
    // Each level stands twice in the one above: told for every place there would be 2^60 findings. What refers comes first, so the root holds all.
    const doubling = (leaf: string): string => {
      const level = (i: number): string => {
        const inner = i === 60 ? leaf : level(i + 1)
        const again = i === 60 ? leaf : `"R${i + 1}"`
        return `{"type":"record","name":"R${i}","fields":[{"name":"a","type":${inner}},{"name":"b","type":${again}}]}`
      }
      return level(0)
    }
    expect(messages(doubling('"int"'), doubling('"string"')).length).toBe(AVRO_LIMITS.findingsMax)
  })

  test('a comparison of cycles of different length ends before the stack does', () => {
    const cycle = (length: number): string => {
      const records = Array.from(
        { length },
        (_, i) => `{"type":"record","name":"R${i}","fields":[{"name":"f","type":"R${(i + 1) % length}"}]}`,
      )
      return `[${records.join(',')}]`
    }
    const [finding] = avro.incompatibilities(parsed(cycle(41)), parsed(cycle(43)), 'STRICT', BACKWARD)
    expect(finding).toMatchObject({ type: 'LIMIT_EXCEEDED', message: expect.stringContaining(`deeper than ${AVRO_LIMITS.pairDepthMax}`) })
  })

  test('when too many types meet too many', () => {
    const union = (prefix: string): string =>
      `[${Array.from({ length: 500 }, (_, i) => `{"type":"record","name":"${prefix}${i}","fields":[]}`).join(',')}]`
    expect(avro.incompatibilities(parsed(union('A')), parsed(union('B')), 'STRICT', BACKWARD)).toEqual([
      {
        type: 'LIMIT_EXCEEDED',
        path: '/',
        message: `Unexpected exception during compatibility check: The schemas have more than ${AVRO_LIMITS.pairsMax} pairs of types to compare`,
      },
    ])
  })
})
