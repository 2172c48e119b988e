/** What a new schema must have besides its grammar: types that exist, tags and names that are free. Stored schemas are read without these. */
import type { InvalidSchema } from '../../contract.ts'
import { fileNames, type Names } from '../normal/names.ts'
import {
  SCALARS,
  TAG_MAX,
  mapTypes,
  type EnumElement,
  type Extend,
  type Field,
  type MessageElement,
  type Ranges,
  type TypeElement,
} from '../text/ast.ts'
import { placeOf } from '../text/reader.ts'
import { inScope, type FileSet } from './file-set.ts'

/** Kept free for the protocol itself. */
const OWN_TAGS = { first: 19_000, last: 19_999 } as const

interface Problem {
  readonly at: number
  readonly what: string
}

export function checkNames(set: FileSet, text: string): InvalidSchema | null {
  const { root } = set
  const names = fileNames(set)
  const scope = root.packageName ?? ''
  const missing = [...root.imports, ...root.publicImports].filter((path) => set.fileOf(path) === undefined)
  const hint = missing.length === 0 ? '' : ` (no reference brings the import "${missing[0]}")`
  for (const { at, what } of problems(names, scope, set)) {
    const isName = what.startsWith('Could not resolve')
    const message = isName ? `${what}${hint}` : what
    return set.isText ? { message: `${message} at :${place(text, at)}`, ...placeOf(text, at) } : { message }
  }
  return null
}

function place(text: string, at: number): string {
  const { line, column } = placeOf(text, at)
  return `${line}:${column}`
}

function* problems(names: Names, scope: string, { root }: FileSet): Generator<Problem> {
  yield* typeProblems(names, scope, root.types, root.syntax === 'proto3')
  yield* extendProblems(names, scope, root.extends)
  for (const { at, requestType, responseType } of root.services.flatMap(({ rpcs }) => rpcs)) {
    yield* nameProblem(names, scope, requestType, at)
    yield* nameProblem(names, scope, responseType, at)
  }
}

function* typeProblems(names: Names, scope: string, types: readonly TypeElement[], isProto3: boolean): Generator<Problem> {
  for (const type of types) {
    if (type.kind === 'enum') yield* enumProblems(type, isProto3)
    else yield* messageProblems(names, inScope(scope, type.name), type, isProto3)
  }
}

function* messageProblems(names: Names, scope: string, message: MessageElement, isProto3: boolean): Generator<Problem> {
  const groups = [...message.groups, ...message.oneofs.flatMap((oneof) => oneof.groups)]
  const fields = [...message.fields, ...message.oneofs.flatMap((oneof) => oneof.fields)]
  for (const field of [...fields, ...groups.flatMap((group) => group.fields)]) yield* fieldProblems(names, scope, field)
  yield* memberProblems([...fields, ...groups], message.reserved)
  yield* extendProblems(names, scope, message.extends)
  yield* typeProblems(names, scope, message.nested, isProto3)
}

function* memberProblems(members: readonly { at: number; name: string; tag: number }[], reserved: readonly Ranges[]): Generator<Problem> {
  const tags = new Map<number, string>()
  const seen = new Set<string>()
  const isReserved = reservedLookup(reserved)
  for (const { at, name, tag } of members) {
    const other = tags.get(tag)
    if (other !== undefined) yield { at, what: `field ${name} has tag ${tag}, which field ${other} has already` }
    if (seen.has(name)) yield { at, what: `field ${name} is defined twice` }
    if (tag < 1 || tag > TAG_MAX || (tag >= OWN_TAGS.first && tag <= OWN_TAGS.last)) {
      yield { at, what: `field ${name} cannot have tag ${tag}: tags are 1 to ${TAG_MAX} without ${OWN_TAGS.first} to ${OWN_TAGS.last}` }
    }
    if (isReserved(name, tag)) yield { at, what: `field ${name} = ${tag} uses what is reserved` }
    tags.set(tag, name)
    seen.add(name)
  }
}

function reservedLookup(reserved: readonly Ranges[]): (name: string, tag: number) => boolean {
  const values = reserved.flatMap((ranges) => ranges.values)
  const names = new Set(values.filter((value) => typeof value === 'string'))
  const ranges = values.flatMap((value) =>
    typeof value === 'string' ? [] : typeof value === 'number' ? [{ first: value, last: value }] : [value],
  )
  const sorted = ranges.toSorted((a, b) => a.first - b.first)
  // For each range the furthest end so far: then the last range that begins before a tag tells of all before it.
  let end = 0
  const ends = sorted.map(({ last }) => (end = Math.max(end, last)))
  return (name, tag) => {
    if (names.has(name)) return true
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]!.first <= tag) low = middle + 1
      else high = middle
    }
    return low > 0 && ends[low - 1]! >= tag
  }
}

function* fieldProblems(names: Names, scope: string, { type, at, name }: Field): Generator<Problem> {
  const map = mapTypes(type)
  if (map === null) yield* nameProblem(names, scope, type, at)
  else if (!SCALARS.has(map.key) || /^(bytes|float|double)$/.test(map.key))
    yield { at, what: `field ${name} cannot have keys of type ${map.key}` }
  else yield* nameProblem(names, scope, map.value, at)
}

function* nameProblem(names: Names, scope: string, type: string, at: number): Generator<Problem> {
  if (!SCALARS.has(type) && names.typeOf(scope, type) === undefined) yield { at, what: `Could not resolve type: ${type}` }
}

function* extendProblems(names: Names, scope: string, list: readonly Extend[]): Generator<Problem> {
  for (const { at, name, fields } of list) {
    yield* nameProblem(names, scope, name, at)
    for (const field of fields) yield* fieldProblems(names, scope, field)
  }
}

function* enumProblems({ at, name, constants, options }: EnumElement, isProto3: boolean): Generator<Problem> {
  const first = constants[0]
  if (isProto3 && first !== undefined && first.tag !== 0)
    yield { at: first.at, what: `the first constant of enum ${name} must be zero in proto3` }
  if (first === undefined) yield { at, what: `enum ${name} has no constant` }
  const tags = new Set<number>()
  const mayRepeat = options.some((option) => option.name === 'allow_alias' && 'text' in option.value && option.value.text === 'true')
  for (const constant of constants) {
    if (tags.has(constant.tag) && !mayRepeat)
      yield { at: constant.at, what: `constant ${constant.name} has tag ${constant.tag}, which another has already` }
    tags.add(constant.tag)
  }
}
