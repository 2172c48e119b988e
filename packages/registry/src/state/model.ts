/**
 * How the state is held. Only `apply.ts` and the files it calls change it; a version that changes is another object.
 *
 *   tenant -> context -> subject -> versions, ascending
 *   context: id -> versions, GUID -> id, the highest id ever given
 *   tenant: referred version -> versions not deleted that refer to it; config, mode and alias by scope
 */
import type { Reference } from '../schemas/contract.ts'
import { Bag } from './bag.ts'
import type { GuidIds } from './guid-ids.ts'
import {
  DEFAULT_CONTEXT,
  GLOBAL_CONTEXT,
  type Mode,
  type QualifiedSubject,
  type RegistryConfig,
  type RegistryState,
  type SkippedRecords,
  type StateOptions,
  type StoredVersion,
} from './contract.ts'

export interface Entry extends StoredVersion {
  /** Of the record, when its metadata is encrypted. */
  readonly md5: string | null
  /** The record says its type, as those of 7.x do not for Avro. */
  readonly isTyped: boolean
  /** The GUID without `confluent:version`, where the metadata has it. */
  readonly unversionedGuid: string | null
}

export interface Subject {
  readonly subject: QualifiedSubject
  /** Ascending by version. */
  readonly entries: Entry[]
  activeCount: number
  /** Of versions with references. */
  referringCount: number
  /** Undefined: not known now. */
  latest: Entry | null | undefined
  /** Made with the first lookup in a long list. */
  byGuid: Map<string, Entry[]> | null
  /** Number of the change that touched it last. */
  changed: number
}

export interface Context {
  readonly context: string
  /** A CONTEXT record says that it is there. */
  isRecorded: boolean
  readonly subjects: Map<string, Subject>
  readonly ids: Bag<number, Entry>
  readonly guids: Map<string, GuidIds>
  maxId: number
  activeCount: number
  entryCount: number
}

export interface Tenant {
  readonly tenant: string
  readonly contexts: Map<string, Context>
  /** By scope, as `scopeText` writes it. */
  readonly configs: Map<string, RegistryConfig>
  readonly modes: Map<string, Mode>
  /** Target (as text without tenant) to the subjects whose alias it is. */
  readonly aliases: Map<string, Set<string>>
  /** `versionText` of what is referred to. */
  readonly referrers: Bag<string, Entry>
  /** Number of the change that touched config or mode last. */
  settingsChanged: number
  schemaCount: number
}

export interface Registry extends RegistryState {
  readonly skipped: { -readonly [Cause in keyof SkippedRecords]: number }
  readonly tenants: Map<string, Tenant>
  /** One string for all versions with a GUID. */
  readonly texts: Map<string, { readonly schema: string; readonly references: readonly Reference[]; count: number }>
  /** Our key of an entity to keys by which others wrote it: whoever changes it replaces those too. */
  readonly foreignKeys: Map<string, Set<string>>
  changes: number
}

export function emptyRegistry(options: StateOptions): Registry {
  return {
    options,
    skipped: { badKeys: 0, badValues: 0, unknownKeyTypes: 0, duplicateIds: 0 },
    tenants: new Map(),
    texts: new Map(),
    foreignKeys: new Map(),
    changes: 0,
  }
}

/** Every state is made by `emptyRegistry`; outside this folder it is opaque. */
export function registryOf(state: RegistryState): Registry {
  return state as Registry
}

export function tenantOf(registry: Registry, tenant: string): Tenant | undefined {
  return registry.tenants.get(tenant)
}

export function contextOfSubject(registry: Registry, { tenant, context }: QualifiedSubject): Context | undefined {
  return registry.tenants.get(tenant)?.contexts.get(context)
}

export function subjectIn(registry: Registry, subject: QualifiedSubject): Subject | undefined {
  return contextOfSubject(registry, subject)?.subjects.get(subject.name)
}

export function ensureTenant(registry: Registry, tenant: string): Tenant {
  let held = registry.tenants.get(tenant)
  if (held === undefined) {
    held = {
      tenant,
      contexts: new Map(),
      configs: new Map(),
      modes: new Map(),
      aliases: new Map(),
      referrers: new Bag(),
      settingsChanged: 0,
      schemaCount: 0,
    }
    registry.tenants.set(tenant, held)
  }
  return held
}

export function ensureContext(registry: Registry, { tenant, context }: Pick<QualifiedSubject, 'tenant' | 'context'>): Context {
  const { contexts } = ensureTenant(registry, tenant)
  let held = contexts.get(context)
  if (held === undefined) {
    held = {
      context,
      isRecorded: context === DEFAULT_CONTEXT,
      subjects: new Map(),
      ids: new Bag(),
      guids: new Map(),
      maxId: registry.options.firstId - 1,
      activeCount: 0,
      entryCount: 0,
    }
    contexts.set(context, held)
  }
  return held
}

export function ensureSubject(registry: Registry, subject: QualifiedSubject): Subject {
  const { subjects } = ensureContext(registry, subject)
  let held = subjects.get(subject.name)
  if (held === undefined) {
    held = { subject, entries: [], activeCount: 0, referringCount: 0, latest: null, byGuid: null, changed: 0 }
    subjects.set(subject.name, held)
  }
  return held
}

/** A subject; with an empty name those of its context; in the two global scopes (the default context, and `.__GLOBAL`) those of all contexts. */
export function subjectsInScope(registry: Registry, scope: QualifiedSubject): readonly Subject[] {
  const contexts = registry.tenants.get(scope.tenant)?.contexts
  if (scope.name !== '') return [subjectIn(registry, scope)].filter((subject) => subject !== undefined)
  const isGlobal = scope.context === DEFAULT_CONTEXT || scope.context === GLOBAL_CONTEXT
  const chosen = isGlobal ? [...(contexts?.values() ?? [])] : [contexts?.get(scope.context)].filter((context) => context !== undefined)
  return chosen.flatMap(({ subjects }) => [...subjects.values()])
}

/** `''` for the default context, `:.ctx:` and `:.ctx:name` for others: within a tenant. */
export function scopeText({ context, name }: QualifiedSubject): string {
  return context === DEFAULT_CONTEXT ? name : `:${context}:${name}`
}

export function versionText(subject: QualifiedSubject, version: number): string {
  return `${scopeText(subject)}\n${version}`
}
