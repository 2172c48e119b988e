import { JSON_LIMITS } from './limits.ts'
import { JsonSyntaxError, type Reader, shown } from './reader.ts'

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
/** All that may stand in a string as it is: no quote, no backslash, no control character. */
const STRING_RUN = /[ !#-[\]-\uffff]*/y
const WORD = /[A-Za-z0-9_]+/y

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads a string; the reader stands on its opening quote. */
export function readString(reader: Reader): string {
  const { text, offset: start } = reader
  let value = ''
  reader.offset++
  for (;;) {
    value += match(reader, STRING_RUN)
    const char = text[reader.offset]
    if (char === '"') break
    if (char === undefined) throw new JsonSyntaxError('The string has no closing quote', start)
    if (char !== '\\') throw new JsonSyntaxError(`A string cannot hold ${shown(char)} as it is: escape it`, reader.offset)
    value += readEscape(reader)
  }
  reader.offset++
  return value
}

export function readNumber(reader: Reader): string {
  const { offset: start } = reader
  const number = match(reader, NUMBER)
  const next = reader.text[reader.offset]
  if (number === '' || (next !== undefined && /[0-9A-Za-z_.+-]/.test(next))) {
    throw new JsonSyntaxError('This is no JSON number', start)
  }
  if (number.length > JSON_LIMITS.numberCharsMax) {
    throw new JsonSyntaxError(`The number is longer than ${JSON_LIMITS.numberCharsMax} characters`, start)
  }
  return number
}

export type Literal = true | false | null

/** `true`, `false` or `null`. */
export function readLiteral(reader: Reader): Literal {
  const { offset: start, text } = reader
  const word = match(reader, WORD)
  switch (word) {
    case 'true':
      return true
    case 'false':
      return false
    case 'null':
      return null
    case '':
      throw new JsonSyntaxError(`Expected a value, found ${shown(text[start] ?? '')}`, start)
    default:
      throw new JsonSyntaxError(`Expected a value, found '${word.slice(0, 40)}': text stands in double quotes`, start)
  }
}

function readEscape(reader: Reader): string {
  const { text, offset: start } = reader
  const char = text[start + 1] ?? ''
  if (char === 'u') {
    const digits = text.slice(start + 2, start + 6)
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw new JsonSyntaxError('Expected four hexadecimal digits after \\u', start)
    reader.offset += 6
    return String.fromCharCode(Number.parseInt(digits, 16))
  }
  const plain = ESCAPES[char]
  if (plain === undefined) throw new JsonSyntaxError(`A backslash cannot stand before ${shown(char)}`, start)
  reader.offset += 2
  return plain
}

function match(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.offset
  const found = pattern.exec(reader.text)?.[0] ?? ''
  reader.offset += found.length
  return found
}
