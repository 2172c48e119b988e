/** State of one round of a comparison: what was found about pairs of schemas, and what it may still cost. */
import type { CompatibilityPolicy } from '../../contract.ts'
import type { SchemaPattern } from '../java-pattern.ts'
import { JSON_SCHEMA_LIMITS } from '../limits.ts'
import type { Model } from '../model.ts'
import type { Outcome } from './outcome.ts'

export interface Comparing {
  readonly policy: CompatibilityPolicy
  readonly patternOf: (source: string) => SchemaPattern | undefined
  readonly budget: Budget
  readonly compare: Compare
  readonly known: PairMap<Outcome>
  readonly inProgress: PairMap<true>
  /** Pairs that an earlier round found incompatible although they had been taken for compatible within themselves. */
  readonly broken: PairMap<true>
  /** Pairs that met themselves in this round and were taken for compatible there. */
  readonly assumed: (readonly [Model, Model])[]
  depth: number
}

/** Null stands for a schema that one side does not have. */
export type Compare = (on: Comparing, original: Model | null, update: Model | null) => Outcome

/** Shared by all rounds. */
export interface Budget {
  stepsLeft: number
  isExceeded: boolean
}

export function newBudget(): Budget {
  return { stepsLeft: JSON_SCHEMA_LIMITS.comparisonStepsMax, isExceeded: false }
}

/** False when nothing more may be done; the whole comparison then ends as exceeded. */
export function spend(budget: Budget, steps = 1): boolean {
  budget.stepsLeft -= steps
  if (budget.stepsLeft < 0) budget.isExceeded = true
  return !budget.isExceeded
}

/** By identity of both: two schemas that only look alike are two. */
export type PairMap<T> = Map<Model, Map<Model, T>>

export function getPair<T>(pairs: PairMap<T>, original: Model, update: Model): T | undefined {
  return pairs.get(original)?.get(update)
}

export function setPair<T>(pairs: PairMap<T>, original: Model, update: Model, value: T): void {
  const row = pairs.get(original)
  if (row === undefined) pairs.set(original, new Map([[update, value]]))
  else row.set(update, value)
}

export function deletePair<T>(pairs: PairMap<T>, original: Model, update: Model): void {
  pairs.get(original)?.delete(update)
}

/** Names and values of a schema that cost as much to look through as one pair costs to compare. */
const NAMES_PER_STEP = 16

/** What a schema costs beyond the pairs that are found in it. */
export function stepsOf(model: Model): number {
  switch (model.kind) {
    case 'enum':
      return Math.ceil(model.values.size / NAMES_PER_STEP)
    case 'object':
      return Math.ceil((model.properties.size + namesIn(model.dependentRequired)) / NAMES_PER_STEP)
    case 'array':
      return Math.ceil(model.tuple.length / NAMES_PER_STEP)
    case 'any':
    case 'false':
    case 'boolean':
    case 'null':
    case 'string':
    case 'number':
    case 'const':
    case 'not':
    case 'combined':
    case 'conditional':
    case 'reference':
    case 'meta-schema':
      return 0
  }
}

function namesIn(dependencies: ReadonlyMap<string, ReadonlySet<string>>): number {
  let names = 0
  for (const set of dependencies.values()) names += 1 + set.size
  return names
}
