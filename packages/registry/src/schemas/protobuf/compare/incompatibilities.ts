import type { FileSet } from '../link/file-set.ts'
import { compareMessages, compareTypes } from './compare-messages.ts'
import type { Finding } from './findings.ts'
import { find, startWalk } from './walk.ts'

/** What stops `reader` from reading what was written with `writer`. Syntax, imports, options, reserved, services, extensions and groups are not compared. */
export function findIncompatibilities(reader: FileSet, writer: FileSet): readonly Finding[] {
  const walk = startWalk(writer, reader, compareMessages)
  if ((reader.root.packageName ?? '') !== (writer.root.packageName ?? '')) find(walk, 'PACKAGE_CHANGED')
  compareTypes(walk, writer.root.types, reader.root.types)
  return walk.found
}
