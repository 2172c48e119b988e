import { fail, ok, type Result } from '@leat/base'
import { codecOf, encode, encodeBare, SCHEMA_TYPE_OF, type SchemaFormat, schemaHeader } from '@leat/registry/serde'
import type { Header } from '@leat/wire/records'
import { type Complaint, complaint, failed } from '../../complaint.ts'
import type { Context } from '../../context.ts'
import { schemaBody } from '../../schema-registry/files.ts'
import { lookUpFrom } from '../../schema-registry/look-up.ts'
import { notTaken } from '../../schema-registry/refusals.ts'
import type { AskRegistry } from '../../session/ask.ts'
import { asTyped, type Writer, type Writers } from './plain-writers.ts'

export interface WritersWished {
  readonly topic: string
  readonly 'key-format': string
  readonly 'value-format': string
  readonly 'key-schema': string | undefined
  readonly schema: string | undefined
  readonly 'key-references': string | undefined
  readonly references: string | undefined
  readonly 'schema-id': number | undefined
  readonly 'schema-id-header': boolean | undefined
}

/** A schema that is given as a file is registered under `TOPIC-key` or `TOPIC-value`. @throws LookUpFault */
export async function writersOf(context: Context, ask: AskRegistry, wished: WritersWished): Promise<Result<Writers, Complaint>> {
  const { topic, schema, 'schema-id': id } = wished
  const inHeader = wished['schema-id-header'] === true
  if (schema !== undefined && id !== undefined) return failed('--schema and --schema-id exclude each other')
  const key = await writerOf(context, ask, {
    subject: `${topic}-key`,
    format: wished['key-format'],
    schema: wished['key-schema'],
    references: wished['key-references'],
    isKey: true,
    inHeader,
  })
  if (!key.ok) return key
  const value = await writerOf(context, ask, {
    subject: `${topic}-value`,
    format: wished['value-format'],
    schema: id === undefined ? schema : String(id),
    references: wished.references,
    isKey: false,
    inHeader,
  })
  if (!value.ok) return value
  const headers = [...key.value.headers, ...value.value.headers]
  return ok({ key: key.value.write, value: value.value.write, headers, keyIsJson: wished['key-format'] !== 'string' })
}

interface WriterWished {
  readonly subject: string
  readonly format: string
  readonly schema: string | undefined
  readonly references: string | undefined
  readonly isKey: boolean
  readonly inHeader: boolean
}

interface WriterMade {
  readonly write: Writer
  readonly headers: readonly Header[]
}

async function writerOf(context: Context, ask: AskRegistry, wished: WriterWished): Promise<Result<WriterMade, Complaint>> {
  const format = wished.format
  if (format === 'string') {
    return wished.schema === undefined
      ? ok({ write: asTyped, headers: [] })
      : failed('a schema needs a format', 'Give --value-format or --key-format: avro, jsonschema or protobuf.')
  }
  return schemaWriter(context, ask, format as SchemaFormat, wished)
}

async function schemaWriter(
  context: Context,
  ask: AskRegistry,
  format: SchemaFormat,
  wished: WriterWished,
): Promise<Result<WriterMade, Complaint>> {
  const type = SCHEMA_TYPE_OF[format]
  const id = await schemaIdOf(context, ask, type, wished)
  if (!id.ok) return id
  const found = await lookUpFrom(ask)({ kind: 'id', id: id.value })
  if (found === null)
    return failed(`the registry has no schema with ID ${id.value}`, 'List schemas with "leat schema-registry schema list".')
  if (found.type !== type) return failed(`the schema with ID ${id.value} is of type ${found.type}, not ${type}`)
  const codec = await codecOf(type, found.source)
  if (!codec.ok) return failed(`the schema with ID ${id.value} cannot be used: ${codec.error.message}`)
  if (!wished.inHeader) return ok({ write: (text) => encode(text, codec.value, id.value), headers: [] })
  if (found.guid === null) return failed('the registry knows no GUIDs, which headers need', 'Leave out --schema-id-header.')
  const { key, value } = schemaHeader(type, found.guid, wished.isKey)
  return ok({ write: (text) => encodeBare(text, codec.value, type), headers: [[key, value]] })
}

async function schemaIdOf(
  context: Context,
  ask: AskRegistry,
  type: string,
  { subject, schema, references }: WriterWished,
): Promise<Result<number, Complaint>> {
  if (schema === undefined) {
    const latest = await ask.one('getSchemaByVersion', { params: { subject, version: 'latest' } })
    if (latest.ok) return ok(latest.value.id)
    if (latest.error.status !== 404) return latest
    return fail(complaint(`subject "${subject}" has no schema yet`, 'Give one: --schema FILE, or --key-schema FILE for keys.'))
  }
  if (/^\d{1,10}$/.test(schema)) return ok(Number(schema))
  const body = schemaBody(context.fs, { schema, type, references })
  if (!body.ok) return body
  const registered = await ask.one('register', { params: { subject }, body: body.value })
  if (!registered.ok) return notTaken(registered.error, subject)
  context.terminal.note(`Successfully registered schema with ID "${registered.value.id}".`)
  return ok(registered.value.id)
}
