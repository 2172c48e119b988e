import { type Result, fail, ok } from '@leat/base'
import { JSON_LIMITS } from './limits.ts'
import { TOO_DEEP, TOO_LONG, isTooLong } from './made-text.ts'
import type { JsonEntry, JsonNode } from './node.ts'
import { type JsonProblem, JsonSyntaxError, type Reader, peek, problemOf, shown } from './reader.ts'
import { readLiteral, readNumber, readString } from './scalars.ts'

export interface ParseJsonOptions {
  /** Comments of Java's kind are white space. Default false. */
  readonly comments?: boolean
}

/** Reads one JSON value (RFC 8259) that is the whole text. Bounded by JSON_LIMITS; never throws. */
export function parseJson(text: string, options: ParseJsonOptions = {}): Result<JsonNode, JsonProblem> {
  const reader: Reader = { text, comments: options.comments ?? false, offset: 0, nodes: 0 }
  try {
    if (isTooLong(text)) throw new JsonSyntaxError(TOO_LONG, 0)
    const node = readValue(reader, 0)
    const rest = peek(reader)
    if (rest !== '') throw new JsonSyntaxError(`Nothing may follow the value, found ${shown(rest)}`, reader.offset)
    return ok(node)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return fail(problemOf(text, error))
    throw error
  }
}

function readValue(reader: Reader, depth: number): JsonNode {
  const char = peek(reader)
  const { offset } = reader
  if (++reader.nodes > JSON_LIMITS.nodesMax) throw new JsonSyntaxError(`The text has more than ${JSON_LIMITS.nodesMax} values`, offset)
  switch (char) {
    case '{':
      return { kind: 'object', entries: readEntries(reader, deeper(reader, depth)), offset }
    case '[':
      return { kind: 'array', items: readItems(reader, deeper(reader, depth)), offset }
    case '"':
      return { kind: 'string', value: readString(reader), offset }
    default: {
      if (char === '-' || (char >= '0' && char <= '9')) return { kind: 'number', text: readNumber(reader), offset }
      const literal = readLiteral(reader)
      return literal === null ? { kind: 'null', offset } : { kind: 'boolean', value: literal, offset }
    }
  }
}

function deeper(reader: Reader, depth: number): number {
  if (depth === JSON_LIMITS.depthMax) throw new JsonSyntaxError(TOO_DEEP, reader.offset)
  return depth + 1
}

function readItems(reader: Reader, depth: number): JsonNode[] {
  const items: JsonNode[] = []
  reader.offset++
  if (peek(reader) === ']') {
    reader.offset++
    return items
  }
  do items.push(readValue(reader, depth))
  while (readSeparator(reader, ']'))
  return items
}

function readEntries(reader: Reader, depth: number): JsonEntry[] {
  // A Map keeps the place of the first of duplicate keys and the value of the last.
  const members = new Map<string, JsonNode>()
  reader.offset++
  if (peek(reader) === '}') {
    reader.offset++
    return []
  }
  do {
    const quote = peek(reader)
    if (quote !== '"') throw new JsonSyntaxError(`Expected a key in double quotes, found ${shown(quote)}`, reader.offset)
    const key = readString(reader)
    const colon = peek(reader)
    if (colon !== ':') throw new JsonSyntaxError(`Expected ':' after a key, found ${shown(colon)}`, reader.offset)
    reader.offset++
    members.set(key, readValue(reader, depth))
  } while (readSeparator(reader, '}'))
  return [...members]
}

/** True after a comma, false after the end. */
function readSeparator(reader: Reader, end: ']' | '}'): boolean {
  const char = peek(reader)
  if (char !== ',' && char !== end) throw new JsonSyntaxError(`Expected ',' or '${end}', found ${shown(char)}`, reader.offset)
  reader.offset++
  return char === ','
}
