import { type Clock, type Result, fail, ok } from '@leat/base'
import { plainOf } from '../schemas/json-text/index.ts'
import type { Decoded, FoundSchema, RecordHeader, SchemaFormat, SchemaLookUp } from './contract.ts'
import { decode } from './decode.ts'
import { openSchemaCache } from './schema-cache.ts'

/** What a viewer of records knows besides the bytes. */
export interface SchemaPlace {
  readonly part: 'key' | 'value'
  readonly headers: readonly RecordHeader[]
}

/** A schema and what it made of the bytes: the value as `JSON.parse` has it, but that integers beyond 2^53 are texts with all their digits. */
export interface SchemaRead {
  readonly format: SchemaFormat
  readonly schema: { readonly id?: number; readonly guid?: string; readonly type: string; readonly subject?: string }
  readonly read: Result<unknown, string>
}

/** Null: nothing in bytes or headers names a schema that the registry has. */
export type SchemaReader = (bytes: Buffer, place: SchemaPlace) => Promise<SchemaRead | null>

/** For views of records. Rejects only when `lookUp` does. */
export function schemaReader(lookUp: SchemaLookUp, clock: Clock): SchemaReader {
  const schemas = openSchemaCache(lookUp, clock)
  return async (bytes, { part, headers }) => shown(await decode(bytes, headers, part === 'key', schemas))
}

function shown(decoded: Decoded): SchemaRead | null {
  switch (decoded.kind) {
    case 'plain':
    case 'unknown-schema':
      return null
    case 'misfit':
      return { format: decoded.format, schema: schemaShown(decoded.schema), read: fail(decoded.why) }
    case 'value':
      return { format: decoded.format, schema: schemaShown(decoded.schema), read: ok(plainOf(decoded.value, 'text')) }
  }
}

function schemaShown({ id, guid, type, subject }: FoundSchema): SchemaRead['schema'] {
  return { type, ...(id === null ? {} : { id }), ...(guid === null ? {} : { guid }), ...(subject === null ? {} : { subject }) }
}
