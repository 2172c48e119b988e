/**
 * The registry's state as others see it: what a subject is called, what is stored, and what may be asked. All of it is in memory and synchronous; nothing here changes.
 * `queries` of `index.ts` are the answers. Whoever shows them to somebody awaits `store.settled()` first.
 */
import type { CompatibilityPolicy, Reference, SchemaType } from '../schemas/contract.ts'
import type { Metadata, RuleSet } from '../governance/contract.ts'

export const DEFAULT_TENANT = 'default'
export const DEFAULT_CONTEXT = '.'
/** Holds config and mode for all contexts of a tenant; no subject lives in it. */
export const GLOBAL_CONTEXT = '.__GLOBAL'

/**
 * In text `[tenant_][:.context:]name`. With an empty name it is the context itself: the scope of its config and mode (in the default context: the global config).
 * `subjectOf` of `index.ts` reads it from a request, `subjectText` writes it for an answer (without tenant), `recordText` for a record (with it).
 */
export interface QualifiedSubject {
  readonly tenant: string
  /** Begins with a dot. */
  readonly context: string
  readonly name: string
}

/** Which versions or subjects: those not deleted, all, or the soft-deleted alone. */
export type Deletion = 'active' | 'all' | 'deleted'

export interface StoredVersion {
  readonly subject: QualifiedSubject
  readonly version: number
  readonly id: number
  readonly guid: string
  readonly schemaType: SchemaType
  /** Canonical text; the same string for all versions with this guid. */
  readonly schema: string
  /** As they were sent: a plain subject is in the context of the schema that refers to it. The tenant is never in it. */
  readonly references: readonly Reference[]
  readonly metadata: Metadata | null
  readonly ruleSet: RuleSet | null
  readonly deleted: boolean
  /** When its record was written, in ms since 1970, where the record or the store says so. */
  readonly ts: number | null
}

export type CompatibilityLevel = 'NONE' | 'BACKWARD' | 'BACKWARD_TRANSITIVE' | 'FORWARD' | 'FORWARD_TRANSITIVE' | 'FULL' | 'FULL_TRANSITIVE'

export type Mode = 'READWRITE' | 'READONLY' | 'READONLY_OVERRIDE' | 'IMPORT' | 'FORWARD'

/** What is configured at one scope; an absent field is not set. Named as in PUT and GET /config, but `compatibilityLevel` as in GET. */
export interface RegistryConfig {
  readonly alias?: string
  readonly aliasForDeks?: string
  readonly normalize?: boolean
  readonly validateFields?: boolean
  readonly validateNewSchemas?: boolean
  readonly validateRules?: boolean
  readonly compatibilityLevel?: CompatibilityLevel
  readonly compatibilityPolicy?: CompatibilityPolicy
  readonly compatibilityGroup?: string
  readonly defaultMetadata?: Metadata
  readonly overrideMetadata?: Metadata
  readonly defaultRuleSet?: RuleSet
  readonly overrideRuleSet?: RuleSet
}

/** With inheritance: the level is always there. */
export type ConfigInScope = RegistryConfig & { readonly compatibilityLevel: CompatibilityLevel }

/** What applies where no record says otherwise; from the service's configuration (`schema.compatibility.level` and others). */
export interface StateOptions {
  readonly compatibilityLevel: CompatibilityLevel
  /** The first id that each context gives: 1, or 100001 as the cloud does. */
  readonly firstId: number
  /**
   * `single`: all subjects belong to tenant `default`, whatever their names look like. `by-prefix`: what begins with `lsrc-…_` belongs to that tenant, the rest to `default`.
   */
  readonly tenants: 'single' | 'by-prefix'
}

/** What was read and is no record of ours: how many, by cause. Nothing of it changed the state. */
export interface SkippedRecords {
  readonly badKeys: number
  readonly badValues: number
  readonly unknownKeyTypes: number
  /** Schemas under an id that another schema has: two writers, of which the second is wrong. */
  readonly duplicateIds: number
}

/** Opaque outside this folder; made by `registrySchema(options)` of `index.ts`, asked through `queries`. Another object after a fault of the store. */
export interface RegistryState {
  readonly options: StateOptions
  readonly skipped: SkippedRecords
}

export interface IdentityOf {
  /** Canonical (or normalised). */
  readonly schema: string
  readonly references: readonly Reference[]
  readonly metadata: Metadata | null
  readonly ruleSet: RuleSet | null
}

export interface ReferenceClosure {
  /** Name to text; what a schema needs stands before it. */
  readonly resolved: ReadonlyMap<string, string>
  /** With -1 replaced by the version. */
  readonly references: readonly Reference[]
}

export interface MissingReference {
  readonly kind: 'missing' | 'too-many'
  readonly reference: Reference
}

export interface SubjectFilter {
  readonly tenant: string
  /** `''` and any plain prefix: the default context; `:.ctx:prefix`; `:*:prefix`: every context. */
  readonly prefix: string
  readonly deletion: Deletion
}

export interface ListedVersion extends StoredVersion {
  /** Subjects whose alias this subject is. */
  readonly aliases: readonly string[]
}

export interface RegistryQueries {
  /** `.` first, then those of CONTEXT records and of subjects, sorted. */
  contexts(state: RegistryState, tenant: string): readonly string[]
  /** Sorted texts without tenant. */
  subjects(state: RegistryState, filter: SubjectFilter): readonly string[]
  /** All versions of the subjects of the filter (or the latest of each), sorted by subject and version. Linear in what it lists. */
  schemas(
    state: RegistryState,
    filter: SubjectFilter,
    options: { readonly latestOnly: boolean; readonly aliases: boolean },
  ): readonly ListedVersion[]
  /** Has the subject (or, with an empty name, the context) any version? */
  hasVersions(state: RegistryState, subject: QualifiedSubject, deletion: Deletion): boolean
  /** Ascending. */
  versions(state: RegistryState, subject: QualifiedSubject, deletion: Deletion): readonly StoredVersion[]
  /** `latest`: the highest that is not deleted, whatever `deletion` says. */
  version(state: RegistryState, subject: QualifiedSubject, version: number | 'latest', deletion: Deletion): StoredVersion | null
  /** As `version`; where an unqualified subject has none, the same name in the tenant's other contexts. */
  versionInAnyContext(state: RegistryState, subject: QualifiedSubject, version: number | 'latest', deletion: Deletion): StoredVersion | null
  /** The highest version whose metadata has all the properties. */
  latestWithMetadata(
    state: RegistryState,
    subject: QualifiedSubject,
    properties: ReadonlyMap<string, string>,
    deletion: Deletion,
  ): StoredVersion | null
  /**
   * GET /schemas/ids/{id}. `subject` is the request's: with a context, that context alone; a plain name, the id under that name in any context, else the default context;
   * an empty name, its context alone. Soft-deleted versions count: data written with them must stay readable.
   */
  byId(state: RegistryState, subject: QualifiedSubject, id: number): StoredVersion | null
  /** Versions with the schema of an id, chosen as in `byId`; null when there is no such id. */
  versionsOfId(state: RegistryState, subject: QualifiedSubject, id: number, deletion: Deletion): readonly StoredVersion[] | null
  byGuid(state: RegistryState, tenant: string, guid: string): StoredVersion | null
  idsOfGuid(state: RegistryState, tenant: string, guid: string): readonly { readonly context: string; readonly id: number }[]
  /** The highest id given in the subject's context; 0 (or the first id less one) when none was. */
  maxId(state: RegistryState, subject: QualifiedSubject): number
  /** The version with exactly this content under the subject. */
  lookUp(state: RegistryState, subject: QualifiedSubject, identity: IdentityOf, deletion: Deletion): StoredVersion | null
  /**
   * POST /subjects/{s} and the first step of a registration: as `lookUp`; else the same schema with metadata and rules taken from config and the latest version; else, newest
   * first, a version that differs in `confluent:version` alone, or only in that the request has no references and its text has them inlined: those need a comparison
   * of languages and come as `candidates` (bounded by `REGISTRY_LIMITS.lookupCandidatesMax`).
   */
  findExisting(
    state: RegistryState,
    subject: QualifiedSubject,
    identity: IdentityOf,
    deletion: Deletion,
  ): { readonly found: StoredVersion | null; readonly candidates: readonly StoredVersion[] }
  /** Ids of schemas (of versions not deleted) that refer to this version, ascending, in the referrers' contexts. */
  referencedBy(state: RegistryState, subject: QualifiedSubject, version: number): readonly number[]
  /** For a new schema: `-1` is the latest, plain subjects are in the context of `parent`, deleted targets are missing. */
  resolveReferences(
    state: RegistryState,
    parent: QualifiedSubject,
    references: readonly Reference[],
  ): { readonly ok: true; readonly value: ReferenceClosure } | { readonly ok: false; readonly error: MissingReference }
  /** For a stored one: what it needs, deleted or not; what is gone for good is left out. */
  resolvedOf(state: RegistryState, version: StoredVersion): ReadonlyMap<string, string>
  /** What is configured at this very scope. */
  config(state: RegistryState, scope: QualifiedSubject): RegistryConfig | null
  configInScope(state: RegistryState, scope: QualifiedSubject): ConfigInScope
  mode(state: RegistryState, scope: QualifiedSubject): Mode | null
  modeInScope(state: RegistryState, scope: QualifiedSubject): Mode
  /** The subject itself, or what its config's `alias` names (one step). */
  resolveAlias(state: RegistryState, subject: QualifiedSubject): QualifiedSubject
  /** All versions of a tenant, soft-deleted too: what packages count. */
  schemaCount(state: RegistryState, tenant: string): number
}
