import type { Result } from '@leat/base'
import type { RecordView } from '@leat/wire/records'
import type { Readable, READ_FORMATS } from '../api.ts'
import { looksLikeText, readHex, readJson, readText, type Reader } from './formats.ts'
import { readOffsetsKey, readOffsetsValue } from './offsets-topic.ts'

export type ReadFormat = (typeof READ_FORMATS)[number]

/** Longer values are shown cut; their bytes can be downloaded. */
const SHOWN_BYTES_MAX = 64 * 1024

/** What is known besides the bytes. */
export interface Place {
  readonly part: 'key' | 'value'
  readonly topic: string
  readonly headers: RecordView['headers']
  /** Of the same record. */
  readonly key: Buffer | null
}

/** A schema and what it made of the bytes. */
export interface SchemaRead {
  readonly format: 'avro' | 'jsonschema' | 'protobuf'
  readonly schema: NonNullable<Readable['schema']>
  readonly read: Result<unknown, string>
}

/** Reads what a serializer of the Schema Registry wrote; null: nothing in bytes or headers names a schema. */
export type SchemaReader = (bytes: Buffer, place: Place) => Promise<SchemaRead | null>

const OFFSETS_TOPIC = '__consumer_offsets'
const SCHEMA_FORMATS: ReadonlySet<string> = new Set(['avro', 'jsonschema', 'protobuf'])

/** Bytes in the form that was asked for, or else in the first that fits; and what every reader that was tried said. Never fails: bytes are always left. */
export async function readableOf(bytes: Buffer, place: Place, format: ReadFormat, bySchema: SchemaReader | null): Promise<Readable> {
  const tried: Readable['tried'] = []
  const head = { bytes: bytes.length, is_cut: false, tried }
  if (format === 'auto' || SCHEMA_FORMATS.has(format)) {
    const found = bySchema === null ? null : await bySchema(bytes, place)
    if (found !== null && found.read.ok && (format === 'auto' || format === found.format))
      return { ...head, format: found.format, json: found.read.value, schema: found.schema }
    if (found !== null) tried.push({ format: found.format, problem: found.read.ok ? `the schema is ${found.format}` : found.read.error })
    else if (format !== 'auto') tried.push({ format, problem: 'nothing in the record names a schema of the registry' })
  }
  for (const [name, reader] of readersOf(format, place, bytes)) {
    const read = reader(bytes)
    if (read === null) continue
    if (!read.ok) tried.push({ format: name, problem: read.error })
    else if ('json' in read.value) return { ...head, format: name, json: read.value.json }
    else return { ...head, format: name, ...cut(read.value.text) }
  }
  const shown = bytes.subarray(0, SHOWN_BYTES_MAX)
  return { ...head, format: 'bytes', base64: shown.toString('base64'), is_cut: shown.length < bytes.length }
}

function readersOf(format: ReadFormat, place: Place, bytes: Buffer): readonly (readonly [string, Reader])[] {
  const offsets = place.part === 'key' ? readOffsetsKey : readOffsetsValue(place.key)
  switch (format) {
    case 'json':
      return [['json', readJson]]
    case 'text':
      return [['text', readText]]
    case 'hex':
      return [['hex', readHex]]
    case 'consumer_offsets':
      return [['consumer_offsets', offsets]]
    case 'avro':
    case 'jsonschema':
    case 'protobuf':
      return []
    case 'auto':
      if (place.topic === OFFSETS_TOPIC) return [['consumer_offsets', offsets]]
      return looksLikeText(bytes)
        ? [
            ['json', readJson],
            ['text', readText],
          ]
        : [['text', (some) => (looksLikeText(some) ? readText(some) : { ok: false, error: 'the bytes are no printable UTF-8' })]]
  }
}

function cut(text: string): { readonly text: string; readonly is_cut: boolean } {
  return text.length > SHOWN_BYTES_MAX ? { text: text.slice(0, SHOWN_BYTES_MAX), is_cut: true } : { text, is_cut: false }
}
