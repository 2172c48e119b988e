/** What a codec needs of a schema: all its files as descriptors, and the message that a record names by its place. */
import { create } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema, type FileDescriptorProto, type FileDescriptorSet } from '@bufbuild/protobuf/wkt'
import { fail, ok, type Result } from '@leat/base'
import type { InvalidSchema, SchemaSource } from '../../contract.ts'
import { libraryDescriptor } from '../imports/built-in.ts'
import { inScope, linkFiles, type FileSet } from '../link/file-set.ts'
import type { TypeElement } from '../text/ast.ts'
import { described } from './scope.ts'
import { ROOT_NAME, describeFile } from './to-descriptor.ts'

/** The schema with everything it imports, imports first: `createFileRegistry` of the descriptor library takes it as it is. */
export function fileDescriptorSet(source: SchemaSource): Result<FileDescriptorSet, InvalidSchema> {
  const linked = linkFiles(source)
  if (!linked.ok) return linked
  return described(() => create(FileDescriptorSetSchema, { file: inOrder(linked.value) }))
}

function inOrder(set: FileSet): FileDescriptorProto[] {
  const files = new Map<string, FileDescriptorProto>()
  const visiting = new Set<string>()
  const add = (path: string): void => {
    const file = path === ROOT_NAME ? set.root : set.fileOf(path)
    if (file === undefined || files.has(path) || visiting.has(path)) return
    visiting.add(path)
    for (const imported of [...file.imports, ...file.publicImports, ...file.weakImports]) add(imported)
    files.set(path, (set.references.has(path) ? undefined : libraryDescriptor(path)) ?? describeFile(set, path, file))
  }
  // Types of a reference may be used without its import.
  for (const path of set.references.keys()) add(path)
  add(ROOT_NAME)
  return [...files.values()]
}

/**
 * Full name of the message that the indexes in front of a record's bytes name: the first of the file, then of the messages in it.
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export function messageNameAt(source: SchemaSource, indexes: readonly number[]): Result<string, InvalidSchema> {
  const linked = linkFiles(source)
  if (!linked.ok) return linked
  let types: readonly TypeElement[] = linked.value.root.types
  let name = linked.value.root.packageName ?? ''
  for (const index of indexes) {
    const message = types.filter((type) => type.kind === 'message')[index]
    if (message === undefined) return fail({ message: `the schema has no message at [${indexes.join(', ')}]` })
    name = inScope(name, message.name)
    types = message.nested
  }
  return ok(name)
}

/** The way back: the indexes that name a message of the schema in front of a record's bytes. Null when the schema has no message of this full name. */
export function messageIndexesOf(source: SchemaSource, fullName: string): Result<readonly number[] | null, InvalidSchema> {
  const linked = linkFiles(source)
  if (!linked.ok) return linked
  const { packageName, types } = linked.value.root
  return ok(indexesIn(types, packageName ?? '', fullName))
}

function indexesIn(types: readonly TypeElement[], scope: string, fullName: string): readonly number[] | null {
  const messages = types.filter((type) => type.kind === 'message')
  for (const [index, { name, nested }] of messages.entries()) {
    const own = inScope(scope, name)
    if (own === fullName) return [index]
    const inner = fullName.startsWith(`${own}.`) ? indexesIn(nested, own, fullName) : null
    if (inner !== null) return [index, ...inner]
  }
  return null
}
