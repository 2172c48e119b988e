/** What Java's registry makes of schemas (recorded in conformance/registry/json) is what we make of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RecordedCase } from '../../../../../conformance/registry/json/cases.ts'
import { parseJson } from '../json-text/index.ts'
import { jsonSchema } from './index.ts'
import { loadSchema } from './load.ts'
import { outlineOf } from './testing/outline.ts'

const FILE = join(import.meta.dirname, '../../../../../conformance/registry/json/recorded/recorded.json')
// The recorder wrote it in this form.
const RECORDED = JSON.parse(readFileSync(FILE, 'utf8')) as readonly RecordedCase[]

function parse({ schema, references }: RecordedCase) {
  const source = { schema, references: [], resolved: new Map(Object.entries(references)) }
  const parsed = jsonSchema.parse(source, { isNew: true })
  const root = parseJson(schema)
  const loaded = root.ok ? loadSchema(source, root.value) : null
  return { parsed, model: loaded?.ok === true ? loaded.value.model : null }
}

const loading = RECORDED.filter(({ answer }) => answer.error === undefined)
const refused = RECORDED.filter(({ answer }) => answer.error !== undefined)

describe('schemas that Java reads', () => {
  test.for(loading)('$schema', (one) => {
    const { parsed, model } = parse(one)
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect(parsed.value.canonical).toBe(one.answer.canonical)
    expect(parsed.value.normalized().schema).toBe(one.answer.normalized)
    expect(one.answer.model === 'loaded' ? 'loaded' : outlineOf(model)).toBe(one.answer.model)
  })
})

describe('schemas that Java refuses', () => {
  test.for(refused)('$schema', (one) => {
    expect(parse(one).parsed.ok).toBe(false)
  })
})
