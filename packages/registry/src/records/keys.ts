/**
 * Keys of `_schemas`, UTF-8 JSON. `subject` is `[tenant_][:.context:]name`; an absent (or null) one is the default context of tenant `default`.
 *
 *   {"keytype":"SCHEMA","subject":"s","version":1,"magic":1}              magic 0 in old logs
 *   {"keytype":"CONFIG","subject":"s","magic":0}                         MODE, DELETE_SUBJECT, CLEAR_SUBJECT likewise
 *   {"keytype":"CONFIG","magic":0}                                       before 6.2: "subject":null
 *   {"keytype":"NOOP","magic":0}                                         a leader begins
 *   {"keytype":"CONTEXT","tenant":"default","context":".ctx","magic":0}
 *   {"keytype":"NOOP","subject":":.ctx:","magic":0}                      ours: the highest id of a context, see `values.ts`
 *
 * Others write other orders and spaces (Karapace) or more fields (Redpanda): the same entity then has several keys in the log, and the last of them in offset order counts.
 */
import { javaObject, javaString } from './java-json.ts'
import { isRecord, isWholeNumber, parseObject } from './read.ts'

export type RecordKey =
  | { readonly keytype: 'SCHEMA'; readonly subject: string; readonly version: number }
  | { readonly keytype: SubjectKeyType; readonly subject: string | null }
  | { readonly keytype: 'CONTEXT'; readonly tenant: string; readonly context: string }

const SUBJECT_KEY_TYPES = ['CONFIG', 'MODE', 'DELETE_SUBJECT', 'CLEAR_SUBJECT', 'NOOP'] as const

export type SubjectKeyType = (typeof SUBJECT_KEY_TYPES)[number]

export type UnreadableKey = { readonly keytype: 'bad' } | { readonly keytype: 'unknown' }

export function printKey(key: RecordKey): string {
  switch (key.keytype) {
    case 'SCHEMA':
      return `{"keytype":"SCHEMA","subject":${javaString(key.subject)},"version":${key.version},"magic":1}`
    case 'CONTEXT':
      return javaObject([
        ['keytype', '"CONTEXT"'],
        ['tenant', javaString(key.tenant)],
        ['context', javaString(key.context)],
        ['magic', '0'],
      ])
    case 'CONFIG':
    case 'MODE':
    case 'DELETE_SUBJECT':
    case 'CLEAR_SUBJECT':
    case 'NOOP':
      return javaObject([
        ['keytype', `"${key.keytype}"`],
        ['subject', key.subject === null || key.subject === '' ? undefined : javaString(key.subject)],
        ['magic', '0'],
      ])
  }
}

export function readKey(text: string): RecordKey | UnreadableKey {
  const key = parseObject(text)
  if (!isRecord(key) || typeof key['keytype'] !== 'string') return { keytype: 'bad' }
  const { keytype, subject } = key
  if (keytype === 'SCHEMA') {
    const { version, magic } = key
    if (typeof subject !== 'string' || !isWholeNumber(version, 1) || (magic !== 0 && magic !== 1)) return { keytype: 'bad' }
    return { keytype, subject, version }
  }
  if (keytype === 'CONTEXT') {
    const { tenant, context } = key
    return typeof tenant === 'string' && typeof context === 'string' && context !== '' ? { keytype, tenant, context } : { keytype: 'bad' }
  }
  const known = SUBJECT_KEY_TYPES.find((type) => type === keytype)
  if (known === undefined) return { keytype: 'unknown' }
  if (subject === undefined || subject === null || subject === '') return { keytype: known, subject: null }
  return typeof subject === 'string' ? { keytype: known, subject } : { keytype: 'bad' }
}
