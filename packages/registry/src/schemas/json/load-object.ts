import { type LoadChild, loadMap, loadRest, loadStrict } from './load-kinds.ts'
import { type Keywords, keyword, noteKind, patternAt, placeOf, readInteger, stringsAt } from './loading.ts'
import { type Model, NO_ANNOTATIONS, type ObjectModel } from './model.ts'
import { below } from './uri.ts'

export function loadObject(on: Keywords, loadChild: LoadChild): ObjectModel {
  const { isModern, draft } = on.place.document.dialect
  return {
    ...NO_ANNOTATIONS,
    kind: 'object',
    minProperties: readInteger(on, 'minProperties'),
    maxProperties: readInteger(on, 'maxProperties'),
    properties: loadMap(on, 'properties', loadChild),
    additionalProperties: loadRest(on, 'additionalProperties', loadChild),
    unevaluatedProperties: isModern ? loadStrict(on, 'unevaluatedProperties', loadChild) : null,
    required: new Set(readRequired(on)),
    patternProperties: loadPatternProperties(on, loadChild),
    propertyNames: draft === 'draft-04' ? null : loadStrict(on, 'propertyNames', loadChild),
    ...(isModern ? loadModernDependencies(on, loadChild) : loadDependencies(on, loadChild)),
  }
}

function readRequired(on: Keywords): readonly string[] {
  const node = keyword(on, 'required')
  if (node === undefined) return []
  const place = placeOf(on, 'required', node)
  const names = stringsAt(on.loading, place)
  if (names === null) noteKind(on.loading, place, 'an array of property names')
  return names ?? []
}

function loadPatternProperties(on: Keywords, loadChild: LoadChild): Map<string, Model> {
  const models = loadMap(on, 'patternProperties', loadChild)
  const place = placeOf(on, 'patternProperties', keyword(on, 'patternProperties') ?? on.object)
  for (const source of models.keys()) patternAt(on.loading, { ...place, path: below(place.path, source) }, source)
  return models
}

interface Dependencies {
  readonly dependentRequired: Map<string, ReadonlySet<string>>
  readonly dependentSchemas: Map<string, Model>
}

function loadModernDependencies(on: Keywords, loadChild: LoadChild): Dependencies {
  const dependentRequired = new Map<string, ReadonlySet<string>>()
  const node = keyword(on, 'dependentRequired')
  if (node !== undefined) {
    const place = placeOf(on, 'dependentRequired', node)
    if (node.kind !== 'object') noteKind(on.loading, place, 'an object')
    for (const [name, value] of node.kind === 'object' ? node.entries : []) {
      const valuePlace = { ...place, node: value, path: below(place.path, name) }
      const names = stringsAt(on.loading, valuePlace)
      if (names === null) noteKind(on.loading, valuePlace, 'an array of property names')
      else dependentRequired.set(name, new Set(names))
    }
  }
  return { dependentRequired, dependentSchemas: loadMap(on, 'dependentSchemas', loadChild) }
}

/** `dependencies` until draft 7: arrays of names and schemas in one map. */
function loadDependencies(on: Keywords, loadChild: LoadChild): Dependencies {
  const dependencies: Dependencies = { dependentRequired: new Map(), dependentSchemas: new Map() }
  const node = keyword(on, 'dependencies')
  if (node === undefined) return dependencies
  const place = placeOf(on, 'dependencies', node)
  if (node.kind !== 'object') noteKind(on.loading, place, 'an object')
  for (const [name, value] of node.kind === 'object' ? node.entries : []) {
    const valuePlace = { ...place, node: value, path: below(place.path, name) }
    const names = stringsAt(on.loading, valuePlace)
    if (names === null) dependencies.dependentSchemas.set(name, loadChild(on, valuePlace))
    else if (names.length > 0) dependencies.dependentRequired.set(name, new Set(names)) // Java keeps no empty list.
  }
  return dependencies
}
