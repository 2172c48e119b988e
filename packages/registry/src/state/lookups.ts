/** One version, or those with one schema: by number, id, GUID or content. */
import { confluentVersion, isVersioned, unversioned } from '../governance/confluent-version.ts'
import { guidOf } from '../identity/guid.ts'
import {
  DEFAULT_CONTEXT,
  type Deletion,
  type IdentityOf,
  type QualifiedSubject,
  type RegistryState,
  type StoredVersion,
} from './contract.ts'
import { type Context, type Entry, contextOfSubject, registryOf, subjectIn, tenantOf } from './model.ts'
import { entryAt, entryOfGuid, entryOfUnversionedGuid, isIncluded, latestActive } from './subject-versions.ts'
import { mergeDefaults } from './populate.ts'
import { contextsOf } from './listings.ts'

export const REGISTRY_LIMITS = {
  /** Versions with references that a request without any is compared with: newest first. */
  lookupCandidatesMax: 100,
} as const

export function versions(state: RegistryState, subject: QualifiedSubject, deletion: Deletion): readonly StoredVersion[] {
  const held = subjectIn(registryOf(state), subject)
  return held?.entries.filter((entry) => isIncluded(entry, deletion)) ?? []
}

export function version(
  state: RegistryState,
  subject: QualifiedSubject,
  number: number | 'latest',
  deletion: Deletion,
): StoredVersion | null {
  const held = subjectIn(registryOf(state), subject)
  if (held === undefined) return null
  if (number === 'latest') return latestActive(held)
  const entry = entryAt(held, number)
  return entry !== undefined && isIncluded(entry, deletion) ? entry : null
}

export function versionInAnyContext(
  state: RegistryState,
  subject: QualifiedSubject,
  number: number | 'latest',
  deletion: Deletion,
): StoredVersion | null {
  for (const context of contextsToSearch(state, subject)) {
    const found = version(state, { ...subject, context }, number, deletion)
    if (found !== null) return found
  }
  return null
}

/** A plain name is looked for everywhere, first where it says. */
function contextsToSearch(state: RegistryState, { tenant, context, name }: QualifiedSubject): readonly string[] {
  return context === DEFAULT_CONTEXT && name !== '' ? contextsOf(state, tenant) : [context]
}

export function latestWithMetadata(
  state: RegistryState,
  subject: QualifiedSubject,
  properties: ReadonlyMap<string, string>,
  deletion: Deletion,
): StoredVersion | null {
  const has = ({ metadata }: Entry): boolean => {
    const own = metadata?.properties
    return own !== undefined && [...properties].every(([name, value]) => Object.hasOwn(own, name) && own[name] === value)
  }
  return subjectIn(registryOf(state), subject)?.entries.findLast((entry) => isIncluded(entry, deletion) && has(entry)) ?? null
}

export function byId(state: RegistryState, subject: QualifiedSubject, id: number): StoredVersion | null {
  return entryOfId(state, subject, id)?.entry ?? null
}

function entryOfId(state: RegistryState, subject: QualifiedSubject, id: number): { context: Context; entry: Entry } | null {
  const contexts = registryOf(state).tenants.get(subject.tenant)?.contexts
  if (subject.name !== '') {
    for (const name of contextsToSearch(state, subject)) {
      const context = contexts?.get(name)
      const entry = context?.ids.all(id).find((candidate) => candidate.subject.name === subject.name)
      if (context !== undefined && entry !== undefined) return { context, entry }
    }
  }
  // With a context and a name, the id must be under that name; a plain name falls back to its context.
  const context = contexts?.get(subject.context)
  const entry = subject.name === '' || subject.context === DEFAULT_CONTEXT ? context?.ids.first(id) : undefined
  return context !== undefined && entry !== undefined ? { context, entry } : null
}

export function versionsOfId(
  state: RegistryState,
  subject: QualifiedSubject,
  id: number,
  deletion: Deletion,
): readonly StoredVersion[] | null {
  const found = entryOfId(state, subject, id)
  if (found === null) return null
  return found.context.ids
    .all(id)
    .filter((entry) => isIncluded(entry, deletion))
    .sort((a, b) => (a.subject.name < b.subject.name ? -1 : a.subject.name > b.subject.name ? 1 : a.version - b.version))
}

export function byGuid(state: RegistryState, tenant: string, guid: string): StoredVersion | null {
  const [first] = idsOfGuid(state, tenant, guid)
  if (first === undefined) return null
  return tenantOf(registryOf(state), tenant)?.contexts.get(first.context)?.ids.first(first.id) ?? null
}

export function idsOfGuid(
  state: RegistryState,
  tenant: string,
  guid: string,
): readonly { readonly context: string; readonly id: number }[] {
  return contextsOf(state, tenant).flatMap((context) => {
    const held = tenantOf(registryOf(state), tenant)?.contexts.get(context)?.guids.get(guid)
    return held === undefined ? [] : [{ context, id: held.id }]
  })
}

export function maxId(state: RegistryState, subject: QualifiedSubject): number {
  return contextOfSubject(registryOf(state), subject)?.maxId ?? state.options.firstId - 1
}

export function lookUp(state: RegistryState, subject: QualifiedSubject, identity: IdentityOf, deletion: Deletion): StoredVersion | null {
  const held = subjectIn(registryOf(state), subject)
  return held === undefined ? null : entryOfGuid(held, guidOf(identity), deletion)
}

export function findExisting(
  state: RegistryState,
  subject: QualifiedSubject,
  identity: IdentityOf,
  deletion: Deletion,
): { readonly found: StoredVersion | null; readonly candidates: readonly StoredVersion[] } {
  const found = lookUp(state, subject, identity, deletion) ?? differsInVersionAlone(state, subject, identity, deletion)
  if (found !== null) return { found, candidates: [] }
  const held = subjectIn(registryOf(state), subject)
  const latest = held === undefined ? null : latestActive(held)
  if (held === undefined || latest === null) return { found: null, candidates: inlinedIn(state, subject, identity, deletion) }
  const populated = mergeDefaults(state, subject, identity, latest)
  const again = lookUp(state, subject, populated, deletion) ?? differsInVersionAlone(state, subject, populated, deletion)
  return again === null ? { found: null, candidates: inlinedIn(state, subject, identity, deletion) } : { found: again, candidates: [] }
}

/** The request has no `confluent:version` and the stored one has, or the other way round, and then it must tell its own number. */
export function differsInVersionAlone(
  state: RegistryState,
  subject: QualifiedSubject,
  identity: IdentityOf,
  deletion: Deletion,
): Entry | null {
  const held = subjectIn(registryOf(state), subject)
  if (held === undefined) return null
  const guid = guidOf({ ...identity, metadata: unversioned(identity.metadata) })
  if (!isVersioned(identity.metadata)) return entryOfUnversionedGuid(held, guid, deletion)
  const number = confluentVersion(identity.metadata)
  const entry = number === null ? undefined : entryAt(held, number)
  if (entry === undefined || !isIncluded(entry, deletion) || isVersioned(entry.metadata)) return null
  return guidOf({ ...entry, metadata: unversioned(entry.metadata) }) === guid ? entry : null
}

export function inlinedIn(
  state: RegistryState,
  subject: QualifiedSubject,
  { references }: Pick<IdentityOf, 'references'>,
  deletion: Deletion,
): readonly StoredVersion[] {
  const held = subjectIn(registryOf(state), subject)
  if (references.length > 0 || held === undefined || held.referringCount === 0) return []
  return held.entries
    .filter((entry) => entry.references.length > 0 && isIncluded(entry, deletion))
    .slice(-REGISTRY_LIMITS.lookupCandidatesMax)
    .reverse()
}
