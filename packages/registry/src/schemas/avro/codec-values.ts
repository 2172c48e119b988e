import { NotOfSchema } from '../codec.ts'
import { type JsonNode, isIntegerText } from '../json-text/index.ts'
import type { Sink } from './codec-sink.ts'
import type { FixedType } from './types.ts'

const NON_NUMBERS = ['NaN', 'Infinity', '-Infinity']
const FOUND_CHARS_MAX = 40

export function refuse(sink: Sink, message: string): never {
  throw new NotOfSchema(sink.path.length === 0 ? message : `at /${sink.path.join('/')}: ${message}`)
}

export function asKind<K extends JsonNode['kind']>(sink: Sink, value: JsonNode, kind: K, wanted: string): Extract<JsonNode, { kind: K }> {
  if (value.kind !== kind) return mismatch(sink, value, wanted)
  return value as Extract<JsonNode, { kind: K }>
}

export function asInteger(sink: Sink, value: JsonNode, bits: 32 | 64): bigint {
  const integer = integerIn(value, bits)
  return integer ?? mismatch(sink, value, bits === 32 ? 'an int (32 bits)' : 'a long (64 bits)')
}

/** Null when it is none, or does not fit. */
export function integerIn(value: JsonNode, bits: 32 | 64): bigint | null {
  if (value.kind !== 'number' || !isIntegerText(value.text)) return null
  const integer = BigInt(value.text)
  return BigInt.asIntN(bits, integer) === integer ? integer : null
}

export function asFloat(sink: Sink, value: JsonNode, wanted: string): number {
  if (value.kind === 'number') return Number(value.text)
  if (value.kind === 'string' && NON_NUMBERS.includes(value.value)) return Number(value.value)
  return mismatch(sink, value, wanted)
}

/** Each character stands for one byte. */
export function asLatin1(sink: Sink, value: JsonNode, what: string): string {
  const text = asKind(sink, value, 'string', `a string that stands for ${what}`).value
  // oxlint-disable-next-line no-control-regex -- all that fit into a byte
  if (/[^\u0000-\u00ff]/.test(text)) refuse(sink, `${what} can hold characters up to U+00FF only, each for one byte`)
  return text
}

export function asFixed(sink: Sink, value: JsonNode, type: FixedType): string {
  const text = asLatin1(sink, value, type.name.full)
  if (text.length !== type.sizeBytes) refuse(sink, `${type.name.full} has ${type.sizeBytes} bytes, not ${text.length}`)
  return text
}

export function mismatch(sink: Sink, value: JsonNode, wanted: string): never {
  return refuse(sink, `expected ${wanted}, found ${foundOf(value)}`)
}

function foundOf(value: JsonNode): string {
  switch (value.kind) {
    case 'object':
      return 'an object'
    case 'array':
      return 'an array'
    case 'string':
      return `the string ${JSON.stringify(value.value.slice(0, FOUND_CHARS_MAX))}`
    case 'number':
      return `the number ${value.text.slice(0, FOUND_CHARS_MAX)}`
    case 'boolean':
      return String(value.value)
    case 'null':
      return 'null'
  }
}
