/** Avro as org.apache.avro 1.12 has it, and what the registry makes of it. */
import { type Result, fail, ok } from '@leat/base'
import type { InvalidSchema, ParseOptions, ParsedSchema, Reference, SchemaLanguage, SchemaSource } from '../contract.ts'
import { compareTypes } from './compare.ts'
import { AvroSchemaError } from './error.ts'
import { incompatibilitiesOf } from './messages.ts'
import { normalizedNode } from './normalize.ts'
import { type AvroDocument, readDocument, readDocumentNode } from './parse.ts'
import { printType } from './print.ts'
import type { AvroType } from './types.ts'

export const avro: SchemaLanguage = {
  type: 'AVRO',
  parse,
  incompatibilities: (reader, writer, _policy, words) => incompatibilitiesOf(compareTypes(rootOf(reader), rootOf(writer)), words),
}

interface AvroSchema extends ParsedSchema {
  readonly root: AvroType
}

function parse(source: SchemaSource, options: ParseOptions): Result<ParsedSchema, InvalidSchema> {
  const read = readDocument(source, options.isNew)
  return read.ok ? ok(schemaOf(read.value, source, options)) : read
}

function schemaOf(document: AvroDocument, source: SchemaSource, options: ParseOptions): AvroSchema {
  const { root, canonical } = document
  return {
    type: 'AVRO',
    canonical,
    references: source.references,
    name: root.kind === 'record' ? root.name.full : null,
    fieldNames: root.kind === 'record' ? root.fields.map((field) => field.name) : [],
    root,
    normalized: () => ({ schema: normalizedText(document, source, options), references: sortedReferences(source.references) }),
    format: (format) => (format === 'resolved' ? resolvedText(root) : ok(canonical)),
  }
}

/** A schema whose rewritten form cannot be read (names that clash without their namespaces) stays as it is. */
function normalizedText({ root, referenced, canonical }: AvroDocument, source: SchemaSource, options: ParseOptions): string {
  const again = readDocumentNode(normalizedNode(root, referenced), source.resolved, options.isNew)
  return again.ok ? again.value.canonical : canonical
}

/** With the schemas that it refers to in the place of their names; they may nest deeper than what may be printed. */
function resolvedText(root: AvroType): Result<string, InvalidSchema> {
  try {
    return ok(printType(root))
  } catch (error) {
    if (error instanceof AvroSchemaError) return fail({ message: error.message })
    throw error
  }
}

/** By subject and version; each once. */
function sortedReferences(references: readonly Reference[]): readonly Reference[] {
  const distinct = new Map(
    references.map((reference) => [JSON.stringify([reference.name, reference.subject, reference.version]), reference]),
  )
  return [...distinct.values()].sort((one, other) => {
    if (one.subject !== other.subject) return one.subject < other.subject ? -1 : 1
    return one.version - other.version
  })
}

function rootOf(schema: ParsedSchema): AvroType {
  // The contract: both were parsed by this language.
  return (schema as AvroSchema).root
}
