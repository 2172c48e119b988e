/** What org.apache.avro answered (`conformance/registry/avro/record.ts`) is what we answer. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Recording } from '../../../../../conformance/registry/avro/cases.ts'
import type { ParsedSchema } from '../contract.ts'
import { compareTypes } from './compare.ts'
import { avro } from './index.ts'
import { logicalTypeOf } from './logical-types.ts'
import { readDocument } from './parse.ts'
import type { AvroType } from './types.ts'

const FILE = join(import.meta.dirname, '../../../../../conformance/registry/avro/recorded/recorded.json')
const recording = JSON.parse(readFileSync(FILE, 'utf8')) as Recording

const schemas = recording.schemas.map(({ answer, ...asked }) => ({ title: asked.schema.slice(0, 120), asked, answer }))
const accepted = schemas.filter(({ answer }) => answer.error === undefined)
const refused = schemas.filter(({ answer }) => answer.error !== undefined)

type Asked = (typeof schemas)[number]['asked']

function parse({ schema, references = [], lenient }: Asked) {
  const resolved = new Map(references.map((text, index) => [`reference-${index}`, text]))
  return avro.parse({ schema, references: [], resolved }, { isNew: lenient !== true })
}

function parsed(asked: Asked): ParsedSchema {
  const result = parse(asked)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

describe('a schema that Avro takes', () => {
  test.for(accepted)('is printed as Avro prints it: $title', ({ asked, answer }) => {
    const schema = parsed(asked)
    expect(schema.canonical).toBe(answer.canonical)
    expect(schema.format('resolved')).toEqual({ ok: true, value: answer.resolved })
  })

  test.for(accepted)('is a fixed point of printing: $title', ({ asked, answer }) => {
    const again = parsed({ ...asked, schema: answer.canonical! })
    expect(again.canonical).toBe(answer.canonical)
  })

  test.for(accepted)('is a fixed point of normalising: $title', ({ asked }) => {
    const once = parsed(asked).normalized().schema
    const twice = parsed({ ...asked, schema: once })
    expect(twice.canonical).toBe(once)
    expect(twice.normalized().schema).toBe(once)
  })

  test.for(accepted.filter(({ asked }) => asked.references === undefined))('has the same logical type: $title', ({ asked, answer }) => {
    const read = readDocument({ schema: asked.schema, resolved: new Map() }, false)
    expect((read.ok ? logicalTypeOf(read.value.root)?.name : null) ?? undefined).toBe(answer.logicalType)
  })
})

describe('a schema that Avro refuses', () => {
  test.for(refused)('is refused in the same words: $title', ({ asked, answer }) => {
    const result = parse(asked)
    const message = result.ok ? null : result.error.message
    // Where Avro numbers what it could not resolve we name it.
    if (answer.error!.includes('UnresolvedSchema_'))
      expect(message).toMatch(/^(Undefined schema|Nested union|Invalid default for field f): /)
    else expect(message).toBe(answer.error)
  })
})

describe('a reader and a writer', () => {
  test.for(recording.pairs)('$reader reads $writer as in Avro', ({ reader, writer, answer }) => {
    const comparison = compareTypes(rootOf(reader), rootOf(writer))
    if (answer.error !== undefined) expect(comparison).toEqual({ kind: 'ambiguous', message: answer.error })
    else {
      const findings = answer.findings!.map(([type, path, info]) => ({ type, path, info }))
      expect(comparison).toEqual({ kind: 'compared', findings })
    }
  })
})

test('the recording asks about enough of everything', () => {
  expect(accepted.length).toBeGreaterThanOrEqual(150)
  expect(refused.length).toBeGreaterThanOrEqual(40)
  expect(recording.pairs.length).toBeGreaterThanOrEqual(120)
})

function rootOf(schema: string): AvroType {
  const read = readDocument({ schema, resolved: new Map() }, false)
  if (!read.ok) throw new Error(read.error.message)
  return read.value.root
}
