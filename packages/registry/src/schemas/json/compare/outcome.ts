/** What came out of comparing one pair, and how outcomes are put together. Paths are relative to the pair, so that an outcome can be used again. */
import type { CompatibilityPolicy } from '../../contract.ts'
import { JSON_SCHEMA_LIMITS } from '../limits.ts'
import { type Difference, type DifferenceType, isBreaking } from './difference.ts'

export interface Outcome {
  /** Counts every difference, also those that are not kept below. */
  readonly isCompatible: boolean
  readonly breaking: readonly Difference[]
  readonly harmless: readonly Difference[]
}

export const SAME: Outcome = { isCompatible: true, breaking: [], harmless: [] }

/** A pair that is being compared further up and is known to be incompatible: what is wrong is said there. */
export const KNOWN_AS_BROKEN: Outcome = { isCompatible: false, breaking: [], harmless: [] }

/** An outcome in the making. */
export interface Findings {
  readonly policy: CompatibilityPolicy
  isCompatible: boolean
  readonly breaking: Difference[]
  readonly harmless: Difference[]
}

export function newFindings(policy: CompatibilityPolicy): Findings {
  return { policy, isCompatible: true, breaking: [], harmless: [] }
}

export function add(findings: Findings, type: DifferenceType, path = ''): void {
  const breaks = isBreaking(type, findings.policy)
  if (breaks) findings.isCompatible = false
  keep(breaks ? findings.breaking : findings.harmless, { type, path })
}

/** Takes over an outcome of something below: `path` leads to it. */
export function addAll(findings: Findings, outcome: Outcome, path = ''): void {
  if (!outcome.isCompatible) findings.isCompatible = false
  for (const difference of outcome.breaking) keep(findings.breaking, moved(difference, path))
  for (const difference of outcome.harmless) keep(findings.harmless, moved(difference, path))
}

function keep(list: Difference[], difference: Difference): void {
  if (list.length < JSON_SCHEMA_LIMITS.findingsMax) list.push(difference)
}

function moved({ type, path: below }: Difference, path: string): Difference {
  return { type, path: path === '' || below === '' ? path + below : `${path}/${below}` }
}

/** Most outcomes are one difference of the pair itself: they are shared, since a comparison may keep a million. */
const single: Record<CompatibilityPolicy, Map<DifferenceType, Outcome>> = { STRICT: new Map(), LENIENT: new Map() }

export function outcomeOf(policy: CompatibilityPolicy, type: DifferenceType): Outcome {
  const known = single[policy].get(type)
  if (known !== undefined) return known
  const findings = newFindings(policy)
  add(findings, type)
  single[policy].set(type, findings)
  return findings
}
