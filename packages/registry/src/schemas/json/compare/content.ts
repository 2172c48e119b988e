/** Content models: what an object or an array admits beyond the properties or items that it names. */
import { findsIn } from '../java-pattern.ts'
import type { ArrayModel, Model, ObjectModel } from '../model.ts'
import { type Comparing, spend } from './comparing.ts'
import type { DifferenceType } from './difference.ts'
import { type Findings, type Outcome, SAME, add, addAll } from './outcome.ts'

/**
 * open: anything. closed: nothing. partial: what fits a schema. unknown: a pattern decides that is not tried here.
 */
export type Content = { readonly kind: 'open' | 'closed' | 'unknown' } | { readonly kind: 'partial'; readonly schema: Model }

const OPEN: Content = { kind: 'open' }
const CLOSED: Content = { kind: 'closed' }

/** What the object says about a property that it does not name. */
export function contentFor(on: Comparing, model: ObjectModel, name: string): Content {
  const { additionalProperties, patternProperties, unevaluatedProperties } = model
  let isUnknown = false
  for (const [source, schema] of patternProperties) {
    const pattern = on.patternOf(source)
    const found = pattern === undefined || !spend(on.budget) ? 'unknown' : findsIn(pattern, name)
    if (found === true) return { kind: 'partial', schema }
    if (found === 'unknown') isUnknown = true
  }
  if (isUnknown) return { kind: 'unknown' }
  const rest = contentOfRest(additionalProperties, unevaluatedProperties)
  // Patterns that leave a name alone do not make the rest less open, but the registry counts such an object as not open.
  return rest.kind === 'open' && patternProperties.size > 0 ? CLOSED : rest
}

export function contentOfItems({ additionalItems, unevaluatedItems }: ArrayModel): Content {
  return contentOfRest(additionalItems, unevaluatedItems)
}

function contentOfRest(rest: ObjectModel['additionalProperties'], unevaluated: Model | null): Content {
  if (!rest.isPermitted) return CLOSED
  if (rest.schema !== null) return { kind: 'partial', schema: rest.schema }
  if (unevaluated === null || unevaluated.kind === 'any') return OPEN
  return unevaluated.kind === 'false' ? CLOSED : { kind: 'partial', schema: unevaluated }
}

type Rested = 'ADDITIONAL_PROPERTIES' | 'ADDITIONAL_ITEMS'

/** `additionalProperties`, `additionalItems`. */
export function compareRest(
  on: Comparing,
  findings: Findings,
  name: Rested,
  path: string,
  original: ObjectModel['additionalProperties'],
  update: ObjectModel['additionalProperties'],
): void {
  if (original.isPermitted !== update.isPermitted) add(findings, `${name}_${update.isPermitted ? 'ADDED' : 'REMOVED'}`, path)
  else if (original.schema === null && update.schema !== null) add(findings, `${name}_NARROWED`, path)
  else if (original.schema !== null && update.schema === null) add(findings, `${name}_EXTENDED`, path)
  else addAll(findings, on.compare(on, original.schema, update.schema), path)
}

/** `unevaluatedProperties`, `unevaluatedItems`: absent is as good as true. */
export function compareUnevaluated(
  on: Comparing,
  findings: Findings,
  name: 'UNEVALUATED_PROPERTIES' | 'UNEVALUATED_ITEMS',
  path: string,
  original: Model | null,
  update: Model | null,
): void {
  if (original === null && update === null) return
  const from = weightOf(original)
  const to = weightOf(update)
  if (from === 'some' && to === 'some') return addAll(findings, on.compare(on, original, update), path)
  const type = unevaluatedChange(from, to)
  if (type !== null) add(findings, `${name}_${type}` satisfies DifferenceType, path)
}

function unevaluatedChange(from: Weight, to: Weight): 'ADDED' | 'REMOVED' | 'EXTENDED' | 'NARROWED' | null {
  if (from === to) return null
  if (from === 'none') return 'ADDED'
  if (to === 'none') return 'REMOVED'
  return from === 'all' ? 'NARROWED' : 'EXTENDED'
}

type Weight = 'all' | 'some' | 'none'

function weightOf(model: Model | null): Weight {
  if (model === null || model.kind === 'any') return 'all'
  return model.kind === 'false' ? 'none' : 'some'
}

/** Whether the values of `original` still fit when `update` speaks for them: what was found inside, and its verdict. */
export interface Coverage {
  readonly isCovered: boolean
  readonly inner: Outcome
}

export function coverageOf(on: Comparing, original: Model | null, update: Model | null): Coverage {
  if (original === null || update === null) return { isCovered: false, inner: SAME }
  const inner = on.compare(on, original, update)
  return { isCovered: inner.isCompatible, inner }
}
