import type { Need } from './needs.ts'
import type { SchemaFile } from './schema-files.ts'

export interface Ordered {
  /** What a file needs stands before it. */
  readonly files: readonly SchemaFile[]
  /** Files that need themselves by way of others: they cannot be registered one after the other. */
  readonly circular: ReadonlySet<SchemaFile>
}

export function inOrder(needs: ReadonlyMap<SchemaFile, readonly Need[]>): Ordered {
  const files: SchemaFile[] = []
  const circular = new Set<SchemaFile>()
  const done = new Set<SchemaFile>()
  for (const first of needs.keys()) {
    // Each with the needs that are still to be looked at; a chain may be as long as there are files.
    const chain: { readonly file: SchemaFile; readonly left: Need[] }[] = []
    const enter = (file: SchemaFile): void => {
      if (done.has(file)) return
      const at = chain.findIndex((one) => one.file === file)
      if (at === -1) chain.push({ file, left: [...(needs.get(file) ?? [])].reverse() })
      else for (const one of chain.slice(at)) circular.add(one.file)
    }
    enter(first)
    for (let last = chain.at(-1); last !== undefined; last = chain.at(-1)) {
      const next = last.left.pop()
      if (next !== undefined) {
        enter(next.file)
        continue
      }
      chain.pop()
      done.add(last.file)
      files.push(last.file)
    }
  }
  return { files, circular }
}
