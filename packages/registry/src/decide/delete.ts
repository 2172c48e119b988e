import { fail, ok } from '@leat/base'
import type { Change } from '@leat/store'
import { type QualifiedSubject, type RegistryState, DEFAULT_CONTEXT, queries } from '../state/index.ts'
import { type Registry, type Subject, contextOfSubject, registryOf, scopeText, subjectIn, tenantOf } from '../state/model.ts'
import { isReferenced } from '../state/references.ts'
import { entryAt, highestVersion, latestActive } from '../state/subject-versions.ts'
import { contextChanges, hardDeletes, schemaValueOf, settingChanges, versionChanges } from './changes.ts'
import type { Decided } from './contract.ts'
import { isReadOnly } from './plan-registration.ts'
import { problems } from './problems.ts'

/** Soft: one record marks all versions. Permanent: a tombstone each; the subject's config and mode go with them. */
export function deleteSubject(
  state: RegistryState,
  { subject, permanent }: { readonly subject: QualifiedSubject; readonly permanent: boolean },
): Decided<readonly number[]> {
  const registry = registryOf(state)
  const held = subjectIn(registry, subject)
  if (held === undefined) return fail(problems.subjectNotFound(subject))
  if (!permanent && held.activeCount === 0) return fail(problems.subjectSoftDeleted(subject))
  if (isReadOnly(queries.modeInScope(state, subject))) return fail(problems.notInMode(subject, 'read-only'))
  const entries = permanent ? held.entries : held.entries.filter(({ deleted }) => !deleted)
  for (const { version, deleted } of entries) {
    if (isReferenced(state, subject, version)) return fail(problems.referenced(subject, version))
    if (permanent && !deleted) return fail(problems.subjectNotSoftDeleted(subject))
  }
  const answer = entries.map(({ version }) => version)
  if (permanent) return ok({ changes: [...hardDeletes(registry, entries), ...settingsOf(registry, subject)], answer })
  // Up to the highest of all, though Java takes the highest active: compaction keeps this record alone, and what an earlier one deleted must stay so.
  return ok({ changes: settingChanges(registry, 'DELETE_SUBJECT', subject, { version: highestVersion(held) }), answer })
}

export function deleteVersion(
  state: RegistryState,
  { subject, version, permanent }: { readonly subject: QualifiedSubject; readonly version: number | 'latest'; readonly permanent: boolean },
): Decided<number> {
  const registry = registryOf(state)
  const held = subjectIn(registry, subject)
  if (held === undefined) return fail(problems.subjectNotFound(subject))
  const entry = (version === 'latest' ? latestActive(held) : entryAt(held, version)) ?? null
  if (entry === null) return fail(problems.versionNotFound(version))
  if (!permanent && entry.deleted) return fail(problems.versionSoftDeleted(subject, version))
  if (isReadOnly(queries.modeInScope(state, subject))) return fail(problems.notInMode(subject, 'read-only'))
  if (isReferenced(state, subject, entry.version)) return fail(problems.referenced(subject, entry.version))
  if (!permanent) {
    const value = schemaValueOf(entry, true, entry.schemaType === 'AVRO' && !entry.isTyped)
    return ok({ changes: versionChanges(registry, subject, entry.version, value), answer: entry.version })
  }
  if (!entry.deleted) return fail(problems.versionNotSoftDeleted(subject, entry.version))
  const settings = isLast(held) ? settingsOf(registry, subject) : []
  return ok({ changes: [...hardDeletes(registry, [entry]), ...settings], answer: entry.version })
}

function isLast({ entries }: Subject): boolean {
  return entries.length === 1
}

function settingsOf(registry: Registry, subject: QualifiedSubject): readonly Change[] {
  const tenant = tenantOf(registry, subject.tenant)
  const text = scopeText(subject)
  return [
    ...(tenant?.modes.has(text) === true ? settingChanges(registry, 'MODE', subject, null) : []),
    ...(tenant?.configs.has(text) === true ? settingChanges(registry, 'CONFIG', subject, null) : []),
  ]
}

/** Only an empty one; what was soft-deleted in it is still there. Its config and mode go with it. */
export function deleteContext(
  state: RegistryState,
  { tenant, context }: { readonly tenant: string; readonly context: string },
): Decided<null> {
  const registry = registryOf(state)
  const scope: QualifiedSubject = { tenant, context, name: '' }
  const held = contextOfSubject(registry, scope)
  if (context === DEFAULT_CONTEXT || (held?.entryCount ?? 0) > 0) return fail(problems.contextNotEmpty(context))
  const isKept = held?.isRecorded === true
  // Its ids are not given again should it come back.
  return ok({ changes: [...settingsOf(registry, scope), ...(isKept ? contextChanges(registry, scope, false) : [])], answer: null })
}
