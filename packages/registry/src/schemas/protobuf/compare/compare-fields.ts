import { SCHEMA_LIMITS } from '../../limits.ts'
import type { TypeInfo } from '../link/file-set.ts'
import { SCALARS, mapEntryTypes, mapTypes, type MessageElement } from '../text/ast.ts'
import { find, keep, typeAt, type Side, type Walk } from './walk.ts'

type Path = readonly (string | number)[]

/** What a name of a type means where the walk is. */
type Meaning =
  | { readonly kind: 'scalar'; readonly group: string }
  | { readonly kind: 'map'; readonly key: string; readonly value: string }
  | { readonly kind: 'message'; readonly name: string; readonly type: TypeInfo | undefined }

/** Scalars of one group share their bytes on the wire, more or less: https://protobuf.dev/programming-guides/proto3/#updating */
const GROUPS: Readonly<Record<string, string>> = {
  int32: 'number',
  int64: 'number',
  uint32: 'number',
  uint64: 'number',
  bool: 'number',
  sint32: 'signed',
  sint64: 'signed',
  string: 'bytes',
  bytes: 'bytes',
  fixed32: 'fixed32',
  sfixed32: 'fixed32',
  fixed64: 'fixed64',
  sfixed64: 'fixed64',
  float: 'float',
  double: 'double',
}

export function compareFieldTypes(walk: Walk, path: Path, original: string, update: string): void {
  const before = meaningOf(walk, walk.original, original)
  const after = meaningOf(walk, walk.update, update)
  if (before.kind === 'scalar' && after.kind === 'scalar') {
    if (before.group !== after.group) find(walk, 'FIELD_SCALAR_KIND_CHANGED', ...path)
  } else if (before.kind === 'map' && after.kind === 'map') {
    compareFieldTypes(walk, path, before.key, after.key)
    compareFieldTypes(walk, path, before.value, after.value)
  } else if (before.kind === 'message' && after.kind === 'message') compareNamed(walk, path, before, after)
  else find(walk, 'FIELD_KIND_CHANGED', ...path)
}

function meaningOf(walk: Walk, side: Side, type: string): Meaning {
  if (SCALARS.has(type)) return { kind: 'scalar', group: GROUPS[type]! }
  const map = mapTypes(type)
  if (map !== null) return { kind: 'map', ...map }
  const known = typeAt(side, walk, type)
  if (known?.element.kind === 'enum') return { kind: 'scalar', group: 'number' }
  const entry = known === undefined ? null : mapEntryTypes(known.element)
  return entry === null ? { kind: 'message', name: type, type: known } : { kind: 'map', ...entry }
}

type Named = Extract<Meaning, { readonly kind: 'message' }>

/** By name without package; messages of other schemas also by what is in them, unless it is one version of one subject. */
function compareNamed(walk: Walk, path: Path, before: Named, after: Named): void {
  if (before.type === undefined || after.type === undefined) {
    if (before.name !== after.name) find(walk, 'FIELD_NAMED_TYPE_CHANGED', ...path)
  } else if (localName(before.type) !== localName(after.type)) find(walk, 'FIELD_NAMED_TYPE_CHANGED', ...path)
  else if (!isSameVersion(before.type, after.type)) {
    const found = compareElsewhere(walk, before.type, after.type)
    for (const finding of found ?? []) keep(walk, finding)
    if (found === null || found.length > 0) find(walk, 'FIELD_NAMED_TYPE_CHANGED', ...path)
  }
}

function localName({ fullName, packageName }: TypeInfo): string {
  return packageName === '' ? fullName : fullName.slice(packageName.length + 1)
}

function isSameVersion(before: TypeInfo, after: TypeInfo): boolean {
  // A built-in type is one object however often it is imported.
  if (before.element === after.element) return true
  const [a, b] = [before.origin, after.origin]
  if (a === 'own' || b === 'own') return a === b
  return a !== 'elsewhere' && b !== 'elsewhere' && a.subject === b.subject && a.version === b.version
}

/** Findings in two messages that stand in other files than the schemas themselves. Null when they are too deep in each other to be compared. */
function compareElsewhere(walk: Walk, before: TypeInfo, after: TypeInfo): Walk['found'] | null {
  const { active, compared } = walk.shared
  const [original, update] = [before.element as MessageElement, after.element as MessageElement]
  const known = compared.get(original)?.get(update)
  if (known !== undefined) return [...known]
  if (active.size >= SCHEMA_LIMITS.depthMax) return null

  const found: Walk['found'] = []
  const inner: Walk = {
    ...walk,
    original: { ...walk.original, packageName: before.packageName },
    update: { ...walk.update, packageName: after.packageName },
    within: localName(before).split('.'),
    found,
  }
  walk.shared.compareMessages(inner, original, update)
  const pairs = compared.get(original) ?? new Map<MessageElement, Walk['found']>()
  compared.set(original, pairs.set(update, found))
  return found
}
