import type { JsonNode } from './node.ts'

/** What becomes of an integer that a number of JavaScript would change: its digits as text, or the nearest number. */
export type LargeIntegers = 'text' | 'rounded'

/** The value as `JSON.parse` gives it, but for integers beyond 2^53. */
export function plainOf(node: JsonNode, large: LargeIntegers): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(([key, value]) => [key, plainOf(value, large)]))
    case 'array':
      return node.items.map((item) => plainOf(item, large))
    case 'string':
    case 'boolean':
      return node.value
    case 'null':
      return null
    case 'number': {
      const value = Number(node.text)
      return large === 'text' && /^-?\d+$/.test(node.text) && !Number.isSafeInteger(value) ? node.text : value
    }
  }
}

/** Of a value that `JSON.parse` could have given. */
export function nodeOf(plain: unknown): JsonNode {
  if (plain === null) return { kind: 'null' }
  if (typeof plain === 'string') return { kind: 'string', value: plain }
  if (typeof plain === 'boolean') return { kind: 'boolean', value: plain }
  if (typeof plain === 'number') return { kind: 'number', text: Object.is(plain, -0) ? '-0.0' : String(plain) }
  if (Array.isArray(plain)) return { kind: 'array', items: plain.map(nodeOf) }
  if (typeof plain === 'object')
    return { kind: 'object', entries: Object.entries(plain).map(([key, value]) => [key, nodeOf(value)] as const) }
  throw new TypeError(`a ${typeof plain} is no JSON`)
}
