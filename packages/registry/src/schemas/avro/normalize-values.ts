import { type JsonEntry, type JsonNode, isIntegerText, javaDouble } from '../json-text/index.ts'
import type { AvroType } from './types.ts'

/**
 * A default as it comes out when it is taken for a Java value of its type and written again; undefined when Java finds no value in it. A union's default is
 * taken for a value of the first branch only, whatever the rules allow.
 */
export function normalizedDefault(value: JsonNode, type: AvroType): JsonNode | undefined {
  if (type.kind === 'union') return type.branches[0] === undefined ? undefined : normalizedDefault(value, type.branches[0])
  switch (value.kind) {
    case 'null':
    case 'boolean':
      return value
    case 'number':
      return normalizedNumber(value.text, type)
    case 'string':
      return normalizedText(value.value, type)
    case 'array':
      return {
        kind: 'array',
        items: value.items.map((item) => (type.kind === 'array' ? normalizedDefault(item, type.items) : undefined) ?? sortedKeys(item)),
      }
    case 'object':
      return { kind: 'object', entries: sorted(value.entries.map(([key, item]) => [key, normalizedMember(key, item, type)])) }
  }
}

/** Objects with their keys in order, at every depth. */
export function sortedKeys(value: JsonNode): JsonNode {
  switch (value.kind) {
    case 'object':
      return { kind: 'object', entries: sorted(value.entries.map(([key, item]) => [key, sortedKeys(item)])) }
    case 'array':
      return { kind: 'array', items: value.items.map(sortedKeys) }
    case 'boolean':
    case 'null':
    case 'number':
    case 'string':
      return value
  }
}

function normalizedMember(key: string, value: JsonNode, type: AvroType): JsonNode {
  const of = type.kind === 'map' ? type.values : type.kind === 'record' ? type.fields.find((field) => field.name === key)?.type : undefined
  return (of === undefined ? undefined : normalizedDefault(value, of)) ?? sortedKeys(value)
}

function normalizedNumber(text: string, { kind }: AvroType): JsonNode | undefined {
  if (kind === 'int' || kind === 'long') return isIntegerText(text) ? { kind: 'number', text } : undefined
  if (kind === 'double') return { kind: 'number', text: withPoint(javaDouble(Number(text))) }
  if (kind === 'float') return { kind: 'number', text: withPoint(javaDouble(shortestFloat(Number(text)))) }
  return undefined
}

/** What JSON's grammar has no number for is written beyond all doubles, as `parseJavaDouble` has it. */
function withPoint(text: string): string {
  if (text === 'NaN') return 'NaN.'
  return text.endsWith('Infinity') ? text.replace('Infinity', '1e999') : text
}

/** The double with the fewest digits that is still this number in single precision: its digits are those of `Float.toString`. */
function shortestFloat(value: number): number {
  const single = Math.fround(value)
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(single.toPrecision(digits))
    if (Math.fround(short) === single) return short
  }
  return single
}

function normalizedText(text: string, { kind }: AvroType): JsonNode | undefined {
  if (kind === 'string' || kind === 'enum') return { kind: 'string', value: text }
  if (kind !== 'bytes' && kind !== 'fixed') return undefined
  // Bytes of ISO 8859-1; what it does not have is a question mark.
  return { kind: 'string', value: Array.from(text, (char) => (char <= 'ÿ' ? char : '?')).join('') }
}

function sorted(entries: JsonEntry[]): JsonEntry[] {
  return entries.sort(([one], [other]) => (one < other ? -1 : 1))
}
