import type { JsonNode } from './node.ts'

/** Quotes, backslashes and control characters. */
const ESCAPED = /[^ !#-[\]-\uffff]/g

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** How a number's text is printed: `asWritten`, or one of Java's forms (`java-numbers.ts`). */
export type NumberForm = (text: string) => string

const asWritten: NumberForm = (text) => text

/** As Jackson prints a tree: no white space, keys in their order. */
export function printJson(node: JsonNode, number: NumberForm = asWritten): string {
  switch (node.kind) {
    case 'object':
      return `{${node.entries.map(([key, value]) => `${printString(key)}:${printJson(value, number)}`).join(',')}}`
    case 'array':
      return `[${node.items.map((item) => printJson(item, number)).join(',')}]`
    case 'string':
      return printString(node.value)
    case 'number':
      return number(node.text)
    case 'boolean':
      return String(node.value)
    case 'null':
      return 'null'
  }
}

/** In quotes. As Jackson escapes: what must be, and control characters as upper-case hexadecimal digits. */
export function printString(value: string): string {
  return `"${value.replace(ESCAPED, escapeOf)}"`
}

function escapeOf(char: string): string {
  return SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
