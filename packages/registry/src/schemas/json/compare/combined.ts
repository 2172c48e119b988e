import { type CombinedModel, type Criterion, type Model } from '../model.ts'
import { type Comparing, spend } from './comparing.ts'
import { maximumMatching } from './matching.ts'
import { type Findings, type Outcome, SAME, add, addAll } from './outcome.ts'

/**
 * Two lists of schemas. Each of the old ones wants a partner among the new ones that it is compatible with; the largest set of such pairs must cover
 * the shorter list.
 */
export function compareCombined(on: Comparing, findings: Findings, original: CombinedModel, update: CombinedModel): void {
  if (original.criterion !== update.criterion) {
    if (!isCriterionExtended(original, update)) return add(findings, 'COMBINED_TYPE_CHANGED')
    add(findings, 'COMBINED_TYPE_EXTENDED')
  }
  const { distinct: from } = original
  const { distinct: to } = update
  if (from.length < to.length) add(findings, update.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED')
  if (from.length > to.length) add(findings, original.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED')
  const fits = (left: number, right: number) => spend(on.budget) && outcomeAt(on, from, to, left, right).isCompatible
  const matching = maximumMatching(from.length, to.length, fits)
  for (const [left, right] of matching) addAll(findings, outcomeAt(on, from, to, left, right), `${original.criterion}/${left}`)
  if (matching.length < Math.min(from.length, to.length)) add(findings, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED')
}

function outcomeAt(on: Comparing, from: readonly Model[], to: readonly Model[], left: number, right: number): Outcome {
  const original = from[left]
  const update = to[right]
  return original === undefined || update === undefined ? SAME : on.compare(on, original, update)
}

function isCriterionExtended(original: CombinedModel, update: CombinedModel): boolean {
  const isSingle = ({ schemas }: CombinedModel) => schemas.length === 1
  const from: Criterion = original.criterion
  if (update.criterion === 'anyOf') return true
  if (isSingle(original) && (isSingle(update) || update.criterion === 'oneOf')) return true
  return isSingle(update) && from === 'allOf'
}
