import { resolveName, type ExtensionInfo, type FileSet, type TypeInfo } from '../link/file-set.ts'

/** Names as the files of a schema know them. */
export interface Names {
  readonly typeOf: (scope: string, name: string) => TypeInfo | undefined
  readonly extensionOf: (scope: string, name: string) => ExtensionInfo | undefined
  /** With a leading dot; as written when nothing has the name. */
  readonly inFull: (scope: string, name: string) => string
}

export function fileNames(set: FileSet): Names {
  const typeName = (scope: string, name: string): string | null => resolveName(scope, name, (full) => set.typeOf(full) !== undefined)
  return {
    typeOf: (scope, name) => {
      const full = typeName(scope, name)
      return full === null ? undefined : set.typeOf(full)
    },
    extensionOf: (scope, name) => {
      const full = resolveName(scope, name, (candidate) => set.extensionOf(candidate) !== undefined)
      return full === null ? undefined : set.extensionOf(full)
    },
    inFull: (scope, name) => {
      const full = typeName(scope, name)
      return full === null ? name : `.${full}`
    },
  }
}
