import { AssertionError } from '@leat/base'
import type * as v from 'valibot'

/** A schema object of OpenAPI 3.0. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What valibot's schemas and actions look like from outside; which fields are there depends on `type`. */
interface Part {
  readonly kind: string
  readonly type: string
  readonly pipe?: readonly Part[]
  readonly entries?: Readonly<Record<string, Part>>
  readonly rest?: Part
  readonly wrapped?: Part
  readonly default?: unknown
  readonly item?: Part
  readonly value?: Part
  readonly options?: readonly unknown[]
  readonly key?: unknown
  readonly literal?: unknown
  readonly requirement?: unknown
  readonly description?: string
  readonly metadata?: { readonly openapi?: JsonSchema }
}

/**
 * What a client may send, or gets, as a schema of OpenAPI 3.0. A schema can bring its own rendering with `v.metadata({ openapi: { … } })`: one that
 * transforms text, for example. Rules that JSON Schema has no words for (checks in code) are left out; a kind of schema that is unknown here throws.
 */
export function jsonSchema(schema: v.GenericSchema): JsonSchema {
  return render(schema as unknown as Part)
}

/** True when a property or parameter may be left out. */
export function mayBeAbsent(schema: v.GenericSchema): boolean {
  return isOptional(schema as unknown as Part)
}

function render(part: Part): JsonSchema {
  const [root, ...actions] = part.pipe ?? []
  if (root === undefined) return renderSchema(part)
  const own = actions.find((action) => action.metadata?.openapi !== undefined)?.metadata?.openapi
  if (own !== undefined) return own
  const until = actions.findIndex((action) => action.type === 'transform')
  const base = render(root)
  const rules = (until === -1 ? actions : actions.slice(0, until)).map((action) => renderAction(action, base))
  return Object.assign({}, base, ...rules) as JsonSchema
}

const SCHEMAS: Readonly<Record<string, (part: Part) => JsonSchema>> = {
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  boolean: () => ({ type: 'boolean' }),
  unknown: () => ({}),
  any: () => ({}),
  null: () => ({ nullable: true, enum: [null] }),
  never: () => ({ not: {} }),
  literal: ({ literal }) => ({ type: typeof literal, enum: [literal] }),
  picklist: ({ options = [] }) => ({ type: typeof options[0], enum: options }),
  array: ({ item }) => ({ type: 'array', items: render(item!) }),
  record: ({ value }) => ({ type: 'object', additionalProperties: render(value!) }),
  object: (part) => renderObject(part, {}),
  loose_object: (part) => renderObject(part, { additionalProperties: true }),
  strict_object: (part) => renderObject(part, { additionalProperties: false }),
  object_with_rest: (part) => renderObject(part, { additionalProperties: render(part.rest!) }),
  optional: (part) => ({ ...render(part.wrapped!), ...defaultOf(part) }),
  exact_optional: (part) => ({ ...render(part.wrapped!), ...defaultOf(part) }),
  nullable: (part) => ({ ...render(part.wrapped!), nullable: true, ...defaultOf(part) }),
  nullish: (part) => ({ ...render(part.wrapped!), nullable: true, ...defaultOf(part) }),
  union: ({ options = [] }) => renderUnion(options as readonly Part[]),
  variant: ({ key, options = [] }) => ({ oneOf: (options as readonly Part[]).map(render), discriminator: { propertyName: key } }),
}

function renderSchema(part: Part): JsonSchema {
  const rendered = SCHEMAS[part.type]
  if (rendered === undefined) throw new AssertionError(`no rendering of ${part.type} in OpenAPI`)
  return rendered(part)
}

const ACTIONS: Readonly<Record<string, (part: Part) => JsonSchema>> = {
  max_length: ({ requirement }) => ({ maxLength: requirement }),
  min_length: ({ requirement }) => ({ minLength: requirement }),
  length: ({ requirement }) => ({ minLength: requirement, maxLength: requirement }),
  non_empty: () => ({ minLength: 1 }),
  max_value: ({ requirement }) => ({ maximum: requirement }),
  min_value: ({ requirement }) => ({ minimum: requirement }),
  multiple_of: ({ requirement }) => ({ multipleOf: requirement }),
  integer: () => ({ type: 'integer' }),
  safe_integer: () => ({ type: 'integer' }),
  regex: ({ requirement }) => ({ pattern: (requirement as RegExp).source }),
  email: () => ({ format: 'email' }),
  url: () => ({ format: 'uri' }),
  uuid: () => ({ format: 'uuid' }),
  iso_timestamp: () => ({ format: 'date-time' }),
  description: ({ description }) => ({ description }),
}

/** Rules about length speak of characters or elements, by what they stand on. */
function renderAction(part: Part, base: JsonSchema): JsonSchema {
  if (part.kind === 'schema') return render(part)
  const rule = ACTIONS[part.type]?.(part) ?? {}
  if (base['type'] !== 'array') return rule
  return Object.fromEntries(Object.entries(rule).map(([name, value]) => [name.replace('Length', 'Items'), value]))
}

function renderObject({ entries = {} }: Part, more: JsonSchema): JsonSchema {
  const required = Object.keys(entries).filter((name) => !isOptional(entries[name]!))
  const properties = Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, render(entry)]))
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }), ...more }
}

/** OpenAPI 3.0 has no type null: it is a mark on the others. */
function renderUnion(options: readonly Part[]): JsonSchema {
  const others = options.filter((option) => option.type !== 'null').map(render)
  const nullable = others.length < options.length ? { nullable: true } : {}
  return others.length === 1 ? { ...others[0], ...nullable } : { anyOf: others, ...nullable }
}

function isOptional(part: Part): boolean {
  return ['optional', 'exact_optional', 'nullish'].includes(part.pipe?.[0]?.type ?? part.type)
}

function defaultOf(part: Part): JsonSchema {
  return part.default === undefined || typeof part.default === 'function' ? {} : { default: part.default }
}
