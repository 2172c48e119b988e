import type { Result } from '@leat/base'

/** As the registry's API names them. */
export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF'

/** How another schema is named within a schema (a full name, a URI, an import path), and where it stands. */
export interface Reference {
  readonly name: string
  /** Qualified: `[tenant_][:.context:]subject`, as it stands in the record. */
  readonly subject: string
  readonly version: number
}

/** A schema as it was sent or stored, with all that it refers to, directly or not. */
export interface SchemaSource {
  readonly schema: string
  readonly references: readonly Reference[]
  /** Reference name to schema text; what a schema needs stands before it. */
  readonly resolved: ReadonlyMap<string, string>
}

export interface ParseOptions {
  /** What is registered now is checked strictly (names, defaults); what is stored already is read leniently. */
  readonly isNew: boolean
}

/** Why a text is no schema. The message says what and what to do; it stands in a 422 behind the registry's own words. */
export interface InvalidSchema {
  readonly message: string
  /** From 1, where the text has a place for it. */
  readonly line?: number
  readonly column?: number
}

/** How a schema is rewritten by `normalize=true`. */
export interface NormalizedSchema {
  readonly schema: string
  readonly references: readonly Reference[]
}

/** A schema that was read; immutable. What it holds inside is its language's own. */
export interface ParsedSchema {
  readonly type: SchemaType
  /** The text that is stored, hashed into the GUID and answered: equal to Java's byte for byte. */
  readonly canonical: string
  readonly references: readonly Reference[]
  /** Full name of the record, message or title; null when it has none. What record name strategies use. */
  readonly name: string | null
  normalized(): NormalizedSchema
  /** `format` of the REST API: `''`, `resolved` (Avro), `serialized`, `ignore_extensions` (Protobuf); one that the language does not know is as `''`. */
  format(format: string): Result<string, InvalidSchema>
  /** Names of the top-level fields or properties: rules of reserved fields. */
  readonly fieldNames: readonly string[]
}

/** STRICT and LENIENT differ for JSON Schema only (additions and removals in open and closed content models). */
export type CompatibilityPolicy = 'STRICT' | 'LENIENT'

/** One thing that stops a reader from reading what was written. */
export interface Incompatibility {
  /** As the registry everyone runs names it: READER_FIELD_MISSING_DEFAULT_VALUE, PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL, FIELD_SCALAR_KIND_CHANGED. */
  readonly type: string
  /** Where: `/fields/0/type`, `#/properties/a`, `#/Message/1`. */
  readonly path: string
  /** The whole message of the API for it, with `{errorType:…}` and all, in which the reader is called "new" or "old" as `words` said. */
  readonly message: string
}

/** What the two sides are called in messages: `{ reader: 'new', writer: 'old' }` for BACKWARD, the other way round for FORWARD. */
export interface SideWords {
  readonly reader: 'new' | 'old'
  readonly writer: 'new' | 'old'
}

/** A schema language: pure, synchronous, bounded in depth and size by `limits.ts`; whoever must bound its time runs it on another thread. */
export interface SchemaLanguage {
  readonly type: SchemaType
  /** Never throws for any text. */
  parse(source: SchemaSource, options: ParseOptions): Result<ParsedSchema, InvalidSchema>
  /** Empty when data of `writer` can be read with `reader`. Both were parsed by this language. */
  incompatibilities(reader: ParsedSchema, writer: ParsedSchema, policy: CompatibilityPolicy, words: SideWords): readonly Incompatibility[]
}
