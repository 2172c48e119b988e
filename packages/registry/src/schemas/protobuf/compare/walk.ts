import type { TypeInfo } from '../link/file-set.ts'
import { fileNames, type Names } from '../normal/names.ts'
import type { FileSet } from '../link/file-set.ts'
import type { MessageElement } from '../text/ast.ts'
import { inScope } from '../link/file-set.ts'
import { FINDINGS_MAX, type Finding, type FindingType } from './findings.ts'

/** One of the two schemas that are compared, as seen from where the walk is. */
export interface Side {
  readonly names: Names
  readonly packageName: string
}

export interface Walk {
  readonly original: Side
  readonly update: Side
  /** Names of messages from the outermost to where the walk is: the same on both sides. */
  readonly within: readonly string[]
  readonly found: Finding[]
  readonly shared: Shared
}

/** One for the whole comparison. */
interface Shared {
  /** How two messages are compared: fields and messages lead to each other. */
  readonly compareMessages: (walk: Walk, original: MessageElement, update: MessageElement) => void
  /** Messages that are being compared, further out: taken to be compatible. */
  readonly active: Set<MessageElement>
  /** What was found in pairs of messages of other schemas, by the original, then the update. */
  readonly compared: Map<MessageElement, Map<MessageElement, readonly Finding[]>>
}

export function startWalk(original: FileSet, update: FileSet, compareMessages: Shared['compareMessages']): Walk {
  const side = (set: FileSet): Side => ({ names: fileNames(set), packageName: set.root.packageName ?? '' })
  return {
    original: side(original),
    update: side(update),
    within: [],
    found: [],
    shared: { compareMessages, active: new Set(), compared: new Map() },
  }
}

export function enter(walk: Walk, message: string): Walk {
  return { ...walk, within: [...walk.within, message] }
}

export function find(walk: Walk, type: FindingType, ...path: readonly (string | number)[]): void {
  keep(walk, { type, path: `#/${[...walk.within, ...path].join('/')}` })
}

export function keep(walk: Walk, finding: Finding): void {
  if (walk.found.length < FINDINGS_MAX) walk.found.push(finding)
}

export function typeAt(side: Side, walk: Walk, name: string): TypeInfo | undefined {
  return side.names.typeOf(inScope(side.packageName, walk.within.join('.')), name)
}
