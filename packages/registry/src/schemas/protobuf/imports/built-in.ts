/** Imports that need no reference, each read when it is first needed. */
import { assert } from '@leat/base'
import type { GenFile } from '@bufbuild/protobuf/codegenv2'
import {
  file_google_protobuf_any,
  file_google_protobuf_api,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_source_context,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_type,
  file_google_protobuf_wrappers,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { fileOfDescriptor } from '../descriptor/from-descriptor.ts'
import type { ProtoFile } from '../text/ast.ts'
import { parseFile } from '../text/parse-file.ts'
import { IMPORT_TEXTS } from './texts.ts'

const LIBRARY: ReadonlyMap<string, GenFile> = new Map(
  [
    file_google_protobuf_any,
    file_google_protobuf_api,
    file_google_protobuf_descriptor,
    file_google_protobuf_duration,
    file_google_protobuf_empty,
    file_google_protobuf_field_mask,
    file_google_protobuf_source_context,
    file_google_protobuf_struct,
    file_google_protobuf_timestamp,
    file_google_protobuf_type,
    file_google_protobuf_wrappers,
  ].map((file) => [`${file.name}.proto`, file]),
)

const PATHS: readonly string[] = [...LIBRARY.keys(), ...IMPORT_TEXTS.keys()]
const PACKAGES = ['google.protobuf', 'google.type', 'confluent.type', 'confluent']

const read = new Map<string, ProtoFile>()

export function builtInFile(path: string): ProtoFile | undefined {
  const known = read.get(path)
  if (known !== undefined) return known
  const file = readBuiltIn(path)
  if (file !== undefined) read.set(path, file)
  return file
}

function readBuiltIn(path: string): ProtoFile | undefined {
  const library = LIBRARY.get(path)
  if (library !== undefined) return fileOfDescriptor(library.proto)
  const text = IMPORT_TEXTS.get(path)
  if (text === undefined) return undefined
  const parsed = parseFile(text)
  assert(parsed.ok, `a built-in import does not parse: ${path}`)
  return parsed.value
}

/** As the library has it, for imports that are its own. */
export function libraryDescriptor(path: string): FileDescriptorProto | undefined {
  return LIBRARY.get(path)?.proto
}

/** Files in which a type of this full name may stand: none for nearly every name, so that nothing is read for it. */
export function builtInPathsFor(fullName: string): readonly string[] {
  const home = PACKAGES.find((name) => fullName.startsWith(`${name}.`))
  if (home === undefined) return []
  const folder = `${home.replaceAll('.', '/')}/`
  return PATHS.filter((path) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))
}
