/** Changes of `_schemas`: what a decision writes. */
import type { Change } from '@leat/store'
import { type RecordKey, printKey } from '../records/keys.ts'
import { type Entry, type Registry, contextOfSubject } from '../state/model.ts'
import { recordText } from '../state/names.ts'
import type { SchemaValue } from '../records/values.ts'
import { DEFAULT_TENANT, type QualifiedSubject } from '../state/contract.ts'

/**
 * A put or (null) a tombstone. Where others wrote the entity under keys of another layout, those go too: compaction would keep them, and after the tombstone has gone
 * they would be read again.
 */
function changesOf(registry: Registry, key: RecordKey, value: object | null): readonly Change[] {
  const ours = printKey(key)
  const foreign = registry.foreignKeys.get(ours) ?? []
  return [...[...foreign].map((text) => ({ key: text, value: null })), { key: ours, value }]
}

export function versionChanges(
  registry: Registry,
  subject: QualifiedSubject,
  version: number,
  value: SchemaValue | null,
): readonly Change[] {
  return changesOf(registry, { keytype: 'SCHEMA', subject: recordText(subject), version }, value)
}

/** Tombstones of versions, after a mark of the context's highest id where one of them holds it: it is not given again after a restart. */
export function hardDeletes(registry: Registry, entries: readonly Entry[]): readonly Change[] {
  const marks = new Map<string, readonly Change[]>()
  for (const { subject, id } of entries) {
    const context = contextOfSubject(registry, subject)
    if (context?.maxId === id) marks.set(`${subject.tenant} ${context.context}`, maxIdChanges(registry, subject, id))
  }
  return [...[...marks.values()].flat(), ...entries.flatMap(({ subject, version }) => versionChanges(registry, subject, version, null))]
}

/** A NOOP with a subject is passed over by other registries. It never stands last in a batch, for their readers wait for the last record that they know. */
export function maxIdChanges(registry: Registry, subject: QualifiedSubject, maxId: number): readonly Change[] {
  return changesOf(registry, { keytype: 'NOOP', subject: markText(subject) }, { maxId })
}

/** Unlike in other records the default context is named: without a subject the key were a leader's mark. */
function markText({ tenant, context }: QualifiedSubject): string {
  return `${tenant === DEFAULT_TENANT ? '' : `${tenant}_`}:${context}:`
}

export function settingChanges(
  registry: Registry,
  keytype: 'CONFIG' | 'MODE' | 'DELETE_SUBJECT' | 'CLEAR_SUBJECT',
  scope: QualifiedSubject,
  value: object | null,
): readonly Change[] {
  const text = recordText(scope)
  const subject = text === '' ? null : text
  const named = subject === null ? value : value === null ? null : { subject, ...value }
  return changesOf(registry, { keytype, subject }, named)
}

export function contextChanges(registry: Registry, { tenant, context }: QualifiedSubject, isThere: boolean): readonly Change[] {
  return changesOf(registry, { keytype: 'CONTEXT', tenant, context }, isThere ? { tenant, context } : null)
}

/** Of a stored version: as its record says, with another `deleted`. */
export function schemaValueOf(entry: Entry, deleted: boolean, omitsAvroType: boolean): SchemaValue {
  const { subject, version, id, md5, schemaType, references, metadata, ruleSet, schema } = entry
  return {
    subject: recordText(subject),
    version,
    id,
    ...(md5 === null ? {} : { md5 }),
    ...(omitsAvroType && schemaType === 'AVRO' ? {} : { schemaType }),
    ...(references.length === 0 ? {} : { references }),
    ...(metadata === null ? {} : { metadata }),
    ...(ruleSet === null ? {} : { ruleSet }),
    schema,
    deleted,
  }
}
