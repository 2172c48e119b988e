/**
 * Whether what `original` admits is admitted by `update`, by the rules that the registry everyone runs applies to JSON Schema. Those look at keywords, not at
 * sets of values: they refuse much that would be fine and let a few things pass that are not (README, "What the rules do not see").
 */
import { unreachable } from '@leat/base'
import type { CompatibilityPolicy } from '../../contract.ts'
import type { LoadedSchema } from '../load.ts'
import { JSON_SCHEMA_LIMITS } from '../limits.ts'
import { type CombinedModel, type Model, resolved } from '../model.ts'
import { compareArrays } from './arrays.ts'
import { compareCombined } from './combined.ts'
import { type Budget, type Compare, type Comparing, deletePair, getPair, newBudget, setPair, spend, stepsOf } from './comparing.ts'
import { compareObjects } from './objects.ts'
import { type Findings, KNOWN_AS_BROKEN, type Outcome, SAME, add, addAll, newFindings, outcomeOf } from './outcome.ts'
import { compareConsts, compareEnums, compareNumbers, compareStrings } from './scalars.ts'

type Solid = Exclude<Model, { kind: 'reference' }>

/**
 * Schemas that contain themselves: a pair that meets itself is taken for compatible. When it turns out not to be, all is compared again with that
 * knowledge, until nothing changes. Every round knows at least one pair more, so this ends at the greatest fixpoint.
 */
export function compareSchemas(original: LoadedSchema, update: LoadedSchema, policy: CompatibilityPolicy): Outcome {
  const budget = newBudget()
  const broken: Comparing['broken'] = new Map()
  for (;;) {
    const on = newRound(original, update, policy, budget, broken)
    const outcome = compare(on, original.model, update.model)
    if (budget.isExceeded) return outcomeOf(policy, 'COMPARISON_LIMIT_EXCEEDED')
    const disproved = on.assumed.filter(([a, b]) => getPair(on.known, a, b)?.isCompatible === false && getPair(broken, a, b) !== true)
    if (disproved.length === 0) return outcome
    for (const [a, b] of disproved) setPair(broken, a, b, true)
  }
}

function newRound(
  original: LoadedSchema,
  update: LoadedSchema,
  policy: CompatibilityPolicy,
  budget: Budget,
  broken: Comparing['broken'],
): Comparing {
  const patternOf = (source: string) => original.patterns.get(source) ?? update.patterns.get(source)
  return { policy, patternOf, budget, compare, known: new Map(), inProgress: new Map(), broken, assumed: [], depth: 0 }
}

const compare: Compare = (on, original, update) => {
  if (original === null) return update === null ? SAME : outcomeOf(on.policy, 'SCHEMA_ADDED')
  if (update === null) return outcomeOf(on.policy, 'SCHEMA_REMOVED')
  const a = resolved(original)
  const b = resolved(update)
  if (isFlat(a, b)) return spend(on.budget, stepsFor(a, b)) ? comparePair(on, a, b) : KNOWN_AS_BROKEN
  const known = getPair(on.known, a, b)
  if (known !== undefined) return known
  if (getPair(on.inProgress, a, b) === true) {
    if (getPair(on.broken, a, b) === true) return KNOWN_AS_BROKEN
    on.assumed.push([a, b])
    return SAME
  }
  if (on.depth >= JSON_SCHEMA_LIMITS.comparisonDepthMax) on.budget.isExceeded = true
  if (!spend(on.budget, stepsFor(a, b))) return KNOWN_AS_BROKEN
  setPair(on.inProgress, a, b, true)
  on.depth++
  const outcome = comparePair(on, a, b)
  on.depth--
  deletePair(on.inProgress, a, b)
  setPair(on.known, a, b, outcome)
  return outcome
}

function stepsFor(original: Solid, update: Solid): number {
  return original.kind === update.kind ? 1 + stepsOf(original) + stepsOf(update) : 1
}

/** Pairs that lead to no other pair are found out faster than kept. */
function isFlat(original: Solid, update: Solid): boolean {
  const isList = original.kind === 'combined' || update.kind === 'combined'
  return !isList && !(hasInner(original) && hasInner(update))
}

function hasInner({ kind }: Solid): boolean {
  return kind === 'object' || kind === 'array' || kind === 'not'
}

function comparePair(on: Comparing, original: Solid, update: Solid): Outcome {
  const unwrapped = compareUnwrapped(on, original, update)
  if (unwrapped !== null) return unwrapped
  if (original.kind !== update.kind) return compareKinds(on, original, update)
  const findings = newFindings(on.policy)
  if (original.id !== update.id) add(findings, 'ID_CHANGED')
  if (original.title !== update.title) add(findings, 'TITLE_CHANGED')
  if (original.description !== update.description) add(findings, 'DESCRIPTION_CHANGED')
  if (original.defaultText !== update.defaultText) add(findings, 'DEFAULT_CHANGED')
  compareSameKind(on, findings, original, update)
  return findings.isCompatible && findings.harmless.length === 0 ? SAME : findings
}

function compareKinds(on: Comparing, original: Solid, update: Solid): Outcome {
  if (original.kind === 'false' || update.kind === 'any') return SAME
  if (original.connectType === 'bytes' && update.connectType === 'bytes') return SAME
  return outcomeOf(on.policy, 'TYPE_CHANGED')
}

/** A schema against an `anyOf` that has it, an `allOf` that had it, a list of one. Null when none of these explains the change. */
function compareUnwrapped(on: Comparing, original: Solid, update: Solid): Outcome | null {
  if (original.kind !== 'combined' && update.kind === 'combined') {
    const isSum = update.criterion !== 'allOf'
    return firstThatFits(on, update, isSum ? 'SUM_TYPE_EXTENDED' : null, (schema) => on.compare(on, original, schema))
  }
  if (original.kind === 'combined' && update.kind !== 'combined') {
    const isProduct = original.criterion === 'allOf'
    return firstThatFits(on, original, isProduct ? 'PRODUCT_TYPE_NARROWED' : null, (schema) => on.compare(on, schema, update))
  }
  return null
}

function firstThatFits(
  on: Comparing,
  { schemas }: CombinedModel,
  difference: 'SUM_TYPE_EXTENDED' | 'PRODUCT_TYPE_NARROWED' | null,
  compareOne: (schema: Model) => Outcome,
): Outcome | null {
  const isSingle = schemas.length === 1
  if (difference === null && !isSingle) return null
  for (const schema of schemas) {
    const outcome = compareOne(schema)
    if (!outcome.isCompatible) continue
    if (isSingle || difference === null) return outcome
    const findings = newFindings(on.policy)
    addAll(findings, outcome)
    add(findings, difference)
    return findings
  }
  return null
}

function compareSameKind(on: Comparing, findings: Findings, original: Solid, update: Solid): void {
  switch (original.kind) {
    case 'string':
      return update.kind === original.kind ? compareStrings(findings, original, update) : undefined
    case 'number':
      return update.kind === original.kind ? compareNumbers(findings, original, update) : undefined
    case 'enum':
      return update.kind === original.kind ? compareEnums(findings, original, update) : undefined
    case 'const':
      return update.kind === original.kind ? compareConsts(findings, original, update) : undefined
    case 'combined':
      return update.kind === original.kind ? compareCombined(on, findings, original, update) : undefined
    case 'object':
      return update.kind === original.kind ? compareObjects(on, findings, original, update) : undefined
    case 'array':
      return update.kind === original.kind ? compareArrays(on, findings, original, update) : undefined
    case 'not': {
      if (update.kind !== original.kind) return undefined
      // The other way round: what must not match may only become less.
      const inner = on.compare(on, update.schema, original.schema)
      return add(findings, inner.isCompatible ? 'NOT_TYPE_NARROWED' : 'NOT_TYPE_EXTENDED', 'not')
    }
    case 'meta-schema':
      return update.kind === original.kind && update.uri !== original.uri ? add(findings, 'TYPE_CHANGED') : undefined
    case 'any':
    case 'false':
    case 'boolean':
    case 'null':
    case 'conditional':
      return undefined
    default:
      return unreachable(original)
  }
}
