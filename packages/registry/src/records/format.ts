/** Records of `_schemas` as text, both ways: what the store's log needs to know. */
import type { Change } from '@leat/store'
import { javaObject, javaString } from './java-json.ts'
import { readKey } from './keys.ts'
import { parseObject } from './read.ts'
import { type SchemaValue, printConfigValue, printModeValue, printSchemaValue, readConfigValue, readModeValue } from './values.ts'

export interface RecordText {
  readonly key: string
  readonly value: string | null
}

/** Exactly as the registry everyone runs writes it. The change is one that `changes.ts` of `state` made. */
export function printRecord({ key, value }: Change): RecordText {
  return { key, value: value === null ? null : printValue(key, value) }
}

function printValue(keyText: string, value: object): string {
  const key = readKey(keyText)
  switch (key.keytype) {
    case 'SCHEMA':
      return printSchemaValue(value as SchemaValue)
    case 'CONFIG':
      return printConfigValue(key.subject, readConfigValue(value) ?? {})
    case 'MODE':
      return printModeValue(key.subject, readModeValue(value) ?? 'READWRITE')
    case 'DELETE_SUBJECT':
    case 'CLEAR_SUBJECT':
    case 'NOOP':
    case 'CONTEXT':
    case 'bad':
    case 'unknown':
      return printPlain(value)
  }
}

/** Texts and numbers in the order in which the change has them. */
function printPlain(value: object): string {
  return javaObject(
    Object.entries(value).map(([name, field]: [string, unknown]) => [
      name,
      typeof field === 'string' ? javaString(field) : typeof field === 'number' ? String(field) : undefined,
    ]),
  )
}

/** What another registry wrote. A value that is no JSON is passed on as its text, which `apply` counts and skips; an empty one is a tombstone, as Karapace writes it. */
export function readRecord({ key, value }: RecordText): { readonly key: string; readonly value: unknown } {
  if (value === null || value === '') return { key, value: null }
  return { key, value: parseObject(value) ?? value }
}
