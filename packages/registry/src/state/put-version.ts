/** Puts versions into every index and takes them out again. */
import { guidOf, guidOfMd5 } from '../identity/guid.ts'
import { isVersioned, unversioned } from '../governance/confluent-version.ts'
import type { SchemaValue } from '../records/values.ts'
import type { QualifiedSubject } from './contract.ts'
import { withVersion, withoutVersion } from './guid-ids.ts'
import {
  type Context,
  type Entry,
  type Registry,
  type Subject,
  type Tenant,
  ensureContext,
  ensureSubject,
  ensureTenant,
  subjectIn,
  versionText,
} from './model.ts'
import { qualify } from './names.ts'
import { entryAt, insertEntry, removeEntry } from './subject-versions.ts'

export function entryOf(
  registry: Registry,
  subject: QualifiedSubject,
  version: number,
  value: Omit<SchemaValue, 'subject' | 'version'>,
): Entry {
  const metadata = value.metadata ?? null
  const ruleSet = value.ruleSet ?? null
  const references = value.references ?? []
  const identity = { schema: value.schema, references, metadata, ruleSet }
  const guid = (value.md5 === undefined ? null : guidOfMd5(value.md5)) ?? guidOf(identity)
  const text = registry.texts.get(guid) ?? identity
  return {
    subject: subjectIn(registry, subject)?.subject ?? subject,
    version,
    id: value.id,
    guid,
    schemaType: value.schemaType ?? 'AVRO',
    schema: text.schema,
    references: text.references,
    metadata,
    ruleSet,
    deleted: value.deleted,
    ts: value.ts ?? null,
    md5: value.md5 ?? null,
    isTyped: value.schemaType !== undefined,
    unversionedGuid: isVersioned(metadata) ? guidOf({ ...identity, metadata: unversioned(metadata) }) : null,
  }
}

export function putEntry(registry: Registry, entry: Entry): void {
  const tenant = ensureTenant(registry, entry.subject.tenant)
  const context = ensureContext(registry, entry.subject)
  const subject = ensureSubject(registry, entry.subject)
  const before = entryAt(subject, entry.version)
  if (before !== undefined) takeOut(registry, tenant, context, subject, before)

  insertEntry(subject, entry)
  subject.changed = registry.changes
  context.ids.add(entry.id, entry)
  context.maxId = Math.max(context.maxId, entry.id)
  context.guids.set(entry.guid, withVersion(context.guids.get(entry.guid), entry.id))
  const text = registry.texts.get(entry.guid)
  if (text === undefined) registry.texts.set(entry.guid, { schema: entry.schema, references: entry.references, count: 1 })
  else text.count++
  count(tenant, context, entry, 1)
  if (!entry.deleted) for (const key of referredBy(entry)) tenant.referrers.add(key, entry)
}

export function deleteEntry(registry: Registry, entry: Entry): void {
  const tenant = ensureTenant(registry, entry.subject.tenant)
  const context = ensureContext(registry, entry.subject)
  const subject = subjectIn(registry, entry.subject)
  if (subject === undefined) return
  takeOut(registry, tenant, context, subject, entry)
  subject.changed = registry.changes
  if (subject.entries.length === 0) context.subjects.delete(entry.subject.name)
}

function takeOut(registry: Registry, tenant: Tenant, context: Context, subject: Subject, entry: Entry): void {
  removeEntry(subject, entry)
  context.ids.delete(entry.id, entry)
  const ids = context.guids.get(entry.guid)
  const left = ids === undefined ? undefined : withoutVersion(ids, entry.id)
  if (left === undefined) context.guids.delete(entry.guid)
  else context.guids.set(entry.guid, left)
  const text = registry.texts.get(entry.guid)
  if (text !== undefined && --text.count === 0) registry.texts.delete(entry.guid)
  count(tenant, context, entry, -1)
  if (!entry.deleted) for (const key of referredBy(entry)) tenant.referrers.delete(key, entry)
}

function count(tenant: Tenant, context: Context, entry: Entry, by: 1 | -1): void {
  tenant.schemaCount += by
  context.entryCount += by
  if (!entry.deleted) context.activeCount += by
}

function referredBy(entry: Entry): readonly string[] {
  return entry.references.map((reference) => versionText(qualify(entry.subject, reference.subject), reference.version))
}
