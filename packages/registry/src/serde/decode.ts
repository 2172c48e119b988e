import { FORMATS, type Decoded, type RecordHeader } from './contract.ts'
import type { SchemaCache } from './schema-cache.ts'
import { namedSchema } from './wire-format.ts'

/** The key or value of a record by the schema that it names. Rejects when the registry cannot be asked; whatever the bytes are is a value. */
export async function decode(bytes: Buffer, headers: readonly RecordHeader[], isKey: boolean, schemas: SchemaCache): Promise<Decoded> {
  const named = namedSchema(bytes, headers, isKey)
  if (named === null) return { kind: 'plain' }
  const ready = await schemas.get(named.ref)
  if (ready === null) return { kind: 'unknown-schema', ref: named.ref }
  const { schema, codec } = ready
  const format = FORMATS[schema.type]
  if (!codec.ok) return { kind: 'misfit', format, schema, why: `the schema cannot be used: ${codec.error.message}` }
  const value = codec.value.decode(named.payload)
  return value.ok ? { kind: 'value', format, schema, value: value.value } : { kind: 'misfit', format, schema, why: value.error }
}
