import type { Place } from './documents.ts'
import {
  type Keywords,
  keyword,
  note,
  noteKind,
  patternAt,
  placeOf,
  read,
  readBoolean,
  readInteger,
  readNumber,
  readString,
} from './loading.ts'
import { type Model, NO_ANNOTATIONS, type NumberModel, type Rest, type StringModel } from './model.ts'
import { below } from './uri.ts'

/** Loads a schema within the one that is being read. */
export type LoadChild = (on: Keywords, place: Place) => Model

export function loadString(on: Keywords): StringModel {
  const pattern = read(on, 'pattern', 'string')
  if (pattern !== null) patternAt(on.loading, placeOf(on, 'pattern', pattern), pattern.value)
  readString(on, 'format')
  return {
    ...NO_ANNOTATIONS,
    kind: 'string',
    minLength: readInteger(on, 'minLength'),
    maxLength: readInteger(on, 'maxLength'),
    pattern: pattern?.value ?? null,
  }
}

export function loadNumber(on: Keywords, isInteger: boolean): NumberModel {
  const hasLimits = on.place.document.dialect.draft !== 'draft-04'
  if (!hasLimits) {
    readBoolean(on, 'exclusiveMinimum')
    readBoolean(on, 'exclusiveMaximum')
  }
  const multipleOf = read(on, 'multipleOf', 'number')
  if (multipleOf !== null && Number(multipleOf.text) === 0) note(on.loading, placeOf(on, 'multipleOf', multipleOf), 'it cannot be 0')
  return {
    ...NO_ANNOTATIONS,
    kind: 'number',
    isInteger,
    minimum: readNumber(on, 'minimum'),
    maximum: readNumber(on, 'maximum'),
    exclusiveMinimum: hasLimits ? readNumber(on, 'exclusiveMinimum') : null,
    exclusiveMaximum: hasLimits ? readNumber(on, 'exclusiveMaximum') : null,
    multipleOf: multipleOf?.text ?? null,
  }
}

/** A keyword whose value is a schema; null when it is absent. */
export function loadStrict(on: Keywords, key: string, loadChild: LoadChild): Model | null {
  const node = keyword(on, key)
  return node === undefined ? null : loadChild(on, placeOf(on, key, node))
}

export const OPEN: Rest = { isPermitted: true, schema: null }
export const CLOSED: Rest = { isPermitted: false, schema: null }

/** `additionalProperties` and its like: a boolean is no schema of its own here. */
export function loadRest(on: Keywords, key: string, loadChild: LoadChild): Rest {
  const node = keyword(on, key)
  if (node === undefined) return OPEN
  if (node.kind === 'boolean') return node.value ? OPEN : CLOSED
  return { isPermitted: true, schema: loadChild(on, placeOf(on, key, node)) }
}

/** A map of schemas, such as `properties`. */
export function loadMap(on: Keywords, key: string, loadChild: LoadChild): Map<string, Model> {
  const models = new Map<string, Model>()
  const node = keyword(on, key)
  if (node === undefined) return models
  const place = placeOf(on, key, node)
  if (node.kind !== 'object') {
    noteKind(on.loading, place, 'an object')
    return models
  }
  for (const [name, child] of node.entries) models.set(name, loadChild(on, { ...place, node: child, path: below(place.path, name) }))
  return models
}
