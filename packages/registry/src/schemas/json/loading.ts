/** State of one load, and how its keywords are read. A problem is noted, not thrown: reading goes on with a stand-in, and the first one is the answer. */
import type { InvalidSchema } from '../contract.ts'
import { type JsonNode, type JsonObject, positionAt } from '../json-text/index.ts'
import type { Documents, Place } from './documents.ts'
import { type SchemaPattern, readPattern } from './java-pattern.ts'
import type { Model } from './model.ts'
import type { Shapes } from './shape.ts'
import { below } from './uri.ts'
import { memberOf } from './value.ts'

export interface Loading {
  readonly documents: Documents
  /** By node: a schema that is reached inline and by reference is one. */
  readonly models: Map<JsonNode, Model>
  readonly targets: Map<JsonNode, { model: Model }>
  /** Places that references point to and that are not loaded yet. */
  readonly waiting: Place[]
  readonly patterns: Map<string, SchemaPattern>
  readonly shapes: Shapes
  problem: InvalidSchema | null
  nodesLeft: number
}

/** A schema that is an object, while its keywords are read. */
export interface Keywords {
  readonly loading: Loading
  readonly place: Place
  readonly object: JsonObject
}

export function note(loading: Loading, place: Place, why: string): void {
  if (loading.problem !== null) return
  const { document, path, node } = place
  const where = document.name === null ? path : `${path} of the referenced schema "${document.name}"`
  const position = document.name === null && node.offset !== undefined ? positionAt(document.text, node.offset) : null
  loading.problem = { message: `${where}: ${why}`, ...position }
}

export function keyword(on: Keywords, key: string): JsonNode | undefined {
  return memberOf(on.object, key)
}

export function placeOf(on: Keywords, key: string, node: JsonNode): Place {
  return { ...on.place, node, path: below(on.place.path, key) }
}

const KIND_NAMES: Readonly<Record<JsonNode['kind'], string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
}

/** Notes that a value is of the wrong kind. */
export function noteKind(loading: Loading, place: Place, expected: string): void {
  note(loading, place, `expected ${expected}, found ${KIND_NAMES[place.node.kind]}`)
}

/** The value of a keyword when it is of this kind; absent ones are null, others are noted. */
export function read<K extends JsonNode['kind']>(on: Keywords, key: string, kind: K): Extract<JsonNode, { kind: K }> | null {
  const node = keyword(on, key)
  if (node === undefined) return null
  if (node.kind === kind) return node as Extract<JsonNode, { kind: K }>
  noteKind(on.loading, placeOf(on, key, node), KIND_NAMES[kind])
  return null
}

export function readString(on: Keywords, key: string): string | null {
  return read(on, key, 'string')?.value ?? null
}

export function readNumber(on: Keywords, key: string): number | null {
  const node = read(on, key, 'number')
  return node === null ? null : Number(node.text)
}

const INT_MAX = 2 ** 31 - 1

/** A 32-bit integer. Modern drafts also take one that is written with a fraction of zero. */
export function readInteger(on: Keywords, key: string): number | null {
  const node = read(on, key, 'number')
  if (node === null) return null
  const value = Number(node.text)
  const isSpelled = on.place.document.dialect.isModern ? Number.isInteger(value) : /^-?[0-9]+$/.test(node.text)
  if (isSpelled && value <= INT_MAX && value >= -INT_MAX - 1) return value
  note(on.loading, placeOf(on, key, node), `expected an integer of at most ${INT_MAX}, found ${node.text}`)
  return null
}

export function readBoolean(on: Keywords, key: string): boolean | null {
  return read(on, key, 'boolean')?.value ?? null
}

/** An array of strings at a place; null when it is none. */
export function stringsAt(loading: Loading, place: Place): string[] | null {
  if (place.node.kind !== 'array') return null
  const strings: string[] = []
  for (const [index, item] of place.node.items.entries()) {
    if (item.kind === 'string') strings.push(item.value)
    else noteKind(loading, { ...place, node: item, path: below(place.path, index) }, 'a string')
  }
  return strings
}

/** Checks a regular expression, noting what is wrong with it. */
export function patternAt(loading: Loading, place: Place, source: string): void {
  if (loading.patterns.has(source)) return
  const pattern = readPattern(source)
  if (pattern.ok) loading.patterns.set(source, pattern.value)
  else note(loading, place, `this is no regular expression: ${pattern.error}`)
}
