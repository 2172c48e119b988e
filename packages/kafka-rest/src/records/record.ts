import { type Result, fail, ok } from '@leat/base'
import type { Problem } from '@leat/rest'
import * as v from 'valibot'
import { ProduceRequest, RECORD_FORMATS, type RecordFormat } from '../api/records.ts'
import { parseExact } from './exact-json.ts'

export interface Field {
  readonly format: RecordFormat
  readonly bytes: Buffer | null
}

/** One record of a request, ready to be produced. */
export interface WishedRecord {
  /** Null: by key, else any. */
  readonly partition: number | null
  /** Null: the request does not speak of it. */
  readonly key: Field | null
  readonly value: Field | null
  readonly headers: readonly (readonly [string, Buffer | null])[]
  /** Milliseconds; null: now. */
  readonly timestamp: number | null
}

type Read<T> = Result<T, Problem>

export function readRecord(text: Buffer): Read<WishedRecord> {
  const json = parseExact(text)
  if (json === undefined) return wrong('The record is not valid JSON')
  const parsed = v.safeParse(ProduceRequest, json, { abortPipeEarly: true })
  if (!parsed.success) return wrong(`Cannot read the record: ${wordingOf(parsed.issues[0])}`)
  const { partition_id, headers, key, value, timestamp } = parsed.output
  const keyField = fieldOf(key ?? null)
  if (!keyField.ok) return keyField
  const valueField = fieldOf(value ?? null)
  if (!valueField.ok) return valueField
  const headerPairs = headersOf(headers ?? [])
  if (!headerPairs.ok) return headerPairs
  const time = timeOf(timestamp ?? null)
  if (!time.ok) return time
  return ok({
    partition: partition_id ?? null,
    key: keyField.value,
    value: valueField.value,
    headers: headerPairs.value,
    timestamp: time.value,
  })
}

function fieldOf(field: ProduceRequest['key'] | null): Read<Field | null> {
  if (field === null || field === undefined) return ok(null)
  const format = RECORD_FORMATS.find((one) => one === field.type)
  if (format === undefined)
    return wrong(
      `${field.type === undefined ? 'Without a type the data needs a schema' : `type=${shown(field.type)} needs a schema`}, and there is no Schema Registry here. Use one of: ${RECORD_FORMATS.join(', ')}`,
    )
  const data = field.data ?? null
  if (data === null) return ok({ format, bytes: null })
  switch (format) {
    case 'JSON':
      return ok({ format, bytes: Buffer.from(JSON.stringify(data)) })
    case 'STRING':
      return typeof data === 'string' ? ok({ format, bytes: Buffer.from(data) }) : wrong(`data=${shown(data)} is not a string.`)
    case 'BINARY': {
      const bytes = typeof data === 'string' ? base64Of(data) : null
      return bytes === null ? wrong(`data=${shown(data)} is not a base64 string.`) : ok({ format, bytes })
    }
  }
}

function headersOf(headers: NonNullable<ProduceRequest['headers']>): Read<WishedRecord['headers']> {
  const pairs: [string, Buffer | null][] = []
  for (const { name, value } of headers) {
    const bytes = value === null || value === undefined ? null : base64Of(value)
    if (bytes === null && typeof value === 'string') return wrong(`The value of header ${shown(name)} is not a base64 string.`)
    pairs.push([name, bytes])
  }
  return ok(pairs)
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/

function timeOf(text: string | null): Read<number | null> {
  if (text === null) return ok(null)
  const ms = RFC3339.test(text) ? Date.parse(text.toUpperCase()) : NaN
  // Kafka's times begin in 1970; -1 says that there is none.
  return Number.isNaN(ms) || ms < 0 ? wrong(`timestamp=${shown(text)} is not a time as in RFC 3339`) : ok(ms)
}

/** With or without padding. The decoder skips what is no base64, so that is looked for first. */
function base64Of(text: string): Buffer | null {
  const digits = text.replace(/={1,2}$/, '')
  const isPadded = digits.length < text.length
  const fits = digits.length % 4 !== 1 && (!isPadded || text.length % 4 === 0)
  return fits && !/[^A-Za-z0-9+/]/.test(digits) ? Buffer.from(digits, 'base64') : null
}

const SHOWN_CHARACTERS_MAX = 100

function shown(data: unknown): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX)}…`
}

function wordingOf(issue: v.BaseIssue<unknown>): string {
  const at = (issue.path ?? []).map(({ key }) => String(key)).join('.')
  return `${at === '' ? 'the record' : shown(at)} must be ${issue.expected ?? 'of another form'}`
}

/** As the published examples word what is wrong with a record. */
function wrong(detail: string): { readonly ok: false; readonly error: Problem } {
  return fail({ status: 400, errorCode: 400, detail: `Bad Request: ${detail}` })
}
