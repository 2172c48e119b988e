/** A schema with all it refers to, its types and extensions by full name. Built-in imports are visible without being imported, as in the registry everyone runs. */
import { fail, ok, type Result } from '@leat/base'
import type { InvalidSchema, Reference, SchemaSource } from '../../contract.ts'
import { SCHEMA_LIMITS } from '../../limits.ts'
import { builtInFile, builtInPathsFor } from '../imports/built-in.ts'
import type { Extend, Field, ProtoFile, TypeElement } from '../text/ast.ts'
import { readSchemaText, type ReadText } from './read-text.ts'

export interface TypeInfo {
  readonly fullName: string
  readonly packageName: string
  readonly element: TypeElement
  /** Where it stands: in the schema itself, in one it refers to itself, or in one further away or built in. */
  readonly origin: 'own' | Reference | 'elsewhere'
}

export interface ExtensionInfo {
  readonly fullName: string
  readonly field: Field
  /** In which the names of its type and of what it extends are looked up. */
  readonly scope: string
  readonly extendee: string
  readonly isProto3: boolean
}

export interface FileSet {
  readonly root: ProtoFile
  /** False when the schema came as a descriptor: then places are made up. */
  readonly isText: boolean
  /** By import path: what the schema refers to; built-in files are asked for with `fileOf`. */
  readonly references: ReadonlyMap<string, ProtoFile>
  readonly fileOf: (path: string) => ProtoFile | undefined
  readonly typeOf: (fullName: string) => TypeInfo | undefined
  readonly extensionOf: (fullName: string) => ExtensionInfo | undefined
}

interface Names {
  readonly types: Map<string, TypeInfo>
  readonly extensions: Map<string, ExtensionInfo>
}

export function linkFiles(source: SchemaSource): Result<FileSet, InvalidSchema> {
  if (source.resolved.size > SCHEMA_LIMITS.referencesMax) {
    return fail({ message: `the schema refers to more than ${SCHEMA_LIMITS.referencesMax} others` })
  }
  const root = readSchemaText(source.schema)
  if (!root.ok) return root

  const names: Names = { types: new Map(), extensions: new Map() }
  const direct = new Map(source.references.map((reference) => [reference.name, reference]))
  const references = new Map<string, ProtoFile>()
  for (const [path, text] of source.resolved) {
    const file = readSchemaText(text)
    if (!file.ok) return fail({ message: `the reference "${path}": ${file.error.message}` })
    references.set(path, file.value.file)
    addNames(names, file.value.file, direct.get(path) ?? 'elsewhere')
  }
  addNames(names, root.value.file, 'own')
  return ok(fileSet(root.value, references, names))
}

function fileSet({ file: root, isText }: ReadText, references: ReadonlyMap<string, ProtoFile>, own: Names): FileSet {
  // A reference may stand in for a built-in file: then that is not looked into.
  const builtIn = (fullName: string): readonly Names[] => {
    return builtInPathsFor(fullName).flatMap((path) => (references.has(path) ? [] : [builtInNames(path)]))
  }
  return {
    root,
    isText,
    references,
    fileOf: (path) => references.get(path) ?? builtInFile(path),
    typeOf: (fullName) => own.types.get(fullName) ?? firstOf(builtIn(fullName), ({ types }) => types.get(fullName)),
    extensionOf: (fullName) => own.extensions.get(fullName) ?? firstOf(builtIn(fullName), ({ extensions }) => extensions.get(fullName)),
  }
}

function firstOf<T>(list: readonly Names[], get: (names: Names) => T | undefined): T | undefined {
  for (const names of list) {
    const found = get(names)
    if (found !== undefined) return found
  }
  return undefined
}

/** Made once for each of a few files. */
const namesOfBuiltIn = new Map<string, Names>()

function builtInNames(path: string): Names {
  const known = namesOfBuiltIn.get(path)
  if (known !== undefined) return known
  const names: Names = { types: new Map(), extensions: new Map() }
  addNames(names, builtInFile(path)!, 'elsewhere')
  namesOfBuiltIn.set(path, names)
  return names
}

function addNames(names: Names, file: ProtoFile, origin: TypeInfo['origin']): void {
  const packageName = file.packageName ?? ''
  const isProto3 = file.syntax === 'proto3'
  const addTypes = (scope: string, types: readonly TypeElement[]): void => {
    for (const element of types) {
      const fullName = inScope(scope, element.name)
      names.types.set(fullName, { fullName, packageName, element, origin })
      if (element.kind !== 'message') continue
      addExtensions(fullName, element.extends)
      addTypes(fullName, element.nested)
      for (const group of [...element.groups, ...element.oneofs.flatMap(({ groups }) => groups)]) {
        const message = {
          kind: 'message',
          nested: [],
          options: [],
          reserved: [],
          oneofs: [],
          extensions: [],
          groups: [],
          extends: [],
        } as const
        const name = inScope(fullName, group.name)
        names.types.set(name, { fullName: name, packageName, element: { ...message, ...group }, origin })
      }
    }
  }
  const addExtensions = (scope: string, list: readonly Extend[]): void => {
    for (const { name: extendee, fields } of list) {
      for (const field of fields) {
        const fullName = inScope(scope, field.name)
        names.extensions.set(fullName, { fullName, field, scope, extendee, isProto3 })
      }
    }
  }
  addExtensions(packageName, file.extends)
  addTypes(packageName, file.types)
}

export function inScope(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`
}

/** The full name that a name stands for in a scope: from the innermost outwards; a leading dot says it is full. Null when there is no such thing. */
export function resolveName(scope: string, name: string, isKnown: (fullName: string) => boolean): string | null {
  if (name.startsWith('.')) return isKnown(name.slice(1)) ? name.slice(1) : null
  for (let at = scope; ; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const candidate = inScope(at, name)
    if (isKnown(candidate)) return candidate
    if (at === '') return null
  }
}
