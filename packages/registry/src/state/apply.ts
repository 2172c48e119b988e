/** The only place where the registry's state changes: one record of `_schemas` after the other, in the order of the log. */
import { type RecordKey, printKey, readKey } from '../records/keys.ts'
import { readConfigValue, readMaxId, readModeValue, readSchemaValue, readWatermark } from '../records/values.ts'
import type { QualifiedSubject, RegistryState } from './contract.ts'
import { type Registry, ensureContext, registryOf, subjectIn, subjectsInScope } from './model.ts'
import { recordText, subjectOfRecord } from './names.ts'
import { deleteEntry, entryOf, putEntry } from './put-version.ts'
import { putConfig, putMode } from './put-settings.ts'
import { entryAt } from './subject-versions.ts'

/** What cannot be read is counted and changes nothing. `timestampMs` is the record's, where whoever calls knows it. */
export function apply(state: RegistryState, keyText: string, value: unknown, timestampMs?: number): void {
  const registry = registryOf(state)
  const key = readKey(keyText)
  registry.changes++
  if (key.keytype === 'bad') registry.skipped.badKeys++
  else if (key.keytype === 'unknown') registry.skipped.unknownKeyTypes++
  else {
    if (!applyRecord(registry, key, value, timestampMs ?? null)) registry.skipped.badValues++
    else noteForeignKey(registry, key, keyText, value)
  }
}

/** False: the value is none of this key. */
function applyRecord(registry: Registry, key: RecordKey, value: unknown, timestampMs: number | null): boolean {
  switch (key.keytype) {
    case 'SCHEMA':
      return applySchema(registry, key, value, timestampMs)
    case 'CONFIG': {
      const config = value === null ? null : readConfigValue(value)
      if (config !== undefined) putConfig(registry, scopeOf(registry, key), config)
      return config !== undefined
    }
    case 'MODE': {
      const mode = value === null ? null : readModeValue(value)
      if (mode !== undefined) putMode(registry, scopeOf(registry, key), mode)
      return mode !== undefined
    }
    case 'DELETE_SUBJECT': {
      const watermark = value === null ? 0 : readWatermark(value)
      if (watermark !== undefined) softDelete(registry, scopeOf(registry, key), watermark)
      return watermark !== undefined
    }
    case 'CLEAR_SUBJECT':
      if (value !== null) clearSubjects(registry, scopeOf(registry, key))
      return true
    case 'CONTEXT':
      return applyContext(registry, key, value)
    case 'NOOP':
      return applyNoop(registry, key.subject, value)
  }
}

function scopeOf(registry: Registry, { subject }: { readonly subject: string | null }): QualifiedSubject {
  return subjectOfRecord(subject, registry.options)
}

function applySchema(registry: Registry, key: RecordKey & { keytype: 'SCHEMA' }, value: unknown, timestampMs: number | null): boolean {
  const subject = scopeOf(registry, key)
  if (value === null) {
    const held = subjectIn(registry, subject)
    const entry = held === undefined ? undefined : entryAt(held, key.version)
    if (entry !== undefined) deleteEntry(registry, entry)
    return true
  }
  const schema = readSchemaValue(value)
  if (schema === undefined) return false
  const holder = ensureContext(registry, subject).ids.first(schema.id)
  if (holder !== undefined && holder.schema !== schema.schema) {
    registry.skipped.duplicateIds++
    return true
  }
  const entry = entryOf(registry, subject, key.version, schema)
  putEntry(registry, entry.ts === null && timestampMs !== null ? { ...entry, ts: timestampMs } : entry)
  return true
}

function softDelete(registry: Registry, scope: QualifiedSubject, watermark: number): void {
  const subject = subjectIn(registry, scope)
  for (const entry of subject?.entries.slice() ?? []) {
    if (entry.version <= watermark && !entry.deleted) putEntry(registry, { ...entry, deleted: true })
  }
}

function clearSubjects(registry: Registry, scope: QualifiedSubject): void {
  for (const subject of subjectsInScope(registry, scope)) {
    for (const entry of subject.entries.slice()) if (entry.deleted) deleteEntry(registry, entry)
  }
}

function applyContext(registry: Registry, { tenant, context }: RecordKey & { keytype: 'CONTEXT' }, value: unknown): boolean {
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) return false
  ensureContext(registry, { tenant, context }).isRecorded = value !== null
  return true
}

/** Without a subject it is a leader's mark, whose value is nobody's. */
function applyNoop(registry: Registry, subject: string | null, value: unknown): boolean {
  if (value === null || subject === null) return true
  const maxId = readMaxId(value)
  if (maxId === undefined) return false
  const context = ensureContext(registry, scopeOf(registry, { subject }))
  context.maxId = Math.max(context.maxId, maxId)
  return true
}

function noteForeignKey(registry: Registry, key: RecordKey, keyText: string, value: unknown): void {
  const ours = printKey(canonical(registry, key))
  if (keyText === ours) return
  const held = registry.foreignKeys.get(ours)
  if (value === null) {
    held?.delete(keyText)
    if (held?.size === 0) registry.foreignKeys.delete(ours)
  } else if (held === undefined) registry.foreignKeys.set(ours, new Set([keyText]))
  else held.add(keyText)
}

/** With the subject as we write it: `:.:s` is `s`, `:.ctx` is `:.ctx:`. */
function canonical(registry: Registry, key: RecordKey): RecordKey {
  if (key.keytype === 'NOOP' || key.keytype === 'CONTEXT' || key.subject === null) return key
  return { ...key, subject: recordText(scopeOf(registry, key)) }
}
