/** Numbers that are equal for values that are equal (keys in any order). Each value is looked at once, however often it is asked for. */
import type { JsonNode } from '../json-text/index.ts'
import { canonicalText } from './value.ts'

export interface Shapes {
  readonly numbers: Map<string, number>
  readonly known: Map<JsonNode, number>
}

export function newShapes(): Shapes {
  return { numbers: new Map(), known: new Map() }
}

export function shapeOf(shapes: Shapes, node: JsonNode): number {
  const known = shapes.known.get(node)
  if (known !== undefined) return known
  const text = outline(shapes, node)
  const number = shapes.numbers.get(text) ?? shapes.numbers.size
  shapes.numbers.set(text, number)
  shapes.known.set(node, number)
  return number
}

function outline(shapes: Shapes, node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.entries
        .map(([key, value]) => `${JSON.stringify(key)}:${shapeOf(shapes, value)}`)
        .toSorted()
        .join(',')}`
    case 'array':
      return `[${node.items.map((item) => shapeOf(shapes, item)).join(',')}`
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return canonicalText(node)
  }
}
