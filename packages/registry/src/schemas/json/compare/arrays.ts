import type { ArrayModel, Model } from '../model.ts'
import type { Comparing } from './comparing.ts'
import { compareRest, compareUnevaluated, contentOfItems, coverageOf } from './content.ts'
import { type Findings, add, addAll } from './outcome.ts'
import { compareBounds } from './scalars.ts'

export function compareArrays(on: Comparing, findings: Findings, original: ArrayModel, update: ArrayModel): void {
  addAll(findings, on.compare(on, original.allItems, update.allItems), 'items')
  const count = Math.max(original.tuple.length, update.tuple.length)
  for (let index = 0; index < count; index++) compareItem(on, findings, index, original, update)
  compareRest(on, findings, 'ADDITIONAL_ITEMS', 'additionalItems', original.additionalItems, update.additionalItems)
  compareUnevaluated(on, findings, 'UNEVALUATED_ITEMS', 'unevaluatedItems', original.unevaluatedItems, update.unevaluatedItems)
  compareBounds(findings, 'MAX_ITEMS', 'maxItems', original.maxItems, update.maxItems)
  compareBounds(findings, 'MIN_ITEMS', 'minItems', original.minItems, update.minItems)
  if (original.uniqueItems !== update.uniqueItems) {
    add(findings, original.uniqueItems ? 'UNIQUE_ITEMS_REMOVED' : 'UNIQUE_ITEMS_ADDED', 'uniqueItems')
  }
  compareBounds(findings, 'MAX_CONTAINS', 'maxContains', original.maxContains, update.maxContains)
  compareBounds(findings, 'MIN_CONTAINS', 'minContains', original.minContains, update.minContains)
}

function compareItem(on: Comparing, findings: Findings, index: number, original: ArrayModel, update: ArrayModel): void {
  const path = `items/${index}`
  const from = original.tuple[index]
  const to = update.tuple[index]
  if (from !== undefined && to !== undefined) addAll(findings, on.compare(on, from, to), path)
  else if (from !== undefined) compareRemoved(on, findings, path, from, update)
  else if (to !== undefined) compareAdded(on, findings, path, to, original)
}

function compareRemoved(on: Comparing, findings: Findings, path: string, original: Model, update: ArrayModel): void {
  const content = contentOfItems(update)
  if (content.kind === 'open') return add(findings, 'ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', path)
  if (content.kind !== 'partial') {
    return add(
      findings,
      original.kind === 'false' ? 'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL' : 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL',
      path,
    )
  }
  const { isCovered, inner } = coverageOf(on, original, content.schema)
  addAll(findings, inner, path)
  add(findings, `ITEM_REMOVED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, path)
}

function compareAdded(on: Comparing, findings: Findings, path: string, update: Model, original: ArrayModel): void {
  const content = contentOfItems(original)
  if (content.kind === 'open') {
    return add(
      findings,
      update.kind === 'any' ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL' : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL',
      path,
    )
  }
  if (content.kind !== 'partial') return add(findings, 'ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', path)
  const { isCovered, inner } = coverageOf(on, content.schema, update)
  addAll(findings, inner, path)
  add(findings, `ITEM_ADDED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, path)
}
