import { fail, ok } from '@leat/base'
import type { InvalidSchema, NormalizedSchema, ParsedSchema, Reference, SchemaLanguage } from '../contract.ts'
import { type JsonNode, parseJson } from '../json-text/index.ts'
import { compareSchemas } from './compare/compare.ts'
import { incompatibilityOf } from './compare/difference.ts'
import { type LoadedSchema, loadSchema } from './load.ts'
import { canonicalText, memberOf, sortedKeys } from './value.ts'

/** What only this language reads of its parsed schemas. */
const loadedSchemas = new WeakMap<ParsedSchema, LoadedSchema>()

/** JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12, as the registry everyone runs reads and compares it. */
export const jsonSchema: SchemaLanguage = {
  type: 'JSON',
  parse(source, { isNew }) {
    const text = parseJson(source.schema)
    if (!text.ok) return text
    const loaded = loadSchema(source, text.value)
    if (!loaded.ok) return loaded
    const reserved = isNew ? reservedField(loaded.value) : null
    if (reserved !== null) return fail(reserved)
    const parsed = parsedSchema(text.value, source.references)
    loadedSchemas.set(parsed, loaded.value)
    return ok(parsed)
  },
  incompatibilities(reader, writer, policy, words) {
    const outcome = compareSchemas(loadedOf(writer), loadedOf(reader), policy)
    return outcome.breaking.map((difference) => incompatibilityOf(difference, words))
  },
}

function parsedSchema(node: JsonNode, references: readonly Reference[]): ParsedSchema {
  const canonical = canonicalText(node)
  const title = node.kind === 'object' ? memberOf(node, 'title') : undefined
  const properties = node.kind === 'object' ? memberOf(node, 'properties') : undefined
  return {
    type: 'JSON',
    canonical,
    references,
    name: title?.kind === 'string' ? title.value : null,
    normalized: () => normalizedSchema(node, references),
    format: () => ok(canonical),
    fieldNames: properties?.kind === 'object' ? properties.entries.map(([name]) => name) : [],
  }
}

function normalizedSchema(node: JsonNode, references: readonly Reference[]): NormalizedSchema {
  const sorted = references.toSorted((a, b) => compareText(a.subject, b.subject) || a.version - b.version)
  const isFirst = (reference: Reference, index: number) =>
    sorted.findIndex(
      ({ name, subject, version }) => name === reference.name && subject === reference.subject && version === reference.version,
    ) === index
  return { schema: canonicalText(sortedKeys(node)), references: sorted.filter(isFirst) }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function reservedField({ model }: LoadedSchema): InvalidSchema | null {
  const names = model.kind === 'object' ? [...model.properties.keys()] : []
  const reserved = names.find((name) => name.startsWith('$$'))
  return reserved === undefined ? null : { message: `#/properties/${reserved}: Field names cannot start with $$ prefix` }
}

function loadedOf(schema: ParsedSchema): LoadedSchema {
  const loaded = loadedSchemas.get(schema)
  if (loaded === undefined) throw new TypeError('A schema of another language was compared as JSON Schema')
  return loaded
}
