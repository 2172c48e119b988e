import { type JsonArray, type JsonNode, type JsonObject, memberOf } from '../json-text/index.ts'
import { AvroSchemaError } from './error.ts'
import { printType } from './print.ts'
import { readEnum, readFixed } from './read-named.ts'
import { RESERVED_IN, type ReadContext, javaJson, propsOf, requiredText } from './read-parts.ts'
import { readRecord } from './read-record.ts'
import { type AvroType, type UnionType, branchName, isPrimitiveName } from './types.ts'

/** Reads a schema; `space` is the namespace it stands in. @throws AvroSchemaError */
export function readType(node: JsonNode, context: ReadContext, space: string | null): AvroType {
  switch (node.kind) {
    case 'string':
      return typeNamed(node.value, context, space, node.offset)
    case 'object':
      return readObject(node, context, space)
    case 'array':
      return readUnion(node, context, space)
    case 'boolean':
    case 'null':
    case 'number':
      throw new AvroSchemaError(`Schema not yet supported: ${javaJson(node)}`, node.offset)
  }
}

function readObject(node: JsonObject, context: ReadContext, space: string | null): AvroType {
  const type = requiredText(node, 'type', 'No type')
  if (isPrimitiveName(type)) return { kind: type, props: propsOf(node, RESERVED_IN.schema) }
  switch (type) {
    case 'record':
    case 'error':
      return readRecord(node, context, space, readType)
    case 'enum':
      return readEnum(node, context, space)
    case 'fixed':
      return readFixed(node, context, space)
    case 'array':
      return { kind: 'array', items: readElement(node, 'items', 'Array', context, space), props: propsOf(node, RESERVED_IN.schema) }
    case 'map':
      return { kind: 'map', values: readElement(node, 'values', 'Map', context, space), props: propsOf(node, RESERVED_IN.schema) }
    default:
      return typeNamed(type, context, space, node.offset)
  }
}

function readElement(node: JsonObject, key: 'items' | 'values', of: 'Array' | 'Map', context: ReadContext, space: string | null): AvroType {
  const element = memberOf(node, key)
  if (element === undefined) throw new AvroSchemaError(`${of} has no ${key} type: ${javaJson(node)}`, node.offset)
  return readType(element, context, space)
}

function readUnion(node: JsonArray, context: ReadContext, space: string | null): UnionType {
  const union: UnionType = { kind: 'union', branches: node.items.map((item) => readType(item, context, space)) }
  checkBranches(union, node.offset)
  return union
}

/** No union directly within a union, no branch twice. */
export function checkBranches(union: UnionType, offset?: number): void {
  const seen = new Set<string>()
  for (const branch of union.branches) {
    if (branch.kind === 'union') throw new AvroSchemaError(`Nested union: ${printType(union)}`, offset)
    const name = branchName(branch)
    if (seen.has(name)) throw new AvroSchemaError(`Duplicate in union:${name}`, offset)
    seen.add(name)
  }
}

/** A name is looked up in the namespace it stands in, then in the null namespace; what is not known yet is left for `resolve.ts`. */
function typeNamed(name: string, context: ReadContext, space: string | null, offset: number | undefined): AvroType {
  if (isPrimitiveName(name)) return { kind: name, props: [] }
  const fullName = space !== null && !name.includes('.') ? `${space}.${name}` : name
  return context.known.get(fullName) ?? context.known.get(name) ?? { kind: 'unresolved', fullName, offset }
}
