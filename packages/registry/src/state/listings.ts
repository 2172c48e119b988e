/** Contexts, subjects and versions as lists: linear in what they list. */
import {
  DEFAULT_CONTEXT,
  type Deletion,
  type ListedVersion,
  type QualifiedSubject,
  type RegistryState,
  type SubjectFilter,
} from './contract.ts'
import { type Context, type Entry, type Subject, registryOf, scopeText, subjectIn, tenantOf } from './model.ts'
import { contextText, subjectOf } from './names.ts'
import { isIncluded, latestActive } from './subject-versions.ts'

const EVERY_CONTEXT = ':*:'

export function contextsOf(state: RegistryState, tenant: string): readonly string[] {
  const held = tenantOf(registryOf(state), tenant)?.contexts
  const named = [...(held?.values() ?? [])].filter(
    ({ context, isRecorded, entryCount }) => context !== DEFAULT_CONTEXT && (isRecorded || entryCount > 0),
  )
  return [DEFAULT_CONTEXT, ...named.map(({ context }) => context).sort()]
}

export function subjects(state: RegistryState, filter: SubjectFilter): readonly string[] {
  const { deletion } = filter
  return matching(state, filter)
    .filter(({ subject }) => isListed(subject, deletion))
    .map(({ text }) => text)
    .sort()
}

/** A subject is deleted when all of its versions are. */
function isListed({ activeCount, entries }: Subject, deletion: Deletion): boolean {
  switch (deletion) {
    case 'active':
      return activeCount > 0
    case 'all':
      return entries.length > 0
    case 'deleted':
      return entries.length > 0 && activeCount === 0
  }
}

export function schemas(
  state: RegistryState,
  filter: SubjectFilter,
  { latestOnly, aliases }: { readonly latestOnly: boolean; readonly aliases: boolean },
): readonly ListedVersion[] {
  const listed = new Map(matching(state, filter).map(({ text, subject }) => [text, subject]))
  if (aliases) for (const [text, subject] of aliased(state, filter)) listed.set(text, subject)
  const known = tenantOf(registryOf(state), filter.tenant)?.aliases
  return [...listed]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([text, subject]) => {
      const aliasesOfIt = aliases ? [...(known?.get(text) ?? [])].sort() : []
      return chosen(subject, filter.deletion, latestOnly).map((entry) => ({ ...entry, aliases: aliasesOfIt }))
    })
}

function chosen(subject: Subject, deletion: Deletion, latestOnly: boolean): readonly Entry[] {
  if (latestOnly && deletion === 'active') return [latestActive(subject)].filter((entry) => entry !== null)
  const entries = subject.entries.filter((entry) => isIncluded(entry, deletion))
  return latestOnly ? entries.slice(-1) : entries
}

/** Subjects that an alias of the filter's prefix names. */
function aliased(state: RegistryState, filter: SubjectFilter): readonly (readonly [string, Subject])[] {
  const registry = registryOf(state)
  const matches = matcher(filter)
  const found: (readonly [string, Subject])[] = []
  for (const [target, names] of tenantOf(registry, filter.tenant)?.aliases ?? []) {
    if (![...names].some((name) => matches(subjectOf(filter.tenant, name)))) continue
    const subject = subjectIn(registry, subjectOf(filter.tenant, target))
    if (subject !== undefined) found.push([scopeText(subject.subject), subject])
  }
  return found
}

function matching(state: RegistryState, filter: SubjectFilter): readonly { readonly text: string; readonly subject: Subject }[] {
  const matches = matcher(filter)
  const found: { text: string; subject: Subject }[] = []
  for (const context of tenantOf(registryOf(state), filter.tenant)?.contexts.values() ?? []) {
    if (!mayMatch(context, filter)) continue
    for (const subject of context.subjects.values()) if (matches(subject.subject)) found.push({ text: scopeText(subject.subject), subject })
  }
  return found
}

function mayMatch({ context }: Context, { prefix }: SubjectFilter): boolean {
  if (prefix.startsWith(EVERY_CONTEXT)) return true
  const text = contextText(context)
  // Of `:.ct` every context that begins so; of `:.ctx:na` that one.
  return text.startsWith(prefix) || (text !== '' ? prefix.startsWith(text) : true)
}

function matcher({ prefix }: SubjectFilter): (subject: QualifiedSubject) => boolean {
  if (!prefix.startsWith(EVERY_CONTEXT))
    return (subject) => scopeText(subject).startsWith(prefix) && (prefix !== '' || subject.context === DEFAULT_CONTEXT)
  const name = prefix.slice(EVERY_CONTEXT.length)
  return (subject) => subject.name.startsWith(name)
}
