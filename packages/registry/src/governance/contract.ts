/** What a subject version carries beside its schema. Sets and maps are printed and hashed sorted, whatever order they came in. */
export interface Metadata {
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly properties?: Readonly<Record<string, string>>
  /** Names of properties. */
  readonly sensitive?: readonly string[]
}

export type RuleKind = 'TRANSFORM' | 'CONDITION'

export type RuleMode = 'UPGRADE' | 'DOWNGRADE' | 'UPDOWN' | 'WRITE' | 'READ' | 'WRITEREAD'

export interface Rule {
  readonly name: string
  readonly doc?: string
  /** TRANSFORM when not said. */
  readonly kind?: RuleKind
  /** WRITEREAD when not said. */
  readonly mode?: RuleMode
  readonly type: string
  readonly tags?: readonly string[]
  readonly params?: Readonly<Record<string, string>>
  readonly expr?: string
  /** Two actions, split by a comma, only in the modes UPDOWN and WRITEREAD. */
  readonly onSuccess?: string
  readonly onFailure?: string
  readonly disabled?: boolean
}

export interface RuleSet {
  readonly migrationRules?: readonly Rule[]
  readonly domainRules?: readonly Rule[]
  readonly encodingRules?: readonly Rule[]
  readonly enableAt?: string
}

/** A rule set as a request brings it: not validated. */
export type UncheckedRuleSet = Omit<RuleSet, 'migrationRules' | 'domainRules' | 'encodingRules'> & {
  readonly [List in 'migrationRules' | 'domainRules' | 'encodingRules']?: readonly UncheckedRule[] | undefined
}

export type UncheckedRule = { readonly [Key in keyof Rule]?: Rule[Key] | string | null | undefined }
