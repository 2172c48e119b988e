import type {
  CompatibilityPolicy,
  Incompatibility,
  InvalidSchema,
  NormalizedSchema,
  ParseOptions,
  SchemaSource,
  SchemaType,
  SideWords,
} from './contract.ts'

/** What is asked of the schema languages, as data that crosses to another thread. */
export type SchemaJob =
  | {
      readonly kind: 'parse'
      readonly type: SchemaType
      readonly source: SchemaSource
      readonly options: ParseOptions
      readonly normalize: boolean
    }
  | {
      readonly kind: 'compare'
      readonly type: SchemaType
      /** Canonical texts with their references. */
      readonly reader: SchemaSource
      readonly writer: SchemaSource
      readonly policy: CompatibilityPolicy
      readonly words: SideWords
    }
  | { readonly kind: 'format'; readonly type: SchemaType; readonly source: SchemaSource; readonly format: string }

export interface ParsedFacts extends NormalizedSchema {
  /** Canonical, or normalised when that was asked. `references` likewise. */
  readonly name: string | null
  readonly fieldNames: readonly string[]
}

export type SchemaJobOutcome =
  | { readonly kind: 'parsed'; readonly facts: ParsedFacts }
  | { readonly kind: 'compared'; readonly incompatibilities: readonly Incompatibility[] }
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'invalid'; readonly problem: InvalidSchema }

/**
 * Runs jobs off the main loop with a deadline. What is over it is ended (its thread, if need be) and answered `timeout`; the next job finds a new thread. Threads start
 * with the first job and end when they have had none for a while: a registry that only serves reads has none.
 */
export interface SchemaWorker extends AsyncDisposable {
  run(job: SchemaJob): Promise<SchemaJobOutcome | { readonly kind: 'timeout'; readonly afterMs: number }>
}
