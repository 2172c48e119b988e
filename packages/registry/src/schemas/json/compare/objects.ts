import type { Model, ObjectModel } from '../model.ts'
import type { Comparing } from './comparing.ts'
import { type Content, compareRest, compareUnevaluated, contentFor, coverageOf } from './content.ts'
import { isBreaking } from './difference.ts'
import { type Findings, add, addAll } from './outcome.ts'
import { compareBounds } from './scalars.ts'

export function compareObjects(on: Comparing, findings: Findings, original: ObjectModel, update: ObjectModel): void {
  compareRequired(findings, original, update)
  for (const [name, schema] of original.properties) {
    const updated = update.properties.get(name)
    if (updated === undefined) compareRemoved(on, findings, name, schema, contentFor(on, update, name))
    else addAll(findings, on.compare(on, schema, updated), `properties/${name}`)
  }
  for (const [name, schema] of update.properties) {
    if (!original.properties.has(name)) compareAdded(on, findings, name, schema, contentFor(on, original, name), update)
  }
  compareDependencies(on, findings, original, update)
  compareRest(on, findings, 'ADDITIONAL_PROPERTIES', 'additionalProperties', original.additionalProperties, update.additionalProperties)
  compareUnevaluated(
    on,
    findings,
    'UNEVALUATED_PROPERTIES',
    'unevaluatedProperties',
    original.unevaluatedProperties,
    update.unevaluatedProperties,
  )
  compareBounds(findings, 'MAX_PROPERTIES', 'maxProperties', original.maxProperties, update.maxProperties)
  compareBounds(findings, 'MIN_PROPERTIES', 'minProperties', original.minProperties, update.minProperties)
}

/** Of properties that both name. */
function compareRequired(findings: Findings, original: ObjectModel, update: ObjectModel): void {
  for (const name of original.properties.keys()) {
    const updated = update.properties.get(name)
    if (updated === undefined || original.required.has(name) === update.required.has(name)) continue
    const path = `required/${name}`
    if (original.required.has(name)) add(findings, 'REQUIRED_ATTRIBUTE_REMOVED', path)
    else add(findings, updated.defaultText === null ? 'REQUIRED_ATTRIBUTE_ADDED' : 'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED', path)
  }
}

/** What the new schema says about data that still has the property. */
function compareRemoved(on: Comparing, findings: Findings, name: string, original: Model, content: Content): void {
  const path = `properties/${name}`
  switch (content.kind) {
    case 'open':
      return add(findings, 'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', path)
    case 'closed':
      return add(
        findings,
        original.kind === 'false' ? 'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL' : 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
        path,
      )
    case 'unknown':
    case 'partial': {
      const { isCovered, inner } = coverageOf(on, original, content.kind === 'partial' ? content.schema : null)
      const type = `PROPERTY_REMOVED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL` as const
      if (isCovered || isBreaking(type, on.policy)) addAll(findings, inner, path)
      return add(findings, type, path)
    }
  }
}

/** What the old schema let the property be in the data that is there. */
function compareAdded(on: Comparing, findings: Findings, name: string, update: Model, content: Content, owner: ObjectModel): void {
  const path = `properties/${name}`
  if (content.kind === 'open') {
    if (update.kind === 'any') return add(findings, 'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', path)
    return add(findings, `${needOf(owner, name, update)}_ADDED_TO_OPEN_CONTENT_MODEL`, path)
  }
  if (content.kind !== 'closed') {
    const { isCovered, inner } = coverageOf(on, content.kind === 'partial' ? content.schema : null, update)
    const type = `PROPERTY_ADDED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL` as const
    if (isCovered || isBreaking(type, on.policy)) addAll(findings, inner, path)
    add(findings, type, path)
  }
  add(findings, `${needOf(owner, name, update)}_ADDED_TO_UNOPEN_CONTENT_MODEL`, path)
}

function needOf(
  owner: ObjectModel,
  name: string,
  schema: Model,
): 'OPTIONAL_PROPERTY' | 'REQUIRED_PROPERTY' | 'REQUIRED_PROPERTY_WITH_DEFAULT' {
  if (!owner.required.has(name)) return 'OPTIONAL_PROPERTY'
  return schema.defaultText === null ? 'REQUIRED_PROPERTY' : 'REQUIRED_PROPERTY_WITH_DEFAULT'
}

/** Under `dependencies` in all drafts, whatever the keyword is called there. */
function compareDependencies(on: Comparing, findings: Findings, original: ObjectModel, update: ObjectModel): void {
  for (const name of original.dependentRequired.keys()) {
    if (!update.dependentRequired.has(name)) add(findings, 'DEPENDENCY_ARRAY_REMOVED', `dependencies/${name}`)
  }
  for (const [name, names] of update.dependentRequired) {
    compareDependencyArrays(findings, `dependencies/${name}`, original.dependentRequired.get(name), names)
  }
  for (const name of original.dependentSchemas.keys()) {
    if (!update.dependentSchemas.has(name)) add(findings, 'DEPENDENCY_SCHEMA_REMOVED', `dependencies/${name}`)
  }
  for (const [name, schema] of update.dependentSchemas) {
    const old = original.dependentSchemas.get(name)
    if (old === undefined) add(findings, 'DEPENDENCY_SCHEMA_ADDED', `dependencies/${name}`)
    else addAll(findings, on.compare(on, old, schema), `dependencies/${name}`)
  }
}

function compareDependencyArrays(
  findings: Findings,
  path: string,
  original: ReadonlySet<string> | undefined,
  update: ReadonlySet<string>,
): void {
  if (original === undefined) return add(findings, 'DEPENDENCY_ARRAY_ADDED', path)
  const isExtended = original.isSubsetOf(update)
  const isNarrowed = update.isSubsetOf(original)
  if (isExtended && isNarrowed) return
  add(findings, isExtended ? 'DEPENDENCY_ARRAY_EXTENDED' : isNarrowed ? 'DEPENDENCY_ARRAY_NARROWED' : 'DEPENDENCY_ARRAY_CHANGED', path)
}
