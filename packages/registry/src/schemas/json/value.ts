/** JSON values as the registry prints, compares and searches them. */
import { type JsonNode, type JsonObject, javaIntegerOrBigDecimal, printJson } from '../json-text/index.ts'

/** As Jackson prints a tree with exact decimals: order of keys kept, `1.0` stays `1.0`, `1e5` becomes `1E+5`. */
export function canonicalText(node: JsonNode): string {
  return printJson(node, javaIntegerOrBigDecimal)
}

/** Keys sorted at every depth by UTF-16 units, as in a Java TreeMap. */
export function sortedKeys(node: JsonNode): JsonNode {
  switch (node.kind) {
    case 'object':
      return { kind: 'object', entries: node.entries.map(([key, value]) => [key, sortedKeys(value)] as const).toSorted(byKey) }
    case 'array':
      return { kind: 'array', items: node.items.map(sortedKeys) }
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return node
  }
}

function byKey([a]: readonly [string, JsonNode], [b]: readonly [string, JsonNode]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Equal for equal values. Numbers are equal when Java prints them alike: 1 and 1.0 are two values. */
export function valueKey(node: JsonNode): string {
  return canonicalText(sortedKeys(node))
}

/** Objects with more keys than this are searched by an index, made once: many references into many definitions stay linear. */
const INDEXED_FROM = 16
const indexes = new WeakMap<JsonObject, ReadonlyMap<string, JsonNode>>()

export function memberOf(object: JsonObject, key: string): JsonNode | undefined {
  if (object.entries.length >= INDEXED_FROM) return membersOf(object).get(key)
  for (const entry of object.entries) if (entry[0] === key) return entry[1]
  return undefined
}

function membersOf(object: JsonObject): ReadonlyMap<string, JsonNode> {
  const known = indexes.get(object)
  if (known !== undefined) return known
  const index = new Map(object.entries)
  indexes.set(object, index)
  return index
}
