/**
 * What may be decided about the registry's state, each as a pure function for `Store.decide`: records and an answer, or why not. `decisions` of `index.ts`.
 */
import type { Result } from '@leat/base'
import type { Decision } from '@leat/store'
import type { Reference, SchemaType } from '../schemas/contract.ts'
import type { ParsedFacts, SchemaJob } from '../schemas/work.ts'
import type { ComparisonPlan, Verdict } from '../compatibility/contract.ts'
import type { Metadata, RuleSet, UncheckedRuleSet } from '../governance/contract.ts'
import type { Mode, QualifiedSubject, RegistryConfig, RegistryState, StoredVersion } from '../state/contract.ts'

/** As the API tells it: HTTP status and `{"error_code":…,"message":…}`. */
export interface Problem {
  readonly status: number
  readonly errorCode: number
  readonly message: string
}

export type Decided<A> = Result<Decision<A>, Problem>

/** POST /subjects/{s}/versions. */
export interface RegisterRequest {
  readonly subject: QualifiedSubject
  /** Blank: the schema, type and references of the latest version. */
  readonly schema: string
  readonly schemaType: SchemaType
  readonly references: readonly Reference[]
  readonly metadata: Metadata | null
  readonly ruleSet: UncheckedRuleSet | null
  /** Null (or below 0): the registry gives one. */
  readonly id: number | null
  /** 0: not said. -1: the next one; whoever says a version has it told in `confluent:version`. */
  readonly version: number
  /** True also by the config in scope. */
  readonly normalize: boolean
  /** Registers whatever the compatibility says. */
  readonly force: boolean
}

export interface RegisterOptions {
  /** Of the tenant's package, soft-deleted versions counted; null: no limit. */
  readonly schemasMax: number | null
  /** `ts` of the answer; ms since 1970. */
  readonly nowMs: number
  /** Records as a 7.x registry writes them: without `schemaType` for Avro. */
  readonly omitsAvroType: boolean
}

/** On what a plan rests. When it no longer holds, the decision is `stale`: plan again. */
export interface Basis {
  readonly state: RegistryState
  /** Of config and mode of the tenant. */
  readonly settings: number
  /** Subject (as in records) to its number of change; 0: there was none. */
  readonly subjects: ReadonlyMap<string, number>
}

/** First step: before the text was read. */
export interface RegistrationPlan {
  readonly request: RegisterRequest
  readonly basis: Basis
  readonly schemaType: SchemaType
  readonly parse: Extract<SchemaJob, { kind: 'parse' }>
  /** References with their versions; merged of default, own or previous, and override. */
  readonly metadata: Metadata | null
  readonly ruleSet: RuleSet | null
  /** What the request itself says. */
  readonly own: { readonly metadata: Metadata | null; readonly ruleSet: RuleSet | null }
  /** The answer shows the schema: something in it did not come from the request. */
  readonly isPopulated: boolean
}

/** Second step: what is left to find out before it can be decided. */
export interface RegistrationCheck {
  readonly plan: RegistrationPlan
  readonly facts: ParsedFacts
  readonly guid: string
  /** There already, so nothing is left to do but `register`. */
  readonly known: StoredVersion | null
  /**
   * Newest first. Versions with references that the request, without any, may have inlined: it is the same schema when their text in format `resolved` is its own.
   * The first such goes to `register` as `sameAs`.
   */
  readonly inlined: readonly StoredVersion[]
  /** Null where nothing is compared: IMPORT, FORWARD, force. */
  readonly comparison: ComparisonPlan | null
}

export interface RegisterInput {
  readonly check: RegistrationCheck
  readonly sameAs: StoredVersion | null
  /** Of `check.comparison`; empty where nothing was compared. */
  readonly verdict: Verdict
  readonly options: RegisterOptions
}

export interface Registered {
  readonly version: StoredVersion
  /** False: it was there, and nothing was written. */
  readonly isNew: boolean
  /** 7.x answers more than the id only then. */
  readonly isPopulated: boolean
}

export type RegisterRefusal = { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'stale' }

/** POST …/{v}/tags without the tags: metadata and rules of a new version. */
export interface RuleSetChange {
  readonly ruleSet: UncheckedRuleSet | null
  readonly rulesToMerge: UncheckedRuleSet | null
  readonly rulesToRemove: readonly string[] | null
}

/** Absent: keep. Null: clear. */
export type ConfigUpdate = {
  readonly [Key in keyof Omit<RegistryConfig, 'compatibilityLevel' | 'compatibilityPolicy' | 'defaultRuleSet' | 'overrideRuleSet'>]?:
    | RegistryConfig[Key]
    | null
} & {
  /** Any case; checked here (42203). */
  readonly compatibilityLevel?: string | null
  readonly compatibilityPolicy?: string | null
  readonly defaultRuleSet?: UncheckedRuleSet | null
  readonly overrideRuleSet?: UncheckedRuleSet | null
}

export interface RegistryDecisions {
  planRegistration(state: RegistryState, request: RegisterRequest): Result<RegistrationPlan, Problem>
  /** `facts` are the outcome of `plan.parse`. An `invalid` outcome becomes `problems.invalidSchema`, a `timeout` one `problems.schemaTimeout`. */
  checkRegistration(state: RegistryState, plan: RegistrationPlan, facts: ParsedFacts): Result<RegistrationCheck, Problem>
  register(state: RegistryState, input: RegisterInput): Result<Decision<Registered>, RegisterRefusal>
  /** The rule set that a tag request asks for: of the version before `newVersion` (or the latest), merged and without what is to go. */
  changedRuleSet(
    state: RegistryState,
    subject: QualifiedSubject,
    newVersion: number | null,
    change: RuleSetChange,
  ): Result<RuleSet | null, Problem>
  /** Answers the versions that were deleted. */
  deleteSubject(
    state: RegistryState,
    input: { readonly subject: QualifiedSubject; readonly permanent: boolean },
  ): Decided<readonly number[]>
  deleteVersion(
    state: RegistryState,
    input: { readonly subject: QualifiedSubject; readonly version: number | 'latest'; readonly permanent: boolean },
  ): Decided<number>
  /** Answers what is configured there now. */
  putConfig(state: RegistryState, input: { readonly scope: QualifiedSubject; readonly update: ConfigUpdate }): Decided<RegistryConfig>
  /** Answers what was configured there. */
  deleteConfig(state: RegistryState, input: { readonly scope: QualifiedSubject }): Decided<RegistryConfig>
  putMode(
    state: RegistryState,
    input: {
      readonly scope: QualifiedSubject
      /** Any case; checked here (42204). */
      readonly mode: string
      readonly force: boolean
      /** `mode.mutability`. */
      readonly mutable: boolean
    },
  ): Decided<Mode>
  /** `recursive` on a context: also the modes of the subjects in it. Answers the mode that was set there. */
  deleteMode(
    state: RegistryState,
    input: { readonly scope: QualifiedSubject; readonly recursive: boolean; readonly mutable: boolean },
  ): Decided<Mode>
  deleteContext(state: RegistryState, input: { readonly tenant: string; readonly context: string }): Decided<null>
}
