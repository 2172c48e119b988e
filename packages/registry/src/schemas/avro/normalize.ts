import type { JsonEntry, JsonNode } from '../json-text/index.ts'
import { type LogicalType, logicalTypeOf } from './logical-types.ts'
import { aliasText } from './names.ts'
import { normalizedDefault, sortedKeys } from './normalize-values.ts'
import type { AvroField, AvroProps, AvroType, NamedType } from './types.ts'

/**
 * The schema as `normalize=true` rewrites it, to be read and printed again, as the known registry does: full names, properties, aliases and keys sorted, what a logical
 * type is made of first, an `error` as a record, without empty documentation of types and without what says nothing. Some of it loses meaning (a default of
 * a branch that is not the first, the null namespace within another): equal GUIDs need equal texts.
 */
export function normalizedNode(type: AvroType, known: Iterable<string>): JsonNode {
  return build(type, new Set(known))
}

function build(type: AvroType, known: Set<string>): JsonNode {
  switch (type.kind) {
    case 'union':
      return { kind: 'array', items: type.branches.map((branch) => build(branch, known)) }
    case 'array':
      return object([['type', text('array')], ['items', build(type.items, known)], ...sortedProps(type.props, null)])
    case 'map':
      return object([['type', text('map')], ['values', build(type.values, known)], ...sortedProps(type.props, null)])
    case 'record':
    case 'enum':
    case 'fixed':
      return buildNamed(type, known)
    case 'unresolved':
      return text(type.fullName)
    case 'boolean':
    case 'bytes':
    case 'double':
    case 'float':
    case 'int':
    case 'long':
    case 'null':
    case 'string':
      if (type.props.length === 0) return text(type.kind)
      return object([['type', text(type.kind)], ...sortedProps(type.props, logicalTypeOf(type))])
  }
}

function buildNamed(type: NamedType, known: Set<string>): JsonNode {
  const { full } = type.name
  if (known.has(full)) return text(full)
  known.add(full)
  const entries: JsonEntry[] = [
    ['name', text(full)],
    ['type', text(type.kind)],
  ]
  if (type.kind === 'record') entries.push(['fields', { kind: 'array', items: type.fields.map((field) => buildField(field, known)) }])
  if (type.kind === 'enum') entries.push(['symbols', texts(type.symbols)])
  if (type.kind === 'fixed') entries.push(['size', number(type.sizeBytes)])
  if (type.doc) entries.push(['doc', text(type.doc)])
  if (type.aliases.length > 0) entries.push(['aliases', texts(type.aliases.map((alias) => aliasText(alias, type.name)).sort())])
  if (type.kind === 'enum' && type.default !== null) entries.push(['default', text(type.default)])
  return object([...entries, ...sortedProps(type.props, type.kind === 'fixed' ? logicalTypeOf(type) : null)])
}

function buildField(field: AvroField, known: Set<string>): JsonNode {
  const entries: JsonEntry[] = [
    ['name', text(field.name)],
    ['type', build(field.type, known)],
    ['order', text(field.order)],
  ]
  if (field.doc !== null) entries.push(['doc', text(field.doc)])
  if (field.aliases.length > 0) entries.push(['aliases', texts([...field.aliases].sort())])
  const standIn = field.default === undefined ? undefined : normalizedDefault(field.default, field.type)
  if (standIn !== undefined) entries.push(['default', standIn])
  return object([...entries, ...sortedProps(field.props, null)])
}

function sortedProps(props: AvroProps, logical: LogicalType | null): JsonEntry[] {
  const sorted = sortedEntries(props)
  if (logical === null) return sorted
  const first: JsonEntry[] = [['logicalType', text(logical.name)]]
  if ('precision' in logical) first.push(['precision', number(logical.precision)])
  if ('scale' in logical && logical.scale !== 0) first.push(['scale', number(logical.scale)])
  const said = new Set(first.map(([key]) => key))
  return [...first, ...sorted.filter(([key]) => !said.has(key))]
}

function sortedEntries(props: AvroProps): JsonEntry[] {
  return props.map(([key, value]): JsonEntry => [key, sortedKeys(value)]).sort(([one], [other]) => (one < other ? -1 : 1))
}

function object(entries: readonly JsonEntry[]): JsonNode {
  return { kind: 'object', entries }
}

function text(value: string): JsonNode {
  return { kind: 'string', value }
}

function texts(values: readonly string[]): JsonNode {
  return { kind: 'array', items: values.map(text) }
}

function number(value: number): JsonNode {
  return { kind: 'number', text: String(value) }
}
