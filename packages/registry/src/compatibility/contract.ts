import type { CompatibilityPolicy, SchemaType } from '../schemas/contract.ts'
import type { ParsedFacts } from '../schemas/work.ts'
import type { Metadata } from '../governance/contract.ts'
import type { CompatibilityLevel, StoredVersion } from '../state/contract.ts'

/** The schema that is to come, read and (where asked) normalised. */
export interface Candidate {
  readonly schemaType: SchemaType
  readonly facts: ParsedFacts
  /** Reference name to text. */
  readonly resolved: ReadonlyMap<string, string>
  readonly metadata: Metadata | null
}

/** `backward`: the candidate reads what the version wrote. */
export type Direction = 'backward' | 'forward'

export interface Comparison {
  readonly version: StoredVersion
  /** In the order in which Java reports them; empty when the types differ, which needs no job. */
  readonly directions: readonly Direction[]
}

/**
 * What must be compared: newest first, until one fails. `comparisonJobs` makes the jobs of one comparison, `comparisonMessages` reads their outcomes, `judge` makes the verdict
 * of the first failing one's messages (or of none).
 */
export interface ComparisonPlan {
  readonly candidate: Candidate
  readonly level: CompatibilityLevel
  readonly policy: CompatibilityPolicy
  readonly validateFields: boolean
  readonly comparisons: readonly Comparison[]
  /** Findings that need no comparison: reserved fields. */
  readonly reserved: readonly string[]
}

/** Empty: compatible. As the API shows them (`messages` of a check; in brackets and split by a comma within a 409). */
export type Verdict = readonly string[]
