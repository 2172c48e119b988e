/**
 * JSON schemas (draft 7), changes to them, and values. The schemas keep to what the registry's rules judge soundly: what they do not see is named in the README of
 * the part and shown by `json.property.test.ts` one by one.
 */
import { type Random, mulberry } from './seeded.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonSchema = boolean | { readonly [key: string]: Json }

const NAMES = ['a', 'b', 'c']
const PATTERNS = ['^a', 'b$', '^[ab]*$']
const SCALARS: readonly Json[] = ['', 'a', 'b', 'ab', 'aab', 'bbbb', 0, 1, 2, 3, 4, 6, 7, -1, 0.5, 1.5, true, false, null]
const DEPTH_MAX = 3

type Maker = (random: Random, depth: number) => JsonSchema

export function generateSchema(seed: number): JsonSchema {
  return makeSchema(mulberry(seed), DEPTH_MAX)
}

function maybe(random: Random, keyword: string, value: () => Json): { readonly [key: string]: Json } {
  return random.below(3) === 0 ? { [keyword]: value() } : {}
}

const MAKERS: readonly Maker[] = [
  (random) => ({
    type: 'string',
    ...maybe(random, 'minLength', () => random.below(3)),
    ...maybe(random, 'maxLength', () => random.below(5)),
    ...maybe(random, 'pattern', () => random.pick(PATTERNS)),
  }),
  (random) => ({
    type: random.pick(['integer', 'number']),
    ...maybe(random, 'minimum', () => random.below(4)),
    ...maybe(random, 'maximum', () => random.below(8)),
    ...maybe(random, 'exclusiveMinimum', () => random.below(4)),
    ...maybe(random, 'exclusiveMaximum', () => random.below(8)),
    ...maybe(random, 'multipleOf', () => random.pick([1, 2, 3, 0.5, 6])),
  }),
  (random) => ({ type: random.pick(['boolean', 'null', 'string', 'integer']), title: random.pick(['x', 'y']) }),
  (random) => ({ enum: [...new Set([random.pick(SCALARS), random.pick(SCALARS), random.pick(SCALARS)])] }),
  (random) => ({ const: random.pick(SCALARS) }),
  (random) => random.pick<JsonSchema>([true, false, {}]),
  makeObject,
  makeObject,
  makeArray,
  makeArray,
  (random, depth) => ({ [random.pick(['anyOf', 'allOf'])]: makeSchemas(random, depth, 1 + random.below(3)) as Json }),
  (random, depth) => ({ not: makeSchema(random, depth - 1) }),
  (random) => ({ type: ['string', random.pick(['null', 'boolean', 'integer'])], minLength: random.below(2) }),
]

function makeSchema(random: Random, depth: number): JsonSchema {
  return depth <= 0 ? (MAKERS[random.below(6)] as Maker)(random, 0) : random.pick(MAKERS)(random, depth)
}

function makeSchemas(random: Random, depth: number, count: number): JsonSchema[] {
  return Array.from({ length: count }, () => makeSchema(random, depth - 1))
}

function makeObject(random: Random, depth: number): JsonSchema {
  const names = NAMES.filter(() => random.below(2) === 0)
  const properties = Object.fromEntries(names.map((name) => [name, makeSchema(random, depth - 1)] as const))
  return {
    type: 'object',
    properties,
    required: names.filter((name) => random.below(3) === 0 && !isAny(properties[name])),
    ...maybe(random, 'additionalProperties', () =>
      random.pick<() => JsonSchema>([() => false, () => true, () => makeSchema(random, depth - 1)])(),
    ),
    ...maybe(random, 'minProperties', () => random.below(2)),
    ...maybe(random, 'maxProperties', () => 1 + random.below(3)),
    ...maybe(random, 'dependencies', () => ({
      [random.pick(NAMES)]: random.below(2) === 0 ? [random.pick(NAMES)] : makeSchema(random, depth - 1),
    })),
  }
}

function makeArray(random: Random, depth: number): JsonSchema {
  const limits = {
    ...maybe(random, 'minItems', () => random.below(2)),
    ...maybe(random, 'maxItems', () => 1 + random.below(3)),
    ...maybe(random, 'uniqueItems', () => true),
  }
  if (random.below(2) === 0) return { type: 'array', ...limits, ...maybe(random, 'items', () => makeSchema(random, depth - 1)) }
  return {
    type: 'array',
    ...limits,
    items: makeSchemas(random, depth, 1 + random.below(3)) as Json,
    ...maybe(random, 'additionalItems', () => random.pick<() => JsonSchema>([() => false, () => makeSchema(random, depth - 1)])()),
  }
}

/** A schema that differs in a few places: something is made anew, dropped, or taken into a list. */
export function changeSchema(schema: JsonSchema, seed: number): JsonSchema {
  const random = mulberry(seed)
  let changed = schema
  for (let count = 1 + random.below(2); count > 0; count--) changed = changeOnce(changed, random, DEPTH_MAX)
  return changed
}

function changeOnce(schema: JsonSchema, random: Random, depth: number): JsonSchema {
  const fate = random.below(10)
  if (fate === 0 || typeof schema === 'boolean' || depth === 0) return makeSchema(random, depth)
  if (fate === 1) return { anyOf: [makeSchema(random, depth - 1), schema] }
  const keywords = Object.keys(schema).filter((keyword) => keyword !== 'type')
  if (keywords.length === 0) return makeLike(schema, random, depth)
  const keyword = random.pick(keywords)
  const value = schema[keyword] as Json
  const inner = changeInner(keyword, value, random, depth)
  if (inner !== undefined) return tidy({ ...schema, [keyword]: inner })
  if (fate < 5) return makeLike(schema, random, depth)
  const { [keyword]: _dropped, ...rest } = schema
  return tidy(rest)
}

/** Another of the same kind: its keywords come and go. */
function makeLike(schema: { readonly [key: string]: Json }, random: Random, depth: number): JsonSchema {
  const made = Array.from({ length: 20 }, () => makeSchema(random, depth)).find(
    (one) => typeof one === 'object' && one['type'] === schema['type'],
  )
  return made === undefined || typeof made === 'boolean' ? schema : tidy({ ...schema, ...made })
}

function changeInner(keyword: string, value: Json, random: Random, depth: number): Json | undefined {
  switch (keyword) {
    case 'properties':
      return changeProperties(value as { readonly [key: string]: JsonSchema }, random, depth)
    case 'anyOf':
    case 'allOf':
      return changeList(value as readonly JsonSchema[], random, depth)
    case 'items':
      return Array.isArray(value)
        ? changeList(value as readonly JsonSchema[], random, depth)
        : changeOnce(value as JsonSchema, random, depth - 1)
    case 'not':
    case 'additionalProperties':
    case 'additionalItems':
      return changeOnce(value as JsonSchema, random, depth - 1)
    case 'minLength':
    case 'maxLength':
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return random.below(2) === 0 ? Math.max(0, (value as number) + random.pick([-1, 1])) : undefined
    case 'enum':
      return [...new Set([...(value as readonly Json[]), random.pick(SCALARS)])]
    default:
      return undefined
  }
}

function changeProperties(
  properties: { readonly [key: string]: JsonSchema },
  random: Random,
  depth: number,
): { readonly [key: string]: Json } {
  const name = random.pick(NAMES)
  const { [name]: old, ...rest } = properties
  if (old !== undefined && random.below(3) === 0) return rest
  return { ...properties, [name]: old === undefined ? makeSchema(random, depth - 1) : changeOnce(old, random, depth - 1) }
}

function changeList(schemas: readonly JsonSchema[], random: Random, depth: number): Json {
  const at = random.below(schemas.length)
  const fate = random.below(4)
  if (fate === 0) return [...schemas, makeSchema(random, depth - 1)]
  if (fate === 1 && schemas.length > 1) return schemas.toSpliced(at, 1)
  return schemas.with(at, changeOnce(schemas[at] as JsonSchema, random, depth - 1))
}

function isAny(schema: Json | undefined): boolean {
  return schema === undefined || schema === true || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0)
}

/**
 * What the rules do not see is left out: properties that are required and not described (or not said anything about), and what comes after no tuple.
 */
function tidy(schema: { readonly [key: string]: Json }): JsonSchema {
  const { required, additionalItems, ...rest } = schema
  const properties = (schema['properties'] ?? {}) as { readonly [key: string]: Json }
  return {
    ...rest,
    ...(Array.isArray(required) ? { required: required.filter((name) => typeof name === 'string' && !isAny(properties[name])) } : {}),
    ...(additionalItems !== undefined && Array.isArray(schema['items']) ? { additionalItems } : {}),
  }
}

/** A value that was made with an eye to the schema; it may not fit it. */
export function generateValue(schema: JsonSchema, seed: number): Json {
  return makeValue(schema, mulberry(seed), DEPTH_MAX + 1)
}

function makeValue(schema: JsonSchema, random: Random, depth: number): Json {
  if (typeof schema === 'boolean' || random.below(12) === 0) return anyValue(random, depth)
  const branches = (schema['anyOf'] ?? schema['allOf']) as readonly JsonSchema[] | undefined
  if (branches !== undefined) return makeValue(random.pick(branches), random, depth)
  if (Array.isArray(schema['enum'])) return random.pick(schema['enum'] as readonly Json[])
  if (schema['const'] !== undefined) return schema['const']
  if (schema['type'] === 'object') return objectValue(schema, random, depth)
  if (schema['type'] === 'array') return arrayValue(schema, random, depth)
  return anyValue(random, schema['type'] === undefined ? depth : 0)
}

function objectValue(schema: { readonly [key: string]: Json }, random: Random, depth: number): Json {
  const properties = (schema['properties'] ?? {}) as { readonly [key: string]: JsonSchema }
  const required = (schema['required'] ?? []) as readonly string[]
  const names = [...NAMES, 'd'].filter((name) => required.includes(name) || random.below(2) === 0)
  const rest = (schema['additionalProperties'] ?? true) as JsonSchema
  return Object.fromEntries(
    names.flatMap((name) => {
      const child = properties[name] ?? rest
      return child === false ? [] : [[name, makeValue(child, random, depth - 1)] as const]
    }),
  )
}

function arrayValue(schema: { readonly [key: string]: Json }, random: Random, depth: number): Json {
  const items = schema['items'] as JsonSchema | readonly JsonSchema[] | undefined
  const rest = (schema['additionalItems'] ?? true) as JsonSchema
  const isTuple = (value: typeof items): value is readonly JsonSchema[] => Array.isArray(value)
  return Array.from({ length: random.below(4) }, (_, index) =>
    makeValue(isTuple(items) ? (items[index] ?? rest) : (items ?? true), random, depth - 1),
  )
}

function anyValue(random: Random, depth: number): Json {
  const kind = depth <= 0 ? 2 : random.below(4)
  if (kind === 0) return Array.from({ length: random.below(3) }, () => anyValue(random, depth - 1))
  if (kind === 1)
    return Object.fromEntries(NAMES.filter(() => random.below(2) === 0).map((name) => [name, anyValue(random, depth - 1)] as const))
  return random.pick(SCALARS)
}

const MODERN = 'https://json-schema.org/draft/2020-12/schema'

/** The same in draft 2020-12, with `unevaluatedProperties` for `additionalProperties` when that is asked. */
export function toModern(schema: JsonSchema, unevaluated: boolean): JsonSchema {
  const modern = modernKeywords(schema, unevaluated)
  return typeof modern === 'boolean' ? modern : { $schema: MODERN, ...modern }
}

function modernKeywords(schema: JsonSchema, unevaluated: boolean): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const child = (value: Json) => modernKeywords(value as JsonSchema, unevaluated)
  const children = (value: Json) => (value as readonly JsonSchema[]).map(child)
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, Json][] => {
    switch (keyword) {
      case 'properties':
        return [[keyword, Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, child(one as Json)]))]]
      case 'items':
        return [Array.isArray(value) ? ['prefixItems', children(value)] : [keyword, child(value)]]
      case 'additionalItems':
        return [['items', child(value)]]
      case 'additionalProperties':
        return [[unevaluated ? 'unevaluatedProperties' : keyword, child(value)]]
      case 'not':
        return [[keyword, child(value)]]
      case 'anyOf':
      case 'allOf':
        return [[keyword, children(value)]]
      case 'dependencies':
        return Object.entries(value as object).map(([name, one]) =>
          Array.isArray(one) ? ['dependentRequired', { [name]: one }] : ['dependentSchemas', { [name]: child(one as Json) }],
        )
      default:
        return [[keyword, value]]
    }
  })
  return Object.fromEntries(entries)
}
