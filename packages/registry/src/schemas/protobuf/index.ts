/** The Protobuf language of the registry: proto2 and proto3, as text or as a FileDescriptorProto in base64. */
import { fail, ok, type Result } from '@leat/base'
import type {
  Incompatibility,
  InvalidSchema,
  NormalizedSchema,
  ParsedSchema,
  Reference,
  SchemaLanguage,
  SchemaSource,
  SideWords,
} from '../contract.ts'
import { incompatibility } from './compare/findings.ts'
import { findIncompatibilities } from './compare/incompatibilities.ts'
import { serializedFile } from './descriptor/to-descriptor.ts'
import { checkNames } from './link/check-names.ts'
import { linkFiles, type FileSet } from './link/file-set.ts'
import { normalFile } from './normal/normalize.ts'
import { byText } from './normal/order.ts'
import { withoutExtensions } from './normal/without-extensions.ts'
import { printFile } from './text/print-file.ts'

export { fileDescriptorSet, messageIndexesOf, messageNameAt } from './descriptor/codec.ts'

interface ProtobufSchema extends ParsedSchema {
  readonly files: FileSet
}

export const protobuf: SchemaLanguage = { type: 'PROTOBUF', parse, incompatibilities }

function parse(source: SchemaSource, { isNew }: { readonly isNew: boolean }): Result<ProtobufSchema, InvalidSchema> {
  const linked = linkFiles(source)
  if (!linked.ok) return linked
  const files = linked.value
  const problem = isNew ? checkNames(files, source.schema) : null
  return problem === null ? ok(parsedSchema(files, source.references)) : fail(problem)
}

function parsedSchema(files: FileSet, references: readonly Reference[]): ProtobufSchema {
  const { root } = files
  const first = root.types.find(({ kind }) => kind === 'message') ?? root.types[0]
  return {
    type: 'PROTOBUF',
    files,
    canonical: printFile(root),
    references,
    name: first === undefined ? null : root.packageName === null ? first.name : `${root.packageName}.${first.name}`,
    normalized: (): NormalizedSchema => ({ schema: printFile(normalFile(files)), references: sortedReferences(references) }),
    format: (format) => formatted(files, format),
    fieldNames: first?.kind === 'message' ? [...first.fields, ...first.oneofs.flatMap(({ fields }) => fields)].map(({ name }) => name) : [],
  }
}

function formatted(files: FileSet, format: string): Result<string, InvalidSchema> {
  if (format === 'serialized') return serializedFile(files)
  return ok(printFile(format === 'ignore_extensions' ? withoutExtensions(files.root) : files.root))
}

function sortedReferences(references: readonly Reference[]): readonly Reference[] {
  const sorted = references.toSorted((a, b) => byText(a.subject, b.subject) || a.version - b.version)
  return [
    ...new Map(sorted.map((reference) => [JSON.stringify([reference.name, reference.subject, reference.version]), reference])).values(),
  ]
}

function incompatibilities(reader: ParsedSchema, writer: ParsedSchema, _policy: unknown, words: SideWords): readonly Incompatibility[] {
  return findIncompatibilities((reader as ProtobufSchema).files, (writer as ProtobufSchema).files).map((finding) =>
    incompatibility(finding, words),
  )
}
