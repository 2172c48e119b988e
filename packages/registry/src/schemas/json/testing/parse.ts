import type { CompatibilityPolicy, Incompatibility, InvalidSchema, ParsedSchema } from '../../contract.ts'
import { parseJson } from '../../json-text/index.ts'
import { compareSchemas } from '../compare/compare.ts'
import type { Outcome } from '../compare/outcome.ts'
import { jsonSchema } from '../index.ts'
import { type LoadedSchema, loadSchema } from '../load.ts'

export type References = Readonly<Record<string, string>>

function textOf(schema: unknown): string {
  return typeof schema === 'string' ? schema : JSON.stringify(schema)
}

/** A schema given as a value or as its text. */
export function parsed(schema: unknown, references: References = {}): ParsedSchema {
  const result = jsonSchema.parse(
    { schema: textOf(schema), references: [], resolved: new Map(Object.entries(references)) },
    { isNew: true },
  )
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** What is wrong with it; null when nothing is. */
export function problemOf(schema: unknown, references: References = {}): InvalidSchema | null {
  const result = jsonSchema.parse(
    { schema: textOf(schema), references: [], resolved: new Map(Object.entries(references)) },
    { isNew: true },
  )
  return result.ok ? null : result.error
}

/** Whether data of `old` can be read with `next`. */
export function backward(old: unknown, next: unknown, policy: CompatibilityPolicy = 'STRICT'): readonly Incompatibility[] {
  return jsonSchema.incompatibilities(parsed(next), parsed(old), policy, { reader: 'new', writer: 'old' })
}

export function loaded(schema: unknown, references: References = {}): LoadedSchema {
  const text = textOf(schema)
  const root = parseJson(text)
  if (!root.ok) throw new Error(root.error.message)
  const result = loadSchema({ schema: text, references: [], resolved: new Map(Object.entries(references)) }, root.value)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** Everything that was found, also what breaks nothing. */
export function outcome(old: unknown, next: unknown, policy: CompatibilityPolicy = 'STRICT'): Outcome {
  return compareSchemas(loaded(old), loaded(next), policy)
}
