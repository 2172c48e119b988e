import type { JsonNode } from '../json-text/index.ts'
import type { Sink } from './codec-sink.ts'
import { integerIn, mismatch } from './codec-values.ts'
import { type AvroType, type UnionType, branchName } from './types.ts'

export interface Chosen {
  readonly index: number
  readonly branch: AvroType
  readonly inner: JsonNode
}

/** How a value says which branch of a union it is of. */
export type UnionChoice = (sink: Sink, type: UnionType, value: JsonNode) => Chosen

/** `null`, or `{"string": "a"}`. Where null is the only other branch, the value may stand alone. */
export const taggedBranch: UnionChoice = (sink, { branches }, value) => {
  const [only, ...others] = value.kind === 'object' ? value.entries : []
  const tag = value.kind === 'null' ? 'null' : others.length === 0 ? only?.[0] : undefined
  const named = branches.findIndex((branch) => branchName(branch) === tag)
  if (named !== -1) return { index: named, branch: branches[named]!, inner: only?.[1] ?? value }
  const values = [...branches.entries()].filter(([, branch]) => branch.kind !== 'null')
  const [single] = values
  if (value.kind !== 'null' && values.length === 1 && single !== undefined) return { index: single[0], branch: single[1], inner: value }
  const names = branches.map(branchName)
  const example = names.find((name) => name !== 'null') ?? 'null'
  return mismatch(sink, value, `one of the union [${names.join(', ')}], written {"${example}": …}`)
}

/** Defaults in schemas have no tags: the first branch that they fit. */
export const branchForDefault: UnionChoice = (sink, { branches }, value) => {
  const index = branches.findIndex((branch) => fits(branch, value))
  const branch = branches[index]
  if (branch === undefined) return mismatch(sink, value, `a default of the union [${branches.map(branchName).join(', ')}]`)
  return { index, branch, inner: value }
}

/** By the outermost value alone. */
function fits(type: AvroType, value: JsonNode): boolean {
  switch (type.kind) {
    case 'null':
    case 'boolean':
    case 'array':
      return value.kind === type.kind
    case 'int':
      return integerIn(value, 32) !== null
    case 'long':
      return integerIn(value, 64) !== null
    case 'float':
    case 'double':
      return value.kind === 'number'
    case 'enum':
      return value.kind === 'string' && type.symbols.includes(value.value)
    case 'fixed':
      return value.kind === 'string' && value.value.length === type.sizeBytes
    case 'string':
    case 'bytes':
      return value.kind === 'string'
    case 'map':
    case 'record':
      return value.kind === 'object'
    case 'union':
    case 'unresolved':
      return false
  }
}
