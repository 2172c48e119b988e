import type { CallInput } from '../api/client.ts'
import { longText, type Message, type Readable } from './lines.ts'

type Body = NonNullable<CallInput<'produceRecordView'>['body']>
type Written = Body['value']
export type WriteFormat = Written['format']

/** How a key or value is written. `subject`: of the registry, its latest version is meant unless there is a `schemaId`. */
export interface DraftPart {
  readonly format: WriteFormat
  readonly data: string
  readonly subject: string
  readonly schemaId: number | null
}

/** A record before it is produced: the fields of the dialog. */
export interface Draft {
  /** Empty: the partition follows from the key. */
  readonly partition: string
  readonly key: DraftPart
  readonly value: DraftPart
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

export const SCHEMA_FORMATS: readonly WriteFormat[] = ['avro', 'jsonschema', 'protobuf']

const part = (format: WriteFormat, data: string): DraftPart => ({ format, data, subject: '', schemaId: null })

export const EMPTY_DRAFT: Draft = { partition: '', key: part('none', ''), value: part('json', ''), headers: [] }

const EXAMPLE: Draft = {
  ...EMPTY_DRAFT,
  key: part('text', 'order-1'),
  value: part('json', JSON.stringify({ id: 1, status: 'placed', total: 12.5 }, null, 2)),
}

/** Like the newest that is shown, so that it fits the topic; without one, any. */
export function exampleDraft(messages: readonly Message[]): Draft {
  const like = messages.find(canProduceAgain)
  return like === undefined ? EXAMPLE : { ...draftOf(like), partition: '' }
}

/** What was cut for the screen would be produced in part. */
export function canProduceAgain({ key, value }: Message): boolean {
  return key?.is_cut !== true && value?.is_cut !== true
}

/** The same record once more, into its partition. */
export function draftOf({ partition, key, value, headers }: Message): Draft {
  return {
    partition: String(partition),
    key: partOf(key),
    value: partOf(value),
    headers: headers.map(({ name, value: header }) => ({ name, value: header === null ? '' : longText(header) })),
  }
}

function partOf(readable: Readable | null): DraftPart {
  if (readable === null) return part('none', '')
  const { format, schema, json, text, base64 } = readable
  if (schema?.id !== undefined && SCHEMA_FORMATS.includes(format as WriteFormat))
    return { ...part(format as WriteFormat, longText(readable)), subject: schema.subject ?? '', schemaId: schema.id }
  if (json !== undefined) return part('json', longText(readable))
  return text === undefined ? part('base64', base64 ?? '') : part('text', text)
}

/** What is wrong with it, in words; null: nothing that can be seen here. */
export function problemOf({ format, data, subject, schemaId }: DraftPart): string | null {
  const needsJson = format === 'json' || SCHEMA_FORMATS.includes(format)
  if (needsJson) {
    try {
      JSON.parse(data)
    } catch (error) {
      return data.trim() === '' ? 'Some JSON is needed' : (error as Error).message
    }
  }
  if (SCHEMA_FORMATS.includes(format) && subject === '' && schemaId === null) return 'Choose a subject'
  if (format === 'hex' && !/^(\s*[\da-f]{2})*\s*$/i.test(data)) return 'Two hexadecimal digits make a byte'
  if (format === 'base64' && !/^[\w+/-]*={0,2}$/.test(data.trim())) return 'This is not base64'
  return null
}

export function bodyOf({ partition, key, value, headers }: Draft): Body {
  return {
    ...(partition === '' ? {} : { partition: Number(partition) }),
    ...(key.format === 'none' ? {} : { key: writtenOf(key) }),
    value: writtenOf(value),
    headers: headers.filter(({ name }) => name !== ''),
  }
}

function writtenOf({ format, data, subject, schemaId }: DraftPart): Written {
  if (format === 'none') return { format }
  if (!SCHEMA_FORMATS.includes(format)) return { format, data }
  return { format, data, ...(schemaId === null ? { subject } : { schema_id: schemaId }) }
}
