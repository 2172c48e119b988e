/** Characters of a .proto text as words, strings and numbers. Rules and messages are Wire's, so that whoever reads an answer finds what they know. */
import { SCHEMA_LIMITS } from '../../limits.ts'

/** Thrown within this folder for a text that is no .proto file; `parseFile` makes a value of it. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem'
  readonly line: number
  readonly column: number
  constructor(what: string, line: number, column: number) {
    super(`Syntax error in :${line}:${column}: ${what}`)
    this.line = line
    this.column = column
  }
}

export interface Reader {
  /** Offset of the next character. */
  at(): number
  /** Skips blanks and comments. False at the end of the text. */
  more(): boolean
  /** The next character behind blanks and comments; it stays. */
  peek(): string
  /** Takes the next character if it is this one. */
  take(char: string): boolean
  next(): string
  require(char: string): void
  back(): void
  word(options?: { readonly leadingDigit: boolean }): string
  /** A word, in parentheses or square brackets or in none; these are dropped. */
  name(options?: { readonly leadingDigit: boolean }): string
  quoted(): string
  int(): number
  /** A scalar, a type's name or `map<key, value>`, of which the first word may have been read. */
  dataType(word?: string): string
  fail(what: string, at?: number): never
  /** Counts what lies one deeper; refuses what is deeper than the limit. */
  nested<T>(inside: () => T): T
  /** Counts a named thing. */
  count(): void
}

const WORD = /[a-zA-Z0-9_.-]+/y
const BLANKS = /[ \t\r\n]+/y
const INT32_MIN = -(2 ** 31)
const INT32_MAX = 2 ** 31 - 1

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

export function textReader(text: string): Reader {
  let pos = 0
  let depth = 0
  let nodes = 0

  function fail(what: string, at = pos): never {
    const place = placeOf(text, at)
    throw new SyntaxProblem(what, place.line, place.column)
  }

  function skip(): void {
    for (;;) {
      BLANKS.lastIndex = pos
      if (BLANKS.test(text)) pos = BLANKS.lastIndex
      if (text[pos] !== '/') return
      skipComment()
    }
  }

  function skipComment(): void {
    const second = text[pos + 1]
    if (second === '/') {
      const end = text.indexOf('\n', pos)
      pos = end === -1 ? text.length : end + 1
    } else if (second === '*') {
      const end = text.indexOf('*/', pos + 2)
      if (end === -1) fail('unterminated comment')
      pos = end + 2
    } else fail("unexpected '/'")
  }

  function peek(): string {
    skip()
    return text[pos] ?? fail('unexpected end of file')
  }

  function next(): string {
    const char = peek()
    pos++
    return char
  }

  function take(char: string): boolean {
    if (peek() !== char) return false
    pos++
    return true
  }

  function require(char: string): void {
    const found = next()
    if (found !== char) fail(`expected '${char}' but was '${found}'`)
  }

  function word({ leadingDigit } = { leadingDigit: true }): string {
    skip()
    WORD.lastIndex = pos
    const found = WORD.exec(text)?.[0]
    if (found === undefined) fail('expected a word')
    if (!leadingDigit && /^[0-9]/.test(found)) fail('field and constant names cannot start with a digit')
    pos += found.length
    return found
  }

  function name(options = { leadingDigit: true }): string {
    const open = peek()
    if (open !== '(' && open !== '[') return word(options)
    pos++
    const inside = word(options)
    const close = open === '(' ? ')' : ']'
    if (next() !== close) fail(`expected '${close}'`)
    return inside
  }

  function quoted(): string {
    let quote = next()
    let read = ''
    while (pos < text.length) {
      const char = text[pos++]!
      if (char === quote) {
        // Strings side by side are one string.
        const following = peek()
        if (following !== '"' && following !== "'") return read
        quote = next()
      } else read += char === '\\' ? escape() : char
    }
    fail('unterminated string')
  }

  function escape(): string {
    const char = text[pos++] ?? fail('unexpected end of file')
    if (char === 'x' || char === 'X') return numeric(/[0-9a-fA-F]{1,2}/y, 16)
    if (char >= '0' && char <= '7') {
      pos--
      return numeric(/[0-7]{1,3}/y, 8)
    }
    return ESCAPES[char] ?? char
  }

  function numeric(digits: RegExp, radix: number): string {
    digits.lastIndex = pos
    const found = digits.exec(text)?.[0]
    if (found === undefined) fail('expected a digit after \\x or \\X')
    pos += found.length
    return String.fromCharCode(Number.parseInt(found, radix))
  }

  function int(): number {
    const found = word()
    const isHex = /^0[xX]/.test(found)
    const digits = isHex ? found.slice(2) : found
    // Octal is unknown to Wire: 010 is ten.
    const value = (isHex ? /^-?[0-9a-fA-F]+$/ : /^-?[0-9]+$/).test(digits) ? Number.parseInt(digits, isHex ? 16 : 10) : NaN
    if (!(value >= INT32_MIN && value <= INT32_MAX)) fail(`expected an integer but was ${digits}`)
    return value
  }

  function dataType(first = word()): string {
    if (first !== 'map') return first
    return nested(() => {
      if (next() !== '<') fail("expected '<'")
      const key = dataType()
      if (next() !== ',') fail("expected ','")
      const value = dataType()
      if (next() !== '>') fail("expected '>'")
      return `map<${key}, ${value}>`
    })
  }

  function nested<T>(inside: () => T): T {
    if (++depth > SCHEMA_LIMITS.depthMax) fail(`nested deeper than ${SCHEMA_LIMITS.depthMax} levels`)
    const result = inside()
    depth--
    return result
  }

  function count(): void {
    if (++nodes > SCHEMA_LIMITS.nodesMax) fail(`more than ${SCHEMA_LIMITS.nodesMax} types, fields, constants and options`)
  }

  return {
    at: () => pos,
    more: () => (skip(), pos < text.length),
    peek,
    take,
    next,
    require,
    back: () => void pos--,
    word,
    name,
    quoted,
    int,
    dataType,
    fail,
    nested,
    count,
  }
}

/** Line and column of an offset, from 1. */
export function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: at - lineStart + 1 }
}
