import { type Result, fail, ok } from '@leat/base'
import type { InvalidSchema, SchemaSource } from '../contract.ts'
import type { JsonNode } from '../json-text/index.ts'
import { SCHEMA_LIMITS } from '../limits.ts'
import { type Place, baseOf, lookUp, openDocuments } from './documents.ts'
import type { SchemaPattern } from './java-pattern.ts'
import { type LoadChild, loadMap } from './load-kinds.ts'
import { loadParts } from './load-parts.ts'
import { type Keywords, type Loading, keyword, note, noteKind, placeOf, readBoolean, readString } from './loading.ts'
import { ANY, type Annotations, type Model, NO_ANNOTATIONS } from './model.ts'
import { newShapes } from './shape.ts'
import { valueKey } from './value.ts'

export interface LoadedSchema {
  readonly model: Model
  /** Of this schema and all it refers to, by their text. */
  readonly patterns: ReadonlyMap<string, SchemaPattern>
}

/**
 * Reads a schema and whatever it refers to into its model. What is not reached from the root (an unused definition) is not looked at, as in Java.
 * References are followed one after another, never within each other: cycles and long chains cost no stack.
 */
export function loadSchema(source: SchemaSource, root: JsonNode): Result<LoadedSchema, InvalidSchema> {
  const documents = openDocuments(source, root)
  const loading: Loading = {
    documents,
    models: new Map(),
    targets: new Map(),
    waiting: [],
    patterns: new Map(),
    shapes: newShapes(),
    problem: null,
    nodesLeft: SCHEMA_LIMITS.nodesMax,
  }
  // Java takes a root that is neither an object nor a boolean for an empty schema; so do we, or stored ones could not be read.
  const isSchema = root.kind === 'object' || root.kind === 'boolean'
  const model = isSchema ? loadAt(loading, documents.root) : ANY
  for (let next = loading.waiting.pop(); next !== undefined && loading.problem === null; next = loading.waiting.pop()) {
    const target = loading.targets.get(next.node)
    if (target !== undefined) target.model = loadAt(loading, next)
  }
  return loading.problem === null ? ok({ model, patterns: loading.patterns }) : fail(loading.problem)
}

function loadAt(loading: Loading, place: Place): Model {
  const { node } = place
  const known = loading.models.get(node)
  if (known !== undefined) return known
  if (--loading.nodesLeft < 0) {
    note(loading, place, `the schema and what it refers to have more than ${SCHEMA_LIMITS.nodesMax} schemas`)
    return ANY
  }
  const model = loadNode(loading, place)
  loading.models.set(node, model)
  return model
}

function loadNode(loading: Loading, place: Place): Model {
  const { node } = place
  if (node.kind === 'boolean') {
    return node.value ? { ...NO_ANNOTATIONS, kind: 'any', spelling: 'true' } : { ...NO_ANNOTATIONS, kind: 'false' }
  }
  if (node.kind !== 'object') {
    noteKind(loading, place, 'a schema (an object or a boolean)')
    return ANY
  }
  const on: Keywords = { loading, place, object: node }
  const own = annotationsOf(on)
  const reference = keyword(on, '$ref') === undefined ? null : loadReference(on, '$ref')
  if (reference !== null && !place.document.dialect.isModern) return { ...reference, ...own, defaultText: null }
  if (place.document.dialect.isModern) loadMap(on, '$defs', loadChild) // Java's loader of these drafts reads what nobody uses, too.
  const parts = [...(reference === null ? [] : [reference]), ...dynamicReferences(on), ...loadParts(on, loadChild)]
  const [first] = parts
  if (first === undefined) return { ...own, kind: 'any', spelling: 'object' }
  return parts.length === 1 ? { ...first, ...own } : { ...own, kind: 'combined', criterion: 'allOf', schemas: parts, distinct: parts }
}

const loadChild: LoadChild = (on, place) => loadAt(on.loading, { ...place, base: baseOf(place.document, place.node, on.place.base) })

function annotationsOf(on: Keywords): Annotations {
  const { dialect } = on.place.document
  const connectType = keyword(on, 'connect.type')
  const defaultValue = keyword(on, 'default')
  if (on.place.path === '#') readString(on, '$schema')
  if (dialect.draft === 'draft-07') {
    readBoolean(on, 'readOnly')
    readBoolean(on, 'writeOnly')
  }
  return {
    id: readString(on, dialect.idKeyword),
    title: readString(on, 'title'),
    description: readString(on, 'description'),
    defaultText: defaultValue === undefined ? null : valueKey(defaultValue),
    connectType: connectType?.kind === 'string' ? connectType.value : null,
  }
}

/** `$recursiveRef` (2019-09) and `$dynamicRef` (2020-12) as what they mean where nothing overrides them. */
function dynamicReferences(on: Keywords): Model[] {
  const { draft } = on.place.document.dialect
  const key = draft === '2019-09' ? '$recursiveRef' : draft === '2020-12' ? '$dynamicRef' : null
  return key === null || keyword(on, key) === undefined ? [] : [loadReference(on, key)]
}

function loadReference(on: Keywords, key: string): Model {
  const { loading, place } = on
  const reference = readString(on, key)
  if (reference === null) return ANY
  const lookup = lookUp(loading.documents, place, reference)
  switch (lookup.kind) {
    case 'meta-schema':
      return { ...NO_ANNOTATIONS, kind: 'meta-schema', uri: lookup.uri }
    case 'missing':
      note(loading, placeOf(on, key, keyword(on, key) ?? place.node), lookup.why)
      return ANY
    case 'found':
      return { ...NO_ANNOTATIONS, kind: 'reference', ref: reference, target: targetAt(loading, lookup.place) }
  }
}

function targetAt(loading: Loading, place: Place): { model: Model } {
  const known = loading.targets.get(place.node)
  if (known !== undefined) return known
  const target = { model: ANY as Model }
  loading.targets.set(place.node, target)
  loading.waiting.push(place)
  return target
}
