/**
 * What one schema object says, as one model per kind of keyword. A kind that `type` names takes its keywords; what is left makes models of its own
 * for values of that kind.
 */
import type { JsonNode } from '../json-text/index.ts'
import { CONDITIONAL_KEYWORDS, NUMBER_KEYWORDS, STRING_KEYWORDS } from './dialect.ts'
import { loadArray } from './load-array.ts'
import { type LoadChild, loadNumber, loadString, loadStrict } from './load-kinds.ts'
import { loadObject } from './load-object.ts'
import { type Keywords, keyword, note, noteKind, placeOf, read } from './loading.ts'
import { type Criterion, type Model, NO_ANNOTATIONS } from './model.ts'
import { shapeOf } from './shape.ts'
import { below } from './uri.ts'
import { valueKey } from './value.ts'

type Kind = 'object' | 'array' | 'number' | 'string'

const CRITERIA: readonly Criterion[] = ['allOf', 'anyOf', 'oneOf']

/** In the order of Java's loader, on which the places in messages depend. */
export function loadParts(on: Keywords, loadChild: LoadChild): Model[] {
  const taken = new Set<Kind>()
  return [
    ...loadEnum(on),
    ...CRITERIA.flatMap((criterion) => loadCombined(on, criterion, loadChild)),
    ...loadNot(on, loadChild),
    ...loadConst(on),
    ...loadTyped(on, taken, loadChild),
    ...loadUntyped(on, taken, loadChild),
  ]
}

function loadEnum(on: Keywords): Model[] {
  const values = read(on, 'enum', 'array')
  return values === null ? [] : [{ ...NO_ANNOTATIONS, kind: 'enum', values: new Set(values.items.map(valueKey)) }]
}

function loadCombined(on: Keywords, criterion: Criterion, loadChild: LoadChild): Model[] {
  const list = read(on, criterion, 'array')
  if (list === null) return []
  const place = placeOf(on, criterion, list)
  const schemas = list.items.map((node, index) => loadChild(on, { ...place, node, path: below(place.path, index) }))
  const distinct = new Map(list.items.map((node, index) => [shapeOf(on.loading.shapes, node), schemas[index] as Model]))
  return [{ ...NO_ANNOTATIONS, kind: 'combined', criterion, schemas, distinct: [...distinct.values()] }]
}

function loadNot(on: Keywords, loadChild: LoadChild): Model[] {
  const node = keyword(on, 'not')
  return node === undefined ? [] : [{ ...NO_ANNOTATIONS, kind: 'not', schema: loadChild(on, placeOf(on, 'not', node)) }]
}

function loadConst(on: Keywords): Model[] {
  const value = on.place.document.dialect.hasConst ? keyword(on, 'const') : undefined
  return value === undefined ? [] : [{ ...NO_ANNOTATIONS, kind: 'const', value: valueKey(value) }]
}

function loadTyped(on: Keywords, taken: Set<Kind>, loadChild: LoadChild): Model[] {
  const type = keyword(on, 'type')
  if (type === undefined) return []
  if (type.kind === 'string') return loadType(on, type.value, taken, loadChild)
  const place = placeOf(on, 'type', type)
  if (type.kind !== 'array') {
    noteKind(on.loading, place, 'the name of a type or an array of names')
    return []
  }
  // One that is named again is the same model again: a long list of `object` must not read all properties each time.
  const loaded = new Map<string, Model[]>()
  const schemas = type.items.flatMap((item, index) => {
    const known = item.kind === 'string' ? loaded.get(item.value) : undefined
    const models = known ?? loadTypeItem(on, item, index, taken, loadChild)
    if (item.kind === 'string') loaded.set(item.value, models)
    return models
  })
  return [{ ...NO_ANNOTATIONS, kind: 'combined', criterion: 'anyOf', schemas, distinct: [...new Set(schemas)] }]
}

function loadTypeItem(on: Keywords, item: JsonNode, index: number, taken: Set<Kind>, loadChild: LoadChild): Model[] {
  if (item.kind === 'string') return loadType(on, item.value, taken, loadChild)
  const place = placeOf(on, 'type', item)
  noteKind(on.loading, { ...place, path: below(place.path, index) }, 'the name of a type')
  return []
}

function loadType(on: Keywords, type: string, taken: Set<Kind>, loadChild: LoadChild): Model[] {
  switch (type) {
    case 'boolean':
    case 'null':
      return [{ ...NO_ANNOTATIONS, kind: type }]
    case 'string':
      taken.add('string')
      return [loadString(on)]
    case 'integer':
    case 'number':
      taken.add('number')
      return [loadNumber(on, type === 'integer')]
    case 'array':
      taken.add('array')
      return [loadArray(on, loadChild)]
    case 'object':
      taken.add('object')
      return [loadObject(on, loadChild)]
    default:
      note(on.loading, placeOf(on, 'type', keyword(on, 'type') ?? on.object), `"${type}" is no type`)
      return []
  }
}

function loadUntyped(on: Keywords, taken: ReadonlySet<Kind>, loadChild: LoadChild): Model[] {
  const { dialect } = on.place.document
  const isLeft = (kind: Kind, keywords: readonly string[]) => !taken.has(kind) && hasAny(on, keywords)
  const parts: Model[] = []
  if (isLeft('array', dialect.arrayKeywords)) parts.push(loadArray(on, loadChild))
  if (isLeft('object', dialect.objectKeywords)) parts.push(loadObject(on, loadChild))
  if (isLeft('number', NUMBER_KEYWORDS)) parts.push(loadNumber(on, false))
  if (isLeft('string', dialect.isModern ? STRING_KEYWORDS.filter((key) => key !== 'format') : STRING_KEYWORDS)) parts.push(loadString(on))
  if (dialect.hasIf && hasAny(on, CONDITIONAL_KEYWORDS)) {
    const branches = CONDITIONAL_KEYWORDS.map((key) => loadStrict(on, key, loadChild))
    parts.push({ ...NO_ANNOTATIONS, kind: 'conditional', branches: branches.filter((branch) => branch !== null) })
  }
  return parts
}

function hasAny(on: Keywords, keywords: readonly string[]): boolean {
  return keywords.some((key) => keyword(on, key) !== undefined)
}
