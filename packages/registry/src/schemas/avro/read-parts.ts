import { type JsonNode, type JsonObject, javaIntegerOrDouble, memberOf, printJson } from '../json-text/index.ts'
import { AvroSchemaError } from './error.ts'
import type { AvroProps, NamedType } from './types.ts'

/** What reading a schema needs to know at every depth. */
export interface ReadContext {
  /** Full name to type: what was defined before, in this text or in one that it refers to. */
  readonly known: Map<string, NamedType>
  /** Names and defaults are checked. */
  readonly strict: boolean
  /** Values that checks of defaults may still look at. */
  readonly budget: { steps: number }
}

const RESERVED = ['doc', 'fields', 'items', 'name', 'namespace', 'size', 'symbols', 'values', 'type', 'aliases']

/** Keys that are not kept as properties, by what they stand in. */
export const RESERVED_IN = {
  schema: new Set(RESERVED),
  enum: new Set([...RESERVED, 'default']),
  field: new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']),
} as const

/** As org.apache.avro shows JSON in messages and writes it in schemas. */
export function javaJson(node: JsonNode): string {
  return printJson(node, javaIntegerOrDouble)
}

/** The text under a key; null when there is none or it is no text. */
export function textOf(node: JsonObject, key: string): string | null {
  const value = memberOf(node, key)
  return value?.kind === 'string' ? value.value : null
}

export function requiredText(node: JsonNode, key: string, otherwise: string): string {
  const text = node.kind === 'object' ? textOf(node, key) : null
  if (text === null) throw new AvroSchemaError(`${otherwise}: ${javaJson(node)}`, node.offset)
  return text
}

export function propsOf(node: JsonObject, reserved: ReadonlySet<string>): AvroProps {
  return node.entries.filter(([key]) => !reserved.has(key))
}

/** Without duplicates, in their order. */
export function aliasTexts(node: JsonObject): readonly string[] {
  const aliases = memberOf(node, 'aliases')
  if (aliases === undefined) return []
  if (aliases.kind !== 'array') throw new AvroSchemaError(`aliases not an array: ${javaJson(node)}`, node.offset)
  const texts = aliases.items.map((alias) => {
    if (alias.kind !== 'string') throw new AvroSchemaError(`alias not a string: ${javaJson(alias)}`, alias.offset)
    return alias.value
  })
  return [...new Set(texts)]
}
