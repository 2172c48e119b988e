/** Schemas, changed schemas and data for the property test, all from one seed. */
import { type Random, mulberry } from './seeded.ts'

export type AvroJson = string | readonly AvroJson[] | { readonly [key: string]: unknown }

interface Field {
  readonly name: string
  readonly type: AvroJson
  readonly default?: unknown
  readonly aliases?: readonly string[]
}

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
const SYMBOLS = ['A', 'B', 'C', 'D'] as const
const DEPTH_MAX = 4

/** A schema without namespaces and logical types, its names counted up so that none stands twice. */
export function generateSchema(seed: number): AvroJson {
  return generate({ random: mulberry(seed), count: 0, records: [] }, 0)
}

interface Generating {
  readonly random: Random
  count: number
  /** Records around this place, which may be named in it. */
  readonly records: string[]
}

function generate(state: Generating, depth: number): AvroJson {
  const { random } = state
  const kind =
    depth >= DEPTH_MAX ? 'primitive' : random.pick(['primitive', 'primitive', 'record', 'record', 'array', 'map', 'enum', 'fixed', 'union'])
  switch (kind) {
    case 'array':
      return { type: 'array', items: generate(state, depth + 1) }
    case 'map':
      return { type: 'map', values: generate(state, depth + 1) }
    case 'enum':
      return { type: 'enum', name: `E${state.count++}`, symbols: SYMBOLS.slice(0, 1 + random.below(SYMBOLS.length)) }
    case 'fixed':
      return { type: 'fixed', name: `F${state.count++}`, size: 1 + random.below(3) }
    case 'union':
      return generateUnion(state, depth)
    case 'record': {
      const name = `R${state.count++}`
      state.records.push(name)
      const fields = Array.from({ length: 1 + random.below(4) }, (_, i) => ({ name: `f${i}`, type: generate(state, depth + 1) }))
      state.records.pop()
      return { type: 'record', name, fields }
    }
    default:
      return random.pick(PRIMITIVES)
  }
}

function generateUnion(state: Generating, depth: number): AvroJson {
  const { random } = state
  if (state.records.length > 0 && random.below(2) === 0) return ['null', random.pick(state.records)]
  const branches = new Map<string, AvroJson>()
  for (let i = 0; i < 1 + random.below(4); i++) {
    const branch = generate(state, depth + 1)
    if (!Array.isArray(branch)) branches.set(branchKey(branch), branch)
  }
  return branches.size === 0 ? ['null'] : [...branches.values()]
}

function branchKey(branch: AvroJson): string {
  if (typeof branch === 'string') return branch
  const { type, name } = branch as { type: string; name?: string }
  return name ?? type
}

/** The schema with some of what people change: types, fields, defaults, symbols, names with aliases. */
export function changeSchema(schema: AvroJson, seed: number): AvroJson {
  return change(schema, mulberry(seed))
}

const WIDER: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

function change(schema: AvroJson, random: Random): AvroJson {
  const dice = random.below(24)
  if (dice === 0 && !isUnion(schema)) {
    const inner = change(schema, random)
    return isUnion(inner) || inner === 'null' ? inner : ['null', inner]
  }
  if (typeof schema === 'string') {
    if (dice === 1 && isPrimitive(schema)) return random.pick(PRIMITIVES)
    const wider = WIDER[schema]
    return dice < 6 && wider !== undefined ? random.pick(wider) : schema
  }
  if (isUnion(schema)) return changeUnion(schema, random, dice)
  const { type } = schema as { type: string }
  switch (type) {
    case 'array':
      return { ...schema, items: change(schema['items'] as AvroJson, random) }
    case 'map':
      return { ...schema, values: change(schema['values'] as AvroJson, random) }
    case 'enum':
      return changeEnum(schema, random, dice)
    case 'fixed':
      return dice === 1 ? { ...schema, size: (schema['size'] as number) + 1 } : schema
    default:
      return { ...schema, fields: changeFields(schema['fields'] as readonly Field[], random) }
  }
}

function changeUnion(union: readonly AvroJson[], random: Random, dice: number): AvroJson {
  if (dice === 1) return union[0]!
  const branches = union.map((branch) => change(branch, random))
  const distinct = new Map(branches.filter((branch) => !isUnion(branch)).map((branch) => [branchKey(branch), branch]))
  if (dice < 5 && !distinct.has('boolean')) distinct.set('boolean', 'boolean')
  const kept = [...distinct.values()]
  return kept.length === 0 ? union : dice === 6 ? kept.reverse() : kept
}

function changeEnum(schema: { readonly [key: string]: unknown }, random: Random, dice: number): AvroJson {
  const symbols = schema['symbols'] as readonly string[]
  if (dice < 6) return { ...schema, symbols: SYMBOLS.slice(0, 1 + random.below(SYMBOLS.length)) }
  return dice < 12
    ? { ...schema, symbols: SYMBOLS.slice(0, 1 + random.below(SYMBOLS.length)), default: symbols[0] === 'A' ? 'A' : symbols[0] }
    : schema
}

function changeFields(fields: readonly Field[], random: Random): readonly Field[] {
  const changed: Field[] = []
  for (const field of fields) {
    const dice = random.below(12)
    if (dice === 0) continue
    const type = change(field.type, random)
    changed.push(dice === 1 ? { ...field, type, name: `${field.name}x`, aliases: [field.name] } : { ...field, type })
  }
  const dice = random.below(8)
  if (dice < 3) changed.push({ name: 'added', type: 'string', default: 'x' })
  if (dice === 3) changed.push({ name: 'demanded', type: 'string' })
  if (dice === 4) changed.push({ name: 'maybe', type: ['null', 'int'], default: null })
  return dice === 5 ? changed.reverse() : changed
}

function isUnion(schema: AvroJson): schema is readonly AvroJson[] {
  return Array.isArray(schema)
}

function isPrimitive(name: string): boolean {
  return PRIMITIVES.some((primitive) => primitive === name)
}

/** A value of the schema as avsc takes it with wrapped unions; lists and recursion end soon. */
export function generateValue(schema: AvroJson, seed: number): unknown {
  return value(schema, mulberry(seed), new Map(), 0)
}

function value(schema: AvroJson, random: Random, named: Map<string, AvroJson>, depth: number): unknown {
  if (isUnion(schema)) {
    const branch = depth > 12 && schema[0] === 'null' ? 'null' : random.pick(schema)
    return branch === 'null' ? null : { [branchKey(branch)]: value(branch, random, named, depth + 1) }
  }
  if (typeof schema === 'string')
    return primitiveValue(schema, random) ?? (named.has(schema) ? value(named.get(schema)!, random, named, depth + 1) : null)
  const length = depth > 8 ? 0 : random.below(3)
  const { type, name } = schema as { type: string; name?: string }
  if (name !== undefined) named.set(name, schema)
  switch (type) {
    case 'array':
      return Array.from({ length }, () => value(schema['items'] as AvroJson, random, named, depth + 1))
    case 'map':
      return Object.fromEntries(Array.from({ length }, (_, i) => [`k${i}`, value(schema['values'] as AvroJson, random, named, depth + 1)]))
    case 'enum':
      return random.pick(schema['symbols'] as readonly string[])
    case 'fixed':
      return Buffer.alloc(schema['size'] as number, random.below(256))
    default:
      return Object.fromEntries(
        (schema['fields'] as readonly Field[]).map((field) => [field.name, value(field.type, random, named, depth + 1)]),
      )
  }
}

function primitiveValue(name: string, random: Random): unknown {
  switch (name) {
    case 'boolean':
      return random.below(2) === 0
    case 'int':
    case 'long':
      return random.below(2 ** 31) * (random.below(2) === 0 ? 1 : -1)
    case 'float':
    case 'double':
      return Math.fround(random.below(1_000_000) / 7)
    case 'bytes':
      return Buffer.from(`b${random.below(100)}`)
    case 'string':
      return `s${random.below(100)}`
    default:
      return null
  }
}
