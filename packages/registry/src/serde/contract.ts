import type { JsonNode } from '../schemas/json-text/index.ts'
import type { SchemaSource, SchemaType } from '../schemas/index.ts'

/** As flags and views name the languages, not as the registry's API does. */
export type SchemaFormat = 'avro' | 'jsonschema' | 'protobuf'

/** How a record names its schema. */
export type SchemaRef = { readonly kind: 'id'; readonly id: number } | { readonly kind: 'guid'; readonly guid: string }

/** A schema as it stands in a registry, with what it refers to. */
export interface FoundSchema {
  readonly type: SchemaType
  readonly source: SchemaSource
  /** Null where only the GUID is known. */
  readonly id: number | null
  readonly guid: string | null
  /** One of the subjects that have it; null when the registry did not say. */
  readonly subject: string | null
}

/** Asks the registry; null: it has no such schema, or does not show it. Rejects when it cannot be asked. */
export type SchemaLookUp = (ref: SchemaRef) => Promise<FoundSchema | null>

export interface RecordHeader {
  readonly key: string
  readonly value: Buffer | null
}

/** What became of the key or value of a record. */
export type Decoded =
  | { readonly kind: 'value'; readonly format: SchemaFormat; readonly schema: FoundSchema; readonly value: JsonNode }
  /** Its schema is known, but the bytes are not of it. */
  | { readonly kind: 'misfit'; readonly format: SchemaFormat; readonly schema: FoundSchema; readonly why: string }
  /** It names a schema that the registry does not have. */
  | { readonly kind: 'unknown-schema'; readonly ref: SchemaRef }
  /** Nothing in it names a schema. */
  | { readonly kind: 'plain' }

export const FORMATS: Readonly<Record<SchemaType, SchemaFormat>> = { AVRO: 'avro', JSON: 'jsonschema', PROTOBUF: 'protobuf' }
export const SCHEMA_TYPE_OF: Readonly<Record<SchemaFormat, SchemaType>> = { avro: 'AVRO', jsonschema: 'JSON', protobuf: 'PROTOBUF' }
